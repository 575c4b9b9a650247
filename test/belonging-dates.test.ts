import 'reflect-metadata';
import { Role } from '../src/content/contract/access.js';
import { startEmpty, type TestApplication } from './support/application.js';
import { Mutations, type Payload } from './support/mutations.js';

let app: TestApplication;
let admin: Mutations;
beforeAll(async () => {
  app = await startEmpty();
  admin = new Mutations(app, await app.as(Role.ADMIN));
});
afterAll(() => app.close());

const translations = [{ locale: 'en', title: 'Something' }];

/** Publishes an object with some values, changes others, and returns what the plan has to say of the dates. */
async function afterChanging(
  noun: string,
  values: object,
  changes: object,
  headers = {},
): Promise<Payload[]> {
  const id = (await admin.done(`${noun}Create`, values, `${noun} { id }`))[noun].id;
  await admin.done(`${noun}Publish`, { ids: [id] });
  await admin.done(`${noun}Update`, { id, expectedVersion: 1, ...changes });
  return datesIn(id, headers);
}

async function datesIn(id: string, headers = {}): Promise<Payload[]> {
  const query = `query ($ids: [ID!]!) { publishPlan(ids: $ids) { isReady findings { code severity path message } } }`;
  const { publishPlan } = await admin.who.data(query, { ids: [id] }, headers);
  expect(publishPlan.isReady).toBe(true);
  return publishPlan.findings.filter(({ code }: Payload) => /^DATES?_/.test(code));
}

const brief = (found: Payload[]) => found.map(({ code, path }) => [code, ...path].join(' '));

const talk = (schedule: object, more: object = {}) => ({ kind: 'TALK', schedule, translations, ...more });
const evening = { precision: 'TIME', start: '2024-07-12T18:00:00+08:00', end: '2024-07-12T20:00:00+08:00' };
const fair = { precision: 'DATE', startDate: '2024-09-10', endDate: '2024-12-20' };
const registration = { deadline: '2024-07-10T23:59:00+08:00' };

test.each([
  ['an end by the hour', evening, { start: '2024-05-12T18:00:00+08:00' }, ['DATE_LEFT_BEHIND schedule end']],
  ['an end by the day', fair, { startDate: '2024-11-10' }, ['DATE_LEFT_BEHIND schedule endDate']],
  [
    'nothing, when both move',
    evening,
    { start: '2024-08-12T18:00:00+08:00', end: '2024-08-12T20:00:00+08:00' },
    [],
  ],
  ['nothing, when it is a matter of hours', evening, { start: '2024-07-12T17:00:00+08:00' }, []],
  [
    'nothing, when there is no end',
    { precision: 'DATE', startDate: '2024-07-12' },
    { startDate: '2024-10-12' },
    [],
  ],
])('an event that moves leaves behind %s', async (_what, schedule, change, expected) => {
  expect(
    brief(
      await afterChanging('event', talk(schedule), {
        schedule: { precision: schedule.precision, ...change },
      }),
    ),
  ).toEqual(expected);
});

test('an event that moves leaves its deadline behind, reported with the number of days in the language of the request', async () => {
  const later = { precision: 'TIME', start: '2024-10-12T18:00:00+08:00', end: '2024-10-12T20:00:00+08:00' };
  const values = talk(evening, { registration });

  const [english] = await afterChanging('event', values, { schedule: later });
  const [chinese] = await afterChanging('event', values, { schedule: later }, { 'accept-language': 'zh-HK' });

  expect(english).toEqual({
    code: 'DATE_LEFT_BEHIND',
    severity: 'WARNING',
    path: ['registration', 'deadline'],
    message:
      'The start has moved by 92 days since the publication, but the registration deadline has not; check the deadline.',
  });
  expect(chinese.message).toBe('開始時間在發布後改動了 92 日，截止報名時間卻沒有改動；請檢查截止時間。');
});

test.each([
  ['lasts for months by the hour', { ...evening, end: '2024-10-12T20:00:00+08:00' }, {}, 'schedule end'],
  ['lasts for more than a year', { ...fair, endDate: '2025-12-20' }, {}, 'schedule endDate'],
  [
    'takes registrations when it is over',
    evening,
    { deadline: '2024-07-13T00:00:00+08:00' },
    'registration deadline',
  ],
  [
    'takes registrations once it has begun',
    evening,
    { opensAt: '2024-07-12T19:00:00+08:00' },
    'registration opensAt',
  ],
])('an event that %s is unlikely', async (_what, schedule, more, path) => {
  const { event } = await admin.done('eventCreate', talk(schedule, { registration: more }), 'event { id }');

  expect(brief(await datesIn(event.id))).toEqual([`DATES_UNLIKELY ${path}`]);
});

test.each([
  ['ends before it begins', { ...evening, start: '2024-10-12T18:00:00+08:00' }, {}, ['schedule', 'end']],
  [
    'opens for registration when it is over',
    evening,
    { opensAt: '2024-07-12T20:00:00+08:00' },
    ['registration', 'opensAt'],
  ],
])('an event that %s is refused', async (_what, schedule, more, path) => {
  const { userErrors } = await admin.ask('eventCreate', talk(schedule, { registration: more }));

  expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', ...path] }]);
});

test('a session before an earlier one, or after a later one, is reported', async () => {
  const title = { translations: [{ locale: 'en', title: 'Classes' }] };
  const { eventSeries } = await admin.done('eventSeriesCreate', title, 'eventSeries { id }');
  const session = async (number: number, startDate: string) => {
    const of = { series: eventSeries.id, session: number };
    const { event } = await admin.done(
      'eventCreate',
      talk({ precision: 'DATE', startDate }, of),
      'event { id }',
    );
    return event.id;
  };
  const second = await session(2, '2024-08-01');
  await admin.done('eventPublish', { ids: [second] });

  const [inOrder, late, early] = [
    await session(1, '2024-07-01'),
    await session(3, '2024-07-20'),
    await session(4, '2024-08-20'),
  ];

  expect(await datesIn(inOrder)).toEqual([]);
  expect(await datesIn(late)).toMatchObject([
    {
      code: 'DATES_UNLIKELY',
      path: ['schedule', 'startDate'],
      message: 'Session 3 of the series would take place before session 2; check the dates.',
    },
  ]);
  expect(await datesIn(early)).toEqual([]);
});

const issue = { translations, coverageStart: '2024-03-01', coverageEnd: '2024-05-31' };

test.each([
  ['leaves behind its last day', { coverageStart: '2024-05-01' }, ['DATE_LEFT_BEHIND coverageEnd']],
  [
    'reports on years',
    { coverageStart: '2022-03-01', coverageEnd: '2024-05-30' },
    ['DATES_UNLIKELY coverageEnd'],
  ],
  ['comes out before', { publishedOn: '2024-02-01' }, ['DATES_UNLIKELY publishedOn']],
  ['is of another quarter', { year: 2024, quarter: 4 }, ['DATES_UNLIKELY quarter']],
  ['is of another year', { year: 2023 }, ['DATES_UNLIKELY year']],
  ['fits', { year: 2024, quarter: 2, publishedOn: '2024-05-31' }, []],
])('an issue that %s', async (_what, changes, expected) => {
  expect(brief(await afterChanging('issue', issue, changes))).toEqual(expected);
});
