import { snakeCase } from '../../foundation/naming.js';
import type { LocalizedProperties } from '../language/localized-columns.js';
import { jsonObject, literal } from './json.js';
import { type ColumnGroup, isChangeMark } from './published-changes.js';
import type { ReadValue } from './read-request.js';
import type { SelectedField } from './selection.js';
import type { Statement } from './statement.js';

/** The locale of a text: a parameter, and how its value is read. */
export interface LocaleSource {
  readonly sql: string;
  readonly read: ReadValue;
}

/** The context of everything below a root field. */
export interface ReadScope {
  readonly locale: LocaleSource;
  /** Whether untranslated text falls back to another locale. */
  readonly fallback: boolean;
}

/** The conditions for a row to be visible. */
export type Requirement = (row: Row) => readonly string[];

/** How a field is read: SQL for its JSON value. */
export interface FieldPlan {
  (row: Row, field: SelectedField): string;
  /** For text: SQL for the source locale, null without fallback. */
  readonly provenance?: (row: Row) => string;
  /** For a group: the plans of its fields. */
  readonly fields?: Readonly<Record<string, FieldPlan>>;
}

/** Part tables, whose rows are written, published and deleted with their owner. */
interface Owned {
  readonly shape: () => Table;
  /** Their property with the id of the owner. */
  readonly key: string;
  readonly inner?: { readonly shape: () => Table; readonly key: string };
}

/** The description of a content table for the planner. */
export interface Table {
  /** The name of its GraphQL type. */
  readonly name: string;
  /** For tombstones: the name of the type that they are of. */
  readonly remainsOf: string | undefined;
  readonly table: string;
  readonly textTable: string;
  /** The table of its texts, if it has one. */
  readonly text: unknown;
  /** Fields with a value per locale, in text rows and in columns. */
  readonly textFields: readonly string[];
  readonly localized: LocalizedProperties;
  readonly requirements: readonly Requirement[];
  readonly owned: ReadonlyMap<string, Owned>;
  readonly printed: ReadonlyMap<string, Printing>;
  plan(field: string): FieldPlan;
  isRich(column: string): boolean;
  /** References without whose target a row is hidden. */
  requires(key: string): boolean;
  /** Properties that are unique together. */
  isUnique(...properties: string[]): boolean;
  /** The property with the id of a row of another table. @throws Error unless there is one */
  keyTo(other: Table): string;
}

/** A reference with a printed name: of a by-line, organiser, sponsor or contact. */
export interface Printing<Target extends Table = Table> {
  readonly target: () => Target;
  readonly key: string;
  /** The localized field of the target with its name. */
  readonly name: string;
  /** The properties with the id of the printing object; one of them is set. */
  readonly subject: readonly string[];
  /** The localized property with the name that an editor gave in this place. */
  readonly own?: string;
  /** Further fields in which an editor may name it; they are always shown. */
  readonly beside?: readonly string[];
}

/** A table in a statement, with its alias. */
export class Row {
  readonly #textAliases = new Map<string, { readonly alias: string; readonly locale: string }>();
  readonly #required = new Map<string, Row>();
  readonly #leftJoins = new Map<string, { readonly alias: string; readonly join: string }>();
  readonly #columns = new Set<string>();
  /** For a row that was reached through links: those, and SQL for its id and position in them. */
  links: { readonly source: string; readonly target: string; readonly position: string } | undefined;
  /** For a row that was reached from a visible one: the key that leads back to it. */
  reachedBy: readonly string[] = [];
  /** For an object by slug: the parameter with the slug. */
  requestedSlug: string | undefined;
  /** For the subject of the response and its parts: the shape of the subject. */
  subject: Table | undefined;

  constructor(
    readonly statement: Statement,
    readonly shape: Table,
    readonly scope: ReadScope,
    readonly alias = statement.alias(),
  ) {}

  column(property: string): string {
    this.#columns.add(property);
    if (isChangeMark(property)) this.#dependsOn(this.shape.table, 'changed_at');
    return `${this.alias}.${snakeCase(property)}`;
  }

  linkPosition(): string {
    if (!this.links) throw new Error(`${this.shape.name} was not reached through links.`);
    return this.links.position;
  }

  /** A column of the row's text, in the locale of the scope by default. */
  text(column: string, locale: LocaleSource = this.scope.locale): string {
    const known = this.#textAliases.get(locale.sql);
    const alias = known?.alias ?? this.statement.alias();
    this.#textAliases.set(locale.sql, { alias, locale: locale.sql });
    if (this.shape.isRich(column)) this.#dependsOn(this.shape.textTable, 'rich');
    return `${alias}.${snakeCase(column)}`;
  }

  /** A localized field; with `fallback: false` only if it is translated. */
  localized(field: string, column = field, locale: LocaleSource = this.scope.locale): string {
    const value = this.text(column, locale);
    if (this.scope.fallback || field === 'slug') return value;
    return `case when jsonb_exists(${this.text('fallback', locale)}, ${literal(field)}) then null else ${value} end`;
  }

  /**
   * The target of a key without which this row is hidden. A join checks that it exists and reads its columns in one
   * lookup.
   */
  required(key: string, target: Table): Row {
    const known = this.#required.get(key);
    if (known) return known;
    const other = this.next(target);
    this.#required.set(key, other);
    this.#columns.add(key);
    return other;
  }

  /** The alias of a table of which at most one row belongs to this one; its columns are null where none does. */
  leftJoined(table: string, on: Readonly<Record<string, string>>): string {
    const known = this.findLeftJoined(table, on);
    if (known) return known;
    const alias = this.statement.alias();
    const all = Object.entries(on)
      .map(([column, value]) => `${alias}.${column} = ${value}`)
      .join(' and ');
    this.#leftJoins.set(leftJoinKey(table, on), {
      alias,
      join: ` left join ${this.table(table)} ${alias} on ${all}`,
    });
    return alias;
  }

  /** The alias of such a table if it is joined already. */
  findLeftJoined(table: string, on: Readonly<Record<string, string>>): string | undefined {
    return this.#leftJoins.get(leftJoinKey(table, on))?.alias;
  }

  /** The columns of the row that are used so far, beside its id. */
  get properties(): string[] {
    return [...this.#columns].filter((property) => property !== 'id');
  }

  /** The `from` clause. To be called last: every text and required row in use adds a join. */
  from(source?: string): string {
    const required = [...this.#required].map(([key, other]) => {
      const conditions = [`${other.column('id')} = ${this.column(key)}`, ...other.visible()];
      return ` join ${inParentheses(other.from())} on ${conditions.join(' and ')}`;
    });
    const others = [...this.#leftJoins.values()].map(({ join }) => join);
    return [this.#tables(source), ...required, ...others].join('');
  }

  #tables(source: string | undefined): string {
    const texts = [...this.#textAliases.values()].map(({ alias, locale }) => ({
      table: `${this.table(this.shape.textTable)} ${alias}`,
      alias,
      locale,
    }));
    const own = source ?? `${this.table(this.shape.table)} ${this.alias}`;
    const [first, ...others] = texts;
    // Every object has a text row in every locale, so the text alone suffices if no other column is used.
    const isText = source === undefined && this.properties.length === 0 && first !== undefined;
    const tables = isText
      ? `${first.table} join lateral (select ${first.alias}.content_id as id) ${this.alias} on ${first.alias}.locale = ${first.locale}`
      : own;
    const joins = (isText ? others : texts).map(
      ({ table, alias, locale }) =>
        ` join ${table} on ${alias}.content_id = ${this.alias}.id and ${alias}.locale = ${locale}`,
    );
    const all = tables + joins.join('');
    if (!this.links || source !== undefined) return all;
    return `${this.links.source} join ${inParentheses(all)} on ${this.alias}.id = ${this.links.target}`;
  }

  /** The qualified name of a table that changes with the row's object. */
  table(name: string): string {
    return this.statement.table(name, undefined, this.#source);
  }

  /** The instant of the request, to be compared with columns of this row. */
  now(...properties: string[]): string {
    const table = this.table(this.shape.table);
    return this.statement.now(table, properties.map(snakeCase));
  }

  /** A row of another shape that is reached from this one. */
  next(shape: Table): Row {
    return new Row(this.statement, shape, this.scope);
  }

  /** The same row with another alias, in another part of the statement. */
  at(alias: string): Row {
    const row = new Row(this.statement, this.shape, this.scope, alias);
    row.subject = this.subject;
    return row;
  }

  /** SQL for the JSON object that a field selects from this row. */
  object(field: SelectedField): string {
    const type = field.objectType(this.shape.name);
    const members = field.subfields(type).map((selected) => [selected.key, this.#member(selected)] as const);
    const isNamed = members.some(([key]) => key === '__typename');
    if (field.isAbstract && !isNamed && !this.statement.reading.isFinal)
      members.push(['__typename', literal(this.shape.name)]);
    return jsonObject(members);
  }

  #dependsOn(table: string, columns: ColumnGroup): void {
    this.statement.dependsOn(table, columns, this.subject !== undefined);
  }

  /** The source of this row for cache tags. */
  get #source(): string | null {
    if (this.subject) return null;
    const [key, ...others] = this.reachedBy;
    const isPart = !this.shape.text && key !== undefined && others.length === 0;
    return isPart ? `${this.shape.table} ${snakeCase(key)}` : this.shape.table;
  }

  #member(field: SelectedField): string {
    if (field.name === '__typename') return literal(this.shape.name);
    return this.shape.plan(field.name)(this, field);
  }

  /**
   * The condition that all required targets are visible: a participation is hidden with its organisation. Viewers who
   * may read all drafts see everything.
   */
  visible(): string[] {
    const { stage, isPreview } = this.statement;
    if (stage === 'draft' && !isPreview) return [];
    return this.shape.requirements.flatMap((requirement) => requirement(this));
  }
}

function inParentheses(tables: string): string {
  return tables.includes(' join ') ? `(${tables})` : tables;
}

function leftJoinKey(table: string, on: Readonly<Record<string, string>>): string {
  return `${table} ${Object.entries(on).join(' ')}`;
}
