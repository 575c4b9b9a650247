import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { Role } from '../content/contract/access.js';

/** A person or a program that has keys. Names are unique, because the history shows them. */
@Entity({ schema: 'system' })
export class Account {
  @PrimaryColumn('uuid') id!: string;

  @Column('text', { unique: true }) name!: string;

  @Column('timestamptz') createdAt!: Date;

  /** None of its keys is accepted from then on. */
  @Column('timestamptz', { nullable: true }) disabledAt!: Date | null;
}

/** An API key. Only its hash is stored. */
@Entity({ schema: 'system' })
@Index(['accountId'])
export class ApiKey {
  @PrimaryColumn('uuid') id!: string;

  @Column('uuid') accountId!: string;

  @ManyToOne(() => Account)
  @JoinColumn({ name: 'account_id' })
  account?: Relation<Account>;

  /** The purpose of the key. */
  @Column('text') name!: string;

  /** The beginning of the key, by which its holder recognises it. */
  @Column('text') prefix!: string;

  /** The SHA-256 of the whole key, in hexadecimal digits. */
  @Column('text', { unique: true }) hash!: string;

  @Column('text', { array: true }) roles!: Role[];

  /** The only locales whose text it may change; null for all of them, and for what the locales share. */
  @Column('text', { array: true, nullable: true }) locales!: string[] | null;

  @Column('timestamptz') createdAt!: Date;

  /** The key is refused from this instant on. */
  @Column('timestamptz', { nullable: true }) expiresAt!: Date | null;

  /** Updated at most once a minute. */
  @Column('timestamptz', { nullable: true }) lastUsedAt!: Date | null;

  @Column('timestamptz', { nullable: true }) revokedAt!: Date | null;
}

/** The system entities of this module. */
export const accountEntities: readonly Function[] = [Account, ApiKey];
