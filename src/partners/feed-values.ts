import { sentences } from '../content/contract/sentences.js';
import type { ContentStore } from '../content/storage/store.js';
import { refuse } from '../foundation/errors.js';
import { assertStorable } from '../foundation/text.js';
import type { FeedTheme } from './partner-feed.entity.js';
import { FeedAppearance, FeedLayout } from './partner-feed.enum.js';
import type { PartnerFeedThemeInput } from './partner-feed.input.js';
import { feedSentences } from './partner-feed-sentences.js';

/** More events than a newsletter has in ten years. */
const MAX_LIMIT = 10_000;
const MAX_ORIGINS = 50;

const plainTheme: FeedTheme = {
  layout: FeedLayout.LIST,
  appearance: FeedAppearance.AUTO,
  accentColour: null,
};

/** The origins as browsers write them (RFC 6454), without duplicates; null for any. @throws Refusal INVALID_INPUT */
export function readOrigins(texts: readonly string[] | null): string[] | null {
  const path = ['input', 'allowedOrigins'];
  if (texts === null || texts.length === 0) return null;
  if (texts.length > MAX_ORIGINS)
    refuse('INVALID_INPUT', feedSentences.tooMany('allowedOrigins', MAX_ORIGINS), path);
  return [...new Set(texts.map((text, index) => readOrigin(text, [...path, String(index)])))];
}

function readOrigin(text: string, path: readonly string[]): string {
  assertStorable(text, path);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // Rejects URLs with more than an origin, even a "?": their meaning is unclear.
  const isOrigin = url?.protocol === 'https:' && [url.origin, `${url.origin}/`].includes(url.href);
  return isOrigin && !/[?#@*]/.test(text)
    ? url.origin
    : refuse('INVALID_INPUT', feedSentences.noOrigin(text), path);
}

/** The current theme merged with the input; null resets all of it, or a field, to the default. */
export function readTheme(
  given: PartnerFeedThemeInput | null,
  before: FeedTheme | undefined = plainTheme,
): FeedTheme {
  if (given === null) return plainTheme;
  const { layout, appearance, accentColour } = given;
  return {
    layout: layout === undefined ? before.layout : (layout ?? plainTheme.layout),
    appearance: appearance === undefined ? before.appearance : (appearance ?? plainTheme.appearance),
    accentColour: accentColour === undefined ? before.accentColour : readColour(accentColour),
  };
}

function readColour(text: string | null): string | null {
  if (text === null) return null;
  const colour = text.trim().toLowerCase();
  return /^#[0-9a-f]{6}$/.test(colour)
    ? colour
    : refuse('INVALID_INPUT', feedSentences.noColour(text), ['input', 'theme', 'accentColour']);
}

/** @throws Refusal INVALID_INPUT */
export function readLimit(limit: number | null): number | null {
  const isInside = limit === null || (limit >= 1 && limit <= MAX_LIMIT);
  return isInside
    ? limit
    : refuse('INVALID_INPUT', sentences.isOutside('limit', 1, MAX_LIMIT), ['input', 'limit']);
}

/** The locales that match tags, without duplicates; null for all. @throws Refusal INVALID_INPUT, INVALID_LOCALE */
export function readLocales({ locales }: ContentStore, tags: readonly string[] | null): string[] | null {
  const path = ['input', 'locales'];
  if (tags === null) return null;
  if (tags.length === 0) refuse('INVALID_INPUT', feedSentences.noLocale, path);
  return [...new Set(tags.map((tag, index) => locales.match(tag, [...path, String(index)])))];
}

/**
 * The default locale: the given one, else the first allowed one.
 * @throws Refusal INVALID_LOCALE, or INVALID_INPUT if it is not an allowed one
 */
export function readDefaultLocale(
  { locales }: ContentStore,
  tag: string | null,
  allowed: readonly string[] | null,
): string {
  const path = ['input', 'defaultLocale'];
  if (tag === null) return allowed?.[0] ?? locales.default;
  const locale = locales.match(tag, path);
  return !allowed || allowed.includes(locale)
    ? locale
    : refuse('INVALID_INPUT', feedSentences.defaultNotAllowed(locale, allowed), path);
}
