import type { RequestRecord } from '../foundation/request-record.js';
import { type FinishedResponse, finishedResponse, type Headers } from '../http/finished-response.js';
import type { BuiltFiles } from './built-files.js';
import type { EmbedProblem, EmbedRequest } from './embed-request.js';
import type { EmbedSettings, FeedAnswer } from './embed-settings.js';
import { type Page, pageHtml, policyOf } from './html.js';
import { framedAddress } from './snippets.js';
import { feedAddress, pageAddress, readingAddress } from './widget/addresses.js';
import { readFeed } from './widget/event.js';
import { eventList } from './widget/event-list.js';
import { element, type Markup } from './widget/markup.js';
import { accentRule, type Theme } from './widget/theme.js';
import { dateTagFor, wordsFor } from './widget/words.js';

/** Feeds in other formats, as the page announces them. */
const FORMATS = {
  ics: 'text/calendar',
  rss: 'application/rss+xml',
  atom: 'application/atom+xml',
  json: 'application/feed+json',
} as const;

/** As long as caches may show a page without asking, which depends on what is over by now. */
const KEPT_MS = 60_000;

/** Pages by the feed that they show, and the span of time in which they were made. */
export type KeptPages = WeakMap<
  object,
  { readonly span: number; readonly pages: Map<string, FinishedResponse> }
>;

/**
 * The page that stands in an iframe: the same list as the widget makes, whole without any script. As long as the feed is kept
 * it is, too.
 * @param record of the request that it is for
 */
export async function feedPage(
  request: EmbedRequest,
  settings: EmbedSettings,
  {
    files,
    kept,
    record,
  }: { readonly files: BuiltFiles; readonly kept: KeptPages; readonly record: RequestRecord | undefined },
): Promise<FinishedResponse> {
  const { choice, locale, layout, theme, followsReader } = request;
  const answer = await settings.readFeed(readingAddress('', choice), record);
  if (answer.status !== 200) return failedPage(answer, request, files);
  const span = Math.floor(settings.clock().getTime() / KEPT_MS);
  const known = kept.get(answer.json as object);
  const { pages } = known?.span === span ? known : { pages: new Map<string, FinishedResponse>() };
  kept.set(answer.json as object, { span, pages });
  const key = JSON.stringify([pageAddress('', choice, { layout, theme }), locale, followsReader]);
  const page = pages.get(key) ?? makePage(request, answer, settings, files);
  pages.set(key, page);
  return page;
}

function makePage(
  request: EmbedRequest,
  answer: FeedAnswer,
  { publicUrl, clock, locales }: EmbedSettings,
  files: BuiltFiles,
): FinishedResponse {
  const { choice } = request;
  const feed = readFeed(answer.json);
  const own = choice('locale') ?? (feed.language && locales.lookup(feed.language));
  const locale = own || request.locale;
  const words = wordsFor(locale);
  const title = feed.title || words.events;
  const list = eventList(feed, {
    words,
    // Nothing is known of where the reader is: the time zone is always named.
    dates: { words, tag: dateTagFor(words), now: clock() },
    layout: request.layout ?? feed.theme.layout ?? 'list',
    heading: 2,
    base: publicUrl,
    choice,
  });
  return pageAnswer(
    200,
    {
      language: locale,
      title,
      styles: files.pageStyles + accentRule(feed.theme.accent),
      head: [element('base', { target: '_top' }), ...links(request, publicUrl)],
      body: bodyOf(request.theme ?? feed.theme.theme, element('h1', { class: 'hidden' }, title), list),
      policy: ["form-action 'none'", `frame-ancestors ${framesOf(answer.json)}`],
    },
    { ...answer.tags, ...(request.followsReader ? byReader : {}) },
  );
}

/** A page that says in one sentence why there are no events. */
export function problemPage({ status, sentence }: EmbedProblem, files: BuiltFiles): FinishedResponse {
  return sentencePage({ status, language: 'en', sentence, theme: undefined }, files);
}

function failedPage(
  { status, json }: FeedAnswer,
  { locale, theme }: EmbedRequest,
  files: BuiltFiles,
): FinishedResponse {
  const isChinese = locale.startsWith('zh');
  const told = status === 400 ? sentenceOf(json) : undefined;
  if (told) return sentencePage({ status, language: 'en', sentence: told, theme }, files);
  const [en, zh] =
    status === 404
      ? ['There is no such feed.', '沒有這個活動清單。']
      : status === 410
        ? ['This list of events is no longer offered.', '這個活動清單已停止提供。']
        : ['The events cannot be shown just now. Please try again later.', '暫時未能顯示活動，請稍後再試。'];
  const known = status >= 400 && status < 500 ? status : 503;
  const words = { language: isChinese ? 'zh-Hant' : 'en', sentence: isChinese ? zh : en };
  return sentencePage({ status: known, ...words, theme }, files);
}

function sentencePage(
  said: {
    readonly status: number;
    readonly language: string;
    readonly sentence: string;
    readonly theme: Theme | undefined;
  },
  files: BuiltFiles,
): FinishedResponse {
  const { status, language, sentence, theme } = said;
  const words = wordsFor(language);
  return pageAnswer(status, {
    language,
    title: words.events,
    styles: files.pageStyles,
    body: bodyOf(
      theme,
      element('h1', { class: 'hidden' }, words.events),
      element('div', { class: 'events' }, element('p', { class: 'message' }, sentence)),
    ),
    policy: ["form-action 'none'", 'frame-ancestors *'],
  });
}

const byReader: Headers = { vary: 'Accept-Language' };

/** @param headers where nothing else is said: that the page is in the language of whoever reads it */
export function pageAnswer(status: number, page: Page, headers: Headers = byReader): FinishedResponse {
  return finishedResponse(
    pageHtml(page),
    {
      'content-type': 'text/html; charset=utf-8',
      'content-language': page.language,
      'content-security-policy': policyOf(page),
      'cache-control': status === 200 ? 'public, max-age=60, stale-while-revalidate=300' : 'no-cache',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      ...(status === 503 ? { 'retry-after': '1' } : {}),
      ...headers,
    },
    { status },
  );
}

function bodyOf(theme: Theme | undefined, ...children: Markup[]): Markup {
  return element('body', { class: 'frame', 'data-theme': theme ?? 'auto' }, element('main', {}, children));
}

/** What the page is in other forms: oEmbed, and the feed in each format. */
function links({ choice, layout, theme }: EmbedRequest, publicUrl: string): Markup[] {
  const address = framedAddress(publicUrl, choice, { layout: layout ?? '', theme: theme ?? '' });
  const oembed = (format: string) =>
    `${publicUrl}/oembed?url=${encodeURIComponent(address)}&format=${format}`;
  const alternate = (type: string, href: string) => element('link', { rel: 'alternate', type, href });
  return [
    element('meta', { name: 'robots', content: 'noindex' }),
    alternate('application/json+oembed', oembed('json')),
    alternate('text/xml+oembed', oembed('xml')),
    ...Object.entries(FORMATS).map(([format, type]) =>
      alternate(type, feedAddress(publicUrl, choice, format)),
    ),
  ];
}

/** The sites that may frame the page: those that the feed is saved for, else all. */
function framesOf(json: unknown): string {
  const { _scc: scc } = json as { readonly _scc?: { readonly allowedOrigins?: unknown } };
  const named = Array.isArray(scc?.allowedOrigins) ? scc.allowedOrigins : [];
  // What is no origin would end the policy, or begin another one.
  const origins = named.filter((each) => typeof each === 'string' && /^https?:\/\/[\w.:[\]*-]+$/.test(each));
  if (named.length === 0) return '*';
  return ["'self'", ...origins].join(' ');
}

/** The message of a refusal, as `HttpProblem` sends it. */
function sentenceOf(json: unknown): string | undefined {
  const { errors } = (json ?? {}) as { readonly errors?: readonly { readonly message?: unknown }[] };
  const message = Array.isArray(errors) ? errors[0]?.message : undefined;
  return typeof message === 'string' ? message : undefined;
}
