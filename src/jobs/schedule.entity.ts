import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LeftOut } from '../content/publishing/left-out.js';
import type { ErrorCode } from '../foundation/errors.js';
import { ActingViewer } from './acting-viewer.js';

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

/** A stored reason why a schedule failed. */
export interface ScheduleProblem {
  readonly code: ErrorCode | 'INTERNAL_SERVER_ERROR';
  readonly message: string;
  readonly chinese?: string;
  readonly path: readonly string[];
}

/**
 * A publication or withdrawal of objects of one type at an instant. All times are those of the database, whose clock
 * all processes share.
 */
@Entity({ schema: 'system' })
export class Schedule extends ActingViewer {
  /** A UUID of version 7, which sorts by time. */
  @PrimaryColumn('uuid') id!: string;

  /** The table of the objects. */
  @Column('text') type!: string;

  @Column('uuid', { array: true }) contentIds!: string[];

  @Column('text') action!: ScheduleAction;

  /** Null for all locales. */
  @Column('text', { array: true, nullable: true }) locales!: string[] | null;

  /** Global ids of the contents to publish with them; null for the default rule at that instant. */
  @Column('text', { array: true, nullable: true }) withContents!: string[] | null;

  /** The fingerprint of the plan that must still hold; null if there was none. */
  @Column('text', { nullable: true }) expectedFingerprint!: string | null;

  @Column('timestamptz') at!: Date;

  @Column('text') state!: ScheduleState;

  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;

  @Column('timestamptz', { nullable: true }) finishedAt!: Date | null;

  @Column('jsonb') problems!: readonly ScheduleProblem[];

  /** Objects that were not published with them, and why. */
  @Column('jsonb', { default: [] }) leftOut!: readonly LeftOut[];
}
