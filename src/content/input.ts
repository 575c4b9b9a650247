import { validateSync } from 'class-validator';
import {
  coerceInputValue,
  type GraphQLInputType,
  type GraphQLSchema,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql';
import { buildSchema, type ClassType, getMetadataStorage } from 'type-graphql';
import { type Problem, Refusal } from '../foundation/errors.js';
import { assertStorable } from '../foundation/text.js';
import type { Input } from './columns.js';
import type { ContentType } from './content-type.js';
import { LocaleResolver } from './locale.resolver.js';

/**
 * Reads what editors write: plain objects in the form of the GraphQL inputs, checked by GraphQL for their types
 * and by class-validator for their values. In files a list of entries per locale may be a map by locale.
 */
export class InputReader {
  private constructor(
    readonly schema: GraphQLSchema,
    readonly classes: ReadonlyMap<string, ClassType>,
  ) {}

  static async create(types: readonly ContentType[]): Promise<InputReader> {
    const schema = await buildSchema({
      resolvers: [LocaleResolver],
      orphanedTypes: types.map((type) => type.declaration.input as Function),
      validate: false,
    });
    const classes = getMetadataStorage().inputTypes.map(
      (type) => [type.name, type.target as ClassType] as const,
    );
    return new InputReader(schema, new Map(classes));
  }

  /** @throws Refusal with every problem there is, each with its path */
  read(content: ContentType, value: unknown): Input {
    const type = this.schema.getType(content.declaration.input.name);
    if (!isInputObjectType(type)) throw new Error(`${content.name} has no input.`);
    const problems: Problem[] = [];
    const { text, ...rest } = (value ?? {}) as Input;
    const expanded = expandLocales(type, { ...rest, ...(text === undefined ? {} : { translations: text }) });
    const input = coerceInputValue(expanded, type, (path, _invalid, error) => {
      problems.push({ code: 'INVALID_INPUT', message: error.message, path: path.map(String) });
    });
    if (problems.length === 0) this.#validate(type, input, [], problems);
    if (problems.length > 0) throw new Refusal(problems);
    return input as Input;
  }

  #validate(type: GraphQLInputType, value: unknown, path: readonly string[], problems: Problem[]): void {
    const nullable = getNullableType(type);
    if (typeof value === 'string') assertStorable(value, path);
    if (isListType(nullable)) {
      for (const [index, entry] of ((value ?? []) as unknown[]).entries()) {
        this.#validate(nullable.ofType, entry, [...path, String(index)], problems);
      }
    }
    if (!isInputObjectType(nullable) || value === null || value === undefined) return;
    const Class = this.classes.get(nullable.name);
    const instance = Object.assign(Class ? new Class() : {}, value);
    for (const { property, constraints } of validateSync(instance, {
      skipMissingProperties: true,
      forbidUnknownValues: false,
    })) {
      for (const message of Object.values(constraints ?? {})) {
        problems.push({ code: 'INVALID_INPUT', message: `${message}.`, path: [...path, property] });
      }
    }
    for (const field of Object.values(nullable.getFields())) {
      this.#validate(field.type, (value as Input)[field.name], [...path, field.name], problems);
    }
  }
}

/** `{ en: { title: … } }` becomes `[{ locale: en, title: … }]` wherever the input is a list of such entries. */
function expandLocales(type: GraphQLInputType, value: unknown): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    const entry = getNullableType(nullable.ofType);
    const entries =
      isInputObjectType(entry) && 'locale' in entry.getFields() && isRecord(value) ? byLocale(value) : value;
    return Array.isArray(entries) ? entries.map((item) => expandLocales(nullable.ofType, item)) : entries;
  }
  if (!isInputObjectType(nullable) || !isRecord(value)) return value;
  const fields = nullable.getFields();
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      fields[name] ? expandLocales(fields[name].type, inner) : inner,
    ]),
  );
}

function byLocale(value: Input): Input[] {
  return Object.entries(value).map(([locale, words]) =>
    isRecord(words) ? { locale, ...words } : { locale, text: words },
  );
}

function isRecord(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
