import { Column, PrimaryColumn } from 'typeorm';
import { localizedProperties } from '../language/localized-columns.js';

/** What every content object has in common; one row in each of the two stages. */
export abstract class Content {
  @PrimaryColumn('uuid') id!: string;

  /** The name that files and other systems know the object by. */
  @Column('text', { nullable: true, unique: true }) externalRef!: string | null;

  /** Grows by one with each change of the draft; the published row has the version that was published. */
  @Column('int') version!: number;

  @Column('timestamptz') createdAt!: Date;

  /** In draft: the last change. In published: the last publication that changed anything. */
  @Column('timestamptz') updatedAt!: Date;

  /** The first publication. */
  @Column('timestamptz', { nullable: true }) publishedAt!: Date | null;
}

/**
 * A content object's text in one locale. There is a row for every configured locale; what the locale lacks is
 * filled in from its chain. Only the kernel writes these rows.
 */
export abstract class ContentText {
  @PrimaryColumn('uuid') contentId!: string;

  @PrimaryColumn('text') locale!: string;

  /** For each field that was filled in: the locale it came from. */
  @Column('jsonb') fallback!: Record<string, string>;

  /** Whether the locale has words of its own. */
  @Column('boolean') own!: boolean;
}

/** Text of content that has a page of its own. */
export abstract class PageText extends ContentText {
  /** Unique per type and locale. */
  @localizedProperties.plain() slug!: string;
}

/** A row that belongs to a content object and is published with it. */
export abstract class Part {
  @PrimaryColumn('uuid') id!: string;

  /** Its place among its siblings, from 0. */
  @Column('int') position!: number;
}
