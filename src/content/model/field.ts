import type { ClassType } from 'type-graphql';
import { lineageOf } from '../../foundation/lineage.js';
import type { FieldPlan } from '../sql/row.js';
import type { FieldDeclaration } from './declare.js';
import type { Relation } from './relation.js';

/** What editors may write into a field. */
export interface InputDeclaration extends FieldDeclaration {
  /** Decorators of class-validator. */
  readonly rules?: readonly PropertyDecorator[];
}

/** What a decorator says of a property: its column, its field in the schema, and its field in the input. */
export interface FieldDefinition {
  /** Its name in the schema, in files and in errors; that of the property unless said otherwise. */
  readonly name: string;
  /** Whether it has a value per language, in the text table. */
  readonly isText?: boolean;
  /** Declares what it needs of its table. */
  readonly store?: (entity: ClassType) => void;
  /** The property of the entity with its value, where it has another name. */
  readonly column?: string | Readonly<Record<string, string>>;
  readonly output?: FieldDeclaration;
  readonly input?: InputDeclaration;
  /** How it is read, where that is more than the column of the same name. */
  readonly plan?: FieldPlan;
  /** What it is where an editor says nothing. */
  readonly default?: unknown;
  /** Fields that follow from it, such as its label. */
  readonly also?: Readonly<Record<string, { readonly output: FieldDeclaration; readonly plan: FieldPlan }>>;
  /** How the object that it refers to, or those that it lists, are read. */
  readonly relation?: Relation;
}

const allowed = new Map<Function, Map<string, readonly string[]>>();

/** Notes the only values that a column of an entity may have: the database checks them, too. */
export function allowOnly(entity: Function, property: string, values: readonly string[]): void {
  const columns = allowed.get(entity) ?? new Map<string, readonly string[]>();
  allowed.set(entity, columns.set(property, values));
}

/** Undefined where it may have any. */
export function allowedValues(entity: Function, property: string): readonly string[] | undefined {
  return allowed.get(entity)?.get(property);
}

/** Makes the definition of a property, for the class that it is a property of: that may extend the one that declares it. */
type MakeDefinition = (property: string, owner: Function) => FieldDefinition;

const declared = new Map<Function, { readonly property: string; readonly make: MakeDefinition }[]>();
const defined = new Map<Function, readonly FieldDefinition[]>();

/** A decorator for properties of a type, so that `@integer` on a text does not compile. */
export type PropertyOf<Value> = <Key extends string>(
  prototype: { readonly [Name in Key]?: Value | null },
  key: Key,
) => void;

/** A property decorator that notes what the field is; the decorator of the class makes something of it. */
export function defineField(make: MakeDefinition): PropertyDecorator {
  return (prototype, key) => {
    const owner = prototype.constructor;
    declared.set(owner, [...(declared.get(owner) ?? []), { property: String(key), make }]);
  };
}

/** The fields of a class, those of classes that it extends first, each in the order of their declaration. */
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
