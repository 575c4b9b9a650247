import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import type { EventFilter } from '../events/event.js';
import type { FeedAppearance, FeedLayout } from './partner-feed.enum.js';

/** The GraphQL input `EventFilter` as it was given, without what was left out: what is relative in it stays so. */
export type SavedFilter = Readonly<EventFilter>;

/** How the widget looks. */
export interface FeedTheme {
  readonly layout: FeedLayout;
  readonly appearance: FeedAppearance;
  /** `#rrggbb` in lower case; null: the one of the widget. */
  readonly accentColour: string | null;
}

/**
 * A choice of events that a partner organisation embeds, kept under one id: whoever changes it changes every calendar
 * and page that shows it. One that is deleted is remembered, for its address must not mean something else.
 */
@Entity({ schema: 'system' })
@Index(['accountId'])
export class PartnerFeed {
  /** A UUID of version 7: in the order of time. */
  @PrimaryColumn('uuid') id!: string;

  @Column('text') name!: string;

  /** Which organisation embeds it. */
  @Column('uuid') organisationId!: string;

  /** Whose PARTNER keys may see it and who fetched it; null: nobody's. */
  @Column('uuid', { nullable: true }) accountId!: string | null;

  @ManyToOne(() => Account)
  @JoinColumn({ name: 'account_id' })
  account?: Relation<Account>;

  @Column('jsonb') filter!: SavedFilter;

  /** Since when the filter is what it is, or events that were in it were forgotten: older copies are no good. */
  @Column('timestamptz') filterChangedAt!: Date;

  @Column('text') defaultLocale!: string;

  /** The only locales it may be read in; null: all of them. */
  @Column('text', { array: true, nullable: true }) locales!: string[] | null;

  @Column('jsonb') theme!: FeedTheme;

  /** The only origins whose pages may read it, such as `https://example.org`; null: any. */
  @Column('text', { array: true, nullable: true }) allowedOrigins!: string[] | null;

  /** How many events it has at most; null: as many as a feed without a choice has. */
  @Column('int', { nullable: true }) limit!: number | null;

  @Column('timestamptz') createdAt!: Date;

  /** The name of whoever made it, as it was then. */
  @Column('text') createdBy!: string;

  @Column('timestamptz') updatedAt!: Date;

  @Column('timestamptz', { nullable: true }) deletedAt!: Date | null;

  /** A bigint, which comes as text. */
  @Column('bigint', { default: 0 }) fetchCount!: string;

  @Column('timestamptz', { nullable: true }) lastFetchedAt!: Date | null;

  /** What was wrong the last time that something was. */
  @Column('text', { nullable: true }) lastError!: string | null;

  @Column('timestamptz', { nullable: true }) lastErrorAt!: Date | null;
}

/** That a feed was fetched; the last ones of each feed are kept. */
@Entity({ schema: 'system' })
@Index(['feedId', 'id'])
export class FeedFetch {
  /** A UUID of version 7: in the order of time. */
  @PrimaryColumn('uuid') id!: string;

  @Column('uuid') feedId!: string;

  @ManyToOne(() => PartnerFeed, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'feed_id' })
  feed?: Relation<PartnerFeed>;

  @Column('timestamptz') at!: Date;

  /** Such as `ics`. */
  @Column('text') format!: string;

  /** Of HTTP. */
  @Column('int') status!: number;

  @Column('text', { nullable: true }) locale!: string | null;

  @Column('text', { nullable: true }) userAgent!: string | null;

  @Column('text', { nullable: true }) origin!: string | null;

  @Column('text', { nullable: true }) error!: string | null;
}

/** For the store to know about. */
export const partnerEntities: readonly Function[] = [PartnerFeed, FeedFetch];
