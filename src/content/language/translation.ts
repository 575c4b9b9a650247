import { hasText } from '../../foundation/text.js';
import type { Locales } from './locale.js';

/** The text of one locale, by field; null or absent for a field without translation. */
export type OwnText = Readonly<Record<string, string | null | undefined>>;
/** The translations of an object, by locale. */
export type Translations = Readonly<Record<string, OwnText>>;

/** The text of one locale as it is stored and served, fallbacks included. */
export interface FilledText {
  readonly locale: string;
  /** Each field in this locale, or in the first locale of its chain that has it. */
  readonly values: Readonly<Record<string, string | null>>;
  /** The source locale of each field that fell back. */
  readonly fallback: Readonly<Record<string, string>>;
  /** Whether the locale has any text of its own. */
  readonly own: boolean;
}

/** The one fallback engine: all text that is stored, and so all text that is served, comes from here. */
export function fill(translations: Translations, fields: readonly string[], locales: Locales): FilledText[] {
  // Text in a locale that is no longer configured is stored, but not served.
  const others = Object.keys(translations).filter(
    (locale) =>
      !locales.codes.includes(locale) && fields.some((field) => hasText(translations[locale]?.[field])),
  );
  return [...locales.codes, ...others].map((locale) => {
    const values: Record<string, string | null> = {};
    const fallback: Record<string, string> = {};
    for (const field of fields) {
      // A slug is not read as text, so one in any language will do when the whole chain has none.
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

/** Extracts the locale's own text from stored text. */
export function ownText(values: OwnText, fallback: Readonly<Record<string, string>>): OwnText {
  return Object.fromEntries(
    Object.entries(values).map(([field, value]) => [field, field in fallback ? null : value]),
  );
}

/** Localized text of a part in one column: by locale, with the source locale where it fell back. */
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
