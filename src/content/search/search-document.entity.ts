import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A stretch of text that a hit can quote. */
export interface Passage {
  readonly text: string;
  /** The language it really is in. */
  readonly locale: string;
  /** A name is quoted only where it is what was found. */
  readonly isName?: true;
}

/** What an object can be found by in one locale. Only the kernel writes these rows (see search-index.ts). */
@Entity()
// TypeORM cannot declare an index over the entries of arrays: it is in the migration alone.
@Index('search_document_words_idx', { synchronize: false })
export class SearchDocument {
  @PrimaryColumn('uuid') contentId!: string;

  @PrimaryColumn('text') locale!: string;

  /** The type of the object, as the schema names it (see ContentKind). */
  @Column('text') kind!: string;

  @Column('text') title!: string;

  /** The language that the title really is in. */
  @Column('text') titleLocale!: string;

  /** How many characters the title has, and all text: what is found in less is more about that. */
  @Column('int') titleLength!: number;

  @Column('int') textLength!: number;

  @Column('jsonb') passages!: Passage[];

  /** Words with the locale and the place that they are found in (see `wordIn`). */
  @Column({ type: 'text', array: true, collation: 'C' }) words!: string[];

  /** Means nothing: a row of this length is stored with its long columns aside (see the migration). */
  @Column('text') filler!: string;
}
