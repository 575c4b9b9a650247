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

const series = anEventSeries({ ref: 'series' });
const [scc, astri] = [anOrganisation({ ref: 'scc' }), anOrganisation({ ref: 'astri' })];
const speaker = aPerson({ ref: 'speaker' });
const titled = (title: string, values: Values) => anEvent({ ref: title, text: { en: { title } }, ...values });
const day = (startDate: string, endDate = startDate) => ({ precision: 'DATE', startDate, endDate });

const parent = titled('parent', { schedule: day('2024-05-01', '2024-05-03'), kind: 'SUMMIT' });
const forum = titled('forum', {
  schedule: day('2024-05-02'),
  kind: 'FORUM',
  parent: 'parent',
  participations: [
    { organisation: 'scc', role: 'HOST' },
    { organisation: 'astri', role: 'SUPPORTING' },
  ],
  lifecycle: 'COMPLETED',
});
const lesson = titled('class', {
  schedule: { precision: 'TIME', start: '2024-06-20T16:00:00+08:00', end: '2024-06-20T18:00:00+08:00' },
  kind: 'TRAINING',
  series: 'series',
  session: 1,
  attendanceMode: 'HYBRID',
  credits: [{ person: 'speaker', role: 'SPEAKER' }],
  participations: [{ organisation: 'scc', role: 'SUPPORTING' }],
  registration: { deadline: '2024-06-18T12:00:00+08:00' },
  text: { 'zh-Hant': { title: 'class', slug: 'class' } },
});
const talk = titled('talk', { schedule: day('2024-06-09', '2024-06-12'), attendanceMode: 'ONLINE' });
const undated = titled('undated', { schedule: { precision: 'TBA' }, lifecycle: 'POSTPONED' });
const events = [talk, undated, parent, lesson, forum];
const issue = anIssue({
  ref: 'issue',
  sections: [{ kind: 'UPCOMING', items: [{ event: 'talk' }, { event: 'class' }] }],
});

beforeAll(async () => {
  app = await startEmpty();
  desk = await Desk.open(app);
  await desk.write(series, scc, astri, speaker, ...events, issue);
  for (const [minute, object] of [scc, astri, speaker, ...events, issue].entries()) {
    app.setNow(`2024-06-01T00:${10 + minute}:00Z`);
    await desk.publish(object);
  }
  app.setNow('2024-06-10T12:00:00+08:00');
});
afterAll(() => app.close());

const list = async (filter: object, orderBy = 'START_ASC') => {
  const { events: found } = await app.data(
    `query ($filter: EventFilter, $orderBy: EventOrder!) {
      events(filter: $filter, orderBy: $orderBy) { nodes { title } totalCount }
    }`,
    { filter, orderBy },
  );
  const titles = found.nodes.map(({ title }: { title: string }) => title);
  expect(found.totalCount).toBe(titles.length);
  return titles;
};

describe('events are filtered by', () => {
  test.each([
    ['time UPCOMING', { time: 'UPCOMING' }, ['talk', 'class']],
    ['time ONGOING', { time: 'ONGOING' }, ['talk']],
    ['time PAST', { time: 'PAST' }, ['parent', 'forum']],
    ['kind', { kind: ['FORUM', 'TRAINING'] }, ['forum', 'class']],
    ['no kind at all', { kind: [] }, []],
    ['lifecycle', { lifecycle: ['COMPLETED', 'POSTPONED'] }, ['forum', 'undated']],
    ['state', { state: ['ONGOING', 'COMPLETED'] }, ['parent', 'forum', 'talk']],
    ['a status that is over', { lifecycle: ['SCHEDULED'], state: ['SCHEDULED'] }, ['class']],
    ['registration', { registration: ['OPEN'] }, ['class']],
    ['attendance mode', { attendanceMode: ['HYBRID', 'ONLINE'] }, ['talk', 'class']],
    ['language', { hasLocale: 'zh-HK' }, ['class']],
    ['an unread language', { hasLocale: 'zh-Hans' }, []],
    ['an end after an instant', { from: '2024-06-13T00:00:00+08:00' }, ['class']],
    ['an end after an instant within', { from: '2024-06-12T23:59:59+08:00' }, ['talk', 'class']],
    ['a start before an instant', { to: '2024-05-02T00:00:00+08:00' }, ['parent']],
    ['a start before a moment later', { to: '2024-05-02T00:00:01+08:00' }, ['parent', 'forum']],
    ['overlap', { from: '2024-05-03T12:00:00+08:00', to: '2024-06-10T00:00:00+08:00' }, ['parent', 'talk']],
    [
      'several at once',
      { time: 'UPCOMING', attendanceMode: ['HYBRID'], kind: ['TRAINING', 'TALK'] },
      ['class'],
    ],
    ['nothing', {}, ['parent', 'forum', 'talk', 'class', 'undated']],
  ])('%s', async (_what, filter, titles) => {
    expect(await list(filter)).toEqual(titles);
  });

  test.each([
    ['organisation', () => ({ organisation: desk.id(scc) }), ['forum', 'class']],
    ['organisation and role', () => ({ organisation: desk.id(scc), role: ['HOST'] }), ['forum']],
    ['organisation in another role', () => ({ organisation: desk.id(astri), role: ['HOST'] }), []],
    ['person', () => ({ person: desk.id(speaker) }), ['class']],
    ['series', () => ({ series: desk.id(series) }), ['class']],
    ['parent', () => ({ parent: desk.id(parent) }), ['forum']],
    ['issue', () => ({ issue: desk.id(issue) }), ['talk', 'class']],
  ])('%s', async (_what, filter, titles) => {
    expect(await list(filter())).toEqual(titles);
  });

  test('ids of the right type only', async () => {
    const query = `query ($filter: EventFilter) { events(filter: $filter) { totalCount } }`;
    for (const organisation of [desk.id(speaker), 'organisation_1', '']) {
      const { errors, response } = await app.ask(query, { filter: { organisation } });

      expect(response.status).toBe(400);
      expect(errors?.[0]?.extensions).toMatchObject({
        code: 'INVALID_ID',
        argument: ['filter', 'organisation'],
      });
    }
  });
});

describe('events are sorted', () => {
  test.each([
    ['START_ASC', ['parent', 'forum', 'talk', 'class', 'undated']],
    ['START_DESC', ['class', 'talk', 'forum', 'parent', 'undated']],
    ['PUBLISHED_AT_DESC', ['forum', 'class', 'parent', 'undated', 'talk']],
    ['TITLE_ASC', ['class', 'forum', 'parent', 'talk', 'undated']],
    ['UPDATED_AT_DESC', ['forum', 'class', 'parent', 'undated', 'talk']],
  ])('by %s', async (orderBy, titles) => {
    expect(await list({}, orderBy)).toEqual(titles);
  });

  test('by their start by default', async () => {
    const { events: found } = await app.data(`{ events(first: 1) { nodes { title } } }`);

    expect(found.nodes).toEqual([{ title: 'parent' }]);
  });
});

describe('nothing but the name of a type', () => {
  test('can be queried in a filtered list, and for an id of an unknown type', async () => {
    const id = `nothing_${desk.id(talk).split('_')[1]}`;
    const data = await app.data(
      `query ($id: ID!) { events(filter: { kind: [TALK] }) { __typename } node(id: $id) { id } nodes(ids: [$id]) { id } }`,
      { id },
    );

    expect(data).toEqual({ events: { __typename: 'EventConnection' }, node: null, nodes: [null] });
  });
});
