import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Document } from '../model/document.js';
import type { FieldChange } from './changes.js';

/** An action on an object. */
export enum RevisionAction {
  CREATE = 'CREATE',
  UPDATE = 'UPDATE',
  REVERT = 'REVERT',
  DISCARD = 'DISCARD',
  PUBLISH = 'PUBLISH',
  UNPUBLISH = 'UNPUBLISH',
  DELETE = 'DELETE',
  RESTORE = 'RESTORE',
  ERASE = 'ERASE',
  MERGE = 'MERGE',
  UNMERGE = 'UNMERGE',
}

/** A version of an object, with the action that led to it. */
@Entity({ schema: 'system' })
@Index(['contentId', 'id'])
@Index(['at'])
@Index('revision_author', ['by', 'type', 'contentId'])
// Partial indexes: see the migrations.
@Index('revision_renaming', { synchronize: false })
@Index('revision_publication', { synchronize: false })
export class Revision {
  /** A UUID of version 7, in the order of time. */
  @PrimaryColumn('uuid') id!: string;

  /** The table of the object. */
  @Column('text') type!: string;

  @Column('uuid') contentId!: string;

  /** The version of the draft after the action. */
  @Column('int') version!: number;

  @Column('text') action!: RevisionAction;

  @Column('timestamptz') at!: Date;

  /** The name of the author at that time. */
  @Column('text') by!: string;

  @Column('uuid', { nullable: true }) accountId!: string | null;

  @Column('uuid', { nullable: true }) keyId!: string | null;

  /** For PUBLISH and UNPUBLISH: the locales. */
  @Column('text', { array: true }) locales!: string[];

  @Column('jsonb') changes!: readonly FieldChange[];

  /** The whole object; null for an action that leaves the draft as it is. */
  @Column('jsonb', { nullable: true }) document!: Document | null;

  /** For a save: the version before the first of the saves that this revision consists of; the changes are since then. */
  @Column('int', { nullable: true }) baseVersion!: number | null;

  /** For a save: when the first of them was made. */
  @Column('timestamptz', { nullable: true }) startedAt!: Date | null;

  /** Whether it is part of the next revision. It is kept for a while, for those who edit the version that it led to. */
  @Column('boolean', { default: false }) isContinued!: boolean;
}
