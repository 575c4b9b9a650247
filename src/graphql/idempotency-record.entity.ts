import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A request with an `Idempotency-Key`, and the stored response. */
@Entity({ schema: 'system' })
export class IdempotencyRecord {
  @PrimaryColumn('uuid') accountId!: string;

  @PrimaryColumn('text') key!: string;

  /** SHA-256 of the request, to detect another one with the same key. */
  @Column('text') fingerprint!: string;

  /** When its execution began; null while it is not being executed. */
  @Column('timestamptz', { nullable: true }) startedAt!: Date | null;

  /** The results of its mutations, by field; written in the transactions of the mutations. */
  @Column('jsonb') results!: Record<string, unknown>;

  @Column('int', { nullable: true }) status!: number | null;

  @Column('text', { nullable: true }) body!: string | null;

  @Index()
  @Column('timestamptz')
  expiresAt!: Date;
}
