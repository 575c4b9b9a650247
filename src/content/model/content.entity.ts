import { Column, PrimaryColumn } from 'typeorm';
import { localizedProperties } from '../language/localized-columns.js';

/** The columns of every content object, in each of the two stages. */
export abstract class Content {
  @PrimaryColumn('uuid') id!: string;

  /** The external reference: the name that files and other systems identify the object by. */
  @Column('text', { nullable: true, unique: true }) externalRef!: string | null;

  /** Grows by one with each change of the draft; a published row has the version that was published. */
  @Column('int') version!: number;

  @Column('timestamptz') createdAt!: Date;

  /** In draft: the last change. In published: the last publication that changed anything. */
  @Column('timestamptz') updatedAt!: Date;

  /** The first publication. */
  @Column('timestamptz', { nullable: true }) publishedAt!: Date | null;
}

/**
 * The text of an object in one locale, with a row for every configured locale and fallbacks filled in. Only the kernel
 * writes these rows.
 */
export abstract class ContentText {
  @PrimaryColumn('uuid') contentId!: string;

  @PrimaryColumn('text') locale!: string;

  /** The source locale of each field that fell back. */
  @Column('jsonb') fallback!: Record<string, string>;

  /** Whether the locale has text of its own. */
  @Column('boolean') own!: boolean;
}

/** The text of content with a page of its own. */
export abstract class PageText extends ContentText {
  /** Unique per type and locale. */
  @localizedProperties.plain() slug!: string;

  /** The title as lists in a Chinese language sort it; null for languages that sort it as it is. */
  @Column({ type: 'text', nullable: true, collation: 'und-x-icu' }) sortKey!: string | null;
}

/** A row that belongs to a content object and is published with it. */
export abstract class Part {
  @PrimaryColumn('uuid') id!: string;

  /** Its position among its siblings, from 0. */
  @Column('int') position!: number;
}
