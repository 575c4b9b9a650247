import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '../content/contract/access.js';
import type { LeftOut } from '../content/publishing/left-out.js';
import type { ErrorCode } from '../foundation/errors.js';

export enum ScheduleAction {
  PUBLISH = 'PUBLISH',
  UNPUBLISH = 'UNPUBLISH',
}

export enum ScheduleState {
  PENDING = 'PENDING',
  DONE = 'DONE',
  CANCELLED = 'CANCELLED',
  FAILED = 'FAILED',
}

/** Why something could not be carried out, as it is kept. */
export interface ScheduleProblem {
  readonly code: ErrorCode | 'INTERNAL_SERVER_ERROR';
  readonly message: string;
  readonly chinese?: string;
  readonly path: readonly string[];
}

/**
 * Objects of one type that are published, or taken out, at an instant. All its times are those of the database: its
 * clock is the one that all processes share.
 */
@Entity({ schema: 'system' })
export class Schedule {
  /** A UUID of version 7: in the order of time. */
  @PrimaryColumn('uuid') id!: string;

  /** The table of the objects. */
  @Column('text') type!: string;

  @Column('uuid', { array: true }) contentIds!: string[];

  @Column('text') action!: ScheduleAction;

  /** Null: all locales. */
  @Column('text', { array: true, nullable: true }) locales!: string[] | null;

  /** Global ids of what is published with them; null where that is left to the rule at that instant. */
  @Column('text', { array: true, nullable: true }) withContents!: string[] | null;

  /** The plan that what is published has to be as in; null where there was none. */
  @Column('text', { nullable: true }) expectedFingerprint!: string | null;

  @Column('timestamptz') at!: Date;

  @Column('text') state!: ScheduleState;

  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;

  /** Whoever scheduled it, for it is done in their name: what they are called and what they may do. */
  @Column('text') createdBy!: string;

  @Column('uuid', { nullable: true }) accountId!: string | null;

  @Column('uuid', { nullable: true }) keyId!: string | null;

  @Column('text', { array: true }) roles!: Role[];

  @Column('text', { array: true, nullable: true }) viewerLocales!: string[] | null;

  @Column('timestamptz', { nullable: true }) finishedAt!: Date | null;

  @Column('jsonb') problems!: readonly ScheduleProblem[];

  /** What was not published with them, and why. */
  @Column('jsonb', { default: [] }) leftOut!: readonly LeftOut[];
}
