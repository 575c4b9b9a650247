import { ContentType, PartType } from '../content/content-type.js';
import {
  beginsBefore,
  endsAfter,
  hasLocale,
  isAfter,
  isLinkedTo,
  isNowIn,
  isOneOf,
  onlyValues,
  onlyWith,
  refersTo,
} from '../content/planner/conditions.js';

import {
  allOf,
  asText,
  column,
  firstPresent,
  group,
  isEqual,
  isOneOfConstants,
  isPresent,
  isReached,
  isWithin,
  label,
  localizedPart,
  localizedPartOr,
  not,
  wallTime,
} from '../content/planner/expressions.js';
import type { Order } from '../content/planner/order.js';
import { printedName } from '../content/planner/printed-names.js';
import type { Condition } from '../content/planner/relations.js';
import { many, one, owned, paged, printed, relate } from '../content/relation.js';
import { organisation } from '../organisations/organisation.js';
import { credit, person } from '../people/person.content.js';
import { PersonRole } from '../people/person.enum.js';
import { Contact, Event, EventText, Participation } from './event.entity.js';
import {
  EventKind,
  EventLifecycle,
  LinkRel,
  LinkStatus,
  OrganisationRole,
  organiserRoles,
  SchedulePrecision,
} from './event.enum.js';
import { EventFilter, EventOrder } from './event.filter.js';
import { EventInput, EventTranslationInput } from './event.input.js';
import { inspectEvent } from './event.readiness.js';
import { eventRules, linkRules, participationRules } from './event.rules.js';
import { ContactType, EventType, LinkType, ParticipationType } from './event.type.js';
import { eventSeries } from './event-series.content.js';
import { Link } from './link.entity.js';
import { DEFAULT_TIME_ZONE, deriveClosing, deriveSchedule } from './schedule.js';
import { venue } from './venue.content.js';

export const participation = new PartType({
  name: 'Participation',
  entity: Participation,
  type: ParticipationType,
  fields: {
    roleLabel: localizedPartOr('label', label('role', OrganisationRole)),
    displayName: printedName('organisation'),
  },
  ...participationRules,
});

export const contact = new PartType({
  name: 'Contact',
  entity: Contact,
  type: ContactType,
  fields: { organisationName: printedName('organisation') },
});

export const link = new PartType({
  name: 'Link',
  entity: Link,
  type: LinkType,
  derive: (row) => ({ status: row.status ?? (row.url ? LinkStatus.OK : LinkStatus.MISSING) }),
  ...linkRules,
});

/** When it takes place, from columns that are called like those of an event. */
export const schedule = group({
  precision: column('precision'),
  start: wallTime('startsAt', 'timeZone'),
  end: wallTime('endsAt', 'timeZone'),
  startDate: column('startDate'),
  endDate: column('endDate'),
  dayPart: column('dayPart'),
  allDay: isEqual('precision', SchedulePrecision.DATE),
  timeZone: column('timeZone'),
  isOver: isReached('overAt'),
});

const byStart: Order = { keys: [{ property: 'beginsAt', type: 'timestamptz' }], direction: 'asc' };

export const eventOrders = {
  START_ASC: byStart,
  START_DESC: { ...byStart, direction: 'desc' },
  UPDATED_AT_DESC: { keys: [{ property: 'updatedAt', type: 'timestamptz' }], direction: 'desc' },
  TITLE_ASC: { keys: [{ property: 'title', from: 'text', type: 'text' }], direction: 'asc' },
} satisfies Record<EventOrder, Order>;

/** What every list of events can be filtered by. Later modules add what they know of events. */
export const eventConditions: Record<string, Condition> = {
  time: isNowIn('beginsAt', 'overAt'),
  from: endsAfter('beginsAt', 'overAt'),
  to: beginsBefore('beginsAt'),
  kind: isOneOf('kind'),
  lifecycle: isOneOf('lifecycle'),
  attendanceMode: isOneOf('attendanceMode'),
  organisation: isLinkedTo({
    link: () => participation,
    key: 'eventId',
    target: () => organisation,
    targetKey: 'organisationId',
    also: { role: isOneOf('role') },
  }),
  role: onlyWith('organisation'),
  person: isLinkedTo({ link: () => credit, key: 'eventId', target: () => person, targetKey: 'personId' }),
  series: refersTo(() => eventSeries, 'seriesId'),
  parent: refersTo(() => event, 'parentId'),
  changedSince: isAfter('changedAt', 'updatedAt'),
  hasLocale,
};

export const event: ContentType = new ContentType({
  name: 'Event',
  folder: 'events',
  root: { one: 'event', many: 'events', noun: 'An event' },
  entity: Event,
  text: EventText,
  type: EventType,
  input: EventInput,
  translationInput: EventTranslationInput,
  fields: {
    changedAt: firstPresent('changedAt', 'updatedAt'),
    kindLabel: label('kind', EventKind),
    lifecycleLabel: label('lifecycle', EventLifecycle),
    schedule,
    registration: group(
      {
        isRequired: column('registrationRequired'),
        url: column('registrationUrl'),
        opensAt: wallTime('registrationOpensAt', 'timeZone'),
        deadline: wallTime('registrationDeadline', 'timeZone'),
        allocation: column('allocation'),
        capacity: column('capacity'),
        isOpen: allOf(
          isWithin('registrationOpensAt', 'registrationClosesAt'),
          not(isReached('overAt')),
          not(isOneOfConstants('lifecycle', [EventLifecycle.CANCELLED, EventLifecycle.COMPLETED])),
        ),
      },
      isPresent('registrationRequired'),
    ),
    admission: group(
      {
        type: column('admissionType'),
        price: asText('price'),
        currency: column('currency'),
        note: localizedPart('admissionNote'),
      },
      isPresent('admissionType'),
    ),
  },
  groups: {
    schedule: {
      precision: 'precision',
      start: 'startsAt',
      end: 'endsAt',
      startDate: 'startDate',
      endDate: 'endDate',
      dayPart: 'dayPart',
      timeZone: 'timeZone',
    },
    registration: {
      isRequired: 'registrationRequired',
      url: 'registrationUrl',
      opensAt: 'registrationOpensAt',
      deadline: 'registrationDeadline',
      allocation: 'allocation',
      capacity: 'capacity',
    },
    admission: { type: 'admissionType', price: 'price', currency: 'currency', note: 'admissionNote' },
  },
  defaults: {
    timeZone: DEFAULT_TIME_ZONE,
    lifecycle: EventLifecycle.SCHEDULED,
    spokenLanguages: [],
    categories: [],
  },
  derive: (row) => ({
    ...deriveSchedule(row),
    registrationClosesAt: deriveClosing(row.registrationDeadline),
    registrationRequired: row.registrationRequired ?? (saysHowToRegister(row) ? true : null),
  }),
  zone: 'timeZone',
  ...eventRules,
  inspect: inspectEvent,
  siblings: 'series',
  carries: ['venue', 'series'],
  searchable: { names: ['shortName'], localized: ['categories', 'admissionNote'] },
  listing: {
    filterType: EventFilter,
    filter: eventConditions,
    orderType: EventOrder,
    orders: eventOrders,
    defaultOrder: EventOrder.START_ASC,
  },
});

relate(participation, {
  organisation: printed(() => organisation, {
    key: 'organisationId',
    name: 'name',
    subject: ['eventId'],
    own: 'displayName',
    isRequired: true,
    description: 'The organisation; null while there is no page about it. Its name stays as it was printed.',
  }),
});

relate(contact, {
  organisation: printed(() => organisation, {
    key: 'organisationId',
    name: 'name',
    subject: ['eventId'],
    beside: ['name', 'email'],
    description: 'The organisation to ask; null while there is no page about it.',
  }),
});

const role = {
  type: () => [OrganisationRole],
  description: 'Only these roles.',
  condition: isOneOf('role'),
};

const eventListArguments = {
  filter: { type: () => EventFilter, description: 'Which events; all conditions must hold.' },
  orderBy: { type: () => EventOrder, description: 'The order.', defaultValue: EventOrder.START_DESC },
};

relate(event, {
  parent: one(() => event, { key: 'parentId', description: 'The event it is a part of.' }),
  children: paged(() => event, {
    key: 'parentId',
    description: 'The events that are a part of it, by their start.',
    isAside: true,
    orders: { START: byStart },
    defaultOrder: 'START',
  }),
  venue: one(() => venue, { key: 'venueId', description: 'Where it takes place.' }),
  series: one(() => eventSeries, { key: 'seriesId', description: 'The series it is a session of.' }),
  participations: owned(() => participation, {
    key: 'eventId',
    description: 'The organisations with what they do for it, in the order in which they are named.',
    arguments: { role },
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
  credits: owned(() => credit, {
    key: 'eventId',
    description: 'The people with what they do there, in the order in which they are named.',
    arguments: {
      role: { type: () => [PersonRole], description: 'Only these roles.', condition: isOneOf('role') },
    },
  }),
  contacts: owned(() => contact, { key: 'eventId', description: 'Whom to ask.' }),
  links: owned(() => link, {
    key: 'eventId',
    description: 'Links to elsewhere.',
    arguments: {
      rel: { type: () => [LinkRel], description: 'Only for these purposes.', condition: isOneOf('rel') },
    },
  }),
});

relate(organisation, {
  events: paged(
    () => event,
    {
      key: 'organisationId',
      through: { link: () => participation, target: 'eventId' },
      description: 'The events in which it has a role.',
      arguments: { role },
      filter: eventConditions,
      orders: eventOrders,
      defaultOrder: EventOrder.START_DESC,
    },
    eventListArguments,
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
