import type { ClassType } from 'type-graphql';
import { lineageOf } from '../../foundation/lineage.js';
import type { FieldPlan } from '../sql/row.js';
import type { FieldDeclaration } from './declare.js';
import type { Relation } from './relation.js';

/** The input of a field. */
export interface InputDeclaration extends FieldDeclaration {
  /** Decorators of class-validator. */
  readonly rules?: readonly PropertyDecorator[];
}

/** The definition of a field: its column, its field in the schema, and its input. */
export interface FieldDefinition {
  /** Its name in the schema, in files and in errors; by default that of the property. */
  readonly name: string;
  /** Whether it has a value per locale, in the text table. */
  readonly isText?: boolean;
  /** Registers what it needs of its table. */
  readonly store?: (entity: ClassType) => void;
  /** The property with its value, if named differently. */
  readonly column?: string | Readonly<Record<string, string>>;
  readonly output?: FieldDeclaration;
  readonly input?: InputDeclaration;
  /** How it is read, if not as the column of the same name. */
  readonly plan?: FieldPlan;
  /** Its default. */
  readonly default?: unknown;
  /** Derived fields, such as its label. */
  readonly also?: Readonly<Record<string, { readonly output: FieldDeclaration; readonly plan: FieldPlan }>>;
  /** How its target, or its list of rows, is read. */
  readonly relation?: Relation;
}

const allowed = new Map<Function, Map<string, readonly string[]>>();

/** Registers the allowed values of a column, which a constraint enforces. */
export function allowOnly(entity: Function, property: string, values: readonly string[]): void {
  const columns = allowed.get(entity) ?? new Map<string, readonly string[]>();
  allowed.set(entity, columns.set(property, values));
}

/** Undefined without such a restriction. */
export function allowedValues(entity: Function, property: string): readonly string[] | undefined {
  return allowed.get(entity)?.get(property);
}

/** Creates the definition for a class, which may inherit the property. */
type MakeDefinition = (property: string, owner: Function) => FieldDefinition;

const declared = new Map<Function, { readonly property: string; readonly make: MakeDefinition }[]>();
const defined = new Map<Function, readonly FieldDefinition[]>();

/** A property decorator for values of one type, so that `@integer` on a text does not compile. */
export type PropertyOf<Value> = <Key extends string>(
  prototype: { readonly [Name in Key]?: Value | null },
  key: Key,
) => void;

/** A property decorator that registers a field for the decorator of the class. */
export function defineField(make: MakeDefinition): PropertyDecorator {
  return (prototype, key) => {
    const owner = prototype.constructor;
    declared.set(owner, [...(declared.get(owner) ?? []), { property: String(key), make }]);
  };
}

/** The fields of a class, inherited ones first, in the order of declaration. */
export function definedFields(owner: Function): readonly FieldDefinition[] {
  const known = defined.get(owner);
  if (known) return known;
  const all = lineageOf(owner).reverse();
  const byProperty = new Map(
    all.flatMap((each) => declared.get(each) ?? []).map(({ property, make }) => [property, make]),
  );
  const fields = [...byProperty].map(([property, make]) => make(property, owner));
  defined.set(owner, fields);
  return fields;
}
