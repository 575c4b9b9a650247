import { Column, Index, Unique } from 'typeorm';
import type { LocalizedText } from '../content/language/translation.js';
import { DatedContent } from '../content/model/dated-content.js';
import { type Document, isRecord } from '../content/model/document.js';
import {
  choice,
  computed,
  computedChoice,
  integer,
  locales,
  richText,
  text,
  translatedList,
  url,
} from '../content/model/fields.js';
import { group } from '../content/model/groups.js';
import { listArguments, listingOf } from '../content/model/listing.js';
import { contentType, page } from '../content/model/model.js';
import { parts, reference } from '../content/model/references.js';
import { many, paged, relate } from '../content/model/relation.js';
import { DateScalar, DateTimeScalar } from '../content/model/scalars.js';
import { onlyValues } from '../content/sql/conditions.js';
import { column, isPresent, labelOf, wallTime } from '../content/sql/expressions.js';
import { organisation } from '../organisations/organisation.js';
import { Credit, ofRole } from '../people/credit.js';
import { Contact } from './contact.js';
import { checkEvent } from './event.checks.js';
import {
  AttendanceMode,
  EventKind,
  EventLifecycle,
  organiserRoles,
  SchedulePrecision,
} from './event.enum.js';
import { eventRules } from './event.rules.js';
import { byStart, eventFilters, eventOrders } from './event-filters.js';
import { Admission, Registration, Schedule } from './event-groups.js';
import { EventSeries, eventSeries } from './event-series.js';
import { EventState, stateOfEvent } from './event-state.js';
import { Link, ofRel } from './link.js';
import { ofOrganisationRole, Participation, participation } from './participation.js';
import { deriveClosing, deriveSchedule } from './schedule.js';
import { Venue } from './venue.js';

@page({
  one: 'event',
  many: 'events',
  noun: 'an event',
  description: 'An event of the association or of others, with its schedule, venue and participants.',
})
// Deferrable, because sessions can swap numbers.
@Unique(['seriesId', 'session'], { deferrable: 'INITIALLY DEFERRED' })
export class Event extends DatedContent {
  @choice(EventKind, 'The kind of event.', {
    isRequired: true,
    label: 'The label of its kind, in the language of the request.',
  })
  kind!: EventKind;
  @text('The title of the event.', { min: 1, max: 300 }) title?: string | null;
  @text('A short form of the title, such as an acronym.', { max: 100 }) shortName?: string | null;
  @text('The theme or motto.', { max: 500 }) theme?: string | null;
  @text('A summary in a sentence or two.', { max: 1_000 }) summary?: string | null;
  @richText('The full description.') description?: string | null;
  @text('Who may take part.', { max: 1_000 }) eligibility?: string | null;
  @integer('The number of the edition: 8 for an 8th annual meeting.', { min: 1 }) edition!: number | null;
  @reference(() => Event, 'The parent event.') parentId!: string | null;
  @group(() => Schedule, 'The date and time of the event.', { isRequired: true }) schedule?: Schedule;
  /** Derived: the instant of the start; for whole days the first midnight in its time zone. */
  @Index()
  @Column('timestamptz', { nullable: true })
  beginsAt!: Date | null;
  /** Derived: the instant of the end; without one, the end of its last day. */
  @Index()
  @Column('timestamptz', { nullable: true })
  overAt!: Date | null;
  @choice(EventLifecycle, 'The status that editors have set; readers want `state`.', {
    default: EventLifecycle.SCHEDULED,
    written: 'The status: scheduled, postponed, moved, cancelled or completed; by default SCHEDULED.',
    label: 'The same as `stateLabel`.',
    labelPlan: () => labelOf(stateOfEvent, EventState),
  })
  lifecycle!: EventLifecycle;
  @computedChoice(
    EventState,
    'What readers have to know now: whether it is cancelled, postponed, moved, on now or over.',
    'The label of its state, in the language of the request.',
    stateOfEvent,
  )
  state?: EventState;
  /** See the trigger of the same name. */
  @Column('timestamptz', { nullable: true })
  @computed(
    () => DateTimeScalar,
    'The start before the date was last changed in public; null if it had none, or no time.',
    wallTime('previousStart', 'timeZone'),
    true,
  )
  previousStart!: Date | null;
  @Column('date', { nullable: true })
  @computed(
    () => DateScalar,
    'The first day before the date was last changed in public; null if it was not.',
    column('previousStartDate'),
    true,
  )
  previousStartDate!: string | null;
  @choice(AttendanceMode, 'How people take part; null if unknown.')
  attendanceMode!: AttendanceMode | null;
  @reference(() => Venue, 'The venue.') venueId!: string | null;
  @url('The URL for taking part online.') onlineUrl!: string | null;
  @locales('The languages spoken there, as BCP 47 tags; empty if unknown.') spokenLanguages!: string[];
  @group(() => Registration, 'Registration for the event.', {
    isThere: isPresent('registrationRequired'),
    hint: 'null if unknown.',
  })
  registration?: Registration;
  /** Derived: the instant when registration closes. A deadline includes its minute: 23:59 is over at 24:00. */
  @Index()
  @Column('timestamptz', { nullable: true })
  registrationClosesAt!: Date | null;
  @group(() => Admission, 'The terms of admission.', {
    isThere: isPresent('admissionType'),
    hint: 'null if unknown.',
  })
  admission?: Admission;
  @translatedList('The groups or categories, such as those of a competition.') categories!: LocalizedText[];
  @reference(() => EventSeries, 'The series of which it is a session.') seriesId!: string | null;
  @integer('The number in its series, from 1.', { min: 1 }) session!: number | null;
  @parts(() => Participation, 'The organisations with their roles, in display order.', {
    arguments: { role: ofOrganisationRole },
  })
  participations?: Participation[];
  @parts(() => Credit, 'The people with their roles, in display order.', {
    arguments: { role: ofRole },
  })
  credits?: Credit[];
  @parts(() => Contact, 'Contacts for enquiries.') contacts?: Contact[];
  @parts(() => Link, 'Links to other sites.', { arguments: { rel: ofRel } }) links?: Link[];
}

/** All columns of an event. */
export type EventRow = Event & Schedule & Registration & Admission;

export const event = contentType(Event, {
  derive: (row) => ({
    ...deriveSchedule(row),
    registrationClosesAt: deriveClosing(row.registrationDeadline),
    registrationRequired: row.registrationRequired ?? (hasRegistration(row) ? true : null),
  }),
  zone: 'timeZone',
  ...eventRules,
  publishChecks: checkEvent,
  // Next time is at another date, and nobody has registered.
  template: ({ schedule: _then, lifecycle: _state, session: _number, edition: _edition, ...event }) => ({
    ...event,
    schedule: { precision: SchedulePrecision.TBA },
    ...(isRecord(event.registration) ? { registration: withoutDates(event.registration) } : {}),
  }),
  siblings: 'series',
  carries: ['venue', 'series'],
  searchable: { names: ['shortName'], localized: ['categories', 'admissionNote'] },
  list: { filters: eventFilters(() => event), orders: eventOrders },
});

/** The input type of filters of events. */
export const EventFilter = listingOf(event).filterType;
export type EventFilter = Record<string, string | string[] | null | undefined>;

relate(event, {
  children: paged(() => event, {
    key: 'parentId',
    description: 'The child events, by start.',
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
    description: 'The hosts and organisers.',
  }),
});

relate(organisation, {
  events: paged(
    () => event,
    {
      key: 'organisationId',
      through: { link: () => participation, target: 'eventId' },
      description: 'The events in which the organisation has a role.',
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
    description: 'The sessions of the series, in order.',
    orders: { SESSION: { keys: [{ property: 'session', type: 'int' }], direction: 'asc' } },
    defaultOrder: 'SESSION',
  }),
});

function hasRegistration(row: Record<string, unknown>): boolean {
  const columns = [
    'registrationUrl',
    'registrationOpensAt',
    'registrationDeadline',
    'allocation',
    'capacity',
    'registrationFull',
  ];
  return columns.some((name) => row[name] !== null && row[name] !== undefined);
}

function withoutDates({
  opensAt: _opens,
  deadline: _closes,
  isFull: _full,
  ...registration
}: Document): Document {
  return registration;
}
