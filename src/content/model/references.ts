import { type ClassType, ID } from 'type-graphql';
import { Column, Index, JoinColumn, ManyToOne, Unique } from 'typeorm';
import { uncapitalised } from '../../foundation/naming.js';
import { type TypeReference, withHint } from './declare.js';
import { defineField, type FieldDefinition, type PropertyOf } from './field.js';
import { modelOf } from './model.js';
import { linked as linkedThrough, many, one, owned, printed, type RelationArgument } from './relation.js';
import { Shape } from './shape.js';

/** A class, or its name where the module may not import it. */
type Target = (() => ClassType) | string;

interface ReferenceOptions {
  /** Its name in the schema, if not the property without `Id`. */
  readonly name?: string;
  readonly isRequired?: boolean;
  /** Whether it is an input field only, and read by a relation declared elsewhere. */
  readonly isInputOnly?: boolean;
}

/**
 * A reference to another object; the property is the foreign key, such as `venueId`. Input takes an id or external
 * reference.
 */
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
  /** The field of the target with the printed name. */
  readonly as: string;
  /** The properties with the ids of the printing objects. */
  readonly within: readonly string[];
  /** The field with the name that an editor gives in this place, and others that are shown with it. */
  readonly own?: string;
  readonly beside?: readonly string[];
}

/** A reference with a printed name, which stays when the target is renamed or unpublished. */
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
      description: withHint(description, 'null without a public page. The name stays as printed.'),
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
    throw new Error(`${property} holds an id: its name must end in "Id", such as "venueId" for "venue".`);
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

/** The owner of a part row, with which it is deleted. */
export function owner(
  target: Target,
  {
    isOneOf = false,
    isOrdered = !isOneOf,
    isIndexed = isOneOf,
  }: {
    /** Whether objects of several types have such rows. */
    readonly isOneOf?: boolean;
    /** Whether positions are unique within an object. */
    readonly isOrdered?: boolean;
    readonly isIndexed?: boolean;
  } = {},
): PropertyOf<string> {
  return defineField((property) => ({
    name: property,
    store: (entity) => {
      joined(entity, property, target, { isRequired: !isOneOf, onDelete: 'CASCADE' });
      if (isIndexed) Index()(entity.prototype, property);
      // Checked when a statement is done: rows change places within one.
      if (isOrdered) Unique([property, 'position'], { deferrable: 'INITIALLY IMMEDIATE' })(entity);
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

/** The target of a link; the property is the foreign key. */
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
  /** Their property with the id of the object, if not named after its class. */
  readonly key?: string;
  readonly arguments?: Readonly<Record<string, RelationArgument>>;
  /** Nested rows. */
  readonly inner?: { readonly field: string; readonly of: () => ClassType; readonly key: string };
}

/** Part rows of the object, by position. */
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

/** Part rows nested in other part rows, which name them as `inner`. */
export function innerParts(target: () => ClassType, description: string, key: string): PropertyOf<object[]> {
  return defineField((property) => ({
    ...writtenOnly(property, description, () => [modelOf(target()).input]),
    relation: many(() => Shape.of(target()), { key, description }),
  }));
}

/** Other objects, through rows of a link class. */
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

/** An input field only; a relation declares how it is read. */
function writtenOnly(
  name: string,
  description: string,
  type: () => TypeReference,
  isRequired = false,
): FieldDefinition {
  return { name, input: { type, description, isNullable: !isRequired } };
}

const keyOf = (name: string) => `${uncapitalised(name)}Id`;
