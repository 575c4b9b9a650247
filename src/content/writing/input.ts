import { validateSync, getMetadataStorage as validationRules } from 'class-validator';
import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import { buildSchema, type ClassType, getMetadataStorage } from 'type-graphql';
import { type Problem, problem, Refusal } from '../../foundation/errors.js';
import { assertStorable } from '../../foundation/text.js';
import type { ContentType } from '../content-type.js';
import type { Locales } from '../localization/locale.js';
import { LocaleResolver } from '../localization/locale.resolver.js';
import { MAX_MARKUP, markupIn } from '../localization/rich-text.js';
import type { Input } from './columns.js';
import { type Document, expand, isLocalizedEntry, isRecord } from './document.js';
import { sentences, validationSentence } from './sentences.js';

type Path = readonly string[];

/** Reads documents: checks them against the GraphQL inputs for their form and with class-validator for their values. */
export class InputReader {
  private constructor(
    readonly schema: GraphQLSchema,
    readonly classes: ReadonlyMap<string, ClassType>,
    readonly locales: Locales,
  ) {}

  static async create(types: readonly ContentType[], locales: Locales): Promise<InputReader> {
    const schema = await buildSchema({
      resolvers: [LocaleResolver],
      orphanedTypes: types.map((type) => type.declaration.input as Function),
      validate: false,
      skipCheck: true,
    });
    const classes = getMetadataStorage().inputTypes.map(
      (type) => [type.name, type.target as ClassType] as const,
    );
    return new InputReader(schema, new Map(classes), locales);
  }

  /** The GraphQL input that documents of a type have the form of. */
  typeOf(content: ContentType): GraphQLInputObjectType {
    const type = this.schema.getType(content.declaration.input.name);
    if (!isInputObjectType(type)) throw new Error(`${content.name} has no input.`);
    return type;
  }

  /** The input that a document stands for, and every problem there is with it, each with its path. */
  read(
    content: ContentType,
    document: Document,
  ): { readonly input: Input; readonly problems: readonly Problem[] } {
    const type = this.typeOf(content);
    const problems: Problem[] = [];
    const reading = new Reading(this, problems);
    const input = reading.read(type, expand(type, document, this.locales), [], 'text') as Input;
    return { input, problems: [...problems, ...tooMuchMarkup(content, input)] };
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

/** One document on its way in; paths are those of the document, where entries per locale go by their locale. */
class Reading {
  constructor(
    readonly reader: InputReader,
    readonly problems: Problem[],
  ) {}

  read(type: GraphQLInputType, value: unknown, path: Path, translations = 'translations'): unknown {
    if (value === null || value === undefined) {
      if (isNonNullType(type)) this.#refuse(sentences.isRequired(path), path);
      return value;
    }
    const nullable = getNullableType(type);
    if (isListType(nullable)) return this.#list(nullable.ofType, value, path);
    if (isInputObjectType(nullable)) return this.#object(nullable, value, path, translations);
    return this.#leaf(nullable, value, path);
  }

  #list(of: GraphQLInputType, value: unknown, path: Path): unknown {
    if (!Array.isArray(value)) return this.#refuse(sentences.isNoList(path), path);
    const isPerLocale = isLocalizedEntry(of);
    const seen = new Set<string>();
    return value.map((entry: unknown, index) => {
      const locale = isPerLocale && isRecord(entry) ? this.#localeOf(entry, path) : undefined;
      if (locale && seen.has(locale)) this.#refuse(sentences.localeTwice(locale), [...path, locale]);
      if (locale) seen.add(locale);
      return this.read(of, locale ? { ...(entry as Input), locale } : entry, [
        ...path,
        locale ?? String(index),
      ]);
    });
  }

  #localeOf(entry: Input, path: Path): string | undefined {
    const locale = this.reader.locales.lookup(String(entry.locale));
    if (!locale) {
      const { codes } = this.reader.locales;
      this.problems.push(
        problem('INVALID_LOCALE', sentences.noSuchLocale(String(entry.locale), codes), path),
      );
    }
    return locale;
  }

  #object(type: GraphQLInputObjectType, value: unknown, path: Path, translations: string): unknown {
    if (!isRecord(value)) return this.#refuse(sentences.isNoObject(path), path);
    const fields = type.getFields();
    for (const name of Object.keys(value)) {
      if (!fields[name]) this.#refuse(sentences.isUnknown(name, Object.keys(fields)), [...path, name]);
    }
    const read: Record<string, unknown> = {};
    for (const field of Object.values(fields)) {
      const name = field.name === 'translations' ? translations : field.name;
      const inner = this.read(field.type, value[field.name], [...path, name]);
      if (inner !== undefined) read[field.name] = inner;
    }
    this.#validate(type, read, path);
    return read;
  }

  #validate(type: GraphQLInputObjectType, value: Input, path: Path): void {
    const Class = this.reader.classes.get(type.name);
    if (!Class) return;
    const instance = Object.assign(new Class() as object, value);
    const found = validateSync(instance, { skipMissingProperties: true, forbidUnknownValues: false });
    const rules = validationRules().getTargetValidationMetadatas(Class, '', false, false);
    for (const { property, constraints = {}, contexts = {} } of found) {
      for (const [name, message] of Object.entries(constraints)) {
        const rule = rules.find((each) => each.propertyName === property && each.name === name);
        const words = validationSentence(name, property, rule?.constraints ?? [], message, contexts[name]);
        this.#refuse(words, [...path, ...(property === 'text' && isLocalizedEntry(type) ? [] : [property])]);
      }
    }
  }

  #leaf(type: GraphQLInputType, value: unknown, path: Path): unknown {
    if (!isLeafType(type)) return value;
    try {
      if (typeof value === 'string') assertStorable(value, path);
      return type.parseValue(value);
    } catch (error) {
      if (error instanceof Refusal) this.problems.push(...error.problems);
      else if (isEnumType(type)) {
        const names = type.getValues().map(({ name }) => name);
        this.#refuse(sentences.isNoneOf(value, names), path);
      } else this.#refuse(sentences.isNo(value, type.name), path);
      return undefined;
    }
  }

  #refuse(sentence: Parameters<typeof problem>[1], path: Path): undefined {
    this.problems.push(problem('INVALID_INPUT', sentence, path));
    return undefined;
  }
}
