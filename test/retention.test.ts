import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { Role } from '../src/content/contract/access.js';
import { prune } from '../src/jobs/retention.js';
import { startDemo, type TestApplication } from './support/application.js';
import { Mutations } from './support/mutations.js';

const FOR_EVER = { auditDays: undefined, revisionDays: undefined, binDays: undefined };

let app: TestApplication;
let editor: Mutations;
let admin: Mutations;
beforeAll(async () => {
  app = await startDemo();
  editor = new Mutations(app, await app.as(Role.EDITOR, Role.PUBLISHER));
  admin = new Mutations(app, await app.as(Role.ADMIN));
});
afterAll(() => app.close());

const on = (day: string) => app.setNow(`2024-${day}T12:00:00+08:00`);

async function rows(table: string): Promise<number> {
  const { rows: found } = await app.database.pool.query(`select count(*)::int as count from system.${table}`);
  return found[0].count;
}

/** The venue with this name in its versions 1 to 4, by two in turns. */
async function venueOfFourVersions(name: string): Promise<string> {
  const created = await editor.done(
    'venueCreate',
    { translations: [{ locale: 'en', name }] },
    'venue { id }',
  );
  const { id } = created.venue;
  for (const version of [1, 2, 3])
    await (version === 2 ? admin : editor).done('venueUpdate', {
      id,
      expectedVersion: version,
      translations: [{ locale: 'en', name: `${name}, ${version} times renamed` }],
    });
  return id;
}

/** As the payload of a change that changes nothing has it. */
async function historyOf(id: string): Promise<string[]> {
  const { venue } = await editor.done(
    'venueUpdate',
    { id, expectedVersion: 4 },
    'venue { revisions(first: 50) { nodes { action version } } }',
  );
  return venue.revisions.nodes.map(
    ({ action, version }: { action: string; version: number }) => `${action} ${version}`,
  );
}

test('without settings nothing is removed but what was to expire', async () => {
  on('06-10');
  await editor
    .with({ 'idempotency-key': randomUUID() })
    .done('venueCreate', { translations: [{ locale: 'en', name: 'Kept' }] });
  on('12-10');
  const before = [await rows('audit_entry'), await rows('revision')];

  expect(await prune(app.store, FOR_EVER)).toEqual({ idempotency_record: 1 });
  expect([await rows('audit_entry'), await rows('revision')]).toEqual(before);
});

test('of an object its changes go that were published in all languages since, never the others', async () => {
  on('01-10');
  const [published, half, never] = [
    await venueOfFourVersions('Published'),
    await venueOfFourVersions('Published in English'),
    await venueOfFourVersions('Never published'),
  ];
  await editor.done('venuePublish', { ids: [published] });
  await editor.done('venuePublish', { ids: [half], locales: ['en'] });
  const [wholeHalf, wholeNever] = [await historyOf(half), await historyOf(never)];
  on('03-10');

  await prune(app.store, { ...FOR_EVER, revisionDays: 30 });

  expect(await historyOf(published)).toEqual(['PUBLISH 4']);
  expect(await historyOf(half)).toEqual(wholeHalf);
  expect(await historyOf(never)).toEqual(wholeNever);
});

test('a change from a version that was pruned is a conflict, with the current version', async () => {
  on('01-10');
  const id = await venueOfFourVersions('Seen long ago');
  await editor.done('venuePublish', { ids: [id] });
  on('03-10');
  await prune(app.store, { ...FOR_EVER, revisionDays: 30 });

  const outdated = await editor.ask('venueUpdate', {
    id,
    expectedVersion: 2,
    translations: [{ locale: 'zh-Hant', name: '中環' }],
  });
  await editor.done('venueUpdate', {
    id,
    expectedVersion: 4,
    translations: [{ locale: 'zh-Hant', name: '中環' }],
  });

  expect(outdated.userErrors).toMatchObject([{ code: 'CONFLICT', conflict: { currentVersion: 4 } }]);
});

test('what is in the bin can be restored until it expires, and then leaves nothing behind', async () => {
  on('01-10');
  const id = await venueOfFourVersions('Deleted');
  await editor.done('venueDelete', { id, expectedVersion: 4 });
  const settings = { ...FOR_EVER, binDays: 30, revisionDays: 30 };
  on('02-01');

  await prune(app.store, settings);
  const restored = await editor.ask('venueRestore', { id }, 'venue { id }');
  await editor.done('venueDelete', { id, expectedVersion: 5 });
  on('03-10');
  await prune(app.store, settings);

  expect(restored.venue).toEqual({ id });
  expect(await editor.ask('venueRestore', { id })).toMatchObject({ userErrors: [{ code: 'NOT_FOUND' }] });
  const { rows: left } = await app.database.pool.query(
    "select count(*)::int as count from system.revision where document::text like '%Deleted, 3 times renamed%'",
  );
  expect(left[0].count).toBe(0);
});

test('old entries of the audit log are deleted, with a record of it, and not otherwise', async () => {
  on('06-10');
  await venueOfFourVersions('Audited');
  await app.database.pool.query(`
    insert into system.audit_entry (id, at, viewer, operation, targets, outcome, reasons)
      select gen_random_uuid(), '2020-01-01', 'somebody', 'venueUpdate', '{}', 'DONE', '{}' from generate_series(1, 2500)`);
  on('06-12');

  const pruned = await prune(app.store, { ...FOR_EVER, auditDays: 30 });

  expect(pruned.audit_entry).toBeGreaterThanOrEqual(2_500);
  const { auditLog } = await admin.who.data(
    '{ auditLog(first: 5) { nodes { operation viewer outcome reasons } } }',
  );
  expect(auditLog.nodes[0]).toEqual({
    operation: 'prune',
    viewer: 'retention',
    outcome: 'DONE',
    reasons: [`audit_entry ${pruned.audit_entry}`],
  });
  expect(auditLog.nodes[1].operation).toBe('venueUpdate');
  await expect(app.database.pool.query('delete from system.audit_entry')).rejects.toThrow(
    /only ever added to/,
  );
});
