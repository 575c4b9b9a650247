import type { IncomingMessage } from 'node:http';
import type { Locales } from '../content/language/locale.js';
import { ALL_EVENTS, type Choice, filterNames } from './widget/addresses.js';
import { type Layout, layouts } from './widget/list-view.js';
import { type Theme, themes } from './widget/theme.js';

export const FEED_PAGES = '/embed/feed/';

/** A page is rendered whole, for every visitor. */
const MAX_EVENTS = 100;

/** The parameters of a page for an iframe. */
export interface EmbedRequest {
  readonly choice: Choice;
  /** A configured locale: that of the URL, else the best for the reader. A saved feed may have another one. */
  readonly locale: string;
  /** Whether the language depends on the reader. */
  readonly followsReader: boolean;
  /** Undefined if the URL has none: a saved feed may. */
  readonly layout: Layout | undefined;
  readonly theme: Theme | undefined;
}

/** Why there is no page. */
export interface EmbedProblem {
  readonly status: 400 | 404;
  /** In English, for the author of the URL. */
  readonly sentence: string;
}

/** Parses the query string of a page. Refuses unknown parameters rather than show unintended events. */
export function readEmbedRequest(
  url: URL,
  headers: IncomingMessage['headers'],
  locales: Locales,
): EmbedRequest | EmbedProblem {
  const feed = url.pathname.slice(FEED_PAGES.length);
  if (!/^[\w-]{1,100}$/.test(feed)) return { status: 404, sentence: 'Feed not found.' };
  const known: readonly string[] = [
    'locale',
    'limit',
    'layout',
    'theme',
    ...(feed === ALL_EVENTS ? filterNames : []),
  ];
  const unknown = [...url.searchParams.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) return wrong(`Unknown parameter "${unknown}".`, known);
  // A repeated parameter is a list.
  const value = (name: string) => url.searchParams.getAll(name).join(',');
  const layout = layouts.find((each) => each === value('layout'));
  if (value('layout') && !layout) return wrong(`Unknown layout "${value('layout')}".`, layouts);
  const theme = themes.find((each) => each === value('theme'));
  if (value('theme') && !theme) return wrong(`Unknown theme "${value('theme')}".`, themes);
  const limit = value('limit');
  if (limit && !(/^[1-9]\d{0,2}$/.test(limit) && Number(limit) <= MAX_EVENTS))
    return { status: 400, sentence: `The limit must be a number from 1 to ${MAX_EVENTS}.` };
  const locale = localeOf(value('locale'), headers, locales);
  if (!locale) return wrong(`Unknown locale "${value('locale')}".`, locales.codes);
  // A saved feed has a default language.
  const followsReader = value('locale') === '' && feed === ALL_EVENTS;
  const chosen = value('locale') || followsReader ? locale : null;
  const choice: Choice = (name) => (name === 'feed' ? feed : name === 'locale' ? chosen : value(name));
  return { choice, locale, followsReader, layout, theme };
}

/** The locale that matches a tag, or the best for the reader without one; undefined if there is none. */
export function localeOf(
  tag: string,
  headers: IncomingMessage['headers'],
  locales: Locales,
): string | undefined {
  return tag === '' ? locales.negotiate(headers['accept-language']) : locales.lookup(tag);
}

function wrong(sentence: string, there: readonly string[]): EmbedProblem {
  return { status: 400, sentence: `${sentence} Supported: ${there.join(', ')}.` };
}
