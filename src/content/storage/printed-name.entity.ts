import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * The name of a person or an organisation as a published object prints it: in a by-line, or as organiser, sponsor or
 * contact. It has no foreign keys, and so outlives both objects.
 */
@Entity({ schema: 'published' })
export class PrintedName {
  /** The event, article or sponsorship. */
  @PrimaryColumn('uuid') subjectId!: string;

  @Index()
  @PrimaryColumn('uuid')
  targetId!: string;

  /** By locale, without fallbacks. */
  @Column('jsonb') names!: Readonly<Record<string, string>>;
}
