import type { RequestRecord } from '../foundation/request-record.js';
import { type FinishedResponse, finishedResponse, type Headers } from '../http/finished-response.js';
import type { BuiltFiles } from './built-files.js';
import type { EmbedProblem, EmbedRequest } from './embed-request.js';
import type { EmbedSettings, FeedResponse } from './embed-settings.js';
import { type Page, pageHtml, policyOf } from './html.js';
import { framedAddress } from './snippets.js';
import { feedAddress, pageAddress, readingAddress } from './widget/addresses.js';
import { readFeed } from './widget/event.js';
import { eventList } from './widget/event-list.js';
import { element, type Markup } from './widget/markup.js';
import { textsFor } from './widget/texts.js';
import { accentRule, type Theme } from './widget/theme.js';

/** Feeds in other formats, for the `link` elements of the page. */
const FORMATS = {
  ics: 'text/calendar',
  rss: 'application/rss+xml',
  atom: 'application/atom+xml',
  json: 'application/feed+json',
} as const;

/** The same as max-age; a page depends on which events are over. */
const PAGE_TTL_MS = 60_000;

/** Rendered pages by feed, and by the time span in which they were rendered. */
export type PageCache = WeakMap<
  object,
  { readonly span: number; readonly pages: Map<string, FinishedResponse> }
>;

/**
 * The page for iframes: the same list as in the widget, without scripts. Cached as long as its feed.
 * @param record of the request
 */
export async function feedPage(
  request: EmbedRequest,
  settings: EmbedSettings,
  {
    files,
    cached,
    record,
  }: { readonly files: BuiltFiles; readonly cached: PageCache; readonly record: RequestRecord | undefined },
): Promise<FinishedResponse> {
  const { choice, locale, layout, theme, followsReader } = request;
  const feedResponse = await settings.readFeed(readingAddress('', choice), record);
  if (feedResponse.status !== 200) return failedPage(feedResponse, request, files);
  const span = Math.floor(settings.clock().getTime() / PAGE_TTL_MS);
  const known = cached.get(feedResponse.json as object);
  const { pages } = known?.span === span ? known : { pages: new Map<string, FinishedResponse>() };
  cached.set(feedResponse.json as object, { span, pages });
  const key = JSON.stringify([pageAddress('', choice, { layout, theme }), locale, followsReader]);
  const page = pages.get(key) ?? makePage(request, feedResponse, settings, files);
  pages.set(key, page);
  return page;
}

function makePage(
  request: EmbedRequest,
  feedResponse: FeedResponse,
  { publicUrl, clock, locales }: EmbedSettings,
  files: BuiltFiles,
): FinishedResponse {
  const { choice } = request;
  const feed = readFeed(feedResponse.json);
  const own = choice('locale') ?? (feed.language && locales.lookup(feed.language));
  const locale = own || request.locale;
  const texts = textsFor(locale);
  const title = feed.title || texts.events;
  const list = eventList(feed, {
    texts,
    // The reader's time zone is unknown: the zone is always shown.
    dates: { texts, now: clock() },
    layout: request.layout ?? feed.theme.layout ?? 'list',
    heading: 2,
    base: publicUrl,
    choice,
  });
  return pageResponse(
    200,
    {
      language: locale,
      title,
      styles: files.pageStyles + accentRule(feed.theme.accent),
      head: [element('base', { target: '_top' }), ...links(request, publicUrl)],
      body: bodyOf(request.theme ?? feed.theme.theme, element('h1', { class: 'hidden' }, title), list),
      policy: ["form-action 'none'", `frame-ancestors ${framesOf(feedResponse.json)}`],
    },
    { ...feedResponse.tags, ...(request.followsReader ? byReader : {}) },
  );
}

/** A page with a single message. */
export function problemPage({ status, sentence }: EmbedProblem, files: BuiltFiles): FinishedResponse {
  return messagePage({ status, language: 'en', sentence, theme: undefined }, files);
}

function failedPage(
  { status, json }: FeedResponse,
  { locale, theme }: EmbedRequest,
  files: BuiltFiles,
): FinishedResponse {
  const isChinese = locale.startsWith('zh');
  const message = status === 400 ? messageOf(json) : undefined;
  if (message) return messagePage({ status, language: 'en', sentence: message, theme }, files);
  const [en, zh] =
    status === 404
      ? ['Feed not found.', '找不到此活動清單。']
      : status === 410
        ? ['This list of events is no longer available.', '這個活動清單已停止提供。']
        : ['Events are temporarily unavailable. Please try again later.', '暫時未能顯示活動，請稍後再試。'];
  const known = status >= 400 && status < 500 ? status : 503;
  const texts = { language: isChinese ? 'zh-Hant' : 'en', sentence: isChinese ? zh : en };
  return messagePage({ status: known, ...texts, theme }, files);
}

function messagePage(
  content: {
    readonly status: number;
    readonly language: string;
    readonly sentence: string;
    readonly theme: Theme | undefined;
  },
  files: BuiltFiles,
): FinishedResponse {
  const { status, language, sentence, theme } = content;
  const texts = textsFor(language);
  return pageResponse(status, {
    language,
    title: texts.events,
    styles: files.pageStyles,
    body: bodyOf(
      theme,
      element('h1', { class: 'hidden' }, texts.events),
      element('div', { class: 'events' }, element('p', { class: 'message' }, sentence)),
    ),
    policy: ["form-action 'none'", 'frame-ancestors *'],
  });
}

const byReader: Headers = { vary: 'Accept-Language' };

/** @param headers by default those of a page whose language depends on the reader */
export function pageResponse(status: number, page: Page, headers: Headers = byReader): FinishedResponse {
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

/** Alternate forms of the page: oEmbed, and the feed in each format. */
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

/** The sites that may frame the page: those of the saved feed, else all. */
function framesOf(json: unknown): string {
  const { _scc: scc } = json as { readonly _scc?: { readonly allowedOrigins?: unknown } };
  const named = Array.isArray(scc?.allowedOrigins) ? scc.allowedOrigins : [];
  // An invalid origin could end the policy, or start another one.
  const origins = named.filter((each) => typeof each === 'string' && /^https?:\/\/[\w.:[\]*-]+$/.test(each));
  if (named.length === 0) return '*';
  return ["'self'", ...origins].join(' ');
}

/** The message of a refusal, as sent by `HttpProblem`. */
function messageOf(json: unknown): string | undefined {
  const { errors } = (json ?? {}) as { readonly errors?: readonly { readonly message?: unknown }[] };
  const message = Array.isArray(errors) ? errors[0]?.message : undefined;
  return typeof message === 'string' ? message : undefined;
}
