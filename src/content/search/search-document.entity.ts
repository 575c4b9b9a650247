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
// The GIN index over the arrays is in the migration alone, since TypeORM cannot declare it.
@Index('search_document_words_idx', { synchronize: false })
export class SearchDocument {
  @PrimaryColumn('uuid') contentId!: string;

  @PrimaryColumn('text') locale!: string;

  /** The content type, as the schema names it (see ContentKind). */
  @Column('text') kind!: string;

  @Column('text') title!: string;

  /** The locale that the title is in, fallbacks considered. */
  @Column('text') titleLocale!: string;

  /** The lengths of the title and of all text: a match in less text is more relevant. */
  @Column('int') titleLength!: number;

  @Column('int') textLength!: number;

  @Column('jsonb') passages!: Passage[];

  /** Index terms: words with their locale and place (see `wordIn`). */
  @Column({ type: 'text', array: true, collation: 'C' }) words!: string[];

  /** Padding that makes PostgreSQL store long columns out of line (see the migration). */
  @Column('text') filler!: string;
}
