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
  /** The schema of its table, if not that of a stage. */
  readonly schema?: 'system' | 'published';
  /** Fields that are not the plain column of the same name. */
  readonly fields?: Readonly<Record<string, FieldPlan>>;
  readonly searchable?: Searchable;
  /** For tombstones: the name of the type that they are of, which links refer to. */
  readonly remainsOf?: string;
}

/** Part rows: they are written, published and deleted with a row of this shape. */
export interface Ownership {
  readonly shape: () => Shape;
  /** Their property with the id of the owner. */
  readonly key: string;
  /** For links: their property with the id of the target. */
  readonly target?: { readonly shape: () => Shape; readonly key: string };
  /** Nested rows, by field; they have the id of the owner and of their parent row. */
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
 * A table with its GraphQL type: the description that the planner needs. A field without a plan is the column, or
 * localized column, of the same name.
 */
export class Shape implements Table {
  /** The shape of an entity. @throws Error if it has none */
  static of(entity: ClassType): Shape {
    const shape = shapes.get(entity);
    if (!shape) throw new Error(`${entity.name} has no shape.`);
    return shape;
  }

  readonly name: string;
  readonly remainsOf: string | undefined;
  readonly entity: ClassType;
  readonly type: ClassType;
  readonly text: ClassType | undefined;
  readonly table: string;
  readonly localized: LocalizedProperties;
  readonly searchable: SearchFields;
  /** Conditions for a row to be visible (see Row.visible). */
  readonly requirements: Requirement[] = [];
  /** Foreign keys without whose target a row is hidden. */
  readonly requiredKeys = new Set<string>();
  /** Part rows, by the name of their field. */
  readonly owned = new Map<string, Ownership>();
  /** Lists of other objects, by the name of their field. */
  readonly lists = new Map<string, Listed>();
  readonly matches = new Map<string, Matched>();
  /** The orders of neighbours that are shown with a row. */
  readonly neighbours = new Map<string, Order>();
  /** References that input can set, by input field. */
  readonly references = new Map<string, { readonly key: string; readonly target: () => Shape }>();
  /** References with printed names. */
  readonly printed: Map<string, Printing<Shape>> = new Map();
  readonly #plans: Map<string, FieldPlan>;

  constructor(declaration: ShapeDeclaration) {
    this.name = declaration.name;
    this.remainsOf = declaration.remainsOf;
    this.entity = declaration.entity;
    this.type = declaration.type;
    this.text = declaration.text;
    this.table = tableOf(declaration);
    const { part, list } = localizedPropertiesOf(declaration.entity);
    const texts = declaration.text ? localizedPropertiesOf(declaration.text) : { plain: [], rich: [] };
    this.localized = { plain: texts.plain, rich: texts.rich, part, list };
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

  /** Fields with a value per locale in the text rows. */
  get textFields(): readonly string[] {
    return [...this.localized.plain, ...this.localized.rich];
  }

  /** Whether a column of the text rows is part of a rich text: its source, a rendering, or its locales. */
  isRich(column: string): boolean {
    return (
      column === 'fallback' ||
      this.localized.rich.some((field) => [field, `${field}Html`, `${field}Text`].includes(column))
    );
  }

  /** The shapes of part rows, parents before nested ones. */
  get parts(): { readonly shape: Shape; readonly key: string }[] {
    const owned = [...this.owned.values()];
    const outer = owned.map(({ shape, key }) => ({ shape: shape(), key }));
    const inner = owned.flatMap((each) => (each.inner ? [{ shape: each.inner.shape(), key: each.key }] : []));
    return [...outer, ...inner];
  }

  /** Whether a row is hidden without the target of the key. */
  requires(key: string): boolean {
    return this.requiredKeys.has(key);
  }

  /** The properties that are unique together. */
  get uniques(): readonly (readonly string[])[] {
    return getMetadataArgsStorage()
      .filterUniques(lineageOf(this.entity))
      .flatMap(({ columns }) => (Array.isArray(columns) ? [columns] : []));
  }

  isUnique(...properties: string[]): boolean {
    return this.uniques.some(
      (columns) =>
        columns.length === properties.length && properties.every((property) => columns.includes(property)),
    );
  }

  keyTo({ name, remainsOf }: Table): string {
    const relations = getMetadataArgsStorage().filterRelations(lineageOf(this.entity));
    const to = (target?: string) =>
      relations.filter(
        ({ type }) => (typeof type === 'string' ? type : (type as () => Function)().name) === target,
      );
    const own = to(name);
    const joined = own.length > 0 ? own : to(remainsOf);
    const [key, ...others] = joined.map(({ propertyName }) => `${propertyName}Id`);
    if (key === undefined || others.length > 0)
      throw new Error(`${this.name} must have exactly one reference to ${name}, and has ${joined.length}.`);
    return key;
  }

  add(name: string, plan: FieldPlan): void {
    if (this.#plans.has(name) || this.#columnPlan(name))
      throw new Error(`${this.name}.${name} is declared twice.`);
    this.#plans.set(name, plan);
  }

  /** The plan of a field. @throws Error for a field without one; checked for every field at start */
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

/** Content tables are in the schema of a stage; others name their schema. */
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

/** The columns of an entity class by property, inherited ones included. */
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
