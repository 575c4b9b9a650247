import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Document } from '../content/model/document.js';
import type { Problem } from '../foundation/errors.js';
import { ActingViewer } from '../jobs/acting-viewer.js';
import type { BulkPublicationReport } from './bulk-publication.js';

export enum BulkAction {
  PUSH = 'PUSH',
  PUBLISH = 'PUBLISH',
  UNPUBLISH = 'UNPUBLISH',
}

export enum BulkState {
  STAGING = 'STAGING',
  QUEUED = 'QUEUED',
  RUNNING = 'RUNNING',
  DONE = 'DONE',
  FAILED = 'FAILED',
  CANCELLED = 'CANCELLED',
}

/** The choices of the mutation that it stands for. */
export interface BulkOptions {
  readonly recreate?: boolean;
  readonly overruleOthers?: boolean;
  readonly overwriteOthers?: boolean;
  /** The table of the objects to publish or unpublish. */
  readonly type?: string;
  readonly locales?: readonly string[] | null;
  readonly expectedFingerprint?: string | null;
  readonly withContents?: readonly string[];
  readonly withoutTrace?: boolean;
}

/** An error that is stored, also one of the server. */
export interface BulkProblem extends Omit<Problem, 'code'> {
  readonly code: Problem['code'] | 'INTERNAL_SERVER_ERROR';
}

/**
 * Objects that are written or published in one transaction, in the background. The acting viewer is the one who has
 * created it and, once it is queued, the one who has started it.
 */
@Entity({ schema: 'system' })
export class BulkOperation extends ActingViewer {
  /** A UUID of version 7, also that of its job. */
  @PrimaryColumn('uuid') id!: string;

  @Column('text') action!: BulkAction;

  @Column('jsonb') options!: BulkOptions;

  @Column('text') state!: BulkState;

  /** How many objects are staged. */
  @Column('int', { default: 0 }) total!: number;

  @Column('int', { default: 0 }) done!: number;

  /** How often it has begun. */
  @Column('int', { default: 0 }) attempts!: number;

  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;

  @Column('timestamptz', { nullable: true }) startedAt!: Date | null;

  @Column('timestamptz', { nullable: true }) finishedAt!: Date | null;

  @Column('jsonb', { default: [] }) problems!: readonly BulkProblem[];

  @Column('jsonb', { nullable: true }) publication!: BulkPublicationReport | null;
}

/** An object of a bulk operation; its document is deleted when the operation ends. */
@Entity({ schema: 'system' })
export class BulkOperationItem {
  @PrimaryColumn('uuid') id!: string;

  @Column('uuid') operationId!: string;

  @Column('int') position!: number;

  /** The table of the object. */
  @Column('text') type!: string;

  @Column('text', { nullable: true }) externalRef!: string | null;

  @Column('int', { nullable: true }) expectedVersion!: number | null;

  @Column('json', { nullable: true }) document!: Document | null;

  @Column('uuid', { nullable: true }) contentId!: string | null;

  @Column('text', { nullable: true }) outcome!: 'CREATED' | 'UPDATED' | 'UNCHANGED' | null;

  @Column('int', { nullable: true }) version!: number | null;
}

export const bulkEntities = [BulkOperation, BulkOperationItem];
