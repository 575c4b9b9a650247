import { Role } from '../src/content/contract/access.js';
import { startDemo, type TestApplication } from './support/application.js';
import { Mutations } from './support/mutations.js';

let app: TestApplication;
let editor: Mutations;
let admin: Mutations;
beforeAll(async () => {
  app = await startDemo();
  editor = new Mutations(app, await app.as(Role.EDITOR, Role.PUBLISHER));
  admin = new Mutations(app, await app.as(Role.ADMIN));
});
afterAll(() => app.close());

const words = [{ locale: 'en', title: 'A deadline' }];
const withDeadline = (deadline: string) => ({
  kind: 'COMPETITION',
  schedule: { precision: 'TBA' },
  registration: { deadline },
  translations: words,
});

let pushed = 0;
/** Pushes an event, and reads what became of it. */
async function push(document: object) {
  pushed += 1;
  const externalRef = `pushed-${pushed}`;
  const entries = [
    {
      kind: 'EVENT',
      externalRef,
      document: { kind: 'TALK', text: { en: { title: 'A talk' } }, ...document },
    },
  ];
  const { results, userErrors } = await editor.ask('contentPush', { entries }, 'results { id }');
  if (userErrors.length > 0) return { userErrors };
  const { event } = await editor.who.data(
    'query ($id: ID!) { event(id: $id, stage: DRAFT) { schedule { start end startDate endDate } registration { deadline } } }',
    { id: results[0].id },
  );
  return event;
}

describe('24:00', () => {
  test.each([
    ['2027-06-01T24:00:00+08:00', '2027-06-02T00:00:00+08:00'],
    ['2027-12-31T24:00+08:00', '2028-01-01T00:00:00+08:00'],
    ['2028-02-28T24:00Z', '2028-02-29T08:00:00+08:00'],
  ])('%s is the midnight at the end of the day, in mutations and in files', async (written, read) => {
    const { event } = await editor.done(
      'eventCreate',
      withDeadline(written),
      'event { registration { deadline } }',
    );

    expect(event.registration.deadline).toBe(read);
    expect(await push({ schedule: { precision: 'TBA' }, registration: { deadline: written } })).toMatchObject(
      {
        registration: { deadline: read },
      },
    );
  });

  test('is an instant for filters, feeds, keys and schedules, too', async () => {
    const filter = '2024-06-09T24:00:00+08:00';
    const { events } = await app.data(`{ events(filter: { from: "${filter}" }) { totalCount } }`);
    const { events: same } = await app.data(
      '{ events(filter: { from: "2024-06-10T00:00:00+08:00" }) { totalCount } }',
    );
    const feed = await fetch(`${app.url}/feeds/events.json?changedSince=${encodeURIComponent(filter)}`);
    const { apiKey } = await admin.done(
      'apiKeyCreate',
      { accountName: 'Until midnight', name: 'k', roles: ['READER'], expiresAt: '2024-06-30T24:00:00+08:00' },
      'apiKey { expiresAt }',
    );

    expect(events).toEqual(same);
    expect(feed.status).toBe(200);
    expect(Date.parse(apiKey.expiresAt)).toBe(Date.parse('2024-07-01T00:00:00+08:00'));
  });
});

describe('a time without an offset in a file', () => {
  test('is one by the clocks of Hong Kong, or of the zone that the object names', async () => {
    const schedule = { precision: 'TIME', start: '2027-07-01T16:00', end: '2027-07-01T24:00' };

    expect(await push({ schedule, registration: { deadline: '2027-06-30T23:59' } })).toMatchObject({
      schedule: { start: '2027-07-01T16:00:00+08:00', end: '2027-07-02T00:00:00+08:00' },
      registration: { deadline: '2027-06-30T23:59:00+08:00' },
    });
    expect(await push({ schedule: { ...schedule, timeZone: 'Europe/London' } })).toMatchObject({
      schedule: { start: '2027-07-01T16:00:00+01:00', end: '2027-07-02T00:00:00+01:00' },
    });
  });

  test.each([
    ['is left out', '2027-03-28T01:30'],
    ['comes twice', '2027-10-31T01:30'],
  ])('is refused where it %s when the clocks are changed', async (_what, start) => {
    const { userErrors } = await push({ schedule: { precision: 'TIME', start, timeZone: 'Europe/London' } });

    expect(userErrors).toMatchObject([
      {
        code: 'INVALID_INPUT',
        path: ['input', 'entries', '0', 'document', 'schedule', 'start'],
        message: expect.stringContaining('offset'),
      },
    ]);
  });

  test('is not one for a mutation, which has no time zone', async () => {
    const { errors, response } = await editor.answer('eventCreate', withDeadline('2027-06-30T23:59'));

    expect([response.status, errors?.[0]?.extensions?.code]).toEqual([400, 'BAD_USER_INPUT']);
  });
});

test('a time that is wrong does not hide what else is wrong', async () => {
  const { userErrors } = await push({
    kind: 'PARTY',
    schedule: { precision: 'TIME', start: '2027-06-31T16:00', timeZone: 'Mars/Olympus' },
    registration: { deadline: '24:00', capacity: 0 },
    venue: 'nowhere',
  });

  expect(userErrors.map(({ path }: { path: string[] }) => path.slice(4).join('.')).sort()).toEqual([
    'kind',
    'registration.capacity',
    'registration.deadline',
    'schedule.start',
    'schedule.timeZone',
    'venue',
  ]);
});

const EDGES = [
  '0001-01-01T00:00:00Z',
  '0001-01-01T00:00:00-12:00',
  '1582-10-10T00:00:00Z',
  '1900-02-28T23:59:59.999999+15:59',
  '2024-02-29T00:00z',
  '2024-06-10t12:00:00+08:00',
  '9999-12-31T23:59:59.999Z',
];
const NONE = [
  '0001-01-01T00:00:00+08:00',
  '0000-12-31T00:00:00Z',
  '2023-02-29T00:00:00Z',
  '2024-06-10T24:00:01Z',
  '2024-06-10T24:01Z',
  '2024-06-10T25:00:00Z',
  '2024-06-10T12:60:00Z',
  '2024-06-10T23:59:60Z',
  '2024-06-10T12:00:00+16:00',
  '2024-06-10T12:00:00+08:60',
  '2024-06-10T12:00:00+0800',
  '2024-06-10T12:00:00',
  '2024-06-10 12:00:00Z',
  '2024-06-10',
  '9999-12-31T24:00:00Z',
  '9999-12-31T23:59:59-01:00',
  '+010000-01-01T00:00:00Z',
  'infinity',
  'now',
  '',
];

describe('what is accepted as an instant is one for everything after it, and anything else is an error of the client', () => {
  const places = [
    (at: string) =>
      app.ask(
        'query ($at: DateTime) { events(filter: { from: $at, to: $at, changedSince: $at }) { totalCount } }',
        { at },
      ),
    (at: string) =>
      editor.answer('eventCreate', {
        ...withDeadline(at),
        schedule: { precision: 'TIME', start: at, end: at },
      }),
    (at: string) =>
      editor.answer('eventSchedule', { ids: ['event_00000000-0000-7000-8000-000000000000'], at }),
    (at: string) =>
      admin.answer('apiKeyCreate', { accountName: `At ${at}`, name: 'k', roles: ['READER'], expiresAt: at }),
  ];

  test.each(EDGES)('%s is', async (at) => {
    const answers = await Promise.all(places.map((ask) => ask(at)));
    const feed = await fetch(`${app.url}/feeds/events.json?changedSince=${encodeURIComponent(at)}`);

    for (const { response, errors } of answers) expect([response.status, errors]).toEqual([200, undefined]);
    expect(feed.status).toBe(200);
  });

  test.each(NONE)('"%s" is not', async (at) => {
    const answers = await Promise.all(places.map((ask) => ask(at)));
    const feed = await fetch(`${app.url}/feeds/events.json?changedSince=${encodeURIComponent(at)}`);

    for (const { response, errors } of answers)
      expect([response.status, errors?.[0]?.extensions?.code]).toEqual([400, 'BAD_USER_INPUT']);
    expect(feed.status).toBe(400);
  });
});

test('a time zone is a name, which every reader takes the same way', async () => {
  for (const timeZone of ['+08:00', 'GMT+8', 'Asia/Nowhere', 'asia', '']) {
    const { userErrors } = await push({ schedule: { precision: 'TBA', timeZone } });
    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT' }]);
  }
});

test('an event before there were time zones is read as it was written', async () => {
  const event = await push({ schedule: { precision: 'TIME', start: '1850-01-01T12:00:00Z' } });
  const { contentDocuments } = await editor.who.data(
    `{ contentDocuments(externalRefs: ["pushed-${pushed}"]) { nodes { document } } }`,
  );
  const { document } = contentDocuments.nodes[0];

  expect(event.schedule.startDate).toBe('1850-01-01');
  expect(Date.parse(document.schedule.start)).toBe(Date.parse('1850-01-01T12:00:00Z'));
});
