import type { ClassType } from 'type-graphql';
import type { Content, Part } from '../content/model/content.entity.js';
import type { Columns, ContentType } from '../content/model/content-type.js';
import type { Phrase } from './phrase.js';
import type { Kind, SeedPlan } from './plan.js';

/** The columns of an entity; one that may be null may be left out. */
export type Given<Entity> = {
  [Key in keyof Entity as null extends Entity[Key] ? never : Key]: Entity[Key];
} & {
  [Key in keyof Entity as null extends Entity[Key] ? Key : never]?: Entity[Key];
};

/** A row of any table, which only the database still needs to know the type of. */
export interface SeedRow {
  readonly entity: ClassType;
  readonly columns: Columns;
}

/** One content object in all languages, with the rows that belong to it. */
export interface SeedObject<Entity extends Content = Content> {
  readonly columns: Given<Omit<Entity, keyof Content>>;
  readonly words: Readonly<Record<string, Phrase | undefined>>;
  readonly parts?: readonly SeedRow[];
}

/** How the objects of a content type are made up. */
export interface SeedContent<Entity extends Content = Content> {
  readonly kind: Kind;
  readonly content: ContentType;
  at(plan: SeedPlan, index: number): SeedObject<Entity>;
}

export function rowOf<Entity extends Part>(entity: new () => Entity, columns: Given<Entity>): SeedRow {
  return { entity, columns: { ...columns } };
}
