import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { ContentType } from '../../src/content/model/content-type.js';
import type { Document } from '../../src/content/model/document.js';

/** A word that stands in one place of one version of one object, and nowhere else. */
export interface Marker {
  readonly word: string;
  readonly object: string;
  /** Null: it is there for all languages. */
  readonly locale: string | null;
  readonly version: number;
  readonly place: string;
}

const LOCALES = ['en', 'zh-Hant'];

/** What is demanded of texts that are more than words. */
const FORMED: Readonly<Record<string, (word: string) => string>> = {
  currency: () => 'HKD',
  price: () => '12.00',
  phone: () => '+852 2345 6789',
  region: () => 'HK',
  email: (word) => `${word}@example.org`,
};

/** What marked objects refer to: what is published, and has no marks. */
const REFERENCES: Readonly<Record<string, string>> = {
  organisation: 'scc',
  administeredBy: 'scc',
  person: 'winnie-tang',
  article: 'hkej-column-2024-04-11',
};

/** Fields that are left out: what would lead to further rules, or to other objects with marks. */
const LEFT_OUT = [
  'id',
  'externalRef',
  'parent',
  'series',
  'venue',
  'aboutEvents',
  'aboutOrganisations',
  'aboutPeople',
  'partners',
  'relations',
  'programme',
  'issue',
  'position',
  'session',
  'edition',
  'part',
  'capacity',
  'plannedSessions',
  'number',
  'registration',
  'onlineUrl',
  'spokenLanguages',
  'attendanceMode',
  'lifecycle',
  'honorifics',
  'occurredFrom',
  'occurredTo',
  'coverageStart',
  'coverageEnd',
  'publishedOn',
  'end',
  'validTo',
  'endsOn',
  'isDisclaimerMandatory',
  'status',
];

/** Writes documents in which every text is a marker. */
export class MarkedDrafts {
  readonly markers: Marker[] = [];
  #issues = 0;

  constructor(readonly typeOf: (content: ContentType) => GraphQLInputObjectType) {}

  /** The document of an object in a version; its addresses are those of that version, too. */
  document(content: ContentType, object: string, version: number, more: Document = {}): Document {
    const writing = new Writing(this.markers, { object, version });
    const document = writing.object(this.typeOf(content), content.name, null);
    return { ...document, ...this.#rules(content, document), ...more };
  }

  #rules({ name }: ContentType, { admission }: Document): Document {
    if (name === 'Event')
      return { schedule: { precision: 'TBA' }, admission: { ...(admission as Document), type: 'PAID' } };
    if (name === 'Sponsorship') return { event: 'innoex-2024', article: null };
    if (name !== 'Issue') return {};
    this.#issues += 1;
    return { year: 2030 + this.#issues, quarter: 1 };
  }
}

class Writing {
  constructor(
    readonly markers: Marker[],
    readonly of: { readonly object: string; readonly version: number },
  ) {}

  object(type: GraphQLInputObjectType, place: string, locale: string | null): Document {
    const fields = Object.values(type.getFields()).filter(
      ({ name }) =>
        !LEFT_OUT.includes(name) && name !== 'locale' && !(name === 'event' && place.startsWith('Issue')),
    );
    const values = fields.map(({ name, type: of }) => [
      name,
      this.#value(of, name, `${place}.${name}`, locale),
    ]);
    return Object.fromEntries(values.filter(([, value]) => value !== undefined));
  }

  #value(type: GraphQLInputType, name: string, place: string, locale: string | null): unknown {
    const nullable = getNullableType(type);
    if (isListType(nullable)) return this.#list(nullable.ofType, name, place, locale);
    if (isNonNullType(nullable)) return undefined;
    if (isInputObjectType(nullable)) return this.object(nullable, place, locale);
    if (isEnumType(nullable)) return nullable.getValues()[0]?.name;
    switch (nullable.name) {
      case 'String':
        return this.#text(name, place, locale);
      case 'URL':
        return `https://example.org/${this.#mark(place, locale)}`;
      case 'Date':
        return '2024-01-01';
      case 'Int':
        return 1;
      default:
        return REFERENCES[name];
    }
  }

  /** A list of words has an entry for each language, another list one. */
  #list(of: GraphQLInputType, name: string, place: string, locale: string | null): unknown[] {
    const named = getNamedType(of);
    if (isListType(getNullableType(of))) return [this.#list(named as GraphQLInputType, name, place, locale)];
    if (!isInputObjectType(named)) return [];
    const isPerLocaleList = named.getFields().locale !== undefined;
    const locales = isPerLocaleList ? LOCALES : [locale];
    return locales.map((each) => ({
      ...(isPerLocaleList ? { locale: each } : {}),
      ...this.object(named, place, each),
    }));
  }

  #text(name: string, place: string, locale: string | null): string {
    const formed = FORMED[name];
    return formed && name !== 'email' ? formed('') : (formed ?? String)(this.#mark(place, locale));
  }

  #mark(place: string, locale: string | null): string {
    // Letters before and after, so that none is a part of another one.
    const word = `zq${this.markers.length.toString(36)}qz`;
    this.markers.push({ word, locale, place, ...this.of });
    return word;
  }
}
