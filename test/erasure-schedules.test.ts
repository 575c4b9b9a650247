import 'reflect-metadata';
import { Role } from '../src/content/contract/access.js';
import { startEmpty, type TestApplication } from './support/application.js';
import { Mutations } from './support/mutations.js';
import { Newsroom } from './support/newsroom.js';
import { inMilliseconds, until } from './support/schedules.js';

let app: TestApplication;
beforeAll(async () => {
  app = await startEmpty();
  app.startJobs();
});
afterAll(() => app.close());

test('a person who is erased is in no schedule, neither named in it nor left out by it', async () => {
  const room = await Newsroom.open(app);
  const admin = new Mutations(app, await app.as(Role.ADMIN));
  const issue = await room.anIssue();
  const author = room.id('author');
  const due = { ids: [issue], at: inMilliseconds(250) };
  const later = { ids: [issue], at: '2099-01-01T00:00:00+08:00', withContents: [room.id('new'), author] };
  await room.chief.done('issueSchedule', due);
  const query = `query ($id: ID!) { schedules(contentId: $id) {
    nodes { state withContents problems { code message } leftOut { object { id title } } }
  } }`;
  const schedules = async () => (await room.chief.who.data(query, { id: issue })).schedules.nodes;
  await until(schedules, ([schedule]) => schedule.state === 'DONE');
  expect(JSON.stringify(await schedules())).toContain('author 1');
  await room.chief.done('issueUnpublish', { ids: [issue] });
  await room.chief.done('issueSchedule', later);
  const plan = `query ($ids: [ID!]!, $withContents: [ID!]) {
    publishPlan(ids: $ids, withContents: $withContents) { fingerprint }
  }`;
  const { fingerprint } = (await room.chief.who.data(plan, later)).publishPlan;
  const planned = { ...later, expectedFingerprint: fingerprint };
  const { schedule: forThePlan } = await room.chief.done('issueSchedule', planned, 'schedule { id }');

  const erasure = { id: author, reason: 'Request of 10 June 2024' };
  const { remaining } = await admin.done('personErase', erasure, 'remaining { table }');

  const left = await schedules();
  const exact = left.shift();
  expect(exact).toMatchObject({ state: 'CANCELLED', problems: [{ code: 'CONFLICT' }] });
  expect(exact.problems[0].message).toMatch(/withdrawn, deleted or erased/);
  const jobs = await app.store.draft.query('select 1 from pgboss.job where id = $1', [
    forThePlan.id.replace('schedule_', ''),
  ]);
  expect(jobs).toEqual([]);
  expect(remaining).toEqual([]);
  expect(JSON.stringify(left)).not.toMatch(new RegExp(`${author}|author 1`));
  expect(left[0].withContents).toEqual([room.id('new')]);

  // What is told of others may call them by the name, too.
  expect(JSON.stringify(left)).toContain('mentioned 1');
  const again = { ...erasure, names: ['Mentioned 1'] };
  const { remaining: others } = await admin.done('personErase', again, 'remaining { table }');
  const told = JSON.stringify(await schedules());
  expect(told).not.toContain('mentioned');
  expect(told).toContain('"[erased] en"');
  const tables = others.map(({ table }: { table: string }) => table);
  expect(tables).toContain('draft.event_text');
  expect(tables.filter((table: string) => table.startsWith('system.'))).toEqual([]);
});
