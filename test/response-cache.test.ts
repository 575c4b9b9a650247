import { setTimeout as sleep } from 'node:timers/promises';
import 'reflect-metadata';
import pg from 'pg';
import { type Asking, startBeside, startEmpty, type TestApplication } from './support/application.js';
import { anEvent, changed, Desk, type Piece } from './support/builders.js';
import { counting } from './support/counting.js';
import { feedOf } from './support/feeds.js';

let app: TestApplication;
let other: TestApplication;
let desk: Desk;
let elsewhere: Desk;
let database: pg.Client;
beforeAll(async () => {
  app = await startEmpty();
  other = await startBeside(app);
  desk = await Desk.open(app);
  elsewhere = await Desk.open(other);
  database = new pg.Client({ connectionString: app.databaseUrl });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await other.close();
  await app.close();
});

const titled = (event: Piece, title: string) => changed(event, { text: { en: { title } } });

/** The titles of all events, as one way to read shows them. */
const WAYS: Readonly<Record<string, (asking: TestApplication) => Promise<string[]>>> = {
  'a feed': async (asking) => (await feedOf(asking, 'events.json?locale=en')).items.map(({ title }) => title),
  'the API': async (asking: Asking) => {
    const { events } = await asking.data('{ events(first: 100, locale: "en") { nodes { title } } }');
    return events.nodes.map(({ title }: { title: string }) => title);
  },
};

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let left = 200; left > 0; left -= 1) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('It did not come true.');
}

describe.each(Object.keys(WAYS))('%s', (way) => {
  const titles = (asking: TestApplication) => (WAYS[way] as (typeof WAYS)[string])(asking);

  test('is never older than a publication with a response', async () => {
    const event = anEvent();
    await desk.release(titled(event, 'version 0'));
    let published = 0;
    let isOver = false;
    const stale: string[] = [];
    const read = async () => {
      while (!isOver) {
        const least = published;
        const title = (await titles(app)).find((each) => each.startsWith('version '));
        if (Number(title?.split(' ')[1]) < least) stale.push(`${title} after ${least}`);
      }
    };
    const readers = [read(), read()];
    for (let version = 1; version <= 12; version += 1) {
      await desk.release(titled(event, `version ${version}`));
      published = version;
    }
    isOver = true;
    await Promise.all(readers);
    expect(stale).toEqual([]);
    await desk.unpublish(event);
    expect((await titles(app)).some((title) => title.startsWith('version '))).toBe(false);
  });

  test('learns what another process has published', async () => {
    await titles(app);
    await elsewhere.release(titled(anEvent(), `from elsewhere, ${way}`));
    await until(async () => (await titles(app)).includes(`from elsewhere, ${way}`));
  });

  test('learns what was changed in the database itself', async () => {
    const [id = ''] = await desk.release(titled(anEvent(), `before, ${way}`));
    expect(await titles(app)).toContain(`before, ${way}`);
    await database.query('update published.event_text set title = $1 where content_id = $2', [
      `after, ${way}`,
      id.slice('event_'.length),
    ]);
    await until(async () => (await titles(app)).includes(`after, ${way}`));
  });

  test('misses nothing while the connection that listens is lost', async () => {
    for (let round = 0; round < 3; round += 1) {
      await titles(app);
      await database.query(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and (query ilike 'listen %' or query = '') and pid <> pg_backend_pid()`);
      const title = `while deaf, ${way}, ${round}`;
      await elsewhere.release(titled(anEvent(), title));
      await until(async () => (await titles(app)).includes(title));
    }
  });

  test('changes when the time comes, without anybody changing anything', async () => {
    const schedule = {
      precision: 'TIME',
      start: '2024-06-20T10:00:00+08:00',
      end: '2024-06-20T11:00:00+08:00',
    };
    const title = `soon over, ${way}`;
    await desk.release(titled(anEvent({ schedule }), title));
    const isUpcoming = async () => {
      if (way === 'a feed')
        return (await feedOf(app, 'events.json?locale=en&time=UPCOMING')).items.some(
          (item) => item.title === title,
        );
      const { events } = await app.data(
        '{ events(first: 100, locale: "en", filter: { time: UPCOMING }) { nodes { title } } }',
      );
      return events.nodes.some((node: { title: string }) => node.title === title);
    };
    app.setNow('2024-06-20T10:59:59+08:00');
    expect(await isUpcoming()).toBe(true);
    app.setNow('2024-06-20T11:00:00+08:00');
    expect(await isUpcoming()).toBe(false);
    app.setNow('2024-06-10T12:00:00+08:00');
  });
});

test('concurrent requests for a response that is not cached yet share one', async () => {
  // A listening connection that was lost in a test before is found again: until then nothing is kept.
  const other = '{ events(first: 8, locale: "en") { nodes { id } } }';
  while ((await counting(() => app.ask(other))).statements.length > 0) await sleep(50);
  const query = '{ events(first: 7, locale: "en") { totalCount nodes { id title slug } } }';
  const { result, statements } = await counting(() =>
    Promise.all(Array.from({ length: 200 }, () => app.ask(query))),
  );
  expect(result.every(({ errors }) => errors === undefined)).toBe(true);
  expect(new Set(result.map(({ response }) => response.headers.get('etag'))).size).toBe(1);
  expect(result[0]?.response.headers.get('cache-control')).toMatch(/^public/);
  // One, or one more for each change of the tests before that is heard of meanwhile.
  expect(statements.length).toBeLessThan(20);
});

test.each(['', 'W/'])('a response of the API is not sent again for a matching ETag (%s"…")', async (weak) => {
  const query = '{ events(first: 6, locale: "en") { nodes { id } } }';
  const first = await app.ask(query);
  const response = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'if-none-match': `${weak}${first.response.headers.get('etag')}`,
    },
    body: JSON.stringify({ query, variables: {} }),
  });
  expect(response.status).toBe(304);
});
