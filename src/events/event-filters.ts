import { ID } from 'type-graphql';
import { labelledEnum } from '../content/language/labels.js';
import type { ContentType } from '../content/model/content-type.js';
import { byTitle, type DescribedOrder, type Filter, lastChanged } from '../content/model/listing.js';
import { DateTimeScalar } from '../content/model/scalars.js';
import {
  beginsBefore,
  endsAfter,
  isAfter,
  isLinkedTo,
  isNowIn,
  isOneOf,
  isValueIn,
  onlyWith,
  refersTo,
} from '../content/sql/conditions.js';
import type { Expression } from '../content/sql/expressions.js';
import type { Row } from '../content/sql/row.js';
import { organisation } from '../organisations/organisation.js';
import { credit } from '../people/credit.js';
import { person } from '../people/person.js';
import { AttendanceMode, EventKind, EventLifecycle, OrganisationRole } from './event.enum.js';
import { eventSeries } from './event-series.js';
import { EventState, RegistrationState, stateOfEvent, stateOfRegistration } from './event-state.js';
import { participation } from './participation.js';

export const EventTime = labelledEnum(
  'EventTime',
  'The state of an event relative to now, in its time zone.',
  {
    UPCOMING: {
      means:
        'Not over: upcoming, or in progress. An event without a date is upcoming while its registration, its series or its parent is, and otherwise neither upcoming nor past.',
      en: 'Upcoming',
      'zh-Hant': '即將舉行',
      'zh-Hans': '即将举行',
    },
    ONGOING: {
      means: 'In progress: begun and not over.',
      en: 'On now',
      'zh-Hant': '進行中',
      'zh-Hans': '进行中',
    },
    PAST: { means: 'Over.', en: 'Past', 'zh-Hant': '已結束', 'zh-Hans': '已结束' },
  },
);

/** The filters of all lists of events. Later modules add their own. */
export function eventFilters(event: () => ContentType): Record<string, Filter> {
  return {
    time: {
      type: () => EventTime,
      description: 'Only events in this state relative to now.',
      condition: isNowIn('beginsAt', 'overAt', isAheadWithoutDate(event)),
    },
    from: {
      type: () => DateTimeScalar,
      description: 'Only events that end after this instant; excludes events without a date.',
      condition: endsAfter('beginsAt', 'overAt'),
    },
    to: {
      type: () => DateTimeScalar,
      description: 'Only events that begin before this instant; excludes events without a date.',
      condition: beginsBefore('beginsAt'),
    },
    kind: { type: () => [EventKind], description: 'Only events of these kinds.', condition: isOneOf('kind') },
    lifecycle: {
      type: () => [EventLifecycle],
      description: 'Only events with these statuses.',
      condition: isOneOf('lifecycle'),
    },
    state: {
      type: () => [EventState],
      description: 'Only events in these states now.',
      condition: isValueIn(stateOfEvent),
    },
    registration: {
      type: () => [RegistrationState],
      description: 'Only events with registration in these states now.',
      condition: (argument, row, all) =>
        // Whoever has copied an event must hear that it is gone.
        row.shape.remainsOf
          ? 'true'
          : `(${row.column('registrationRequired')} is not null and ${isValueIn(stateOfRegistration)(argument, row, all)})`,
    },
    attendanceMode: {
      type: () => [AttendanceMode],
      description: 'Only events with these attendance modes.',
      condition: isOneOf('attendanceMode'),
    },
    organisation: {
      type: () => ID,
      description: 'Only events in which this organisation has a role; its id, or a slug.',
      condition: isLinkedTo({
        link: () => participation,
        target: () => organisation,
        also: { role: isOneOf('role') },
      }),
    },
    role: {
      type: () => [OrganisationRole],
      description: 'With `organisation`: only in these roles.',
      condition: onlyWith('organisation'),
    },
    person: {
      type: () => ID,
      description: 'Only events in which this person has a role; their id, or a slug.',
      condition: isLinkedTo({ link: () => credit, target: () => person }),
    },
    series: {
      type: () => ID,
      description: 'Only sessions of this series.',
      condition: refersTo(() => eventSeries, 'seriesId'),
    },
    parent: {
      type: () => ID,
      description: 'Only children of this event; its id, or a slug.',
      condition: refersTo(event, 'parentId'),
    },
    changedSince: {
      type: () => DateTimeScalar,
      description: 'Only events published or changed after this instant; see `changedAt`.',
      condition: isAfter('changedAt', 'updatedAt'),
    },
  };
}

/** Whether an event without a date is still ahead: as long as its registration, its series or its parent is. */
function isAheadWithoutDate(event: () => ContentType): Expression {
  return (row) => {
    // Whoever has copied an event must hear that it is gone.
    if (row.shape.remainsOf) return 'true';
    const isAhead = (each: Row) =>
      `(${each.column('overAt')} > ${each.now('overAt')} or ${each.column('registrationClosesAt')} > ${each.now('registrationClosesAt')}
        or ${each.column('registrationOpensAt')} > ${each.now('registrationOpensAt')})`;
    // Not "exists", which the database may answer by reading all events once.
    const hasAhead = (key: string, own: string) => {
      const other = row.next(event());
      const conditions = [`${other.column(key)} = ${row.column(own)}`, isAhead(other), ...other.visible()];
      return `coalesce((select true from ${other.from()} where ${conditions.join(' and ')} limit 1), false)`;
    };
    return `(${isAhead(row)} or ${hasAhead('id', 'parentId')} or ${hasAhead('seriesId', 'seriesId')})`;
  };
}

export const byStart: DescribedOrder = {
  keys: [{ property: 'beginsAt', type: 'timestamptz', isAbsentLast: true }],
  direction: 'asc',
  description: 'By start, earliest first; events without a date last.',
};

export const eventOrders = {
  START_ASC: byStart,
  START_DESC: {
    ...byStart,
    direction: 'desc',
    description: 'By start, latest first; events without a date last.',
  },
  UPDATED_AT_DESC: lastChanged,
  PUBLISHED_AT_DESC: {
    keys: [{ property: 'publishedAt', type: 'timestamptz', isAbsentLast: true }],
    direction: 'desc',
    description: 'Most recently announced first, by the first publication.',
  },
  TITLE_ASC: byTitle('title'),
} as const satisfies Record<string, DescribedOrder>;
