import { isDeepStrictEqual } from 'node:util';
import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import { buildSchema, type ClassType, getMetadataStorage } from 'type-graphql';
import { type Problem, problem, Refusal } from '../../foundation/errors.js';
import { isTimeZone, readInstantIn } from '../../foundation/instant.js';
import { assertLine, assertStorable, hasText } from '../../foundation/text.js';
import { sentences } from '../contract/sentences.js';
import type { Locales } from '../language/locale.js';
import { MAX_MARKUP, markupIn } from '../language/rich-text.js';
import type { ContentType } from '../model/content-type.js';
import type { Input } from '../model/document.js';
import { type Document, expand, isLocalizedEntry, isRecord, textOf, valueAt } from '../model/document.js';
import { DateTimeScalar } from '../model/scalars.js';
import { LocaleResolver } from '../reading/locale.resolver.js';
import type { ContentStore } from '../storage/store.js';
import { InputRules } from './input-rules.js';

type Path = readonly string[];

const readers = new WeakMap<ContentStore, Promise<InputReader>>();

/** Reads what editors write into a store; made when the first of it comes, for it takes a moment. */
export function inputsOf(store: ContentStore): Promise<InputReader> {
  const reader = readers.get(store) ?? InputReader.create(store.types, store.locales);
  readers.set(store, reader);
  return reader;
}

/** Reads documents: checks them against the GraphQL inputs for their form and with class-validator for their values. */
export class InputReader {
  private constructor(
    readonly schema: GraphQLSchema,
    readonly locales: Locales,
    readonly rules: ReadonlyMap<string, InputRules>,
  ) {}

  static async create(types: readonly ContentType[], locales: Locales): Promise<InputReader> {
    const schema = await buildSchema({
      resolvers: [LocaleResolver],
      orphanedTypes: types.map((type) => type.declaration.input as Function),
      validate: false,
      skipCheck: true,
    });
    const rules = getMetadataStorage().inputTypes.map(
      ({ name, target }) => [name, new InputRules(target as ClassType)] as const,
    );
    return new InputReader(schema, locales, new Map(rules));
  }

  /** The GraphQL input that documents of a type have the form of. */
  typeOf(content: ContentType): GraphQLInputObjectType {
    const type = this.schema.getType(content.declaration.input.name);
    if (!isInputObjectType(type)) throw new Error(`${content.name} has no input.`);
    return type;
  }

  rulesOf({ name }: GraphQLInputObjectType): InputRules {
    const rules = this.rules.get(name);
    if (!rules) throw new Error(`${name} has no class.`);
    return rules;
  }

  /**
   * The input that a document stands for, and every problem there is with it, each with its path.
   * @param before the document as it is stored: what is like that already is no problem, since nobody has sent it, and
   * is not looked at again, so that a rule that came later does not keep the rest of an object from being changed
   */
  read(
    content: ContentType,
    document: Document,
    before?: Document,
  ): { readonly input: Input; readonly problems: readonly Problem[] } {
    const type = this.typeOf(content);
    const problems: Problem[] = [];
    const isKept = (path: Path) => before !== undefined && isAsBefore(document, before, path);
    const reading = new Reading(this, problems, isKept, zoneOf(content, document));
    const input = reading.document(type, document) as Input;
    // Where something is wrong with the words, that is told already.
    const isTold = problems.some(({ path }) => path[0] === 'text');
    const further = [...tooMuchMarkup(content, input), ...(isTold ? [] : withoutWords(content, input))];
    return { input, problems: [...problems, ...further.filter(({ path }) => !isKept(path))] };
  }
}

/** Long texts whose rendering would hold up everybody else. */
function tooMuchMarkup(content: ContentType, { translations }: Input): Problem[] {
  const texts = Array.isArray(translations) ? translations.filter(isRecord) : [];
  return texts.flatMap((text) =>
    content.localized.rich
      .filter((field) => markupIn(String(text[field] ?? '')) > MAX_MARKUP)
      .map((field) =>
        problem('INVALID_INPUT', sentences.tooMuchMarkup(field, MAX_MARKUP), [
          'text',
          String(text.locale),
          field,
        ]),
      ),
  );
}

/** An object that nobody could tell from others: no language has a word. */
function withoutWords({ requiredTitle }: ContentType, { translations }: Input): Problem[] {
  if (!requiredTitle || !Array.isArray(translations)) return [];
  const isWord = ([field, value]: [string, unknown]) => !['locale', 'slug'].includes(field) && Boolean(value);
  const hasWords = translations.some((text) => isRecord(text) && Object.entries(text).some(isWord));
  return hasWords ? [] : [problem('INVALID_INPUT', sentences.isRequired(['text']), ['text'])];
}

/** What is known of the place that a value is in. */
interface Place {
  /** What the path calls the words of all languages. */
  readonly translations?: string;
  /** Whether a text has one line. */
  readonly isLine?: boolean;
}

/** One document on its way in; paths are those of the document, where entries per locale go by their locale. */
class Reading {
  constructor(
    readonly reader: InputReader,
    readonly problems: Problem[],
    readonly isAsBefore: (path: Path) => boolean,
    /** The time zone of times without an offset. */
    readonly zone: string,
  ) {}

  document(type: GraphQLInputObjectType, document: Document): unknown {
    const { text, translations } = document;
    if (text !== undefined && translations !== undefined)
      this.#refuse(sentences.translationsTwice, ['translations']);
    if (isRecord(text)) this.#words(type, text);
    return this.read(type, expand(type, document, this.reader.locales), [], { translations: 'text' });
  }

  /** What a map of words by language could have in it that a list of them has not. */
  #words(type: GraphQLInputObjectType, text: Document): void {
    const entry = getNamedType(type.getFields().translations?.type);
    const known = isInputObjectType(entry) ? Object.keys(entry.getFields()) : [];
    const fields = known.filter((name) => name !== 'locale');
    for (const [locale, words] of Object.entries(text)) {
      const path = ['text', locale];
      if (!isRecord(words)) this.#refuse(sentences.isNoObject(path), path);
      else if ('locale' in words) this.#refuse(sentences.isUnknown('locale', fields), [...path, 'locale']);
    }
  }

  read(type: GraphQLInputType, value: unknown, path: Path, place: Place = {}): unknown {
    if (value === null || value === undefined) {
      if (isNonNullType(type)) this.#refuse(sentences.isRequired(path), path);
      return value;
    }
    const nullable = getNullableType(type);
    if (isListType(nullable)) return this.#list(nullable.ofType, value, path, place);
    if (isInputObjectType(nullable)) return this.#object(nullable, value, path, place);
    const read = this.#leaf(nullable, value, path, place);
    return read === '' && isNonNullType(type) ? this.#refuse(sentences.isRequired(path), path) : read;
  }

  #list(of: GraphQLInputType, value: unknown, path: Path, place: Place): unknown {
    if (!Array.isArray(value)) return this.#refuse(sentences.isNoList(path), path);
    const isPerLocale = isLocalizedEntry(of);
    const seen = new Set<string>();
    return value.map((entry: unknown, index) => {
      const locale = isPerLocale && isRecord(entry) ? this.#localeOf(entry, path) : undefined;
      if (locale && seen.has(locale)) this.#refuse(sentences.localeTwice(locale), [...path, locale]);
      if (locale) seen.add(locale);
      const at = [...path, locale ?? String(index)];
      if (Array.isArray(entry) && entry.length === 0) this.#refuse(sentences.isEmptyEntry(index), at);
      return this.read(of, locale ? { ...(entry as Input), locale } : entry, at, place);
    });
  }

  #localeOf(entry: Input, path: Path): string | undefined {
    const tag = textOf(entry.locale);
    const locale = this.reader.locales.lookup(tag);
    if (locale) return locale;
    // Words in a language that is not configured any more are kept.
    if (this.isAsBefore([...path, tag])) return tag;
    this.problems.push(
      problem('INVALID_LOCALE', sentences.noSuchLocale(tag, this.reader.locales.codes), path),
    );
    return undefined;
  }

  #object(type: GraphQLInputObjectType, value: unknown, path: Path, { translations }: Place): unknown {
    if (!isRecord(value)) return this.#refuse(sentences.isNoObject(path), path);
    const fields = type.getFields();
    const known = Object.keys(fields).map((name) => (name === 'translations' && translations) || name);
    const entry = translations ? getNamedType(fields.translations?.type) : undefined;
    const words = isInputObjectType(entry) ? Object.keys(entry.getFields()) : [];
    for (const name of Object.keys(value)) {
      if (!fields[name]) this.#refuse(sentences.isUnknown(name, known, words), [...path, name]);
    }
    const rules = this.reader.rulesOf(type);
    const read: Record<string, unknown> = {};
    for (const field of Object.values(fields)) {
      const name = (field.name === 'translations' && translations) || field.name;
      const place = { isLine: rules.isLine(field.name) };
      const inner = this.read(field.type, value[field.name], [...path, name], place);
      if (inner !== undefined) read[field.name] = inner;
    }
    for (const { property, sentence } of rules.broken(read)) {
      // The text of an entry is the entry itself, where that goes by its locale.
      const isEntry = property === 'text' && isLocalizedEntry(type);
      this.#refuse(sentence, isEntry ? path : [...path, property]);
    }
    // Only now, since some of them must not be empty.
    return Object.fromEntries(
      Object.entries(read).map(([name, inner]) => [name, inner === '' ? null : inner]),
    );
  }

  /** An empty text stands for any that has nothing to read. */
  #leaf(type: GraphQLInputType, given: unknown, path: Path, { isLine = false }: Place): unknown {
    if (!isLeafType(type)) return given;
    try {
      if (typeof given === 'string' && !this.isAsBefore(path)) {
        assertStorable(given, path);
        if (type.name === 'String' && !hasText(given)) return '';
        if (type.name === 'String' && isLine) assertLine(given, path);
      }
      const isTime = type === DateTimeScalar && typeof given === 'string';
      return type.parseValue(isTime ? (readInstantIn(this.zone, given) ?? given) : given);
    } catch (error) {
      if (this.isAsBefore(path)) return given;
      if (error instanceof Refusal) this.problems.push(...error.problems);
      else if (isEnumType(type)) {
        const names = type.getValues().map(({ name }) => name);
        this.#refuse(sentences.isNoneOf(given, names), path);
      } else this.#refuse(sentences.isNo(given, type.name), path);
      return undefined;
    }
  }

  #refuse(sentence: Parameters<typeof problem>[1], path: Path): undefined {
    if (this.isAsBefore(path)) return undefined;
    this.problems.push(problem('INVALID_INPUT', sentence, path));
    return undefined;
  }
}

/** The zone of an object: what its document says, where that is one, else what it is when nothing is said. */
function zoneOf({ declaration }: ContentType, document: Document): string {
  const { zone = '', groups = {}, defaults = {} } = declaration;
  const [group, fields] = Object.entries(groups).find(([, each]) => Object.values(each).includes(zone)) ?? [];
  const [field] = Object.entries(fields ?? {}).find(([, property]) => property === zone) ?? [];
  const said = valueAt(document, [group ?? '', field ?? '']);
  return isTimeZone(said) ? said : String(defaults[zone] ?? 'UTC');
}

/** Whether a place, or what is nearest around it, has what it had before. */
export function isAsBefore(document: Document, before: Document, path: Path): boolean {
  let length = path.length;
  while (length > 1 && valueAt(document, path.slice(0, length)) === undefined) length -= 1;
  const place = path.slice(0, length);
  return length > 0 && isDeepStrictEqual(valueAt(document, place), valueAt(before, place));
}
