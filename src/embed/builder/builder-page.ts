import type { RequestRecord } from '../../foundation/request-record.js';
import type { FinishedResponse } from '../../http/finished-response.js';
import type { BuiltFiles } from '../built-files.js';
import type { EmbedSettings } from '../embed-settings.js';
import { pageResponse } from '../feed-page.js';
import { attributesOf, framedAddress, frameHtml, widgetHtml } from '../snippets.js';
import { feedAddress, readingAddress, subscription } from '../widget/addresses.js';
import { readFeed } from '../widget/event.js';
import { element, type Markup } from '../widget/markup.js';
import { textsFor } from '../widget/texts.js';
import { type BuilderChoice, readBuilderChoice } from './builder-choice.js';
import { builderForm } from './builder-form.js';
import { type BuilderTexts, builderTextsFor } from './builder-texts.js';
import type { Choices } from './choices.js';

export interface BuilderParts {
  readonly files: BuiltFiles;
  readonly choicesIn: (locale: string) => Promise<Choices | undefined>;
  readonly record: RequestRecord | undefined;
}

/**
 * The page on which a partner chooses events and their appearance, previews them, and copies a snippet. Every choice
 * has a URL; the script only saves a click.
 * @param locale of the page, a configured one
 */
export async function builderPage(
  url: URL,
  locale: string,
  settings: EmbedSettings,
  { files, choicesIn, record }: BuilderParts,
): Promise<FinishedResponse> {
  const texts = builderTextsFor(locale);
  const chosen = readBuilderChoice(url.searchParams, locale, settings.locales.codes);
  const [choices, title] = await Promise.all([choicesIn(locale), titleOf(chosen, settings, record)]);
  return pageResponse(200, {
    language: texts.language,
    title: texts.title,
    styles: files.builderStyles,
    head: [
      element('script', { src: 'v1/scc-events.js', async: '' }),
      element('script', { src: 'builder.js', defer: '' }),
    ],
    body: element(
      'body',
      {},
      element(
        'header',
        {},
        element('div', {}, element('h1', {}, texts.title), element('p', {}, texts.intro)),
        otherLanguage(texts, url),
      ),
      element(
        'main',
        {},
        builderForm({ texts, chosen, choices, locales: settings.locales }),
        element(
          'div',
          { id: 'result' },
          preview(texts, chosen, title),
          snippets(texts, chosen, { title, publicUrl: settings.publicUrl, integrity: files.widgetIntegrity }),
        ),
      ),
    ),
    policy: [
      "script-src 'self'",
      "connect-src 'self'",
      "frame-src 'self'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ],
  });
}

/** The title of the chosen feed; a generic one if it is unavailable. */
async function titleOf(
  { choice }: BuilderChoice,
  { readFeed: ask }: EmbedSettings,
  record: RequestRecord | undefined,
): Promise<string> {
  const { status, json } = await ask(readingAddress('', choice), record);
  return (status === 200 && readFeed(json).title) || textsFor(choice('locale') ?? '').events;
}

function otherLanguage(texts: BuilderTexts, url: URL): Markup {
  const code = texts.language === 'en' ? 'zh-Hant' : 'en';
  const parameters = new URLSearchParams(url.searchParams);
  parameters.set('locale', code);
  return element(
    'a',
    { href: `./?${parameters}`, hreflang: code, lang: code, id: 'language-link' },
    texts.otherLanguage,
  );
}

/** The widget itself; without scripts the page for iframes, which looks the same. */
function preview(texts: BuilderTexts, { choice, layout, theme }: BuilderChoice, title: string): Markup {
  const page = framedAddress('', choice, { layout, theme }).replace('/embed/', '');
  return element(
    'section',
    { class: 'preview', 'aria-labelledby': 'preview' },
    element('h2', { id: 'preview' }, texts.preview),
    element(
      'scc-events',
      Object.fromEntries(attributesOf(choice, { layout, theme })),
      element('iframe', { src: page, title, loading: 'lazy' }),
    ),
  );
}

function snippets(
  texts: BuilderTexts,
  { choice, layout, theme, isPinned }: BuilderChoice,
  { title, publicUrl, integrity }: { title: string; publicUrl: string; integrity: string },
): Markup {
  const look = { layout, theme };
  const widget = widgetHtml({ publicUrl, choice, look, title, ...(isPinned ? { integrity } : {}) });
  const src = framedAddress(publicUrl, choice, look);
  const frame = frameHtml({ src, title, width: '100%', height: layout === 'list' ? '640' : '420' });
  const calendar = feedAddress(publicUrl, choice, 'ics');
  const feeds = ['rss', 'atom', 'json', 'jsonld'].map((format) => feedAddress(publicUrl, choice, format));
  return element(
    'section',
    { 'aria-labelledby': 'paste' },
    element('h2', { id: 'paste' }, texts.paste),
    snippet('script', texts.script, widget, { texts, hint: `${texts.scriptHint} ${texts.policyHint}` }),
    snippet('frame', texts.frame, frame, { texts, hint: texts.frameHint }),
    snippet('calendar', texts.calendar, `${subscription(calendar)}\n${calendar}`, {
      texts,
      hint: texts.calendarHint,
    }),
    snippet('feeds', texts.feeds, feeds.join('\n'), { texts, hint: texts.feedsHint }),
    element('p', { role: 'status', class: 'hidden', id: 'status' }),
  );
}

function snippet(
  name: string,
  label: string,
  text: string,
  { texts, hint }: { texts: BuilderTexts; hint: string },
): Markup {
  const id = `snippet-${name}`;
  return element(
    'div',
    { class: 'snippet' },
    element('label', { for: id, id: `${id}-label` }, label),
    element('p', { class: 'hint', id: `${id}-hint` }, hint),
    element(
      'textarea',
      {
        id,
        readonly: '',
        rows: String(text.split('\n').length + 2),
        spellcheck: 'false',
        'aria-describedby': `${id}-hint`,
      },
      text,
    ),
    // Unhidden by the script that it needs.
    element(
      'button',
      {
        type: 'button',
        hidden: '',
        id: `${id}-copy`,
        'data-copies': id,
        'data-copied': texts.copied,
        'data-selected': texts.selected,
        'aria-labelledby': `${id}-copy ${id}-label`,
      },
      texts.copy,
    ),
  );
}
