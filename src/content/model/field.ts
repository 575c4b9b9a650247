import type { ClassType } from 'type-graphql';
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

const defined = new Map<Function, FieldDefinition[]>();

/** A property decorator that notes what the field is; the decorator of the class makes something of it. */
export function defineField(make: (property: string, owner: Function) => FieldDefinition): PropertyDecorator {
  return (prototype, key) => {
    const owner = prototype.constructor;
    const fields = defined.get(owner) ?? [];
    defined.set(owner, [...fields, make(String(key), owner)]);
  };
}

/** The fields of a class, in the order of their declaration. */
export function definedFields(owner: Function): readonly FieldDefinition[] {
  return defined.get(owner) ?? [];
}
