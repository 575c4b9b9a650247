import type { ClassType } from 'type-graphql';
import { getMetadataArgsStorage } from 'typeorm';
import { lineageOf } from '../../foundation/lineage.js';
import { snakeCase } from '../../foundation/naming.js';
import { type LocalizedProperties, localizedPropertiesOf } from '../language/localized-columns.js';
import { column, localizedColumn, localizedList, localizedPart, richText } from '../sql/expressions.js';
import type { Order } from '../sql/order.js';
import type { FieldPlan, Printing, Requirement, Table } from '../sql/row.js';
import { type Searchable, type SearchFields, searchFieldsOf } from './search-fields.js';

export interface ShapeDeclaration {
  /** The name of its GraphQL type. */
  readonly name: string;
  readonly entity: ClassType;
  readonly type: ClassType;
  readonly text?: ClassType;
  /** Where its table is, when that is not one of the two stages. */
  readonly schema?: 'system' | 'published';
  /** Fields that are more than a column of the same name. */
  readonly fields?: Readonly<Record<string, FieldPlan>>;
  readonly searchable?: Searchable;
}

/** Rows of another table that belong to a row of this one: written, published and deleted with it. */
export interface Ownership {
  readonly shape: () => Shape;
  /** Their property that holds the id of the owner. */
  readonly key: string;
  /** For links: their property that holds the id of the other side. */
  readonly target?: { readonly shape: () => Shape; readonly key: string };
  /** Rows inside these rows, by field; they hold the id of the owner and that of the row they are in. */
  readonly inner?: { readonly field: string; readonly shape: () => Shape; readonly key: string };
}

/** A list of rows that do not belong to the object; see `Many`. */
export interface Listed {
  readonly target: () => Shape;
  readonly key: string;
  readonly through?: { readonly link: () => Shape; readonly target: string };
  readonly isAside?: boolean;
}

/** Rows with the same value of a property. */
export interface Matched {
  readonly target: () => Shape;
  readonly by: string;
}

/**
 * A table and the GraphQL type that shows its rows: all the planner needs to read it. A field that is not
 * declared is the column, or the localized column, of the same name.
 */
export class Shape implements Table {
  /** The shape of an entity. @throws Error while there is none */
  static of(entity: ClassType): Shape {
    const shape = shapes.get(entity);
    if (!shape) throw new Error(`Nothing says how ${entity.name} is read.`);
    return shape;
  }

  readonly name: string;
  readonly entity: ClassType;
  readonly type: ClassType;
  readonly text: ClassType | undefined;
  readonly table: string;
  readonly localized: LocalizedProperties;
  readonly searchable: SearchFields;
  /** Conditions without which a row is not shown (see Row.visible). */
  readonly requirements: Requirement[] = [];
  /** Foreign keys to rows without which a row is not shown. */
  readonly requiredKeys = new Set<string>();
  /** Rows of other tables that belong to a row of this one, by the name of the field that lists them. */
  readonly owned = new Map<string, Ownership>();
  /** What a row lists of others, by the name of the field. */
  readonly lists = new Map<string, Listed>();
  readonly matches = new Map<string, Matched>();
  /** The orders in which the rows beside this one are shown with it. */
  readonly neighbours = new Map<string, Order>();
  /** Foreign keys that input gives as ids of other content, by the name of the input field. */
  readonly references = new Map<string, { readonly key: string; readonly target: () => Shape }>();
  /** Of these references those whose targets are named in print where the row stands. */
  readonly printed: Map<string, Printing<Shape>> = new Map();
  readonly #plans: Map<string, FieldPlan>;

  constructor(declaration: ShapeDeclaration) {
    this.name = declaration.name;
    this.entity = declaration.entity;
    this.type = declaration.type;
    this.text = declaration.text;
    this.table = tableOf(declaration);
    const { part, list } = localizedPropertiesOf(declaration.entity);
    const words = declaration.text ? localizedPropertiesOf(declaration.text) : { plain: [], rich: [] };
    this.localized = { plain: words.plain, rich: words.rich, part, list };
    this.searchable = searchFieldsOf(
      this.name,
      columnTypesOf(declaration.entity),
      this.localized,
      declaration.searchable,
    );
    this.#plans = new Map(Object.entries(declaration.fields ?? {}));
    shapes.set(this.entity, this);
  }

  get textTable(): string {
    if (!this.text) throw new Error(`${this.name} has no text.`);
    return snakeCase(this.text.name);
  }

  /** Fields that have a value per locale in the text rows. */
  get textFields(): readonly string[] {
    return [...this.localized.plain, ...this.localized.rich];
  }

  /** Whether a column of the text rows is a long text, as it was written or rendered, or says where these come from. */
  isRich(column: string): boolean {
    return (
      column === 'fallback' ||
      this.localized.rich.some((field) => [field, `${field}Html`, `${field}Text`].includes(column))
    );
  }

  /** The shapes of the rows that belong to a row of this one; those that hold others come before these. */
  get parts(): { readonly shape: Shape; readonly key: string }[] {
    const owned = [...this.owned.values()];
    const outer = owned.map(({ shape, key }) => ({ shape: shape(), key }));
    const inner = owned.flatMap((each) => (each.inner ? [{ shape: each.inner.shape(), key: each.key }] : []));
    return [...outer, ...inner];
  }

  /** Whether a row is not shown while the row that the key leads to is not. */
  requires(key: string): boolean {
    return this.requiredKeys.has(key);
  }

  /** Whether no two rows have the same values of these properties together. */
  isUnique(...properties: string[]): boolean {
    const declared = getMetadataArgsStorage().filterUniques(lineageOf(this.entity));
    return declared.some(
      ({ columns }) =>
        Array.isArray(columns) &&
        columns.length === properties.length &&
        properties.every((property) => columns.includes(property)),
    );
  }

  keyTo({ name }: Table): string {
    const joined = getMetadataArgsStorage()
      .filterRelations(lineageOf(this.entity))
      .filter(({ type }) => (typeof type === 'string' ? type : (type as () => Function)().name) === name);
    const [key, ...others] = joined.map(({ propertyName }) => `${propertyName}Id`);
    if (key === undefined || others.length > 0)
      throw new Error(`${this.name} has to refer to ${name} once, and does ${joined.length} times.`);
    return key;
  }

  add(name: string, plan: FieldPlan): void {
    if (this.#plans.has(name) || this.#columnPlan(name))
      throw new Error(`${this.name}.${name} is declared twice.`);
    this.#plans.set(name, plan);
  }

  /** How a field is read. @throws Error when nothing says how; asked for every field at start. */
  plan(name: string): FieldPlan {
    const known = this.#plans.get(name) ?? this.#columnPlan(name);
    if (!known)
      throw new Error(`${this.name}.${name} is neither declared nor a column of ${this.entity.name}.`);
    this.#plans.set(name, known);
    return known;
  }

  #columnPlan(name: string): FieldPlan | undefined {
    if (this.localized.plain.includes(name)) return localizedColumn(name);
    if (this.localized.rich.includes(name)) return richText(name);
    if (this.localized.part.includes(name)) return localizedPart(name);
    if (this.localized.list.includes(name)) return localizedList(name);
    return columnTypesOf(this.entity).has(name) ? column(name) : undefined;
  }
}

/** Tables of content are those of a stage; others name their schema. */
function tableOf({ entity, schema }: ShapeDeclaration): string {
  const table = snakeCase(entity.name);
  return schema ? `${schema}.${table}` : table;
}

const shapes = new Map<ClassType, Shape>();

export interface ColumnType {
  readonly type: unknown;
  readonly scale: number | undefined;
}

const known = new Map<ClassType, ReadonlyMap<string, ColumnType>>();

/** The columns that an entity class declares, inherited ones included, by property. */
export function columnTypesOf(entity: ClassType): ReadonlyMap<string, ColumnType> {
  const found = known.get(entity);
  if (found) return found;
  const columns = getMetadataArgsStorage().filterColumns(lineageOf(entity));
  const types = new Map(
    columns.map(({ propertyName, options }) => [propertyName, { type: options.type, scale: options.scale }]),
  );
  known.set(entity, types);
  return types;
}
