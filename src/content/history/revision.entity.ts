import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Document } from '../model/document.js';
import type { FieldChange } from './changes.js';

/** What was done to an object. */
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
}

/** An object as it was after something was done to it. */
@Entity({ schema: 'system' })
@Index(['contentId', 'id'])
@Index(['at'])
// Of few rows: see the migration.
@Index('revision_renaming', { synchronize: false })
export class Revision {
  /** A UUID of version 7: in the order of time. */
  @PrimaryColumn('uuid') id!: string;

  /** The table of the object. */
  @Column('text') type!: string;

  @Column('uuid') contentId!: string;

  /** The version of the draft that came out of it. */
  @Column('int') version!: number;

  @Column('text') action!: RevisionAction;

  @Column('timestamptz') at!: Date;

  /** The name of whoever did it, as it was then. */
  @Column('text') by!: string;

  @Column('uuid', { nullable: true }) accountId!: string | null;

  @Column('uuid', { nullable: true }) keyId!: string | null;

  /** For what was published or taken out: the languages. */
  @Column('text', { array: true }) locales!: string[];

  @Column('jsonb') changes!: readonly FieldChange[];

  /** The whole object; null for what changes nothing in the draft. */
  @Column('jsonb', { nullable: true }) document!: Document | null;
}
