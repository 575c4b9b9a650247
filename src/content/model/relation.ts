import type { ClassType } from 'type-graphql';
import { type Listing, toConnection } from '../sql/connection.js';
import type { Order } from '../sql/order.js';
import { hasPrintedName } from '../sql/printed-names.js';
import {
  type Condition,
  requires,
  requiresOneOf,
  toMany,
  toMatching,
  toOne,
  toOneOf,
} from '../sql/relations.js';
import { neighbour } from '../sql/roots.js';
import type { FieldPlan, Printing, Requirement, Row } from '../sql/row.js';
import { forwardPaging } from './connection.type.js';
import type { ContentType, PartType } from './content-type.js';
import {
  type ArgumentDeclaration,
  declareField,
  type FieldDeclaration,
  type TypeReference,
} from './declare.js';
import type { Listed, Matched, Ownership, Shape } from './shape.js';

/** A relation as a descriptor declares it: its field in the schema, and how it is read. */
export interface Relation {
  readonly field: FieldDeclaration;
  readonly plan: FieldPlan;
  /** For part rows: they are written, published and deleted with the object. */
  readonly owns?: Ownership;
  /** For relations with a foreign key that input can set: its property, or properties. */
  readonly references?: Readonly<Record<string, { readonly key: string; readonly target: () => Shape }>>;
  /** For a row that is hidden without its target. */
  readonly requirement?: Requirement;
  /** For a target with a printed name. */
  readonly printing?: Printing<Shape>;
  /** For a target that a foreign key points to. */
  readonly requires?: string;
  /** For lists of other objects. */
  readonly lists?: Listed;
  /** For rows with the same value of a property. */
  readonly matches?: Matched;
  /** For the neighbours of the object in an order. */
  readonly neighbours?: Order;
}

export interface RelationArgument extends ArgumentDeclaration {
  readonly condition: Condition;
}

interface Many {
  /** The property of the target (or of the link) with the id of the object. */
  readonly key: string;
  readonly through?: {
    readonly link: () => Shape;
    readonly target: string;
    readonly only?: (link: Row) => string;
  };
  /** Another way to the same rows (see Path). */
  readonly inherited?: { readonly key: string; readonly from: string };
  readonly description: string;
  readonly arguments?: Readonly<Record<string, RelationArgument>>;
  /** Whether pages usually do not select it: then its changes do not affect `changedAt`. */
  readonly isAside?: boolean;
}

/** The target of a foreign key. @param isRequired whether a row is hidden with its target */
export function one(
  target: () => Shape,
  { key, description, isRequired = false }: { key: string; description: string; isRequired?: boolean },
): Relation {
  return {
    field: { type: () => target().type, description, isNullable: !isRequired },
    plan: toOne(target, key),
    references: { '': { key, target } },
    ...(isRequired ? { requirement: requires({ target, key }), requires: key } : {}),
  };
}

/** The target of one of several foreign keys. */
export function oneOf(
  targets: Readonly<Record<string, () => Shape>>,
  { union, description }: { union: () => TypeReference; description: string },
): Relation {
  return {
    field: { type: union, description },
    plan: toOneOf(targets),
    references: Object.fromEntries(
      Object.entries(targets).map(([key, target]) => [key.replace(/Id$/, ''), { key, target }]),
    ),
    requirement: requiresOneOf(Object.entries(targets).map(([key, target]) => ({ key, target }))),
  };
}

/** A short list without pagination. */
export function many(
  target: () => Shape,
  { description, arguments: declared, isAside, ...path }: Many,
): Relation {
  return {
    field: { type: () => [target().type], description, arguments: declared ?? {} },
    plan: toMany({ target, ...path, arguments: conditionsOf(declared) }),
    lists: listed(target, { ...path, isAside }),
  };
}

/**
 * The target of a foreign key, with a printed name. @param isRequired whether a row is hidden without a name: neither a
 * printed one nor that of a visible object
 */
export function printed(
  target: () => Shape,
  {
    description,
    isRequired = false,
    ...names
  }: Omit<Printing<Shape>, 'target'> & { readonly description: string; readonly isRequired?: boolean },
): Relation {
  const printing = { target, ...names };
  return {
    ...one(target, { key: names.key, description }),
    printing,
    ...(isRequired ? { requirement: hasPrintedName(printing) } : {}),
  };
}

/** The part rows of the object. @param inner rows nested in them */
export function owned(
  target: () => Shape,
  { inner, ...declaration }: Omit<Many, 'through'> & Pick<Ownership, 'inner'>,
): Relation {
  const owns = { shape: target, key: declaration.key, ...(inner ? { inner } : {}) };
  return { ...many(target, declaration), owns };
}

/** A short list of other content, through links that belong to the object. */
export function linked(target: () => Shape, declaration: Many & Required<Pick<Many, 'through'>>): Relation {
  const { through, key } = declaration;
  return {
    ...many(target, declaration),
    owns: { shape: through.link, key, target: { shape: target, key: through.target } },
  };
}

/** A short list of rows with the same value of a property that meet a condition. */
export function matching(
  target: () => Shape,
  {
    by,
    condition,
    description,
  }: { by: string; condition: (row: Row, other: Row) => string; description: string },
): Relation {
  return {
    field: { type: () => [target().type], description },
    plan: toMatching(target, by, condition),
    matches: { target, by },
  };
}

/** An object that no key leads to. */
export function unrelated(target: () => Shape, plan: FieldPlan, description: string): Relation {
  return { field: { type: () => target().type, description, isNullable: true }, plan };
}

/** The previous or next object in an order of their own columns. */
export function beside(
  target: () => Shape,
  order: Order,
  side: 'previous' | 'next',
  description: string,
): Relation {
  return { ...unrelated(target, neighbour(order, side), description), neighbours: order };
}

/** A list with pagination. */
export function paged(
  target: () => ContentType | PartType,
  { key, through, description, arguments: declared, isAside, ...listing }: Many & Listing,
  listArguments: Readonly<Record<string, ArgumentDeclaration>> = {},
): Relation {
  return {
    field: {
      type: () => target().connection,
      description,
      arguments: { ...declared, ...listArguments, ...forwardPaging },
    },
    plan: toConnection(
      { target, key, ...(through ? { through } : {}), arguments: conditionsOf(declared) },
      listing,
    ),
    lists: listed(target, { key, through, isAside }),
  };
}

function listed(
  target: () => Shape,
  { key, through, isAside }: Partial<Pick<Many, 'through' | 'isAside'>> & Pick<Many, 'key'>,
): Listed {
  return { target, key, ...(through ? { through } : {}), ...(isAside ? { isAside } : {}) };
}

/** Adds relations to a shape, also from other modules. */
export function relate(shape: Shape, relations: Readonly<Record<string, Relation>>): void {
  for (const [name, relation] of Object.entries(relations)) {
    declareField(shape.type as ClassType, name, relation.field);
    shape.add(name, relation.plan);
    if (relation.requirement) shape.requirements.push(relation.requirement);
    if (relation.printing) shape.printed.set(name, relation.printing);
    if (relation.requires) shape.requiredKeys.add(relation.requires);
    if (relation.owns) shape.owned.set(name, relation.owns);
    else if (relation.lists) shape.lists.set(name, relation.lists);
    if (relation.matches) shape.matches.set(name, relation.matches);
    if (relation.neighbours) shape.neighbours.set(name, relation.neighbours);
    for (const [field, reference] of Object.entries(relation.references ?? {})) {
      shape.references.set(field || name, reference);
    }
  }
}

function conditionsOf(declared: Many['arguments'] = {}): Record<string, Condition> {
  return Object.fromEntries(Object.entries(declared).map(([name, { condition }]) => [name, condition]));
}
