import { sentenceCase } from '../../foundation/naming.js';
import type { Locales } from './locale.js';

/** The label of a field in a form, and the help text below it. */
interface FieldText {
  readonly label?: string;
  readonly help?: string;
}

/** The labels of one language, by type and field; a plain string is a label without help text. */
export type FieldCatalogue = Readonly<Record<string, Readonly<Record<string, string | FieldText>>>>;

/** A field, as the catalogues identify it, with its description in the schema. */
export interface LabelledField {
  readonly type: string;
  readonly name: string;
  readonly description: string;
}

/** A label or help text, with the locale that it is in. */
export interface LocatedText {
  readonly text: string;
  readonly locale: string;
}

/** The entry of a catalogue for fields that mean the same in all types. */
const ALL_TYPES = '*';
/** The language of the schema, whose names and descriptions are the last fallback. */
const ENGLISH = 'en';

/** The labels of content fields in forms, from a catalogue for each language. */
export class FieldLabels {
  constructor(readonly catalogues: Readonly<Record<string, FieldCatalogue>>) {}

  /** The label in the first locale of the chain that has one. */
  label(field: LabelledField, locale: string, locales: Locales): LocatedText {
    const english = { text: sentenceCase(field.name), locale: ENGLISH };
    return this.#find('label', field, locales.chain(locale)) ?? english;
  }

  /** The help text; undefined for a field without any. */
  help(field: LabelledField, locale: string, locales: Locales): LocatedText | undefined {
    const isNeeded = Object.keys(this.catalogues).some((each) => this.#entry(each, field).help !== undefined);
    const english = isNeeded ? { text: field.description, locale: ENGLISH } : undefined;
    return this.#find('help', field, locales.chain(locale)) ?? english;
  }

  #find(what: keyof FieldText, field: LabelledField, chain: readonly string[]): LocatedText | undefined {
    for (const locale of [...chain, ENGLISH]) {
      const text = this.#entry(locale, field)[what];
      if (text !== undefined) return { text, locale };
      if (locale === ENGLISH) return undefined;
    }
    return undefined;
  }

  #entry(locale: string, { type, name }: LabelledField): FieldText {
    const catalogue = this.catalogues[locale];
    return { ...read(catalogue?.[ALL_TYPES]?.[name]), ...read(catalogue?.[type]?.[name]) };
  }
}

function read(entry: string | FieldText = {}): FieldText {
  return typeof entry === 'string' ? { label: entry } : entry;
}
