import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Document } from '../model/document.js';

/** A deleted object that can be restored. */
@Entity({ schema: 'system' })
export class BinEntry {
  /** The id of the object. */
  @PrimaryColumn('uuid') id!: string;

  /** The table of the object. */
  @Column('text') type!: string;

  @Column('text', { nullable: true }) externalRef!: string | null;

  /** Its title, for lists. */
  @Column('text', { nullable: true }) title!: string | null;

  @Column('int') version!: number;

  @Column('timestamptz') createdAt!: Date;

  @Column('timestamptz', { nullable: true }) publishedAt!: Date | null;

  @Column('timestamptz') deletedAt!: Date;

  @Column('text') deletedBy!: string;

  @Column('jsonb') document!: Document;
}
