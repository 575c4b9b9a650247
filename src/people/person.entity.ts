import { Column, Entity, Index, JoinColumn, ManyToOne, type Relation, Unique } from 'typeorm';
import { Content, PageText, Part } from '../content/content.entity.js';
import { localizedProperties } from '../content/localization/localized-columns.js';
import type { LocalizedText } from '../content/localization/translation.js';
import { Organisation } from '../organisations/organisation.js';
import type { Honorific, OfficeKind, PersonNameKind } from './person.enum.js';

@Entity()
export class Person extends Content {
  /** In the order in which they are said. */
  @Column('text', { array: true }) honorifics!: Honorific[];
}

@Entity()
@Unique(['locale', 'slug'])
export class PersonText extends PageText {
  @ManyToOne(() => Person, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'content_id' })
  content?: Relation<Person>;

  @localizedProperties.plain() name!: string | null;

  /** The name with its honorifics. */
  @localizedProperties.plain() displayName!: string | null;

  @localizedProperties.rich() bio!: string | null;
}

@Entity()
@Unique(['personId', 'position'])
export class PersonName extends Part {
  @Column('uuid') personId!: string;

  @ManyToOne(() => Person, { onDelete: 'CASCADE' })
  @JoinColumn()
  person?: Relation<Person>;

  @Column('text') locale!: string;

  @Column('text') text!: string;

  @Column('text', { nullable: true }) family!: string | null;

  @Column('text', { nullable: true }) given!: string | null;

  @Column('text') kind!: PersonNameKind;
}

/** An office that a person holds or held. */
@Entity()
@Unique(['personId', 'position'])
export class Office extends Part {
  @Column('uuid') personId!: string;

  @ManyToOne(() => Person, { onDelete: 'CASCADE' })
  @JoinColumn()
  person?: Relation<Person>;

  @Index()
  @Column('uuid')
  organisationId!: string;

  @ManyToOne(() => Organisation)
  @JoinColumn()
  organisation?: Relation<Organisation>;

  @Column('text') kind!: OfficeKind;

  @localizedProperties.part() title!: LocalizedText | null;

  /** As it is printed, such as "2024/26": a label, not a span. */
  @Column('text', { nullable: true }) term!: string | null;

  @Column('date', { nullable: true }) startDate!: string | null;

  @Column('date', { nullable: true }) endDate!: string | null;
}
