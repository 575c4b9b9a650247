import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { localizedProperties } from '../content/language/localized-columns.js';
import type { LocalizedText } from '../content/language/translation.js';
import { Organisation } from '../organisations/organisation.js';
import type {
  AttendanceMode,
  DayPart,
  EventKind,
  EventLifecycle,
  OrganisationRole,
  SchedulePrecision,
} from './event.enum.js';

/**
 * A tombstone of a withdrawn event: enough for calendars to cancel it, and for the filters of lists to find it. Columns
 * named like those of Event have its last values.
 */
@Entity({ schema: 'published' })
export class WithdrawnEvent {
  @PrimaryColumn('uuid') id!: string;

  @Index()
  @Column('timestamptz')
  withdrawnAt!: Date;

  @localizedProperties.part() title!: LocalizedText | null;

  @Column('text') kind!: EventKind;

  @Column('text') lifecycle!: EventLifecycle;

  @Column('text') precision!: SchedulePrecision;

  @Column('text') timeZone!: string;

  @Column('timestamptz', { nullable: true }) startsAt!: Date | null;

  @Column('timestamptz', { nullable: true }) endsAt!: Date | null;

  @Column('date', { nullable: true }) startDate!: string | null;

  @Column('date', { nullable: true }) endDate!: string | null;

  @Column('text', { nullable: true }) dayPart!: DayPart | null;

  @Column('timestamptz', { nullable: true }) beginsAt!: Date | null;

  @Column('timestamptz', { nullable: true }) overAt!: Date | null;

  @Column('text', { nullable: true }) attendanceMode!: AttendanceMode | null;

  @Column('uuid', { nullable: true }) parentId!: string | null;

  @Column('uuid', { nullable: true }) seriesId!: string | null;

  /** The people with a role in it. */
  @Column('uuid', { array: true }) personIds!: string[];

  @Column('timestamptz') createdAt!: Date;

  @Column('timestamptz', { nullable: true }) publishedAt!: Date | null;
}

/** The role of an organisation in a withdrawn event. */
@Entity({ schema: 'published' })
export class WithdrawnParticipation {
  @PrimaryColumn('uuid') id!: string;

  @Index()
  @Column('uuid')
  eventId!: string;

  @ManyToOne(() => WithdrawnEvent, { onDelete: 'CASCADE' })
  @JoinColumn()
  event?: Relation<WithdrawnEvent>;

  @Index()
  @Column('uuid')
  organisationId!: string;

  /** Which may be taken out, too. */
  @ManyToOne(() => Organisation, { createForeignKeyConstraints: false })
  @JoinColumn()
  organisation?: Relation<Organisation>;

  @Column('text') role!: OrganisationRole;
}
