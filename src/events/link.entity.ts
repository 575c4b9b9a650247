import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { Part } from '../content/content.entity.js';
import { localizedProperties } from '../content/localization/localized-columns.js';
import type { LocalizedText } from '../content/localization/translation.js';
import type { LinkRel, LinkStatus } from './event.enum.js';

/** A link to elsewhere: a part of the event or the article whose key is set. */
@Entity()
export class Link extends Part {
  @Index()
  @Column('uuid', { nullable: true })
  eventId!: string | null;

  // By name: this module may not import that of articles, which imports it.
  @ManyToOne('Event', { onDelete: 'CASCADE' })
  @JoinColumn()
  event?: unknown;

  @Index()
  @Column('uuid', { nullable: true })
  articleId!: string | null;

  @ManyToOne('Article', { onDelete: 'CASCADE' })
  @JoinColumn()
  article?: unknown;

  @Column('text') rel!: LinkRel;

  /** Null while the status is MISSING. */
  @Column('text', { nullable: true }) url!: string | null;

  @localizedProperties.part() label!: LocalizedText | null;

  @Column('text') status!: LinkStatus;
}
