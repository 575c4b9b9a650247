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
  /** By a mutation. */
  MANUAL = 'MANUAL',
  /** The receiver answered 410. */
  GONE = 'GONE',
  /** Nothing could be delivered for as long as one delivery is tried. */
  FAILING = 'FAILING',
}

/** Who is told of what becomes public, and is not any more. All times are those of the database. */
@Entity({ schema: 'system' })
export class Webhook {
  @PrimaryColumn('uuid') id!: string;

  @Column('text') name!: string;

  @Column('text') url!: string;

  /** As they were given, such as `event.*`; see topics.ts. */
  @Column('text', { array: true }) topics!: string[];

  /** The languages that it is about; null: all. */
  @Column('text', { array: true, nullable: true }) locales!: string[] | null;

  /** A GraphQL document of fragments; null: the receiver is told that something happened, and not what it says. */
  @Column('text', { nullable: true }) selection!: string | null;

  @Column('text') state!: WebhookState;

  @Column('text', { nullable: true }) disabledReason!: WebhookDisabledReason | null;

  @Column('timestamptz', { nullable: true }) disabledAt!: Date | null;

  /** Until then the receiver has asked to be left alone. */
  @Column('timestamptz', { nullable: true }) throttledUntil!: Date | null;

  /** Whether its last answer was long in coming: then it waits in a line of its own. */
  @Column('boolean', { default: false }) isSlow!: boolean;

  /** How many erasures there were since it was made: what was written for it before one of them is not sent after it. */
  @Column('int', { default: 0 }) erasures!: number;

  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;

  @Column('text') createdBy!: string;
}

/** What a receiver knows deliveries by. It is kept as it is, for it signs; nothing shows it. */
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

  /** Until when it signs beside its successor; null for the present one. */
  @Column('timestamptz', { nullable: true }) expiresAt!: Date | null;
}

export enum WebhookDeliveryState {
  WAITING = 'WAITING',
  PENDING = 'PENDING',
  DELIVERED = 'DELIVERED',
  FAILED = 'FAILED',
}

/** The states of what is not finished. */
export const UNFINISHED = [WebhookDeliveryState.WAITING, WebhookDeliveryState.PENDING];

/** One event for one webhook. All times are those of the database. */
@Entity({ schema: 'system' })
@Index(['webhookId', 'contentId'])
@Index(['webhookId', 'id'])
@Index(['webhookId', 'finishedAt'])
@Index(['finishedAt'])
export class WebhookDelivery {
  /** A UUID of version 7; the `webhook-id` is made of it. */
  @PrimaryColumn('uuid') id!: string;

  @Column('uuid') webhookId!: string;

  @ManyToOne(() => Webhook, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'webhook_id' })
  webhook?: Relation<Webhook>;

  /** Its place among the deliveries of an object: counted by the database, whatever the clocks of processes say. */
  @Column('bigint')
  @Generated('increment')
  position!: string;

  /** What happened, such as `event.published`. */
  @Column('text') topic!: string;

  /** The table of the object; null for a test. */
  @Column('text', { nullable: true }) contentType!: string | null;

  @Column('uuid', { nullable: true }) contentId!: string | null;

  @Column('text', { array: true }) locales!: string[];

  /** The slugs of the object, or those that it had where it is not public any more. */
  @Column('jsonb', { nullable: true }) slugs!: Slugs | null;

  /** What else it means; null for a test, and for what was written down by a program that did not know. */
  @Column('jsonb', { nullable: true }) consequences!: Omit<Consequences, 'slugs'> | null;

  @Column('timestamptz', { default: () => 'now()' }) occurredAt!: Date;

  @Column('text') state!: WebhookDeliveryState;

  /** How often it was sent. */
  @Column('int', { default: 0 }) attempts!: number;

  /** How many attempts of the schedule have failed; begins anew when somebody asks for it to be sent again. */
  @Column('int', { default: 0 }) step!: number;

  @Column('timestamptz', { nullable: true }) nextAttemptAt!: Date | null;

  /** While it is being sent: until when nobody else may send it. */
  @Column('timestamptz', { nullable: true }) claimedUntil!: Date | null;

  /** The job that makes the next attempt; others that are left over do nothing. */
  @Column('uuid', { nullable: true }) jobId!: string | null;

  /** The very text that is signed and sent, from the first attempt on. */
  @Column('text', { nullable: true }) payload!: string | null;

  @Column('timestamptz', { nullable: true }) finishedAt!: Date | null;
}

/** A delivery that was sent, and what came of it. */
@Entity({ schema: 'system' })
export class WebhookAttempt {
  @PrimaryColumn('uuid') deliveryId!: string;

  @ManyToOne(() => WebhookDelivery, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'delivery_id' })
  delivery?: Relation<WebhookDelivery>;

  /** 1 for the first. */
  @PrimaryColumn('int') number!: number;

  @Column('timestamptz', { default: () => 'now()' }) at!: Date;

  /** Without the signatures. */
  @Column('jsonb') requestHeaders!: Readonly<Record<string, string>>;

  /** Null while there is no answer, and for ever when the process that waited for it was killed. */
  @Column('int', { nullable: true }) durationMs!: number | null;

  @Column('int', { nullable: true }) responseStatus!: number | null;

  @Column('text', { nullable: true }) responseStart!: string | null;

  /** A sentence; null when it was delivered. */
  @Column('text', { nullable: true }) error!: string | null;
}

/** For the store to know about. */
export const webhookEntities: readonly Function[] = [Webhook, WebhookSecret, WebhookDelivery, WebhookAttempt];
