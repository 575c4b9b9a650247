import { createHash } from 'node:crypto';
import type { FieldNode, GraphQLField } from 'graphql';
import { ELAPSED } from '../../foundation/reading-client.js';
import { assertStorable } from '../../foundation/text.js';
import type { Stage } from '../contract/stage.js';
import { type ArgumentValues, FieldArguments } from './argument-values.js';
import type { CompiledStatement, Finish, ReadSubject } from './compiled-statement.js';
import { literal } from './json.js';
import { type PreviewTables, previewedRows } from './preview-tables.js';
import { type ColumnGroup, noteOf } from './published-changes.js';
import type { Operation, ReadOptions, ReadRequest, ReadValue } from './read-request.js';

/**
 * Builds one SQL statement. Its text depends on the shape of the operation only: every value is a parameter that is
 * read again, from the arguments of the same field, each time the statement runs.
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
  #finish: Finish | undefined;
  /** Common table expressions with what a preview sees of a table, by name. */
  readonly #previewed = new Map<string, string>();
  readonly #instants = new Set<string>();
  readonly #zones = new Set<string>();
  #aliases = 0;

  constructor(
    readonly operation: Operation,
    readonly reading: ReadOptions,
  ) {}

  get stage(): Stage {
    return this.reading.stage;
  }

  get isPreview(): boolean {
    return this.reading.preview !== undefined;
  }

  /** A new table alias. */
  alias(): string {
    this.#aliases += 1;
    return `t${this.#aliases}`;
  }

  /**
   * The qualified name of a table, by default in the stage of the request.
   * @param source its name for cache tags; null for a table of the subject
   */
  table(name: string, stage?: Stage, source: string | null = name): string {
    const { preview } = this.reading;
    if (preview && stage === undefined && !name.includes('.')) return this.#previewedTable(name, preview);
    const qualified = this.qualified(name, stage);
    this.#tables.add(qualified);
    if (source !== null) this.addSource(source.slice(source.indexOf('.') + 1));
    return qualified;
  }

  /**
   * Adds a dependency on columns whose changes are noted separately from the rest of the table.
   * @param ofSubject whether they belong to the subject of the response
   */
  dependsOn(table: string, columns: ColumnGroup, ofSubject: boolean): void {
    const note = noteOf(this.qualified(table), columns);
    this.#tables.add(note);
    if (!ofSubject) this.addSource(note.slice(note.indexOf('.') + 1));
    else if (columns === 'changed_at') this.#datesSubject = true;
  }

  /** Adds a source of the response for its cache tags. */
  addSource(source: string): void {
    this.#sources.add(source);
  }

  /** The qualified name of something that is not a table. */
  qualified(name: string, stage: Stage = this.stage): string {
    return name.includes('.') ? name : `${stage}.${name}`;
  }

  /** Marks the response as independent of the locale. */
  isLanguageIndependent(): void {
    this.#isForAll = true;
  }

  /** Sets the subject of the response, which an argument of the root field identifies. */
  isAbout(subject: ReadSubject): void {
    this.#subject = subject;
  }

  /** Sets what the program does with the value that the database returns. */
  finishWith(finish: Finish): void {
    this.#finish = finish;
  }

  /** A parameter with the ids of the objects that a preview shows. */
  previewedIds(): string {
    return this.bind('previewed', 'uuid[]', ({ previewed }) => previewed ?? []);
  }

  /** SQL for whether a preview shows the object with an id, in all locales or some. */
  isPreviewed(id: string): string {
    return `(${id} = any(${this.previewedIds()}) or ${id} = any(${this.#mergedIds()}))`;
  }

  #mergedIds(): string {
    return this.bind('merged', 'uuid[]', ({ merged }) => merged?.ids ?? []);
  }

  #previewedTable(name: string, preview: PreviewTables): string {
    const table = preview.get(name);
    if (!table) throw new Error(`${name} is not a table of previews.`);
    for (const stage of ['draft', 'published'] as const) this.table(name, stage);
    const parameters = {
      drafts: this.previewedIds(),
      merged: this.#mergedIds(),
      rows: this.bind('merged rows', 'jsonb', ({ merged }) => merged?.rows ?? '{}'),
    };
    this.#previewed.set(`previewed_${name}`, previewedRows(name, table, parameters));
    return `previewed_${name}`;
  }

  /** Binds a parameter; the same `key` is the same parameter. */
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

  /** The arguments of a field of the operation. */
  argumentsOf(field: GraphQLField<unknown, unknown>, node: FieldNode): ArgumentRef {
    const fieldArguments = new FieldArguments(field, node);
    const slot = this.#slots.push(fieldArguments) - 1;
    return new ArgumentRef(this, slot, [], fieldArguments.values(this.operation.variables));
  }

  /** Completes the statement: one row with the value as JSON. */
  complete(value: string, locale: ReadValue, followsReader: boolean): CompiledStatement {
    const parameters = this.#parameters;
    // Not materialized, so that the indexes of each stage are used.
    const tables = [...this.#previewed].map(([name, rows]) => `${name} as not materialized (${rows})`);
    const before = tables.length > 0 ? `with ${tables.join(', ')} ` : '';
    // PostgreSQL refuses parameters that a statement does not use, so these become columns that nobody reads.
    const unused = parameters.map(({ sql }) => sql).filter((sql) => !`${before}${value}`.includes(sql));
    const text = `${before}select ${[value, ELAPSED, ...unused].join(', ')}`;
    const slots = this.#slots;
    const subject = this.#subject;
    const [isDated, isForAll] = [this.#datesSubject, this.#isForAll];
    const sources = this.#sources;
    return {
      text,
      finish: this.#finish,
      name: `p${createHash('sha256').update(text).digest('hex').slice(0, 32)}`,
      tables: this.#tables,
      times: { instants: this.#instants, zones: this.#zones },
      bind(request, variables, rootArguments) {
        // The root field is slot 0.
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

type Convert = (value: unknown, path: readonly string[], request: ReadRequest) => unknown;

/**
 * A reference to an argument, or to a value inside one. `value` decides on the text of the statement; data goes through
 * `bind`.
 */
export class ArgumentRef {
  constructor(
    readonly statement: Statement,
    readonly slot: number,
    readonly path: readonly string[],
    readonly value: unknown,
  ) {}

  get isPresent(): boolean {
    return this.value !== null && this.value !== undefined;
  }

  get(name: string): ArgumentRef {
    return new ArgumentRef(this.statement, this.slot, [...this.path, name], property(this.value, name));
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
