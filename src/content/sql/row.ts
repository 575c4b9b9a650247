import { snakeCase } from '../../foundation/naming.js';
import type { LocalizedProperties } from '../language/localized-columns.js';
import { jsonObject, literal } from './json.js';
import { type ColumnGroup, isChangeMark } from './published-changes.js';
import type { SelectedField } from './selection.js';
import type { ReadValue, Statement } from './statement.js';

/** The locale that text is read in: a parameter, and where its value comes from. */
export interface LocaleSource {
  readonly sql: string;
  readonly read: ReadValue;
}

/** What holds for everything below a root field. */
export interface ReadScope {
  readonly locale: LocaleSource;
  /** Whether text that is missing in the locale is served in another one. */
  readonly fallback: boolean;
}

/** Conditions without which a row is not shown. */
export type Requirement = (row: Row) => readonly string[];

/** How a field is read: SQL for its JSON value. */
export interface FieldPlan {
  (row: Row, field: SelectedField): string;
  /** For text: SQL for the locale that it was taken from, null where that is the one asked for. */
  readonly provenance?: (row: Row) => string;
  /** For a group: the plans of its fields. */
  readonly fields?: Readonly<Record<string, FieldPlan>>;
}

/** Rows of other tables that belong to a row of a table: written, published and deleted with it. */
interface Owned {
  readonly shape: () => Table;
  /** Their property that holds the id of the owner. */
  readonly key: string;
  readonly inner?: { readonly shape: () => Table; readonly key: string };
}

/** What a statement has to know of a table of content. */
export interface Table {
  /** The name of its GraphQL type. */
  readonly name: string;
  readonly table: string;
  readonly textTable: string;
  /** Set where its rows have texts in a table of their own. */
  readonly text: unknown;
  /** Fields that have a value per locale in the text rows, and those that have one in the row. */
  readonly textFields: readonly string[];
  readonly localized: LocalizedProperties;
  readonly requirements: readonly Requirement[];
  readonly owned: ReadonlyMap<string, Owned>;
  readonly printed: ReadonlyMap<string, Printing>;
  plan(field: string): FieldPlan;
  isRich(column: string): boolean;
  /** Whether a row is not shown while the row that the key leads to is not. */
  requires(key: string): boolean;
  /** Whether no two rows have the same values of these properties together. */
  isUnique(...properties: string[]): boolean;
  /** The property with the id of a row of another table. @throws Error unless there is one */
  keyTo(other: Table): string;
}

/** A reference whose target is named where it stands: as a by-line, an organiser, a sponsor, a contact. */
export interface Printing<Target extends Table = Table> {
  readonly target: () => Target;
  readonly key: string;
  /** The localized field of the target that is its name. */
  readonly name: string;
  /** The properties with the id of the object that prints it; one of them is set. */
  readonly subject: readonly string[];
  /** The localized property with the name that an editor gave for this place. */
  readonly own?: string;
  /** Further fields beside it in which an editor may name it; they are shown as they were written. */
  readonly beside?: readonly string[];
}

/** A table in a statement, by the name that it has there. */
export class Row {
  readonly #textAliases = new Map<string, { readonly alias: string; readonly locale: string }>();
  readonly #required = new Map<string, Row>();
  readonly #leftJoins = new Map<string, { readonly alias: string; readonly join: string }>();
  readonly #columns = new Set<string>();
  /** Where the row was reached through links: those, and SQL for its id and its position in them. */
  links: { readonly source: string; readonly target: string; readonly position: string } | undefined;
  /** Where the row was reached from another that can be seen: its keys, one of which leads back to that. */
  reachedBy: readonly string[] = [];
  /** Where the object was asked for by slug: the parameter with that slug. */
  askedSlug: string | undefined;
  /** For the object that the answer is about, and the rows that belong to it: the shape of that object. */
  subject: Table | undefined;

  constructor(
    readonly statement: Statement,
    readonly shape: Table,
    readonly scope: ReadScope,
    readonly alias = statement.alias(),
  ) {}

  column(property: string): string {
    this.#columns.add(property);
    if (isChangeMark(property)) this.#reads(this.shape.table, 'changed_at');
    return `${this.alias}.${snakeCase(property)}`;
  }

  linkPosition(): string {
    if (!this.links) throw new Error(`${this.shape.name} was not reached through links.`);
    return this.links.position;
  }

  /** A column of the row's text in a locale, the scope's when none is given. */
  text(column: string, locale: LocaleSource = this.scope.locale): string {
    const known = this.#textAliases.get(locale.sql);
    const alias = known?.alias ?? this.statement.alias();
    this.#textAliases.set(locale.sql, { alias, locale: locale.sql });
    if (this.shape.isRich(column)) this.#reads(this.shape.textTable, 'rich');
    return `${alias}.${snakeCase(column)}`;
  }

  /** A localized field as the scope allows it: with `fallback: false` only the locale's own words. */
  localized(field: string, column = field, locale: LocaleSource = this.scope.locale): string {
    const value = this.text(column, locale);
    if (this.scope.fallback || field === 'slug') return value;
    return `case when jsonb_exists(${this.text('fallback', locale)}, ${literal(field)}) then null else ${value} end`;
  }

  /**
   * The row that a key leads to without which this one is not shown. It is joined rather than looked up: that it is
   * there, and what is asked of it, takes one look.
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
    const conditions = Object.entries(on);
    const key = `${table} ${conditions.join(' ')}`;
    const known = this.#leftJoins.get(key);
    if (known) return known.alias;
    const alias = this.statement.alias();
    const all = conditions.map(([column, value]) => `${alias}.${column} = ${value}`).join(' and ');
    this.#leftJoins.set(key, { alias, join: ` left join ${this.table(table)} ${alias} on ${all}` });
    return alias;
  }

  /** What is read of the row itself so far, beside its id. */
  get properties(): string[] {
    return [...this.#columns].filter((property) => property !== 'id');
  }

  /** The tables to read from. To be asked for last: every text that was used adds one, every required row another. */
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
    // Every object has text in every language: where nothing else is asked for, the text alone is read.
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

  /** The qualified name of a table that changes with the object of this row: its own, that of its text. */
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

  /** The same row under another name, in another part of the statement. */
  at(alias: string): Row {
    const row = new Row(this.statement, this.shape, this.scope, alias);
    row.subject = this.subject;
    return row;
  }

  /** SQL for the JSON object that a field asks of this row. */
  object(field: SelectedField): string {
    const type = field.objectType(this.shape.name);
    const members = field.subfields(type).map((selected) => [selected.key, this.#member(selected)] as const);
    const isNamed = members.some(([key]) => key === '__typename');
    if (field.isAbstract && !isNamed && !this.statement.reading.isFinal)
      members.push(['__typename', literal(this.shape.name)]);
    return jsonObject(members);
  }

  #reads(table: string, columns: ColumnGroup): void {
    this.statement.reads(table, columns, this.subject !== undefined);
  }

  /** What caches are told of this row. */
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
   * The condition that everything which must be there for the row to make sense can be seen: a participation
   * whose organisation is not published is not there either. Who may read all drafts sees all of them.
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
