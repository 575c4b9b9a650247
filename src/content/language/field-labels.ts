import { sentenceCase } from '../../foundation/naming.js';
import type { Locales } from './locale.js';

/** What an editor reads beside a field, and below it where that is not enough. */
interface FieldWords {
  readonly label?: string;
  readonly help?: string;
}

/** The words of one language, by type and field; a field that says no more than its label is that alone. */
export type FieldCatalogue = Readonly<Record<string, Readonly<Record<string, string | FieldWords>>>>;

/** A field as the catalogues know it, and what the schema says of it in English. */
export interface LabelledField {
  readonly type: string;
  readonly name: string;
  readonly description: string;
}

/** Words in the language that they are really in. */
export interface FoundWords {
  readonly text: string;
  readonly locale: string;
}

/** Where a catalogue has the words of fields that mean the same in all types. */
const ALL_TYPES = '*';
/** The language of the schema: a name and a description stand in for what its catalogue leaves out. */
const ENGLISH = 'en';

/** What the fields of content are called in forms, from a catalogue for each language. */
export class FieldLabels {
  constructor(readonly catalogues: Readonly<Record<string, FieldCatalogue>>) {}

  /** In a locale, or in the first language of its chain that has a word. */
  label(field: LabelledField, locale: string, locales: Locales): FoundWords {
    const english = { text: sentenceCase(field.name), locale: ENGLISH };
    return this.#find('label', field, locales.chain(locale)) ?? english;
  }

  /** The same; undefined where the label says enough. */
  help(field: LabelledField, locale: string, locales: Locales): FoundWords | undefined {
    const isNeeded = Object.keys(this.catalogues).some((each) => this.#words(each, field).help !== undefined);
    const english = isNeeded ? { text: field.description, locale: ENGLISH } : undefined;
    return this.#find('help', field, locales.chain(locale)) ?? english;
  }

  #find(what: keyof FieldWords, field: LabelledField, chain: readonly string[]): FoundWords | undefined {
    for (const locale of [...chain, ENGLISH]) {
      const text = this.#words(locale, field)[what];
      if (text !== undefined) return { text, locale };
      if (locale === ENGLISH) return undefined;
    }
    return undefined;
  }

  #words(locale: string, { type, name }: LabelledField): FieldWords {
    const catalogue = this.catalogues[locale];
    return { ...read(catalogue?.[ALL_TYPES]?.[name]), ...read(catalogue?.[type]?.[name]) };
  }
}

function read(words: string | FieldWords = {}): FieldWords {
  return typeof words === 'string' ? { label: words } : words;
}
