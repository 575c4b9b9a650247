import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A merge of a duplicate into another object, with what it takes to undo it. */
@Entity({ schema: 'system' })
@Index(['kept'])
@Index(['duplicate'])
export class Merge {
  /** A UUID of version 7, in the order of time. */
  @PrimaryColumn('uuid') id!: string;

  /** The table of both objects. */
  @Column('text') type!: string;

  @Column('uuid') kept!: string;

  @Column('uuid') duplicate!: string;

  @Column('timestamptz') at!: Date;

  /** The name of the account at that time. */
  @Column('text') by!: string;

  @Column('timestamptz', { nullable: true }) undoneAt!: Date | null;

  @Column('text', { nullable: true }) undoneBy!: string | null;

  /** The rewritten references, the printed names and the former slugs of the duplicate. */
  @Column('jsonb') state!: object;
}
