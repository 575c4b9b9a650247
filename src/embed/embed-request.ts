import type { IncomingMessage } from 'node:http';
import type { Locales } from '../content/localization/locale.js';
import { ALL_EVENTS, type Choice, filterNames } from './widget/addresses.js';
import type { Layout } from './widget/list-view.js';

export const FEED_PAGES = '/embed/feed/';

export const layouts = ['list', 'compact'] as const;
export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** What a page for an iframe is to show, and how. */
export interface EmbedRequest {
  readonly choice: Choice;
  /** A configured one: that of the address, else the best for the reader. */
  readonly locale: string;
  readonly layout: Layout;
  readonly theme: Theme;
}

/** Why there is no page. */
export interface EmbedProblem {
  readonly status: 400 | 404;
  /** In English, for whoever wrote the address. */
  readonly sentence: string;
}

/** Reads the address of a page. What it does not know it refuses, rather than show other events than were meant. */
export function readEmbedRequest(
  url: URL,
  headers: IncomingMessage['headers'],
  locales: Locales,
): EmbedRequest | EmbedProblem {
  const feed = url.pathname.slice(FEED_PAGES.length);
  if (!/^[\w-]{1,100}$/.test(feed)) return { status: 404, sentence: 'There is no such feed.' };
  const known: readonly string[] = [
    'locale',
    'limit',
    'layout',
    'theme',
    ...(feed === ALL_EVENTS ? filterNames : []),
  ];
  const unknown = [...url.searchParams.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) return wrong(`There is no parameter "${unknown}".`, known);
  // Said several times, a parameter is a list.
  const value = (name: string) => url.searchParams.getAll(name).join(',');
  const layout = layouts.find((each) => each === (value('layout') || 'list'));
  if (!layout) return wrong(`There is no layout "${value('layout')}".`, layouts);
  const theme = themes.find((each) => each === (value('theme') || 'auto'));
  if (!theme) return wrong(`There is no theme "${value('theme')}".`, themes);
  const locale = localeOf(value('locale'), headers, locales);
  if (!locale) return wrong(`There is no locale "${value('locale')}".`, locales.codes);
  const choice: Choice = (name) => (name === 'feed' ? feed : name === 'locale' ? locale : value(name));
  return { choice, locale, layout, theme };
}

/** The locale that a tag means, without one the best for the reader; undefined for what is none. */
export function localeOf(
  tag: string,
  headers: IncomingMessage['headers'],
  locales: Locales,
): string | undefined {
  if (tag === '') return locales.negotiate(headers['accept-language']);
  return /^[a-z\d-]{2,35}$/i.test(tag) && isTag(tag) ? locales.lookup(tag) : undefined;
}

function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

function wrong(sentence: string, there: readonly string[]): EmbedProblem {
  return { status: 400, sentence: `${sentence} There are: ${there.join(', ')}.` };
}
