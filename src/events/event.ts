import { Column, Index, Unique } from 'typeorm';
import type { LocalizedText } from '../content/language/translation.js';
import { DatedContent } from '../content/model/dated-content.js';
import { choice, integer, locales, richText, text, translatedList, url } from '../content/model/fields.js';
import { group } from '../content/model/groups.js';
import { listArguments, listingOf } from '../content/model/listing.js';
import { contentType, page } from '../content/model/model.js';
import { parts, reference } from '../content/model/references.js';
import { many, paged, relate } from '../content/model/relation.js';
import { onlyValues } from '../content/sql/conditions.js';
import { isPresent } from '../content/sql/expressions.js';
import { organisation } from '../organisations/organisation.js';
import { Credit, ofRole } from '../people/credit.js';
import { Contact } from './contact.js';
import { checkEvent } from './event.checks.js';
import { AttendanceMode, EventKind, EventLifecycle, organiserRoles } from './event.enum.js';
import { eventRules } from './event.rules.js';
import { byStart, eventFilters, eventOrders } from './event-filters.js';
import { Admission, Registration, Schedule } from './event-groups.js';
import { EventSeries, eventSeries } from './event-series.js';
import { Link, ofRel } from './link.js';
import { ofOrganisationRole, Participation, participation } from './participation.js';
import { deriveClosing, deriveSchedule } from './schedule.js';
import { Venue } from './venue.js';

@page({
  one: 'event',
  many: 'events',
  noun: 'an event',
  description: 'Something that takes place at a time.',
})
// Checked at commit: sessions can change places.
@Unique(['seriesId', 'session'], { deferrable: 'INITIALLY DEFERRED' })
export class Event extends DatedContent {
  @choice(EventKind, 'What sort of event it is.', { isRequired: true, label: 'The label of its kind.' })
  kind!: EventKind;
  @text('Its title.', { min: 1, max: 300 }) title?: string | null;
  @text('A short form of the title, such as an acronym.', { max: 100 }) shortName?: string | null;
  @text('Its theme or motto.', { max: 500 }) theme?: string | null;
  @text('What it is about, in a sentence or two.', { max: 1_000 }) summary?: string | null;
  @richText('What it is about, at length.') description?: string | null;
  @text('Who may take part.', { max: 1_000 }) eligibility?: string | null;
  @integer('Which edition it is: 8 for an 8th annual meeting.', { min: 1 }) edition!: number | null;
  @reference(() => Event, 'The event it is a part of.') parentId!: string | null;
  @group(() => Schedule, 'When it takes place.', { isRequired: true }) schedule?: Schedule;
  /** Derived: the instant it begins; for whole days the first midnight in its time zone. */
  @Index()
  @Column('timestamptz', { nullable: true })
  beginsAt!: Date | null;
  /** Derived: the instant from which it is over. Without a known end that is the end of its last day. */
  @Index()
  @Column('timestamptz', { nullable: true })
  overAt!: Date | null;
  @choice(EventLifecycle, 'Its status.', {
    default: EventLifecycle.SCHEDULED,
    label: 'The label of its status.',
  })
  lifecycle!: EventLifecycle;
  @choice(AttendanceMode, 'How people take part; null where nothing is said.')
  attendanceMode!: AttendanceMode | null;
  @reference(() => Venue, 'Where it takes place.') venueId!: string | null;
  @url('Where to take part online.') onlineUrl!: string | null;
  @locales('The languages that are spoken there; empty where nothing is said.') spokenLanguages!: string[];
  @group(() => Registration, 'How to get a place.', {
    isThere: isPresent('registrationRequired'),
    hint: 'null where nothing is said.',
  })
  registration?: Registration;
  /** Derived: the instant from which it is too late. A deadline includes its minute: 23:59 is over at 24:00. */
  @Index()
  @Column('timestamptz', { nullable: true })
  registrationClosesAt!: Date | null;
  @group(() => Admission, 'What it costs.', {
    isThere: isPresent('admissionType'),
    hint: 'null where nothing is said.',
  })
  admission?: Admission;
  @translatedList('Its groups or categories, such as those of a competition.') categories!: LocalizedText[];
  @reference(() => EventSeries, 'The series it is a session of.') seriesId!: string | null;
  @integer('Its number in its series, from 1.', { min: 1 }) session!: number | null;
  @parts(
    () => Participation,
    'The organisations with what they do for it, in the order in which they are named.',
    { arguments: { role: ofOrganisationRole } },
  )
  participations?: Participation[];
  @parts(() => Credit, 'The people with what they do there, in the order in which they are named.', {
    arguments: { role: ofRole },
  })
  credits?: Credit[];
  @parts(() => Contact, 'Whom to ask.') contacts?: Contact[];
  @parts(() => Link, 'Links to elsewhere.', { arguments: { rel: ofRel } }) links?: Link[];
}

/** All columns of an event. */
export type EventRow = Event & Schedule & Registration & Admission;

export const event = contentType(Event, {
  derive: (row) => ({
    ...deriveSchedule(row),
    registrationClosesAt: deriveClosing(row.registrationDeadline),
    registrationRequired: row.registrationRequired ?? (saysHowToRegister(row) ? true : null),
  }),
  zone: 'timeZone',
  ...eventRules,
  publishChecks: checkEvent,
  siblings: 'series',
  carries: ['venue', 'series'],
  searchable: { names: ['shortName'], localized: ['categories', 'admissionNote'] },
  list: { filters: eventFilters(() => event), orders: eventOrders },
});

/** The input by which lists of events are filtered, and what it is as it was given. */
export const EventFilter = listingOf(event).filterType;
export type EventFilter = Record<string, string | string[] | null | undefined>;

relate(event, {
  children: paged(() => event, {
    key: 'parentId',
    description: 'The events that are a part of it, by their start.',
    isAside: true,
    orders: { START: byStart },
    defaultOrder: 'START',
  }),
  organisers: many(() => organisation, {
    key: 'eventId',
    through: {
      link: () => participation,
      target: 'organisationId',
      only: onlyValues('role', organiserRoles),
    },
    description: 'The organisations that host or organise it.',
  }),
});

relate(organisation, {
  events: paged(
    () => event,
    {
      key: 'organisationId',
      through: { link: () => participation, target: 'eventId' },
      description: 'The events in which it has a role.',
      arguments: { role: ofOrganisationRole },
      filter: listingOf(event).filter,
      orders: eventOrders,
      defaultOrder: 'START_DESC',
    },
    listArguments(event, 'START_DESC'),
  ),
});

relate(eventSeries, {
  sessions: paged(() => event, {
    key: 'seriesId',
    description: 'Its sessions in their order.',
    orders: { SESSION: { keys: [{ property: 'session', type: 'int' }], direction: 'asc' } },
    defaultOrder: 'SESSION',
  }),
});

function saysHowToRegister(row: Record<string, unknown>): boolean {
  const columns = [
    'registrationUrl',
    'registrationOpensAt',
    'registrationDeadline',
    'allocation',
    'capacity',
  ];
  return columns.some((name) => row[name] !== null && row[name] !== undefined);
}
