import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A slug that an object had: it still leads to the object until another one takes it. */
@Entity()
export class FormerSlug {
  /** The table of the object. */
  @PrimaryColumn('text') type!: string;

  @PrimaryColumn('text') locale!: string;

  @PrimaryColumn('text') slug!: string;

  @Column('uuid') contentId!: string;
}
