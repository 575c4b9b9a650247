import type { RequestRecord } from '../../foundation/request-record.js';
import type { FinishedResponse } from '../../http/finished-response.js';
import type { BuiltFiles } from '../built-files.js';
import type { EmbedSettings } from '../embed-settings.js';
import { pageAnswer } from '../feed-page.js';
import { attributesOf, framedAddress, frameHtml, widgetHtml } from '../snippets.js';
import { feedAddress, readingAddress, subscription } from '../widget/addresses.js';
import { readFeed } from '../widget/event.js';
import { element, type Markup } from '../widget/markup.js';
import { wordsFor } from '../widget/words.js';
import { type BuilderChoice, readBuilderChoice } from './builder-choice.js';
import { builderForm } from './builder-form.js';
import { type BuilderWords, builderWordsFor } from './builder-words.js';
import type { Choices } from './choices.js';

export interface BuilderParts {
  readonly files: BuiltFiles;
  readonly choicesIn: (locale: string) => Promise<Choices | undefined>;
  readonly record: RequestRecord | undefined;
}

/**
 * The page on which a partner chooses events and looks, sees them, and copies a snippet. Every choice is an address of
 * it; its script only saves the click on a button.
 * @param locale of the page, a configured one
 */
export async function builderPage(
  url: URL,
  locale: string,
  settings: EmbedSettings,
  { files, choicesIn, record }: BuilderParts,
): Promise<FinishedResponse> {
  const words = builderWordsFor(locale);
  const chosen = readBuilderChoice(url.searchParams, locale, settings.locales.codes);
  const [choices, title] = await Promise.all([choicesIn(locale), titleOf(chosen, settings, record)]);
  return pageAnswer(200, {
    language: words.language,
    title: words.title,
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
        element('div', {}, element('h1', {}, words.title), element('p', {}, words.intro)),
        otherLanguage(words, url),
      ),
      element(
        'main',
        {},
        builderForm({ words, chosen, choices, locales: settings.locales }),
        element(
          'div',
          { id: 'result' },
          preview(words, chosen, title),
          snippets(words, chosen, { title, publicUrl: settings.publicUrl, integrity: files.widgetIntegrity }),
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

/** What the chosen feed calls itself; what events are called, where it does not answer. */
async function titleOf(
  { choice }: BuilderChoice,
  { readFeed: ask }: EmbedSettings,
  record: RequestRecord | undefined,
): Promise<string> {
  const { status, json } = await ask(readingAddress('', choice), record);
  return (status === 200 && readFeed(json).title) || wordsFor(choice('locale') ?? '').events;
}

function otherLanguage(words: BuilderWords, url: URL): Markup {
  const code = words.language === 'en' ? 'zh-Hant' : 'en';
  const parameters = new URLSearchParams(url.searchParams);
  parameters.set('locale', code);
  return element(
    'a',
    { href: `./?${parameters}`, hreflang: code, lang: code, id: 'language-link' },
    words.otherLanguage,
  );
}

/** The widget itself; where scripts do not run, the page for iframes, which looks the same. */
function preview(words: BuilderWords, { choice, layout, theme }: BuilderChoice, title: string): Markup {
  const page = framedAddress('', choice, { layout, theme }).replace('/embed/', '');
  return element(
    'section',
    { class: 'preview', 'aria-labelledby': 'preview' },
    element('h2', { id: 'preview' }, words.preview),
    element(
      'scc-events',
      Object.fromEntries(attributesOf(choice, { layout, theme })),
      element('iframe', { src: page, title, loading: 'lazy' }),
    ),
  );
}

function snippets(
  words: BuilderWords,
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
    element('h2', { id: 'paste' }, words.paste),
    snippet('script', words.script, widget, { words, hint: `${words.scriptHint} ${words.policyHint}` }),
    snippet('frame', words.frame, frame, { words, hint: words.frameHint }),
    snippet('calendar', words.calendar, `${subscription(calendar)}\n${calendar}`, {
      words,
      hint: words.calendarHint,
    }),
    snippet('feeds', words.feeds, feeds.join('\n'), { words, hint: words.feedsHint }),
    element('p', { role: 'status', class: 'hidden', id: 'told' }),
  );
}

function snippet(
  name: string,
  label: string,
  text: string,
  { words, hint }: { words: BuilderWords; hint: string },
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
    // Shown by the script, without which it could do nothing.
    element(
      'button',
      {
        type: 'button',
        hidden: '',
        id: `${id}-copy`,
        'data-copies': id,
        'data-copied': words.copied,
        'data-selected': words.selected,
        'aria-labelledby': `${id}-copy ${id}-label`,
      },
      words.copy,
    ),
  );
}
