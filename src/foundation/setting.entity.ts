import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A fact about the database that the program must remember between starts. */
@Entity({ schema: 'system' })
export class Setting {
  @PrimaryColumn('text') key!: string;

  @Column('text') value!: string;
}
