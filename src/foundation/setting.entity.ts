import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A persistent fact about the database. */
@Entity({ schema: 'system' })
export class Setting {
  @PrimaryColumn('text') key!: string;

  @Column('text') value!: string;
}
