import {
  Column,
  Entity,
  Generated,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  type Relation,
} from 'typeorm';
import type { Slugs } from '../content/storage/published-slugs.js';
import type { Consequences } from './consequences.js';

export enum WebhookState {
  ENABLED = 'ENABLED',
  DISABLED = 'DISABLED',
}

export enum WebhookDisabledReason {
  /** Disabled by a mutation. */
  MANUAL = 'MANUAL',
  /** The receiver responded with 410, "Gone". */
  GONE = 'GONE',
  /** Nothing was delivered during the whole retry schedule of a delivery. */
  FAILING = 'FAILING',
}

/** A subscription to changes of what is public. All times are those of the database. */
@Entity({ schema: 'system' })
export class Webhook {
  @PrimaryColumn('uuid') id!: string;

  @Column('text') name!: string;

  @Column('text') url!: string;

  /** As entered, such as `event.*`; see topics.ts. */
  @Column('text', { array: true }) topics!: string[];

  /** The languages that it subscribes to; null for all. */
  @Column('text', { array: true, nullable: true }) locales!: string[] | null;

  /** A GraphQL document of fragments; null when the payload has only ids and slugs. */
  @Column('text', { nullable: true }) selection!: string | null;

  @Column('text') state!: WebhookState;

  @Column('text', { nullable: true }) disabledReason!: WebhookDisabledReason | null;

  @Column('timestamptz', { nullable: true }) disabledAt!: Date | null;

  /** Until when it is throttled, by a status such as 429 or a Retry-After header. */
  @Column('timestamptz', { nullable: true }) throttledUntil!: Date | null;

  /** Whether its last response was slow: its deliveries wait in a queue of their own. */
  @Column('boolean', { default: false }) isSlow!: boolean;

  /** How many erasures there were since it was created: a payload rendered before one is not sent after it. */
  @Column('int', { default: 0 }) erasures!: number;

  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;

  @Column('text') createdBy!: string;
}

/** A secret that signs deliveries. Stored in plain text, because signing needs it; no query returns it. */
@Entity({ schema: 'system' })
@Index(['webhookId'])
export class WebhookSecret {
  @PrimaryColumn('uuid') id!: string;

  @Column('uuid') webhookId!: string;

  @ManyToOne(() => Webhook, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'webhook_id' })
  webhook?: Relation<Webhook>;

  @Column('text') secret!: string;

  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;

  /** Until when it signs beside its successor; null for the current one. */
  @Column('timestamptz', { nullable: true }) expiresAt!: Date | null;
}

export enum WebhookDeliveryState {
  WAITING = 'WAITING',
  PENDING = 'PENDING',
  DELIVERED = 'DELIVERED',
  FAILED = 'FAILED',
}

/** The states of unfinished deliveries. */
export const UNFINISHED = [WebhookDeliveryState.WAITING, WebhookDeliveryState.PENDING];

/** One event for one webhook. All times are those of the database. */
@Entity({ schema: 'system' })
@Index(['webhookId', 'contentId'])
@Index(['webhookId', 'id'])
@Index(['webhookId', 'finishedAt'])
@Index(['finishedAt'])
export class WebhookDelivery {
  /** A UUID of version 7, from which the `webhook-id` is made. */
  @PrimaryColumn('uuid') id!: string;

  @Column('uuid') webhookId!: string;

  @ManyToOne(() => Webhook, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'webhook_id' })
  webhook?: Relation<Webhook>;

  /** Its place among the deliveries of an object: a sequence, so that clocks of processes do not matter. */
  @Column('bigint')
  @Generated('increment')
  position!: string;

  /** The topic, such as `event.published`. */
  @Column('text') topic!: string;

  /** The table of the object; null for a test. */
  @Column('text', { nullable: true }) contentType!: string | null;

  @Column('uuid', { nullable: true }) contentId!: string | null;

  @Column('text', { array: true }) locales!: string[];

  /** The slugs of the object, or its last ones when it is no longer public. */
  @Column('jsonb', { nullable: true }) slugs!: Slugs | null;

  /** Affected objects and cache tags; null for a test, and in rows older than this column. */
  @Column('jsonb', { nullable: true }) consequences!: Omit<Consequences, 'slugs'> | null;

  @Column('timestamptz', { default: () => 'now()' }) occurredAt!: Date;

  @Column('text') state!: WebhookDeliveryState;

  /** How many attempts were made. */
  @Column('int', { default: 0 }) attempts!: number;

  /** How many attempts of the retry schedule have failed; starts again at redelivery. */
  @Column('int', { default: 0 }) step!: number;

  @Column('timestamptz', { nullable: true }) nextAttemptAt!: Date | null;

  /** During an attempt: until when no other process may send it. */
  @Column('timestamptz', { nullable: true }) claimedUntil!: Date | null;

  /** The job of the next attempt; other jobs of this delivery do nothing. */
  @Column('uuid', { nullable: true }) jobId!: string | null;

  /** The exact body that is signed and sent, fixed by the first attempt. */
  @Column('text', { nullable: true }) payload!: string | null;

  @Column('timestamptz', { nullable: true }) finishedAt!: Date | null;
}

/** One attempt to send a delivery, and its outcome. */
@Entity({ schema: 'system' })
export class WebhookAttempt {
  @PrimaryColumn('uuid') deliveryId!: string;

  @ManyToOne(() => WebhookDelivery, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'delivery_id' })
  delivery?: Relation<WebhookDelivery>;

  /** Starts with 1. */
  @PrimaryColumn('int') number!: number;

  @Column('timestamptz', { default: () => 'now()' }) at!: Date;

  /** The headers of the request, without the signatures. */
  @Column('jsonb') requestHeaders!: Readonly<Record<string, string>>;

  /** Null during the attempt, and for good when its process was killed. */
  @Column('int', { nullable: true }) durationMs!: number | null;

  @Column('int', { nullable: true }) responseStatus!: number | null;

  @Column('text', { nullable: true }) responseStart!: string | null;

  /** A sentence; null when it was delivered. */
  @Column('text', { nullable: true }) error!: string | null;
}

/** The system entities of this module. */
export const webhookEntities: readonly Function[] = [Webhook, WebhookSecret, WebhookDelivery, WebhookAttempt];
