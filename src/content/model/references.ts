import { type ClassType, ID } from 'type-graphql';
import { Column, Index, JoinColumn, ManyToOne, Unique } from 'typeorm';
import { uncapitalised } from '../../foundation/naming.js';
import { type TypeReference, withHint } from './declare.js';
import { defineField, type FieldDefinition, type PropertyOf } from './field.js';
import { modelOf } from './model.js';
import { linked as linkedThrough, many, one, owned, printed, type RelationArgument } from './relation.js';
import { Shape } from './shape.js';

/** A class, or its name where the module may not import that of the class. */
type Target = (() => ClassType) | string;

interface ReferenceOptions {
  /** Its name in the schema, where that is not the property without `Id`. */
  readonly name?: string;
  readonly isRequired?: boolean;
  /** Whether only editors name it: what is read is declared elsewhere. */
  readonly isInputOnly?: boolean;
}

/** Another object; the property is the column with its id, such as `venueId`. Input names it by id or externalRef. */
export function reference(
  target: () => ClassType,
  description: string,
  options: ReferenceOptions = {},
): PropertyOf<string> {
  const { isRequired = false, isInputOnly = false } = options;
  return defineField((property) => ({
    ...referring(property, target, description, options),
    ...(isInputOnly
      ? {}
      : { relation: one(() => Shape.of(target()), { key: property, description, isRequired }) }),
  }));
}

interface PrintedOptions extends ReferenceOptions {
  /** The field of the other object with the name that is printed. */
  readonly as: string;
  /** The properties of the row with the ids of what it is printed in. */
  readonly within: readonly string[];
  /** The field with the name as an editor wrote it, and others that are shown with it. */
  readonly own?: string;
  readonly beside?: readonly string[];
}

/** Another object whose name stays as it was printed, also when the object is renamed or taken out. */
export function printedReference(
  target: () => ClassType,
  description: string,
  { as, within, own, beside, ...options }: PrintedOptions,
): PropertyOf<string> {
  const { isRequired = false } = options;
  return defineField((property) => ({
    ...referring(property, target, description, options),
    relation: printed(() => Shape.of(target()), {
      key: property,
      name: as,
      subject: within,
      ...(own ? { own } : {}),
      ...(beside ? { beside } : {}),
      isRequired,
      description: withHint(description, 'null while it has no page. The name stays as it was printed.'),
    }),
  }));
}

function referring(
  property: string,
  target: () => ClassType,
  description: string,
  { name, isRequired = false }: ReferenceOptions,
): FieldDefinition {
  if (!property.endsWith('Id'))
    throw new Error(`${property} holds an id: its name has to end in "Id", such as "venueId" for "venue".`);
  const side = property.replace(/Id$/, '');
  const field = name ?? side;
  return {
    ...writtenOnly(field, description, () => ID, isRequired),
    store: (entity) => {
      joined(entity, property, target, { isRequired });
      Index()(entity.prototype, property);
    },
  };
}

/** The object, or the row, that a row is a part of: it goes with it. */
export function owner(
  target: Target,
  {
    isOneOf = false,
    isOrdered = !isOneOf,
    isIndexed = isOneOf,
  }: {
    /** Whether objects of several types have such rows. */
    readonly isOneOf?: boolean;
    /** Whether no two rows of an object have the same place. */
    readonly isOrdered?: boolean;
    readonly isIndexed?: boolean;
  } = {},
): PropertyOf<string> {
  return defineField((property) => ({
    name: property,
    store: (entity) => {
      joined(entity, property, target, { isRequired: !isOneOf, onDelete: 'CASCADE' });
      if (isIndexed) Index()(entity.prototype, property);
      if (isOrdered) Unique([property, 'position'])(entity);
    },
  }));
}

function joined(
  entity: ClassType,
  property: string,
  target: Target,
  { isRequired, onDelete }: { readonly isRequired: boolean; readonly onDelete?: 'CASCADE' },
): void {
  const side = property.replace(/Id$/, '');
  Column('uuid', { nullable: !isRequired })(entity.prototype, property);
  ManyToOne(target as () => ClassType, onDelete ? { onDelete } : {})(entity.prototype, side);
  JoinColumn()(entity.prototype, side);
}

/** The other side of a link; the property is the column with its id. */
export function linkTo(target: () => ClassType): PropertyOf<string> {
  return defineField((property) => ({
    name: property,
    store: (entity) => {
      joined(entity, property, target, { isRequired: true });
      Index()(entity.prototype, property);
    },
  }));
}

interface PartsOptions {
  /** Their property with the id of the object, where it is not called after its class. */
  readonly key?: string;
  readonly arguments?: Readonly<Record<string, RelationArgument>>;
  /** Rows inside these rows. */
  readonly inner?: { readonly field: string; readonly of: () => ClassType; readonly key: string };
}

/** Rows that belong to the object, in their order. */
export function parts(
  target: () => ClassType,
  description: string,
  { key, inner, arguments: declared }: PartsOptions = {},
): PropertyOf<object[]> {
  return defineField((property, { name }) => ({
    ...writtenOnly(property, description, () => [modelOf(target()).input]),
    relation: owned(() => Shape.of(target()), {
      key: key ?? keyOf(name),
      description,
      ...(declared ? { arguments: declared } : {}),
      ...(inner ? { inner: { field: inner.field, shape: () => Shape.of(inner.of()), key: inner.key } } : {}),
    }),
  }));
}

/** Rows inside rows of the object, which name them as `inner`. */
export function innerParts(target: () => ClassType, description: string, key: string): PropertyOf<object[]> {
  return defineField((property) => ({
    ...writtenOnly(property, description, () => [modelOf(target()).input]),
    relation: many(() => Shape.of(target()), { key, description }),
  }));
}

/** Other objects, through rows of a class that link them. */
export function links(
  target: () => ClassType,
  through: () => ClassType,
  description: string,
  { key }: { readonly key?: string } = {},
): PropertyOf<string[]> {
  return defineField((property, { name }) => ({
    ...writtenOnly(property, description, () => [ID]),
    relation: linkedThrough(() => Shape.of(target()), {
      key: key ?? keyOf(name),
      through: {
        link: () => Shape.of(through()),
        get target() {
          return keyOf(target().name);
        },
      },
      description,
    }),
  }));
}

/** What editors write; how it is read is said by a relation. */
function writtenOnly(
  name: string,
  description: string,
  type: () => TypeReference,
  isRequired = false,
): FieldDefinition {
  return { name, input: { type, description, isNullable: !isRequired } };
}

const keyOf = (name: string) => `${uncapitalised(name)}Id`;
