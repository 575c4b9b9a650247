import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * The name of a person or an organisation as it was printed in a published object: that of the by-line, organiser,
 * sponsor or contact there. It is kept by what printed it and whom it names, and so survives whatever becomes of either.
 */
@Entity({ schema: 'published' })
export class PrintedName {
  /** The event, article or sponsorship. */
  @PrimaryColumn('uuid') subjectId!: string;

  @Index()
  @PrimaryColumn('uuid')
  targetId!: string;

  /** By locale, without what is filled in. */
  @Column('jsonb') names!: Readonly<Record<string, string>>;
}
