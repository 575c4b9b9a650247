import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A passage that an excerpt may quote. */
export interface Passage {
  readonly text: string;
  /** The locale that the text is in, fallbacks considered. */
  readonly locale: string;
  /** Names are quoted only if the query matches them. */
  readonly isName?: true;
}

/** The search index entry of an object in one locale. Only search-index.ts writes these rows. */
@Entity()
// Declared in the migration alone, since TypeORM knows neither GIN indexes nor expressions.
@Index('search_entry_terms_idx', { synchronize: false })
export class SearchEntry {
  @PrimaryColumn('uuid') contentId!: string;

  /** The lengths of the title and of all text: a match in less text is more relevant. */
  @Column('int') titleLength!: number;

  @Column('int') textLength!: number;

  @PrimaryColumn('text') locale!: string;

  /** The content type, as the schema names it (see ContentKind). */
  @Column('text') kind!: string;

  /** The locale that the title is in, fallbacks considered. */
  @Column('text') titleLocale!: string;

  @Column('text') title!: string;

  /** What an excerpt may quote besides the text of the object in this locale: texts of its parts, and names. */
  @Column('jsonb', { nullable: true }) passages!: Passage[] | null;

  /** Index terms: a line for each, of its place and the word (see `termIn`). Padded, see the migration. */
  @Column('text') terms!: string;
}
