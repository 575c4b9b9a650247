import { Column, Entity, Index, JoinColumn, ManyToOne, type Relation, Unique } from 'typeorm';
import { Content, PageText, Part } from '../content/content.entity.js';
import { localizedProperties } from '../content/localization/localized-columns.js';
import type { LocalizedText } from '../content/localization/translation.js';
import { Organisation } from '../organisations/organisation.js';
import type {
  AdmissionType,
  Allocation,
  AttendanceMode,
  DayPart,
  EventKind,
  EventLifecycle,
  OrganisationRole,
  SchedulePrecision,
} from './event.enum.js';
import { EventSeries } from './event-series.entity.js';
import { Venue } from './venue.entity.js';

@Entity()
// Checked at commit: sessions can change places.
@Unique(['seriesId', 'session'], { deferrable: 'INITIALLY DEFERRED' })
export class Event extends Content {
  /** In published: when it, or something that it shows, changed last; null where that is `updatedAt`. */
  @Column('timestamptz', { nullable: true }) changedAt!: Date | null;

  @Column('text') kind!: EventKind;

  @Column('int', { nullable: true }) edition!: number | null;

  @Index()
  @Column('uuid', { nullable: true })
  parentId!: string | null;

  @ManyToOne(() => Event)
  @JoinColumn()
  parent?: Relation<Event>;

  @Column('text') precision!: SchedulePrecision;

  @Column('text') timeZone!: string;

  /** For precision TIME. */
  @Column('timestamptz', { nullable: true }) startsAt!: Date | null;

  @Column('timestamptz', { nullable: true }) endsAt!: Date | null;

  /** The first local day; for precision TIME it follows from the time. */
  @Column('date', { nullable: true }) startDate!: string | null;

  /** The last local day, included. */
  @Column('date', { nullable: true }) endDate!: string | null;

  @Column('text', { nullable: true }) dayPart!: DayPart | null;

  /** Derived: the instant it begins; for whole days the first midnight in its time zone. */
  @Index()
  @Column('timestamptz', { nullable: true })
  beginsAt!: Date | null;

  /** Derived: the instant from which it is over. Without a known end that is the end of its last day. */
  @Index()
  @Column('timestamptz', { nullable: true })
  overAt!: Date | null;

  @Column('text') lifecycle!: EventLifecycle;

  @Column('text', { nullable: true }) attendanceMode!: AttendanceMode | null;

  @Index()
  @Column('uuid', { nullable: true })
  venueId!: string | null;

  @ManyToOne(() => Venue)
  @JoinColumn()
  venue?: Relation<Venue>;

  @Column('text', { nullable: true }) onlineUrl!: string | null;

  @Column('text', { array: true }) spokenLanguages!: string[];

  /** Null: nothing is said about registration. */
  @Column('boolean', { nullable: true }) registrationRequired!: boolean | null;

  @Column('text', { nullable: true }) registrationUrl!: string | null;

  @Index()
  @Column('timestamptz', { nullable: true })
  registrationOpensAt!: Date | null;

  @Column('timestamptz', { nullable: true }) registrationDeadline!: Date | null;

  /** Derived: the instant from which it is too late. A deadline includes its minute: 23:59 is over at 24:00. */
  @Index()
  @Column('timestamptz', { nullable: true })
  registrationClosesAt!: Date | null;

  @Column('text', { nullable: true }) allocation!: Allocation | null;

  @Column('int', { nullable: true }) capacity!: number | null;

  @Column('text', { nullable: true }) admissionType!: AdmissionType | null;

  @Column('numeric', { nullable: true, precision: 10, scale: 2 }) price!: string | null;

  /** ISO 4217. */
  @Column('text', { nullable: true }) currency!: string | null;

  @localizedProperties.part() admissionNote!: LocalizedText | null;

  /** Such as the groups of entrants of a competition. */
  @localizedProperties.list() categories!: LocalizedText[];

  @Index()
  @Column('uuid', { nullable: true })
  seriesId!: string | null;

  @ManyToOne(() => EventSeries)
  @JoinColumn()
  series?: Relation<EventSeries>;

  /** Its number in the series, from 1. */
  @Column('int', { nullable: true }) session!: number | null;
}

@Entity()
@Unique(['locale', 'slug'])
export class EventText extends PageText {
  @ManyToOne(() => Event, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'content_id' })
  content?: Relation<Event>;

  @localizedProperties.plain() title!: string | null;

  @localizedProperties.plain() shortName!: string | null;

  @localizedProperties.plain() theme!: string | null;

  @localizedProperties.plain() summary!: string | null;

  @localizedProperties.rich() description!: string | null;

  @localizedProperties.plain() eligibility!: string | null;
}

/** What an organisation does for an event. */
@Entity()
@Unique(['eventId', 'position'])
@Unique(['eventId', 'organisationId', 'role'])
export class Participation extends Part {
  @Column('uuid') eventId!: string;

  @ManyToOne(() => Event, { onDelete: 'CASCADE' })
  @JoinColumn()
  event?: Relation<Event>;

  @Index()
  @Column('uuid')
  organisationId!: string;

  @ManyToOne(() => Organisation)
  @JoinColumn()
  organisation?: Relation<Organisation>;

  @Column('text') role!: OrganisationRole;

  /** The printed word for the role, where it differs from the usual one. */
  @localizedProperties.part() label!: LocalizedText | null;

  /** The name as printed there, where it differs from the organisation's. */
  @localizedProperties.part() displayName!: LocalizedText | null;
}

@Entity()
@Unique(['eventId', 'position'])
export class Contact extends Part {
  @Column('uuid') eventId!: string;

  @ManyToOne(() => Event, { onDelete: 'CASCADE' })
  @JoinColumn()
  event?: Relation<Event>;

  /** What the contact is for. */
  @localizedProperties.part() label!: LocalizedText | null;

  @Column('text', { nullable: true }) name!: string | null;

  @Index()
  @Column('uuid', { nullable: true })
  organisationId!: string | null;

  @ManyToOne(() => Organisation)
  @JoinColumn()
  organisation?: Relation<Organisation>;

  @Column('text', { nullable: true }) phone!: string | null;

  @Column('text', { nullable: true }) email!: string | null;
}
