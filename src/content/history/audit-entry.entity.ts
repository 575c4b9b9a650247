import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export enum AuditOutcome {
  DONE = 'DONE',
  REFUSED = 'REFUSED',
  FAILED = 'FAILED',
}

/** A record of an attempted mutation. The database refuses to change or delete such a row, but for an erasure. */
@Entity({ schema: 'system' })
@Index(['at'])
export class AuditEntry {
  /** A UUID of version 7, in the order of time. */
  @PrimaryColumn('uuid') id!: string;

  @Column('timestamptz') at!: Date;

  /** The name of the caller at that time. */
  @Column('text') viewer!: string;

  @Column('uuid', { nullable: true }) accountId!: string | null;

  @Column('uuid', { nullable: true }) keyId!: string | null;

  /** The name of the mutation, or of an action of the program itself. */
  @Column('text') operation!: string;

  /** The global ids of the objects that were or would have been changed. */
  @Column('text', { array: true }) targets!: string[];

  @Column('text') outcome!: AuditOutcome;

  /** For a refusal: the codes with the paths of the errors. For an erasure: the given reason. */
  @Column('text', { array: true }) reasons!: string[];
}
