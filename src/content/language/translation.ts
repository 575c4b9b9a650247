import { hasText } from '../../foundation/text.js';
import type { Locales } from './locale.js';

/** What a locale says in its own words, by field; null or absent where it says nothing. */
export type OwnText = Readonly<Record<string, string | null | undefined>>;
/** A content object's own words by locale. */
export type Translations = Readonly<Record<string, OwnText>>;

/** The text of one locale as it is stored and served. */
export interface FilledText {
  readonly locale: string;
  /** Each field in this locale's words, else in those of the first locale of its chain that has any. */
  readonly values: Readonly<Record<string, string | null>>;
  /** For each field that was taken from another locale: which one. */
  readonly fallback: Readonly<Record<string, string>>;
  /** Whether the locale has any words of its own. */
  readonly own: boolean;
}

/** The one fallback engine: every text that is stored, and so every text that is served, comes from here. */
export function fill(translations: Translations, fields: readonly string[], locales: Locales): FilledText[] {
  // Words in a locale that is no longer configured are not served, but they are kept.
  const others = Object.keys(translations).filter(
    (locale) =>
      !locales.codes.includes(locale) && fields.some((field) => hasText(translations[locale]?.[field])),
  );
  return [...locales.codes, ...others].map((locale) => {
    const values: Record<string, string | null> = {};
    const fallback: Record<string, string> = {};
    for (const field of fields) {
      // An address is no text to read: an object that has none in the whole chain takes that of any language.
      const candidates = [
        ...locales.chain(locale),
        ...(field === 'slug' ? Object.keys(translations).sort() : []),
      ];
      const source = candidates.find((candidate) => hasText(translations[candidate]?.[field]));
      values[field] = source === undefined ? null : (translations[source]?.[field] ?? null);
      if (source !== undefined && source !== locale) fallback[field] = source;
    }
    const own = fields.some((field) => field !== 'slug' && hasText(translations[locale]?.[field]));
    return { locale, values, fallback, own };
  });
}

/** Takes the locale's own words back out of stored text. */
export function ownText(values: OwnText, fallback: Readonly<Record<string, string>>): OwnText {
  return Object.fromEntries(
    Object.entries(values).map(([field, value]) => [field, field in fallback ? null : value]),
  );
}

/** Localized text of a part, kept with it in one column: by locale, with its source where it was filled in. */
export type LocalizedText = Readonly<Record<string, { readonly text: string; readonly from?: string }>>;

export function fillPart(own: Readonly<Record<string, string>>, locales: Locales): LocalizedText | null {
  const translations = Object.fromEntries(Object.entries(own).map(([locale, text]) => [locale, { text }]));
  const entries = fill(translations, ['text'], locales).flatMap(({ locale, values, fallback }) => {
    const text = values.text;
    if (!text) return [];
    return [[locale, fallback.text ? { text, from: fallback.text } : { text }] as const];
  });
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

export function ownPartText(text: LocalizedText | null): Record<string, string> {
  const own = Object.entries(text ?? {}).filter(([, entry]) => entry.from === undefined);
  return Object.fromEntries(own.map(([locale, entry]) => [locale, entry.text]));
}
