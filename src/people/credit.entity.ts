import { Column, Entity, Index, JoinColumn, ManyToOne, type Relation } from 'typeorm';
import { Part } from '../content/content.entity.js';
import { localizedProperties } from '../content/localization/localized-columns.js';
import type { LocalizedText } from '../content/localization/translation.js';
import { Person } from './person.entity.js';
import type { PersonRole } from './person.enum.js';

/** A person's role at an event or for an article: a part of the one whose key is set. */
@Entity()
export class Credit extends Part {
  @Index()
  @Column('uuid', { nullable: true })
  eventId!: string | null;

  // By name: this module may not import those of events and articles, which import it.
  @ManyToOne('Event', { onDelete: 'CASCADE' })
  @JoinColumn()
  event?: unknown;

  @Index()
  @Column('uuid', { nullable: true })
  articleId!: string | null;

  @ManyToOne('Article', { onDelete: 'CASCADE' })
  @JoinColumn()
  article?: unknown;

  @Index()
  @Column('uuid')
  personId!: string;

  @ManyToOne(() => Person)
  @JoinColumn()
  person?: Relation<Person>;

  @Column('text') role!: PersonRole;

  /** The name as printed there, where it differs from the person's. */
  @localizedProperties.part() displayName!: LocalizedText | null;

  /** As printed there; stays when the person moves on. */
  @localizedProperties.part() affiliation!: LocalizedText | null;
}
