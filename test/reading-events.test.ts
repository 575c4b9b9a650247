import 'reflect-metadata';
import { startEmpty, type TestApplication } from './support/application.js';
import {
  anEvent,
  anEventSeries,
  anIssue,
  anOrganisation,
  aPerson,
  Desk,
  type Values,
} from './support/builders.js';

let app: TestApplication;
let desk: Desk;
beforeAll(async () => {
  app = await startEmpty();
  desk = await Desk.open(app);
});
afterAll(() => app.close());

const day = (startDate: string, endDate?: string, more: object = {}) => ({
  precision: 'DATE',
  startDate,
  ...(endDate ? { endDate } : {}),
  ...more,
});
const time = (start: string, end?: string, more: object = {}) => ({
  precision: 'TIME',
  start,
  ...(end ? { end } : {}),
  ...more,
});

describe('the schedule of an event', () => {
  const fields = 'precision start end startDate endDate dayPart allDay timeZone isOver';
  const nothing = {
    start: null,
    end: null,
    startDate: null,
    endDate: null,
    dayPart: null,
    allDay: false,
    timeZone: 'Asia/Hong_Kong',
    isOver: false,
  };

  test.each([
    [
      'to the minute, in its own time zone',
      time('2024-07-12T08:00:00Z', '2024-07-12T18:00:00+08:00'),
      {
        precision: 'TIME',
        start: '2024-07-12T16:00:00+08:00',
        end: '2024-07-12T18:00:00+08:00',
        startDate: '2024-07-12',
        endDate: '2024-07-12',
      },
    ],
    [
      'west of Greenwich, over midnight there',
      time('2024-12-31T23:00:00-05:00', '2025-01-01T07:00:00Z', { timeZone: 'America/New_York' }),
      {
        precision: 'TIME',
        start: '2024-12-31T23:00:00-05:00',
        end: '2025-01-01T02:00:00-05:00',
        startDate: '2024-12-31',
        endDate: '2025-01-01',
        timeZone: 'America/New_York',
      },
    ],
    [
      'in summer time with half an hour',
      time('2024-10-10T00:00:00Z', undefined, { timeZone: 'Australia/Adelaide' }),
      {
        precision: 'TIME',
        start: '2024-10-10T10:30:00+10:30',
        startDate: '2024-10-10',
        endDate: '2024-10-10',
        timeZone: 'Australia/Adelaide',
      },
    ],
    [
      'of whole days',
      day('2024-06-17', '2024-06-18'),
      { precision: 'DATE', startDate: '2024-06-17', endDate: '2024-06-18', allDay: true },
    ],
    [
      'of part of a day',
      day('2024-06-17', undefined, { dayPart: 'MORNING' }),
      { precision: 'DATE', startDate: '2024-06-17', endDate: '2024-06-17', dayPart: 'MORNING', allDay: true },
    ],
    ['that is not announced', { precision: 'TBA' }, { precision: 'TBA' }],
    [
      'in the past',
      day('2024-06-09'),
      { precision: 'DATE', startDate: '2024-06-09', endDate: '2024-06-09', allDay: true, isOver: true },
    ],
  ])('%s', async (_what, schedule, expected) => {
    const [id] = await desk.release(anEvent({ schedule }));

    const { event } = await app.data(`query ($id: ID) { event(id: $id) { schedule { ${fields} } } }`, { id });

    expect(event.schedule).toEqual({ ...nothing, ...expected });
  });
});

describe('where now lies in an event', () => {
  const states = async (schedule: object, now: string) => {
    const series = anEventSeries();
    const event = anEvent({ schedule, series: series.ref });
    await desk.write(series, event);
    await desk.publish(event);
    app.setNow(now);
    const count = (state: string) =>
      `${state}: events(filter: { series: $series, time: ${state} }) { totalCount }`;
    const data = await app.data(
      `query ($series: ID!, $event: ID) {
        ${count('UPCOMING')} ${count('ONGOING')} ${count('PAST')} event(id: $event) { schedule { isOver } }
      }`,
      { series: desk.id(series), event: desk.id(event) },
    );
    expect(data.event.schedule.isOver).toBe(data.PAST.totalCount === 1);
    return ['UPCOMING', 'ONGOING', 'PAST'].filter((state) => data[state].totalCount === 1);
  };

  test.each([
    ['the day before', '2024-06-09T15:59:59Z', ['UPCOMING']],
    ['when its day begins in Hong Kong', '2024-06-09T16:00:00Z', ['UPCOMING', 'ONGOING']],
    ['in the last second of its day', '2024-06-10T15:59:59Z', ['UPCOMING', 'ONGOING']],
    ['when its day is over in Hong Kong, though not in London', '2024-06-10T16:00:00Z', ['PAST']],
  ])('of a whole day, %s', async (_when, now, expected) => {
    expect(await states(day('2024-06-10'), now)).toEqual(expected);
  });

  test.each([
    ['its last day', '2024-06-12T15:59:59Z', ['UPCOMING', 'ONGOING']],
    ['the day after', '2024-06-12T16:00:00Z', ['PAST']],
  ])('of several days, on %s', async (_when, now, expected) => {
    expect(await states(day('2024-06-10', '2024-06-12'), now)).toEqual(expected);
  });

  test.each([
    ['before it begins', '2024-06-10T15:59:59+08:00', ['UPCOMING']],
    ['when it begins', '2024-06-10T16:00:00+08:00', ['UPCOMING', 'ONGOING']],
    ['just before it ends', '2024-06-10T17:59:59+08:00', ['UPCOMING', 'ONGOING']],
    ['when it ends', '2024-06-10T18:00:00+08:00', ['PAST']],
  ])('to the minute, %s', async (_when, now, expected) => {
    const schedule = time('2024-06-10T16:00:00+08:00', '2024-06-10T18:00:00+08:00');

    expect(await states(schedule, now)).toEqual(expected);
  });

  test.each([
    ['goes on until midnight there', '2024-06-11T03:59:59Z', ['UPCOMING', 'ONGOING']],
    ['is over at midnight there', '2024-06-11T04:00:00Z', ['PAST']],
  ])('without a known end, in New York, %s', async (_when, now, expected) => {
    const schedule = time('2024-06-10T16:00:00-04:00', undefined, { timeZone: 'America/New_York' });

    expect(await states(schedule, now)).toEqual(expected);
  });

  test('without a date is neither to come nor past', async () => {
    expect(await states({ precision: 'TBA' }, '2024-01-01T00:00:00Z')).toEqual([]);
  });
});

describe('an event without a date is to come', () => {
  const undated = { schedule: { precision: 'TBA' } };
  const isAhead = async (event: ReturnType<typeof anEvent>, now: string) => {
    app.setNow(now);
    const { events } = await app.data(
      'query ($time: EventTime) { events(filter: { time: $time }, first: 100) { nodes { id } } }',
      { time: 'UPCOMING' },
    );
    return events.nodes.some(({ id }: { id: string }) => id === desk.id(event));
  };

  test.each([
    ['opens', { registration: { opensAt: '2024-07-01T09:00:00+08:00' } }, '2024-07-01T09:00:00+08:00'],
    ['closes', { registration: { deadline: '2024-07-01T09:00:00+08:00' } }, '2024-07-01T09:01:00+08:00'],
  ])('until its registration %s', async (_what, registration, end) => {
    const event = anEvent({ ...undated, ...registration });
    await desk.release(event);

    expect(await isAhead(event, new Date(Date.parse(end) - 1_000).toISOString())).toBe(true);
    expect(await isAhead(event, end)).toBe(false);
  });

  test('while its series or its parent is, once that is public', async () => {
    const series = anEventSeries();
    const dated = { schedule: day('2024-07-05', '2024-07-06') };
    const [parent, sibling] = [anEvent(dated), anEvent({ ...dated, series: series.ref })];
    const child = anEvent({ ...undated, parent: parent.ref });
    const session = anEvent({ ...undated, series: series.ref });
    await desk.write(series, parent, sibling, child, session);
    await desk.publish(child);
    await desk.publish(session);
    const [before, after] = ['2024-07-06T23:59:59+08:00', '2024-07-07T00:00:00+08:00'];

    expect([await isAhead(child, before), await isAhead(session, before)]).toEqual([false, false]);
    await desk.publish(parent);
    await desk.publish(sibling);
    expect([await isAhead(child, before), await isAhead(session, before)]).toEqual([true, true]);
    expect([await isAhead(child, after), await isAhead(session, after)]).toEqual([false, false]);
  });
});

describe('what readers have to know about an event', () => {
  const [june, past] = [{ schedule: day('2024-06-10') }, { schedule: day('2024-05-10') }];
  const registration = { registration: { isRequired: true } };

  test.each([
    ['to come', june, 'SCHEDULED', 'Scheduled', '將舉行'],
    ['moved', { ...june, lifecycle: 'RESCHEDULED' }, 'RESCHEDULED', 'Rescheduled', '改期'],
    ['on now', { schedule: day('2024-06-01') }, 'ONGOING', 'On now', '進行中'],
    [
      'moved, and on now',
      { schedule: day('2024-06-01'), lifecycle: 'RESCHEDULED' },
      'ONGOING',
      'On now',
      '進行中',
    ],
    ['over', past, 'COMPLETED', 'Completed', '已舉行'],
    [
      'without a date',
      { schedule: { precision: 'TBA' } },
      'TO_BE_ANNOUNCED',
      'Date to be announced',
      '籌備中',
    ],
    ['postponed', { ...june, lifecycle: 'POSTPONED' }, 'POSTPONED', 'Postponed', '延期'],
    [
      'postponed from a day that is over',
      { ...past, lifecycle: 'POSTPONED' },
      'POSTPONED',
      'Postponed',
      '延期',
    ],
    ['cancelled', { ...past, lifecycle: 'CANCELLED' }, 'CANCELLED', 'Cancelled', '取消'],
  ])('that is %s', async (_what, values, state, english, chinese) => {
    const [id] = await desk.release(anEvent({ ...values, ...registration }));
    app.setNow('2024-06-01T12:00:00+08:00');
    const { event } = await app.data(
      `query ($id: ID) { event(id: $id) {
        state stateLabel lifecycleLabel chinese: stateLabel(locale: "zh-Hant") registration { state isOpen }
      } }`,
      { id },
    );

    const isOpen = !['COMPLETED', 'POSTPONED', 'CANCELLED'].includes(state);
    expect(event).toEqual({
      state,
      stateLabel: english,
      lifecycleLabel: english,
      chinese,
      registration: { state: isOpen ? 'OPEN' : 'CLOSED', isOpen },
    });
  });
});

describe('an event that is moved', () => {
  const moves = async (...schedules: object[]) => {
    const event = anEvent();
    for (const schedule of schedules) {
      await desk.write({ ...event, values: { ...event.values, schedule } });
      await desk.publish(event);
    }
    const { event: found } = await app.data(
      'query ($id: ID) { event(id: $id) { previousStart previousStartDate } }',
      { id: desk.id(event) },
    );
    return [found.previousStart, found.previousStartDate];
  };
  const [may, june] = [time('2024-05-31T16:00:00+08:00'), time('2024-06-07T10:00:00+08:00')];

  test.each([
    ['remembers its former start', [may, june], ['2024-05-31T16:00:00+08:00', '2024-05-31']],
    [
      'remembers the last of several',
      [day('2024-05-01'), may, june],
      ['2024-05-31T16:00:00+08:00', '2024-05-31'],
    ],
    ['to a date to be announced', [may, { precision: 'TBA' }], ['2024-05-31T16:00:00+08:00', '2024-05-31']],
    ['by way of no date', [may, { precision: 'TBA' }, june], ['2024-05-31T16:00:00+08:00', '2024-05-31']],
    ['there and back', [may, june, may], ['2024-06-07T10:00:00+08:00', '2024-06-07']],
    ['to no date, and then to the same one', [may, { precision: 'TBA' }, may], [null, null]],
    ['within its day', [may, time('2024-05-31T17:00:00+08:00')], ['2024-05-31T16:00:00+08:00', '2024-05-31']],
    ['not at all, by a time for its day', [day('2024-05-31'), may], [null, null]],
  ])('%s', async (_what, schedules, expected) => {
    expect(await moves(...schedules)).toEqual(expected);
  });
});

describe('registration', () => {
  const isOpen = async (values: Values, now: string) => {
    const [id] = await desk.release(anEvent(values));
    app.setNow(now);
    const { event } = await app.data(
      `query ($id: ID) { event(id: $id) { registration { isOpen isRequired } } }`,
      { id },
    );
    return event.registration?.isOpen;
  };
  const deadline = { registration: { deadline: '2024-08-31T23:59:00+08:00' } };
  const opening = { registration: { opensAt: '2024-08-01T09:00:00+08:00' } };
  const free = { registration: { isRequired: false } };

  test.each([
    ['in the last second of the minute of its deadline', deadline, '2024-08-31T23:59:59+08:00', true],
    ['a minute after its deadline', deadline, '2024-09-01T00:00:00+08:00', false],
    ['before it opens', opening, '2024-08-01T08:59:59+08:00', false],
    ['when it opens', opening, '2024-08-01T09:00:00+08:00', true],
    ['of a cancelled event', { ...free, lifecycle: 'CANCELLED' }, '2024-06-10T00:00:00Z', false],
    ['of a postponed event', { ...free, lifecycle: 'POSTPONED' }, '2024-06-10T00:00:00Z', false],
    ['that is full', { registration: { isFull: true } }, '2024-06-10T00:00:00Z', false],
    ['of a completed event', { ...free, lifecycle: 'COMPLETED' }, '2024-06-10T00:00:00Z', false],
    ['of an event to come', { ...free, schedule: day('2024-06-10') }, '2024-06-10T00:00:00Z', true],
    ['of an event that is over', { ...free, schedule: day('2024-06-10') }, '2024-06-11T00:00:00Z', false],
    ['that nothing is said about', {}, '2024-06-10T00:00:00Z', undefined],
  ])('%s', async (_when, values, now, expected) => {
    expect(await isOpen(values, now)).toBe(expected);
  });
});

describe('an event', () => {
  test('names its organisations and people in order, all or those with a role', async () => {
    const organisations = ['org-c', 'org-a', 'org-b'].map((ref) => anOrganisation({ ref }));
    const people = ['per-b', 'per-a'].map((ref) => aPerson({ ref }));
    const event = anEvent({
      participations: [
        { organisation: 'org-c', role: 'SUPPORTING' },
        { organisation: 'org-b', role: 'HOST' },
        { organisation: 'org-a', role: 'CO_ORGANISER' },
        { organisation: 'org-b', role: 'SUPPORTING' },
      ],
      credits: [
        { person: 'per-b', role: 'SPEAKER', displayName: { en: 'Printed B' } },
        { person: 'per-a', role: 'MODERATOR' },
      ],
      links: [{ rel: 'REGISTER' }, { rel: 'DETAILS', url: 'https://example.org/' }],
    });
    const issue = anIssue({ sections: [{ kind: 'UPCOMING', items: [{ event: event.ref }] }] });
    await desk.release(...organisations, ...people, event, issue);

    const { event: found } = await app.data(
      `query ($id: ID) { event(id: $id) {
        participations { position role organisation { name } }
        supporting: participations(role: [SUPPORTING]) { organisation { name } }
        organisers { name }
        credits { displayName } moderators: credits(role: MODERATOR) { person { name } subject { __typename } }
        links { rel url status } register: links(rel: REGISTER) { rel }
        issues { title }
      } }`,
      { id: desk.id(event) },
    );

    expect(found).toEqual({
      participations: [
        { position: 0, role: 'SUPPORTING', organisation: { name: 'org-c' } },
        { position: 1, role: 'HOST', organisation: { name: 'org-b' } },
        { position: 2, role: 'CO_ORGANISER', organisation: { name: 'org-a' } },
        { position: 3, role: 'SUPPORTING', organisation: { name: 'org-b' } },
      ],
      supporting: [{ organisation: { name: 'org-c' } }, { organisation: { name: 'org-b' } }],
      organisers: [{ name: 'org-b' }, { name: 'org-a' }],
      credits: [{ displayName: 'Printed B' }, { displayName: 'per-a' }],
      moderators: [{ person: { name: 'per-a' }, subject: { __typename: 'Event' } }],
      links: [
        { rel: 'REGISTER', url: null, status: 'MISSING' },
        { rel: 'DETAILS', url: 'https://example.org/', status: 'OK' },
      ],
      register: [{ rel: 'REGISTER' }],
      issues: [{ title: issue.ref }],
    });
  });
});
