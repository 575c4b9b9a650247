import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import type { EventFilter } from '../events/event.js';
import type { FeedAppearance, FeedLayout } from './partner-feed.enum.js';

/** The GraphQL input `EventFilter` as given, without missing fields: relative conditions stay relative. */
export type SavedFilter = Readonly<EventFilter>;

/** The theme of the widget. */
export interface FeedTheme {
  readonly layout: FeedLayout;
  readonly appearance: FeedAppearance;
  /** `#rrggbb` in lower case; null for the default of the widget. */
  readonly accentColour: string | null;
}

/**
 * A selection of events that a partner organisation embeds, stored under one id: a change applies to every calendar and
 * page that shows it. Deleted feeds stay as tombstones, because their URLs must not be reused.
 */
@Entity({ schema: 'system' })
@Index(['accountId'])
export class PartnerFeed {
  /** A UUID of version 7, which sorts by time. */
  @PrimaryColumn('uuid') id!: string;

  @Column('text') name!: string;

  /** The organisation that embeds it. */
  @Column('uuid') organisationId!: string;

  /** The account whose PARTNER keys see the feed and its fetches; null for none. */
  @Column('uuid', { nullable: true }) accountId!: string | null;

  @ManyToOne(() => Account)
  @JoinColumn({ name: 'account_id' })
  account?: Relation<Account>;

  @Column('jsonb') filter!: SavedFilter;

  /** Since when the filter is unchanged and no event was removed without trace: older copies have to start again. */
  @Column('timestamptz') filterChangedAt!: Date;

  @Column('text') defaultLocale!: string;

  /** The available locales; null for all. */
  @Column('text', { array: true, nullable: true }) locales!: string[] | null;

  @Column('jsonb') theme!: FeedTheme;

  /** The allowed origins of pages, such as `https://example.org`; null for any. */
  @Column('text', { array: true, nullable: true }) allowedOrigins!: string[] | null;

  /** The most events; null for the default of feeds. */
  @Column('int', { nullable: true }) limit!: number | null;

  @Column('timestamptz') createdAt!: Date;

  /** The name of its creator at the time. */
  @Column('text') createdBy!: string;

  @Column('timestamptz') updatedAt!: Date;

  @Column('timestamptz', { nullable: true }) deletedAt!: Date | null;

  /** A bigint, which the driver returns as text. */
  @Column('bigint', { default: 0 }) fetchCount!: string;

  @Column('timestamptz', { nullable: true }) lastFetchedAt!: Date | null;

  /** The latest error. */
  @Column('text', { nullable: true }) lastError!: string | null;

  @Column('timestamptz', { nullable: true }) lastErrorAt!: Date | null;
}

/** A fetch of a feed; the latest ones of each feed are stored. */
@Entity({ schema: 'system' })
@Index(['feedId', 'id'])
export class FeedFetch {
  /** A UUID of version 7, which sorts by time. */
  @PrimaryColumn('uuid') id!: string;

  @Column('uuid') feedId!: string;

  @ManyToOne(() => PartnerFeed, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'feed_id' })
  feed?: Relation<PartnerFeed>;

  @Column('timestamptz') at!: Date;

  /** Such as `ics`. */
  @Column('text') format!: string;

  /** The HTTP status. */
  @Column('int') status!: number;

  @Column('text', { nullable: true }) locale!: string | null;

  @Column('text', { nullable: true }) userAgent!: string | null;

  @Column('text', { nullable: true }) origin!: string | null;

  @Column('text', { nullable: true }) error!: string | null;
}

/** The system entities of this module. */
export const partnerEntities: readonly Function[] = [PartnerFeed, FeedFetch];
