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
import { assertLine, assertStorable, hasText, slugForm } from '../../foundation/text.js';
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

/** The reader of a store, created on first use since that takes a moment. */
export function inputsOf(store: ContentStore): Promise<InputReader> {
  const reader = readers.get(store) ?? InputReader.create(store.types, store.locales);
  readers.set(store, reader);
  return reader;
}

/** Validates documents: their structure against the GraphQL inputs, and values with class-validator. */
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

  /** The GraphQL input of a content type. */
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
   * Converts a document into input, with all errors and their paths.
   * @param before the stored document: unchanged values are not validated again, so that rules which were added later
   * do not prevent other changes
   */
  read(
    content: ContentType,
    document: Document,
    before?: Document,
  ): { readonly input: Input; readonly problems: readonly Problem[] } {
    const type = this.typeOf(content);
    const problems: Problem[] = [];
    const isUnchanged = (path: Path) => before !== undefined && isAsBefore(document, before, path);
    const documentReader = new DocumentReader(this, problems, isUnchanged, zoneOf(content, document));
    const input = documentReader.document(type, document) as Input;
    // An invalid text has been reported already.
    const hasTextProblem = problems.some(({ path }) => path[0] === 'text');
    const further = [
      ...tooMuchMarkup(content, input),
      ...(hasTextProblem ? [] : missingText(content, input)),
    ];
    return { input, problems: [...problems, ...further.filter(({ path }) => !isUnchanged(path))] };
  }
}

/** Refuses texts that take too long to render. */
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

/** Refuses an object without text in any language, which could not be identified. */
function missingText({ requiredTitle }: ContentType, { translations }: Input): Problem[] {
  if (!requiredTitle || !Array.isArray(translations)) return [];
  const isTextField = ([field, value]: [string, unknown]) =>
    !['locale', 'slug'].includes(field) && Boolean(value);
  const isPresent = translations.some((text) => isRecord(text) && Object.entries(text).some(isTextField));
  return isPresent ? [] : [problem('INVALID_INPUT', sentences.isRequired(['text']), ['text'])];
}

/** The context of a value. */
interface Place {
  /** The name of the translations in paths. */
  readonly translations?: string;
  /** Whether a text is a single line. */
  readonly isLine?: boolean;
  readonly isSlug?: boolean;
}

/** Reads one document; its paths have locales in place of indexes of translations. */
class DocumentReader {
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
    if (isRecord(text)) this.#checkText(type, text);
    return this.read(type, expand(type, document, this.reader.locales), [], { translations: 'text' });
  }

  /** Checks what a map by locale may contain that a list of translations may not. */
  #checkText(type: GraphQLInputObjectType, text: Document): void {
    const entry = getNamedType(type.getFields().translations?.type);
    const known = isInputObjectType(entry) ? Object.keys(entry.getFields()) : [];
    const fields = known.filter((name) => name !== 'locale');
    for (const [locale, translation] of Object.entries(text)) {
      const path = ['text', locale];
      if (!isRecord(translation)) this.#refuse(sentences.isNoObject(path), path);
      else if ('locale' in translation)
        this.#refuse(sentences.isUnknown('locale', fields), [...path, 'locale']);
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
    // Text in a locale that is no longer configured is preserved.
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
    const textFields = isInputObjectType(entry) ? Object.keys(entry.getFields()) : [];
    for (const name of Object.keys(value)) {
      if (!fields[name]) this.#refuse(sentences.isUnknown(name, known, textFields), [...path, name]);
    }
    const rules = this.reader.rulesOf(type);
    const read: Record<string, unknown> = {};
    for (const field of Object.values(fields)) {
      const name = (field.name === 'translations' && translations) || field.name;
      const place = { isLine: rules.isLine(field.name), isSlug: field.name === 'slug' };
      const inner = this.read(field.type, value[field.name], [...path, name], place);
      if (inner !== undefined) read[field.name] = inner;
    }
    for (const { property, sentence } of rules.broken(read)) {
      // The text of an entry per locale is the entry itself.
      const isEntry = property === 'text' && isLocalizedEntry(type);
      this.#refuse(sentence, isEntry ? path : [...path, property]);
    }
    // Only now, since validation distinguishes empty from absent.
    return Object.fromEntries(
      Object.entries(read).map(([name, inner]) => [name, inner === '' ? null : inner]),
    );
  }

  /** Blank text counts as empty. */
  #leaf(type: GraphQLInputType, value: unknown, path: Path, { isLine, isSlug }: Place): unknown {
    if (!isLeafType(type)) return value;
    try {
      if (typeof value === 'string' && !this.isAsBefore(path)) {
        assertStorable(value, path);
        if (type.name === 'String' && !hasText(value)) return '';
        if (type.name === 'String' && isLine) assertLine(value, path);
        if (isSlug) return slugForm(value);
      }
      const isTime = type === DateTimeScalar && typeof value === 'string';
      return type.parseValue(isTime ? (readInstantIn(this.zone, value) ?? value) : value);
    } catch (error) {
      if (this.isAsBefore(path)) return value;
      if (error instanceof Refusal) this.problems.push(...error.problems);
      else if (isEnumType(type)) {
        const names = type.getValues().map(({ name }) => name);
        this.#refuse(sentences.isNoneOf(value, names), path);
      } else this.#refuse(sentences.isNo(value, type.name), path);
      return undefined;
    }
  }

  #refuse(sentence: Parameters<typeof problem>[1], path: Path): undefined {
    if (this.isAsBefore(path)) return undefined;
    this.problems.push(problem('INVALID_INPUT', sentence, path));
    return undefined;
  }
}

/** The time zone of an object: from its document if valid, else the default. */
function zoneOf({ declaration }: ContentType, document: Document): string {
  const { zone = '', groups = {}, defaults = {} } = declaration;
  const [group, fields] = Object.entries(groups).find(([, each]) => Object.values(each).includes(zone)) ?? [];
  const [field] = Object.entries(fields ?? {}).find(([, property]) => property === zone) ?? [];
  const zoneName = valueAt(document, [group ?? '', field ?? '']);
  return isTimeZone(zoneName) ? zoneName : String(defaults[zone] ?? 'UTC');
}

/** Whether a place, or its closest existing parent, has the same value as before. */
export function isAsBefore(document: Document, before: Document, path: Path): boolean {
  let length = path.length;
  while (length > 1 && valueAt(document, path.slice(0, length)) === undefined) length -= 1;
  const place = path.slice(0, length);
  return length > 0 && isDeepStrictEqual(valueAt(document, place), valueAt(before, place));
}
