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
  /** A UUID of version 7: in the order of time. */
  @PrimaryColumn('uuid') id!: string;

  @Column('timestamptz') at!: Date;

  /** The name of whoever asked, as it was then. */
  @Column('text') viewer!: string;

  @Column('uuid', { nullable: true }) accountId!: string | null;

  @Column('uuid', { nullable: true }) keyId!: string | null;

  /** The name of the mutation, or of what the program did by itself. */
  @Column('text') operation!: string;

  /** Global ids of the objects that were changed, or that were to be changed. */
  @Column('text', { array: true }) targets!: string[];

  @Column('text') outcome!: AuditOutcome;

  /** For what was refused: the codes with the paths of what was wrong. For an erasure: why. */
  @Column('text', { array: true }) reasons!: string[];
}
