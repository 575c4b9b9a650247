import type { ClassType } from 'type-graphql';
import type { Content, Part } from '../content/model/content.entity.js';
import type { Columns, ContentType } from '../content/model/content-type.js';
import type { Phrase } from './phrase.js';
import type { Kind, SeedPlan } from './plan.js';

/** The columns of an entity; nullable ones are optional. */
export type Given<Entity> = {
  [Key in keyof Entity as null extends Entity[Key] ? never : Key]: Entity[Key];
} & {
  [Key in keyof Entity as null extends Entity[Key] ? Key : never]?: Entity[Key];
};

/** A row of any table, untyped. */
export interface SeedRow {
  readonly entity: ClassType;
  readonly columns: Columns;
}

/** One content object in all languages, with its child rows. */
export interface SeedObject<Entity extends Content = Content> {
  readonly columns: Given<Omit<Entity, keyof Content>>;
  readonly texts: Readonly<Record<string, Phrase | undefined>>;
  readonly parts?: readonly SeedRow[];
}

/** Generates the objects of a content type. */
export interface SeedContent<Entity extends Content = Content> {
  readonly kind: Kind;
  readonly content: ContentType;
  at(plan: SeedPlan, index: number): SeedObject<Entity>;
}

export function rowOf<Entity extends Part>(entity: new () => Entity, columns: Given<Entity>): SeedRow {
  return { entity, columns: { ...columns } };
}
