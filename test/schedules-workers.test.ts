import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { Role } from '../src/content/contract/access.js';
import { createLogger } from '../src/foundation/logger.js';
import { startDemo, type TestApplication } from './support/application.js';
import { freePort } from './support/free-port.js';
import { waitingForLocks } from './support/lock-waits.js';
import { changeEach, Mutations } from './support/mutations.js';
import { ROOT } from './support/root.js';
import {
  aDraft,
  auditOf,
  connect,
  finished,
  inMilliseconds,
  scheduled,
  schedulesOf,
  startWorker,
  until,
} from './support/schedules.js';

/** The built program, as `npm start` runs it. */
const MAIN = fileURLToPath(new URL('dist/src/main.js', ROOT));
const FAR = '2099-01-01T00:00:00Z';
const PUBLISHED = 'organisationPublish (scheduled)';

/** Schedules and does not carry out: the others do that. */
let app: TestApplication;
let editor: Mutations;
let publisher: Mutations;
let admin: Mutations;
/** Looks at the queue, and changes it. */
let client: pg.Client;
/** Is in the way of the workers. */
let locker: pg.Client;
/** Organisations that nothing else happens to. */
let ids: string[];
const programs: ChildProcess[] = [];
beforeAll(async () => {
  app = await startDemo({ jobs: false });
  app.startJobs();
  editor = new Mutations(app, await app.as(Role.EDITOR));
  publisher = new Mutations(app, await app.as(Role.PUBLISHER));
  admin = new Mutations(app, await app.as(Role.ADMIN));
  [client, locker] = [await connect(app), await connect(app)];
  const { organisations } = await app.data('{ organisations(first: 50) { nodes { id } } }');
  ids = organisations.nodes.map(({ id }: { id: string }) => id);
});
afterAll(async () => {
  for (const program of programs) program.kill('SIGKILL');
  await Promise.all([client?.end(), locker?.end()]);
  await app?.close();
});

const uuidOf = (id: string) => id.slice(id.lastIndexOf('_') + 1);

async function jobOf(schedule: { id: string }) {
  const { rows } = await client.query('select * from pgboss.job where id = $1', [uuidOf(schedule.id)]);
  return rows[0] ?? {};
}

const doneOnce = async (id: string) =>
  (await auditOf(admin, PUBLISHED))
    .filter(({ targets }) => targets.includes(id))
    .map(({ outcome }) => outcome);

/** A schedule that a worker has taken, and cannot get on with until the table is let go; scheduling itself only reads it. */
async function inHand(id: string) {
  await locker.query('begin');
  await locker.query('lock table published.organisation in share mode');
  const schedule = await scheduled(publisher, { ids: [id], at: inMilliseconds(300) });
  return {
    schedule,
    isTaken: () =>
      until(
        () => jobOf(schedule),
        ({ state }) => state === 'active',
      ),
  };
}

describe('the worker', () => {
  test('carries out at its start what is overdue, where a process without jobs has not', async () => {
    const id = await aDraft(editor);
    const { at } = await scheduled(publisher, { ids: [id], at: inMilliseconds(300) });
    await until(async () => Date.now() > Date.parse(at) + 700, Boolean);
    expect((await schedulesOf(editor, id))[0].state).toBe('PENDING');

    const worker = await startWorker(app);
    const { state } = await finished(editor, id);
    await worker.close();

    expect(state).toBe('DONE');
    expect(await doneOnce(id)).toEqual(['DONE']);
  });

  test('carries out what is overdue in the order of its times, and not in that of its making', async () => {
    const id = await aDraft(editor);
    await scheduled(publisher, { ids: [id], at: FAR, action: 'UNPUBLISH' });
    await scheduled(publisher, { ids: [id], at: '2098-01-01T00:00:00Z' });
    await client.query(
      `with due as (
        update system.schedule set created_at = now() - interval '1 day', at = now() - interval '1 hour' * case action when 'PUBLISH' then 2 else 1 end
        where $1 = any(content_ids) returning id, at)
      update pgboss.job set start_after = due.at from due where job.id = due.id`,
      [uuidOf(id)],
    );

    const worker = await startWorker(app);
    const schedules = await until(
      () => schedulesOf(editor, id),
      (all) => all.every(({ state }) => state !== 'PENDING'),
    );
    await worker.close();

    expect(schedules.map(({ state }) => state)).toEqual(['DONE', 'DONE']);
    const query = 'query ($id: ID!) { organisation(id: $id) { id } }';
    expect(await app.data(query, { id })).toEqual({ organisation: null });
  });

  test('withdraws what is overdue after what published it unnamed, also what was due at the same instant', async () => {
    const title = (text: string) => [{ locale: 'en', title: `${text} ${Math.random()}` }];
    const pair = async (out: string, hours: number) => {
      const draft = { kind: 'NEWS', translations: title('A report') };
      const { article } = await editor.done('articleCreate', draft, 'article { id }');
      const sections = [{ kind: 'LEAD', items: [{ article: article.id }] }];
      const listing = { publishedOn: '2024-01-01', sections, translations: title('An issue') };
      const { issue } = await editor.done('issueCreate', listing, 'issue { id }');
      const place = { translations: [{ locale: 'en', name: 'A hall' }] };
      const { venue } = await editor.done('venueCreate', place, 'venue { id }');
      const talk = {
        kind: 'TALK',
        schedule: { precision: 'TBA' },
        venue: venue.id,
        translations: title('A talk'),
      };
      const { event } = await editor.done('eventCreate', talk, 'event { id }');
      for (const [noun, id] of Object.entries({ article: article.id, venue: venue.id }))
        await scheduled(publisher, { ids: [id], at: out, action: 'UNPUBLISH' }, noun);
      for (const [noun, id] of Object.entries({ issue: issue.id, event: event.id }))
        await scheduled(publisher, { ids: [id], at: FAR }, noun);
      const wanted = [article.id, venue.id].map(uuidOf);
      await client.query(
        `with due as (
          update system.schedule set created_at = now() - interval '1 day', at = now() - interval '1 hour' * case when content_ids && $1 then $2::int else 2 end
          where at > now() and content_ids && $3 returning id, at)
        update pgboss.job set start_after = due.at from due where job.id = due.id`,
        [wanted, hours, [...wanted, uuidOf(issue.id), uuidOf(event.id)]],
      );
      return { article: article.id, issue: issue.id, event: event.id };
    };
    const pairs = [await pair('2098-01-01T00:00:00Z', 1), await pair(FAR, 2)];

    const worker = await startWorker(app);
    const isPending = '{ schedules(state: PENDING) { totalCount } }';
    await until(
      () => editor.who.data(isPending),
      ({ schedules }) => schedules.totalCount === 0,
    );
    await worker.close();

    const query = `query ($article: ID!, $issue: ID!, $event: ID!) {
      article(id: $article) { id } issue(id: $issue) { id } event(id: $event) { id venue { id } }
    }`;
    for (const ids of pairs) {
      const { issue, event } = ids;
      const shown = { article: null, issue: { id: issue }, event: { id: event, venue: null } };
      expect(await app.data(query, ids)).toEqual(shown);
    }
  });

  test('finishes what it has in hand before it stops', async () => {
    const id = await aDraft(editor);
    const worker = await startWorker(app);
    const { schedule, isTaken } = await inHand(id);
    expect((await isTaken()).state).toBe('active');

    const closed = worker.close();
    await locker.query('rollback');
    await closed;

    expect((await schedulesOf(editor, id))[0].state).toBe('DONE');
    expect((await jobOf(schedule)).state).toBe('completed');
  });

  test('tries again when its connection was lost in the middle', async () => {
    const id = await aDraft(editor);
    const worker = await startWorker(app);
    const { schedule, isTaken } = await inHand(id);
    expect((await isTaken()).state).toBe('active');
    await until(
      () => waitingForLocks(client),
      (count) => count > 0,
    );

    const ours = [client, locker].map((each) => (each as unknown as { processID: number }).processID);
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> all ($1)`,
      [ours],
    );
    await locker.query('rollback');
    // The connections of the API are lost, too, and are opened again.
    const asked = () => editor.who.ask('{ schedules { totalCount } }');
    await until(asked, ({ errors }) => errors === undefined);
    const { state } = await finished(editor, id);
    await worker.close();

    expect(state).toBe('DONE');
    expect((await jobOf(schedule)).retry_count).toBe(1);
    expect(await doneOnce(id)).toEqual(['DONE']);
  });

  test('asks for nothing while nothing is due', async () => {
    const worker = await startWorker(app);
    // The database counts with a delay of up to ten seconds, from when the start is over.
    let asked = Number.POSITIVE_INFINITY;
    for (let period = 0; asked > 10 && period < 5; period += 1) {
      const before = await transactionsOf(client);
      await sleep(10_000);
      asked = (await transactionsOf(client)) - before;
    }
    await worker.close();

    expect(asked).toBeLessThanOrEqual(10);
  });

  test('goes on after an outage of the queue, which is logged once', async () => {
    const id = await aDraft(editor);
    const log: string[] = [];
    const write = (line: string) => log.push(JSON.parse(line).msg);
    const logger = createLogger('info', { write });
    const about = (words: RegExp) => log.filter((message) => words.test(message));
    const worker = await startWorker(app, {}, logger);
    await scheduled(publisher, { ids: [id], at: inMilliseconds(300) });

    await client.query('alter schema pgboss rename to elsewhere');
    await until(
      async () => about(/queue is unavailable/).length,
      (count) => count > 0,
    );
    await client.query('alter schema elsewhere rename to pgboss');
    const { state } = await finished(editor, id);
    await until(
      async () => about(/available again/).length,
      (count) => count > 0,
    );
    await worker.close();

    expect(state).toBe('DONE');
    expect(about(/job queue is/)).toEqual([
      'The job queue is unavailable.',
      'The job queue is available again.',
    ]);
  });

  test('gives up on what fails repeatedly because of an internal error', async () => {
    const [failing, killing] = [await aDraft(editor), await aDraft(editor)];
    await client.query(`
      create function break() returns trigger language plpgsql as $$ begin raise 'It is broken.'; end $$;
      create trigger break before insert on published.organisation for each row
        when (new.id = '${uuidOf(failing)}') execute function break()`);
    const at = inMilliseconds(300);
    const jobs = [
      await scheduled(publisher, { ids: [killing], at }),
      await scheduled(publisher, { ids: [failing], at }),
    ];
    // As if they had been tried before, the first so often that the process did not survive it.
    for (const [index, attempts] of [8, 6].entries()) {
      const before = 'update pgboss.job set started_on = now(), retry_count = $2 where id = $1';
      await client.query(before, [uuidOf(jobs[index].id), attempts - 1]);
    }

    const worker = await startWorker(app);
    const retried = await until(
      () => jobOf(jobs[1]),
      ({ state }) => state === 'retry',
    );
    expect([retried.state, (await schedulesOf(editor, failing))[0].state]).toEqual(['retry', 'PENDING']);
    // Not to wait for the next attempt, which is the last.
    await client.query('update pgboss.job set start_after = now() where id = $1', [uuidOf(jobs[1].id)]);
    const ends = [await finished(editor, failing), await finished(editor, killing)];
    await worker.close();

    for (const { state, problems } of ends) {
      expect([state, problems]).toEqual([
        'FAILED',
        [{ code: 'INTERNAL_SERVER_ERROR', path: [], message: expect.stringMatching(/internal error/) }],
      ]);
    }
    expect([await doneOnce(failing), await doneOnce(killing)]).toEqual([['FAILED'], ['FAILED']]);
  });

  test('gives up on what no process survives, and not on what was to come after it', async () => {
    const [killing, waiting] = [await aDraft(editor), await aDraft(editor)];
    const at = inMilliseconds(300);
    const first = await scheduled(publisher, { ids: [killing], at });
    const second = await scheduled(publisher, { ids: [waiting], at });
    // As if the job of the other one had died of it, and its own had to wait for the next attempt.
    const died = 'update pgboss.job set started_on = now(), retry_count = 8 where id = $1';
    await client.query(died, [uuidOf(second.id)]);
    const waits = `update pgboss.job set start_after = now() + interval '1 hour' where id = $1`;
    await client.query(waits, [uuidOf(first.id)]);

    const worker = await startWorker(app);
    const ends = [await finished(editor, killing), await finished(editor, waiting)];
    await worker.close();

    expect(ends.map(({ state }) => state)).toEqual(['FAILED', 'DONE']);
  });
});

describe('two processes on one database', () => {
  test('carry out what is due at the same instant, each once', async () => {
    await changeEach(editor, 'organisation', ids);
    for (let from = 0; from < 50; from += 10) {
      const fields = ids.slice(from, from + 10).map((id, index) => {
        const input = `{ ids: ["${id}"], at: "${FAR}" }`;
        return `s${index}: organisationSchedule(input: ${input}) { userErrors { code } }`;
      });
      await publisher.who.data(`mutation { ${fields.join('\n')} }`);
    }
    const workers = await Promise.all([startWorker(app), startWorker(app)]);
    // Not by a time near enough to wait for: how long scheduling takes is for the machine to say.
    await client.query(`
      with due as (update system.schedule set created_at = now() - interval '1 day', at = now() + interval '700 ms' where at = '${FAR}' returning id, at)
      update pgboss.job set start_after = due.at from due where job.id = due.id`);

    const isPending = '{ schedules(state: PENDING) { totalCount } }';
    const pending = async () => (await editor.who.data(isPending)).schedules.totalCount;
    await until(pending, (count) => count === 0);
    await Promise.all(workers.map((worker) => worker.close()));

    const entries = (await auditOf(admin, PUBLISHED)).filter(({ targets }) => ids.includes(targets[0]));
    expect(entries.map(({ outcome }) => outcome)).toEqual(ids.map(() => 'DONE'));
    expect(new Set(entries.map(({ targets }) => targets[0])).size).toBe(50);
    const { rows } = await client.query(
      `select count(*)::int from system.revision
        where action = 'PUBLISH' and by = (select created_by from system.schedule where at < now() limit 1)
          and content_id = any ($1) group by content_id`,
      [ids.map(uuidOf)],
    );
    expect(rows).toEqual(ids.map(() => ({ count: 1 })));
  }, 40_000);

  test('do not do it again when a job is handed out twice', async () => {
    const id = await aDraft(editor);
    const workers = await Promise.all([startWorker(app), startWorker(app)]);
    const { schedule, isTaken } = await inHand(id);
    await isTaken();
    // As if the time had run out that the first of them had for it: both work on it now.
    const again = `update pgboss.job set state = 'created' where id = $1`;
    await client.query(again, [uuidOf(schedule.id)]);
    // The one waits for the object, the other for the schedule.
    const waits = await until(
      () => waitingForLocks(client),
      (count) => count === 2,
    );
    await locker.query('rollback');

    const { state } = await finished(editor, id);
    await Promise.all(workers.map((worker) => worker.close()));

    expect([waits, state]).toEqual([2, 'DONE']);
    expect(await doneOnce(id)).toEqual(['DONE']);
  });

  test('take over from each other when one is killed in the middle', async () => {
    const id = await aDraft(editor);
    const first = await startProgram();
    const { schedule, isTaken } = await inHand(id);
    expect((await isTaken()).state).toBe('active');

    first.program.kill('SIGKILL');
    await first.ended;
    await locker.query('rollback');
    expect((await schedulesOf(editor, id))[0].state).toBe('PENDING');
    // As if the time had passed that a process has for a job.
    const past = `update pgboss.job set started_on = started_on - interval '15 seconds' where id = $1`;
    await client.query(past, [uuidOf(schedule.id)]);
    const second = await startProgram();
    const { state } = await finished(editor, id);
    const stopping = Date.now();
    second.program.kill('SIGTERM');

    expect(state).toBe('DONE');
    expect(await doneOnce(id)).toEqual(['DONE']);
    expect(await second.ended).toBe(0);
    expect(Date.now() - stopping).toBeLessThan(2_500);
  });
});

async function startProgram() {
  const { PATH = '' } = process.env;
  const settings = { DATABASE_URL: app.databaseUrl, PORT: String(await freePort()), HOST: '127.0.0.1' };
  const env = { PATH, DEMO_CONTENT: 'false', LOG_LEVEL: 'error', ...settings };
  const program = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  programs.push(program);
  const ended = once(program, 'exit').then(([code]) => code as number | null);
  let output = '';
  program.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  await until(
    async () => output,
    (text) => text.includes('ready in'),
  );
  return { program, ended };
}

/** How many transactions the database has seen, in each of which is at least one statement. */
async function transactionsOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query(
    'select xact_commit::int as count from pg_stat_database where datname = current_database()',
  );
  return rows[0].count;
}
