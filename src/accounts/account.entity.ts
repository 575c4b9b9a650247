import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { Role } from '../content/contract/access.js';

/** A person or a program that has keys. The history shows its name, so a name is given once. */
@Entity({ schema: 'system' })
export class Account {
  @PrimaryColumn('uuid') id!: string;

  @Column('text', { unique: true }) name!: string;

  @Column('timestamptz') createdAt!: Date;

  /** From then on none of its keys is accepted. */
  @Column('timestamptz', { nullable: true }) disabledAt!: Date | null;
}

/** What an account shows to be let in. The key itself is kept nowhere. */
@Entity({ schema: 'system' })
@Index(['accountId'])
export class ApiKey {
  @PrimaryColumn('uuid') id!: string;

  @Column('uuid') accountId!: string;

  @ManyToOne(() => Account)
  @JoinColumn({ name: 'account_id' })
  account?: Relation<Account>;

  /** What it is used for. */
  @Column('text') name!: string;

  /** How the key begins, by which its holder recognises it in a list. */
  @Column('text') prefix!: string;

  /** The SHA-256 of the whole key, in hexadecimal digits. */
  @Column('text', { unique: true }) hash!: string;

  @Column('text', { array: true }) roles!: Role[];

  /** The only locales whose words it may change; null: all of them, and what the locales share. */
  @Column('text', { array: true, nullable: true }) locales!: string[] | null;

  @Column('timestamptz') createdAt!: Date;

  /** The instant from which on it is not accepted. */
  @Column('timestamptz', { nullable: true }) expiresAt!: Date | null;

  /** To the minute: it is not written down more often. */
  @Column('timestamptz', { nullable: true }) lastUsedAt!: Date | null;

  @Column('timestamptz', { nullable: true }) revokedAt!: Date | null;
}

/** For the store to know about. */
export const accountEntities: readonly Function[] = [Account, ApiKey];
