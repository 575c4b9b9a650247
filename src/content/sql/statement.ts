import { createHash } from 'node:crypto';
import type { FieldNode, FragmentDefinitionNode, GraphQLField, GraphQLSchema } from 'graphql';
import { ELAPSED } from '../../foundation/reading-client.js';
import { assertStorable } from '../../foundation/text.js';
import type { MergedRows } from '../contract/access.js';
import type { Stage } from '../contract/stage.js';
import type { Locales } from '../language/locale.js';
import { type ArgumentValues, FieldArguments, type Variables } from './argument-values.js';
import { literal } from './json.js';
import { type PreviewTables, previewedRows } from './preview-tables.js';
import { type ColumnGroup, noteOf } from './published-changes.js';

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
  readonly merged?: MergedRows | undefined;
}

export type ReadValue = (request: ReadRequest, argumentsOf: (slot: number) => ArgumentValues) => unknown;

/** What is known of the operation while a statement is compiled. */
export interface Operation {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly variables: Variables;
}

/** How an operation is read. */
export interface Reading {
  readonly stage: Stage;
  /** Set where the reader may see only some drafts, those that the request names: what may be read then. */
  readonly preview?: PreviewTables;
  /** Whether the JSON is the answer as it is; else there is more in it, by which GraphQL knows the types of objects. */
  readonly isFinal?: boolean;
  /** The most objects on a page, where that is more than anybody may ask for over HTTP. */
  readonly maxPage?: number;
}

/** Because of what an answer changes by itself, as time passes. */
export interface TimeDependence {
  /** Columns of instants that are compared with now, as `schema.table.column`. */
  readonly instants: ReadonlySet<string>;
  /** Time zones in which the day makes a difference. */
  readonly zones: ReadonlySet<string>;
}

/** The one object that an answer is about, by how it was asked for. */
export interface Subject {
  readonly table: string;
  readonly id?: string;
  readonly slug?: string;
  /** Whether the answer says when it changed, which it does with what it shows, too. */
  readonly isDated?: boolean;
}

/** What an answer shows, as far as caches have to know it. */
export interface Sources {
  /**
   * Tables whose rows can be in it, without their schema; for rows that belong to an object also the column that leads
   * there, such as `credit event_id`; and groups of columns, such as `event_text.rich`. What belongs to its subjects is not
   * among them.
   */
  readonly tables: ReadonlySet<string>;
  readonly subjects: readonly Subject[];
  /** Whether it is in the language that the request asks for, since no argument says another one. */
  readonly followsReader: boolean;
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
  readonly #slots: FieldArguments[] = [];
  readonly #tables = new Set<string>();
  readonly #sources = new Set<string>();
  #subject: ReadSubject | undefined;
  #datesSubject = false;
  #isForAll = false;
  /** What the statement begins with: tables as a preview reads them, by the names that they have in it. */
  readonly #previewed = new Map<string, string>();
  readonly #instants = new Set<string>();
  readonly #zones = new Set<string>();
  #aliases = 0;

  constructor(
    readonly operation: Operation,
    readonly reading: Reading,
  ) {}

  get stage(): Stage {
    return this.reading.stage;
  }

  get isPreview(): boolean {
    return this.reading.preview !== undefined;
  }

  /** A fresh name for a table in this statement. */
  alias(): string {
    this.#aliases += 1;
    return `t${this.#aliases}`;
  }

  /**
   * The qualified name of a table, in the stage that is read where nothing else is said.
   * @param source what caches are told of it; null for what is told as the subject
   */
  table(name: string, stage?: Stage, source: string | null = name): string {
    const { preview } = this.reading;
    if (preview && stage === undefined && !name.includes('.')) return this.#previewedTable(name, preview);
    const qualified = this.qualified(name, stage);
    this.#tables.add(qualified);
    if (source !== null) this.shows(source.slice(source.indexOf('.') + 1));
    return qualified;
  }

  /**
   * The answer depends on columns of which changes are told apart. It depends on the table, too.
   * @param ofSubject whether they are of the object that it is about, or of what belongs to that
   */
  reads(table: string, columns: ColumnGroup, ofSubject: boolean): void {
    const note = noteOf(this.qualified(table), columns);
    this.#tables.add(note);
    if (!ofSubject) this.shows(note.slice(note.indexOf('.') + 1));
    else if (columns === 'changed_at') this.#datesSubject = true;
  }

  /** What caches are told of the answer. */
  shows(source: string): void {
    this.#sources.add(source);
  }

  /** The qualified name of what is no table. */
  qualified(name: string, stage: Stage = this.stage): string {
    return name.includes('.') ? name : `${stage}.${name}`;
  }

  /** The answer is the same in whatever language it is asked for. */
  isForAllLanguages(): void {
    this.#isForAll = true;
  }

  /** The answer is about one object, which an argument of the root field names. */
  isAbout(subject: ReadSubject): void {
    this.#subject = subject;
  }

  /** A parameter: the ids of the objects that a preview is for. */
  previewedIds(): string {
    return this.bind('previewed', 'uuid[]', ({ previewed }) => previewed ?? []);
  }

  /** SQL for a condition, by SQL for an id: a preview is for the object, in all languages or in some. */
  isPreviewed(id: string): string {
    return `(${id} = any(${this.previewedIds()}) or ${id} = any(${this.#mergedIds()}))`;
  }

  #mergedIds(): string {
    return this.bind('merged', 'uuid[]', ({ merged }) => merged?.ids ?? []);
  }

  #previewedTable(name: string, preview: PreviewTables): string {
    const table = preview.get(name);
    if (!table) throw new Error(`It is not known which rows of ${name} a preview may show.`);
    for (const stage of ['draft', 'published'] as const) this.table(name, stage);
    const parameters = {
      drafts: this.previewedIds(),
      merged: this.#mergedIds(),
      rows: this.bind('merged rows', 'jsonb', ({ merged }) => merged?.rows ?? '{}'),
    };
    this.#previewed.set(`previewed_${name}`, previewedRows(name, table, parameters));
    return `previewed_${name}`;
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

  /** The instant of the request, to be compared with columns of a table. */
  now(table: string, columns: readonly string[]): string {
    for (const column of columns) this.#instants.add(`${table}.${column}`);
    return this.#now();
  }

  /** The day of the request in a time zone. */
  today(zone: string): string {
    this.#zones.add(zone);
    return `(${this.#now()} at time zone ${literal(zone)})::date`;
  }

  /** The arguments of one field of the operation. */
  argumentsOf(field: GraphQLField<unknown, unknown>, node: FieldNode): Given {
    const given = new FieldArguments(field, node);
    const slot = this.#slots.push(given) - 1;
    return new Given(this, slot, [], given.values(this.operation.variables));
  }

  /** Finishes the statement: one row with the value as JSON. */
  complete(value: string, locale: ReadValue, followsReader: boolean): CompiledStatement {
    const parameters = this.#parameters;
    // Not materialized: an index leads to the rows of each stage.
    const tables = [...this.#previewed].map(([name, rows]) => `${name} as not materialized (${rows})`);
    const before = tables.length > 0 ? `with ${tables.join(', ')} ` : '';
    // PostgreSQL refuses a parameter that the statement does not use: such become columns that nobody reads.
    const unused = parameters.map(({ sql }) => sql).filter((sql) => !`${before}${value}`.includes(sql));
    const text = `${before}select ${[value, ELAPSED, ...unused].join(', ')}`;
    const slots = this.#slots;
    const subject = this.#subject;
    const [isDated, isForAll] = [this.#datesSubject, this.#isForAll];
    const sources = this.#sources;
    return {
      text,
      name: `p${createHash('sha256').update(text).digest('hex').slice(0, 32)}`,
      tables: this.#tables,
      times: { instants: this.#instants, zones: this.#zones },
      bind(request, variables, rootArguments) {
        // The root field is the first to be asked for its arguments.
        const read: (ArgumentValues | undefined)[] = [rootArguments];
        const argumentsOf = (slot: number): ArgumentValues => {
          read[slot] ??= slots[slot]?.values(variables) ?? {};
          return read[slot];
        };
        const values = parameters.map(({ read: readValue, path }) => {
          const bound = readValue(request, argumentsOf);
          if (typeof bound === 'string') assertStorable(bound, path);
          else if (Array.isArray(bound)) for (const each of bound) assertStorable(String(each), path);
          return bound;
        });
        return {
          values,
          locale: isForAll ? undefined : String(locale(request, argumentsOf)),
          sources: {
            tables: sources,
            subjects: subject ? [{ ...subject(argumentsOf), isDated }] : [],
            followsReader: followsReader && !isForAll,
          },
        };
      },
    };
  }

  #now(): string {
    return this.bind('now', 'timestamptz', (request) => request.now.toISOString());
  }
}

export interface CompiledStatement {
  /** The same for every statement with this text: PostgreSQL plans it once per connection. */
  readonly name: string;
  readonly text: string;
  /** What it reads, as `schema.table`, and groups of columns, as `schema.table.rich`. */
  readonly tables: ReadonlySet<string>;
  readonly times: TimeDependence;
  /**
   * What it runs with, and the locale that its answer is in; undefined where it is the same in all.
   * @param rootArguments those of the root field, where they are known already
   * @throws Refusal
   */
  bind(
    request: ReadRequest,
    variables: Variables,
    rootArguments?: ArgumentValues,
  ): {
    readonly values: readonly unknown[];
    readonly locale: string | undefined;
    readonly sources: Sources;
  };
}

export type ReadSubject = (argumentsOf: (slot: number) => ArgumentValues) => Subject;

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
