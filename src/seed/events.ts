import {
  AdmissionType,
  Allocation,
  AttendanceMode,
  EventKind,
  EventLifecycle,
  SchedulePrecision,
} from '../events/event.enum.js';
import { type EventRow, event } from '../events/event.js';
import type { EventSeries } from '../events/event-series.js';
import { eventSeries } from '../events/event-series.js';
import { HOME_TIME_ZONE } from '../foundation/calendar.js';
import { contactsOf, creditsOf, linksOf, participationsOf } from './event-parts.js';
import { capitalised, fillIn, type Phrase } from './phrase.js';
import { DAY, dateOf, MINUTE, type SeedPlan } from './plan.js';
import { introduction, sentence } from './prose.js';
import type { Choices } from './random.js';
import type { SeedContent } from './seed-object.js';
import { EVENT_NOUNS, PLACES, TOPICS } from './vocabulary.js';

/** Every tenth event is a session of a series. */
const SERIES_EVERY = 10;
const SESSIONS = 25;
/** Every twentieth event is a child of the one before it. */
const PART_EVERY = 20;

const TITLE: Phrase = ['{topic} {noun} {place}', '{place}{topic}{noun}', '{place}{topic}{noun}'];

export const seededEventSeries: SeedContent<EventSeries> = {
  kind: 'eventSeries',
  content: eventSeries,
  at(plan, index) {
    const choices = plan.choices('eventSeries', index);
    const topic = choices.oneOf(TOPICS);
    return {
      columns: { plannedSessions: SESSIONS },
      texts: {
        title: fillIn(['Talks on {topic}', '{topic}系列講座', '{topic}系列讲座'], { topic }),
        summary: sentence(choices),
      },
    };
  },
};

export const seededEvents: SeedContent<EventRow> = {
  kind: 'event',
  content: event,
  at(plan, index) {
    const choices = plan.choices('event', index);
    const [topic, noun, place] = [choices.oneOf(TOPICS), choices.oneOf(EVENT_NOUNS), choices.oneOf(PLACES)];
    return {
      columns: {
        kind: choices.oneOf(Object.values(EventKind)),
        edition: choices.isLuckyIn(0.3) ? choices.between(2, 20) : null,
        parentId: index % PART_EVERY === 1 ? plan.id('event', index - 1) : null,
        timeZone: HOME_TIME_ZONE,
        spokenLanguages: choices.oneOf([['yue'], ['en'], ['yue', 'en'], ['zh']]),
        ...scheduleOf(plan, index, choices),
        ...attendanceOf(plan, choices),
        ...admissionOf(plan, index, choices),
        ...sessionOf(plan, index),
      },
      texts: {
        title: fillIn(TITLE, { topic: capitalised(topic), noun, place }),
        summary: sentence(choices),
        description: introduction(choices),
        theme: index % 3 === 0 ? sentence(choices) : undefined,
      },
      parts: [
        ...participationsOf(plan, index),
        ...creditsOf(plan, index),
        ...contactsOf(plan, index),
        ...linksOf(plan, index),
      ],
    };
  },
};

function scheduleOf(plan: SeedPlan, index: number, choices: Choices) {
  const isPast = index < plan.pastEvents;
  const day = plan.dayOfEvent(index);
  const lifecycle = isPast
    ? choices.oneOf([EventLifecycle.COMPLETED, EventLifecycle.COMPLETED, EventLifecycle.CANCELLED])
    : choices.oneOf([EventLifecycle.SCHEDULED, EventLifecycle.SCHEDULED, EventLifecycle.RESCHEDULED]);
  // Only upcoming events can be without a date: an event without one is never over.
  if (!isPast && choices.isLuckyIn(0.05)) return { precision: SchedulePrecision.TBA, lifecycle };
  if (choices.isLuckyIn(0.3)) {
    const lastDay = new Date(day.getTime() + choices.between(0, 2) * DAY);
    const days = { startDate: dateOf(day), endDate: dateOf(lastDay) };
    return { precision: SchedulePrecision.DATE, lifecycle, ...days };
  }
  // Between 9:00 and 19:00 in Hong Kong (UTC+8).
  const startsAt = new Date(day.getTime() + (60 + 30 * choices.between(0, 20)) * MINUTE);
  const endsAt = new Date(startsAt.getTime() + 30 * choices.between(2, 16) * MINUTE);
  return { precision: SchedulePrecision.TIME, lifecycle, startsAt, endsAt };
}

function attendanceOf(plan: SeedPlan, choices: Choices) {
  const attendanceMode = choices.oneOf(Object.values(AttendanceMode));
  const venue = plan.id('venue', choices.skewedIndex(plan.count('venue')));
  return {
    attendanceMode,
    venueId: attendanceMode === AttendanceMode.ONLINE ? null : venue,
    onlineUrl: attendanceMode === AttendanceMode.IN_PERSON ? null : 'https://online.example.org/',
  };
}

function admissionOf(plan: SeedPlan, index: number, choices: Choices) {
  const texts = plan.texts('event', index);
  const day = plan.dayOfEvent(index).getTime();
  const isPaid = choices.isLuckyIn(0.3);
  const categories = choices.isLuckyIn(0.1)
    ? [texts.part(['Students', '學生組', '学生组']), texts.part(['Open', '公開組', '公开组'])]
    : [];
  return {
    registrationUrl: `https://register.example.org/${index + 1}`,
    registrationOpensAt: new Date(day - 40 * DAY),
    registrationDeadline: new Date(day - 2 * DAY),
    allocation: choices.oneOf(Object.values(Allocation)),
    capacity: choices.between(2, 50) * 10,
    admissionType: isPaid ? AdmissionType.PAID : choices.oneOf([AdmissionType.FREE, AdmissionType.MEMBERS]),
    price: isPaid ? `${choices.between(1, 20) * 50}.00` : null,
    currency: isPaid ? 'HKD' : null,
    admissionNote: isPaid ? texts.part(['Meals are included.', '包括膳食。', '包括膳食。']) : null,
    categories: categories.filter((category) => category !== null),
  };
}

function sessionOf(plan: SeedPlan, index: number) {
  if (index % SERIES_EVERY !== SERIES_EVERY - 1) return {};
  const place = Math.floor(index / SERIES_EVERY);
  return { seriesId: plan.id('eventSeries', Math.floor(place / SESSIONS)), session: (place % SESSIONS) + 1 };
}
