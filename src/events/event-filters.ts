import { ID } from 'type-graphql';
import { labelledEnum } from '../content/language/labels.js';
import type { ContentType } from '../content/model/content-type.js';
import { byText, type DescribedOrder, type Filter, lastChanged } from '../content/model/listing.js';
import { DateTimeScalar } from '../content/model/scalars.js';
import {
  beginsBefore,
  endsAfter,
  isAfter,
  isLinkedTo,
  isNowIn,
  isOneOf,
  onlyWith,
  refersTo,
} from '../content/sql/conditions.js';
import { organisation } from '../organisations/organisation.js';
import { credit } from '../people/credit.js';
import { person } from '../people/person.js';
import { AttendanceMode, EventKind, EventLifecycle, OrganisationRole } from './event.enum.js';
import { eventSeries } from './event-series.js';
import { participation } from './participation.js';

export const EventTime = labelledEnum(
  'EventTime',
  'Where now lies in relation to an event, in the time zone of the event.',
  {
    UPCOMING: {
      means: 'Not over yet: to come, on now, or without a date so far.',
      en: 'Upcoming',
      'zh-Hant': '即將舉行',
      'zh-Hans': '即将举行',
    },
    ONGOING: { means: 'On now: begun and not over.', en: 'On now', 'zh-Hant': '進行中', 'zh-Hans': '进行中' },
    PAST: { means: 'Over.', en: 'Past', 'zh-Hant': '已結束', 'zh-Hans': '已结束' },
  },
);

/** What every list of events can be filtered by. Later modules add what they know of events. */
export function eventFilters(event: () => ContentType): Record<string, Filter> {
  return {
    time: {
      type: () => EventTime,
      description: 'Where now lies: before the end, between, or after it.',
      condition: isNowIn('beginsAt', 'overAt'),
    },
    from: {
      type: () => DateTimeScalar,
      description: 'Ends after this instant; leaves out events without a date.',
      condition: endsAfter('beginsAt', 'overAt'),
    },
    to: {
      type: () => DateTimeScalar,
      description: 'Begins before this instant; leaves out events without a date.',
      condition: beginsBefore('beginsAt'),
    },
    kind: { type: () => [EventKind], description: 'Of one of these kinds.', condition: isOneOf('kind') },
    lifecycle: {
      type: () => [EventLifecycle],
      description: 'With one of these statuses.',
      condition: isOneOf('lifecycle'),
    },
    attendanceMode: {
      type: () => [AttendanceMode],
      description: 'With one of these ways to take part.',
      condition: isOneOf('attendanceMode'),
    },
    organisation: {
      type: () => ID,
      description: 'In which this organisation has a role; its id, or a slug of it.',
      condition: isLinkedTo({
        link: () => participation,
        target: () => organisation,
        also: { role: isOneOf('role') },
      }),
    },
    role: {
      type: () => [OrganisationRole],
      description: 'With `organisation`: only these roles of it.',
      condition: onlyWith('organisation'),
    },
    person: {
      type: () => ID,
      description: 'In which this person has a role; its id, or a slug of it.',
      condition: isLinkedTo({ link: () => credit, target: () => person }),
    },
    series: {
      type: () => ID,
      description: 'Sessions of this series.',
      condition: refersTo(() => eventSeries, 'seriesId'),
    },
    parent: {
      type: () => ID,
      description: 'Parts of this event; its id, or a slug of it.',
      condition: refersTo(event, 'parentId'),
    },
    changedSince: {
      type: () => DateTimeScalar,
      description: 'Published or changed after this instant; see `changedAt`.',
      condition: isAfter('changedAt', 'updatedAt'),
    },
  };
}

export const byStart: DescribedOrder = {
  keys: [{ property: 'beginsAt', type: 'timestamptz' }],
  direction: 'asc',
  description: 'By their start, the earliest first; those without a date last.',
};

export const eventOrders = {
  START_ASC: byStart,
  START_DESC: {
    ...byStart,
    direction: 'desc',
    description: 'By their start, the latest first; those without a date before all others.',
  },
  UPDATED_AT_DESC: lastChanged,
  TITLE_ASC: byText('title'),
} as const satisfies Record<string, DescribedOrder>;
