import { createHash } from 'node:crypto';
import { type FieldNode, type GraphQLField, type GraphQLSchema, getArgumentValues } from 'graphql';
import { assertStorable } from '../../foundation/text.js';
import type { Locales } from '../localization/locale.js';
import type { Stage } from '../stage.js';

/** What a statement's parameters are read from when it runs. */
export interface ReadRequest {
  /** The locale of the request: what `Accept-Language` asked for, or the default. */
  readonly locale: string;
  readonly locales: Locales;
  readonly now: Date;
  /** The ids of the objects that a payload is about. */
  readonly subjects?: readonly string[];
  /** For a preview: the ids of the objects whose drafts may be seen. */
  readonly previewed?: readonly string[];
}

export type Variables = Readonly<Record<string, unknown>>;
type ArgumentValues = Readonly<Record<string, unknown>>;
export type ReadValue = (request: ReadRequest, argumentsOf: (slot: number) => ArgumentValues) => unknown;

/** What is known of the operation while a statement is compiled. */
export interface Operation {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, import('graphql').FragmentDefinitionNode>>;
  readonly variables: Variables;
}

/**
 * One SQL statement in the making. Its text depends on the shape of the operation only: every value becomes a
 * parameter that is read again, from the arguments of the same field, each time the statement runs.
 */
export class Statement {
  readonly #parameters: {
    readonly read: ReadValue;
    readonly path: readonly string[];
    readonly sql: string;
  }[] = [];
  readonly #placeholders = new Map<string, string>();
  readonly #slots: { readonly field: GraphQLField<unknown, unknown>; readonly node: FieldNode }[] = [];
  #aliases = 0;

  constructor(
    readonly operation: Operation,
    readonly stage: Stage,
    /** Whether the reader may see only some drafts: those that the request names. */
    readonly isPreview = false,
  ) {}

  /** A fresh name for a table in this statement. */
  alias(): string {
    this.#aliases += 1;
    return `t${this.#aliases}`;
  }

  /** The qualified name of a table in the stage that is read. */
  table(name: string): string {
    return name.includes('.') ? name : `${this.stage}.${name}`;
  }

  /** A parameter; the same `key` is the same parameter. */
  bind(key: string, type: string, read: ReadValue, path: readonly string[] = []): string {
    let placeholder = this.#placeholders.get(key);
    if (placeholder === undefined) {
      placeholder = `$${this.#parameters.length + 1}`;
      this.#parameters.push({ read, path, sql: `${placeholder}::${type}` });
      this.#placeholders.set(key, placeholder);
    }
    return `${placeholder}::${type}`;
  }

  now(): string {
    return this.bind('now', 'timestamptz', (request) => request.now.toISOString());
  }

  /** The arguments of one field of the operation. */
  argumentsOf(field: GraphQLField<unknown, unknown>, node: FieldNode): Given {
    const slot = this.#slots.push({ field, node }) - 1;
    return new Given(this, slot, [], getArgumentValues(field, node, this.operation.variables));
  }

  /** Finishes the statement: one row with the value as JSON, and the locale it is in. */
  complete(value: string, locale: string): CompiledStatement {
    const used = `${value}, ${locale}`;
    const parameters = this.#parameters;
    // PostgreSQL refuses a parameter that the statement does not use: such become columns that nobody reads.
    const unused = parameters.map(({ sql }) => sql).filter((sql) => !used.includes(sql));
    const text = `select ${[used, ...unused].join(', ')}`;
    const slots = this.#slots;
    return {
      text,
      name: `p${createHash('sha256').update(text).digest('hex').slice(0, 32)}`,
      values: (request, variables) => {
        const read = new Map<number, ArgumentValues>();
        const argumentsOf = (slot: number): ArgumentValues => {
          const known = read.get(slot);
          if (known) return known;
          const { field, node } = slots[slot] as (typeof slots)[number];
          const values = getArgumentValues(field, node, variables);
          read.set(slot, values);
          return values;
        };
        return parameters.map(({ read: readValue, path }) => {
          const value = readValue(request, argumentsOf);
          for (const text of Array.isArray(value) ? value : [value]) {
            if (typeof text === 'string') assertStorable(text, path);
          }
          return value;
        });
      },
    };
  }
}

export interface CompiledStatement {
  /** The same for every statement with this text: PostgreSQL plans it once per connection. */
  readonly name: string;
  readonly text: string;
  values(request: ReadRequest, variables: Variables): unknown[];
}

type Convert = (value: unknown, path: readonly string[], request: ReadRequest) => unknown;

/**
 * An argument, or a place inside one. `value` is for decisions on the statement's shape; whatever goes into the
 * statement as data goes through `bind`.
 */
export class Given {
  constructor(
    readonly statement: Statement,
    readonly slot: number,
    readonly path: readonly string[],
    readonly value: unknown,
  ) {}

  get isPresent(): boolean {
    return this.value !== null && this.value !== undefined;
  }

  get(name: string): Given {
    return new Given(this.statement, this.slot, [...this.path, name], property(this.value, name));
  }

  bind(type: string, convert: Convert = (value) => value): string {
    const { slot, path } = this;
    const key = `argument ${slot}.${path.join('.')} as ${type}`;
    return this.statement.bind(
      key,
      type,
      (request, argumentsOf) => convert(dig(argumentsOf(slot), path), path, request),
      path,
    );
  }
}

function dig(values: unknown, path: readonly string[]): unknown {
  return path.reduce(property, values);
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
