import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A request with an `Idempotency-Key`, and what was answered. */
@Entity({ schema: 'system' })
export class IdempotencyRecord {
  @PrimaryColumn('uuid') accountId!: string;

  @PrimaryColumn('text') key!: string;

  /** SHA-256 of the request, by which another one with the same key is told apart. */
  @Column('text') fingerprint!: string;

  /** Since when somebody works on it; null while nobody does. */
  @Column('timestamptz', { nullable: true }) startedAt!: Date | null;

  /** What its mutations did, by field; written in their transactions. */
  @Column('jsonb') results!: Record<string, unknown>;

  @Column('int', { nullable: true }) status!: number | null;

  @Column('text', { nullable: true }) body!: string | null;

  @Index()
  @Column('timestamptz')
  expiresAt!: Date;
}
