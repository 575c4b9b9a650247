import type { Locales } from '../content/language/locale.js';
import { fillPart, type LocalizedText, type Translations } from '../content/language/translation.js';

/** The languages of the seed texts. */
export const LANGUAGES = ['en', 'zh-Hant', 'zh-Hans'] as const;

/** The same text in each of the languages. */
export type Phrase = readonly [en: string, zhHant: string, zhHans: string];

/** Builds a phrase language by language; `say` renders another phrase in the current one. */
export function compose(build: (render: (phrase: Phrase) => string) => string): Phrase {
  return [build((phrase) => phrase[0]), build((phrase) => phrase[1]), build((phrase) => phrase[2])];
}

/** Parsed patterns: texts and, at odd positions, names. There are few, used a million times. */
const pieces = new Map<string, readonly string[]>();

/** Fills the placeholders of a pattern: "{topic} in {place}". */
export function fillIn(pattern: Phrase, values: Readonly<Record<string, Phrase | number>>): Phrase {
  return compose((render) => {
    let filled = '';
    for (const [place, piece] of piecesOf(render(pattern)).entries()) {
      const value = place % 2 === 0 ? piece : values[piece];
      if (value === undefined) throw new Error(`Missing value for "${piece}".`);
      filled += typeof value === 'object' ? render(value) : value;
    }
    return filled;
  });
}

function piecesOf(pattern: string): readonly string[] {
  const known = pieces.get(pattern);
  if (known) return known;
  const found = pattern.split(/[{}]/);
  pieces.set(pattern, found);
  return found;
}

export function capitalised([en, zhHant, zhHans]: Phrase): Phrase {
  return [en.charAt(0).toUpperCase() + en.slice(1), zhHant, zhHans];
}

/** The languages without text, with the share of objects: 15 % of all translations are missing. */
const MISSING: readonly (readonly [share: number, languages: readonly string[]])[] = [
  [0.15, ['en']],
  [0.1, ['zh-Hant']],
  [0.05, ['zh-Hant', 'zh-Hans']],
  [0.1, ['zh-Hans']],
];

/** The texts of one object, which may lack some languages. */
export class ObjectTexts {
  readonly #languages: readonly string[];

  /** @param place the position of the object among those of its type, from 0 to 1 */
  constructor(
    readonly locales: Locales,
    place: number,
  ) {
    let end = 0;
    const missing = MISSING.find(([share]) => {
      end += share;
      return place < end - 1e-9;
    });
    this.#languages = LANGUAGES.filter((language) => !missing?.[1].includes(language));
  }

  translations(fields: Readonly<Record<string, Phrase | undefined>>): Translations {
    return Object.fromEntries(
      this.#languages.map((language) => [
        language,
        Object.fromEntries(
          Object.entries(fields).map(([field, phrase]) => [field, phrase?.[indexOf(language)] ?? null]),
        ),
      ]),
    );
  }

  /** The text of a child row, as stored by the kernel. */
  part(phrase: Phrase): LocalizedText | null {
    const own = this.#languages.map((language) => [language, phrase[indexOf(language)] ?? '']);
    return fillPart(Object.fromEntries(own), this.locales);
  }
}

/** @throws Error with a message for the operator if some text has no language that a locale falls back to */
export function assertLocalesFit(locales: Locales): void {
  const unread = MISSING.flatMap(([, missing]) => {
    const present = LANGUAGES.filter((language) => !missing.includes(language));
    return locales.codes
      .filter((code) => !locales.chain(code).some((tag) => (present as readonly string[]).includes(tag)))
      .map((code) => `"${code}" must fall back to one of ${present.join(', ')}`);
  });
  const [first] = unread;
  if (first) throw new Error(`LOCALES does not fit the seed data: ${first}.`);
}

function indexOf(language: string): number {
  return (LANGUAGES as readonly string[]).indexOf(language);
}
