import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A former slug, which leads to its object until another object takes it. */
@Entity()
export class FormerSlug {
  /** The table of the object. */
  @PrimaryColumn('text') type!: string;

  @PrimaryColumn('text') locale!: string;

  @PrimaryColumn('text') slug!: string;

  @Column('uuid') contentId!: string;
}
