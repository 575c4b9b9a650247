import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Role } from '../src/content/contract/access.js';
import { type GraphQLAnswer, startEmpty, startOn, type TestApplication } from './support/application.js';
import {
  anArticle,
  anEvent,
  anEventSeries,
  anIssue,
  anOrganisation,
  aProgramme,
  aSponsorship,
  Desk,
  type Piece,
} from './support/builders.js';
import { counting } from './support/counting.js';
import { waitingForLocks } from './support/lock-waits.js';
import { Mutations, type Payload } from './support/mutations.js';
import { copyDataFolder } from './support/prepared.js';
import { Programs } from './support/program.js';

const MANY = 6;

let app: TestApplication;
let editor: Mutations;
let beside: TestApplication;
let there: Mutations;
let other: pg.Client;
beforeAll(async () => {
  app = await startEmpty({ databasePoolSize: 2 });
  editor = new Mutations(app, await app.as(Role.EDITOR, Role.PUBLISHER));
  beside = await startOn(app.databaseUrl, { databasePoolSize: MANY + 2 });
  there = new Mutations(beside, await beside.as(Role.EDITOR, Role.PUBLISHER));
  // As another instance of the program would have it.
  other = new pg.Client({ connectionString: app.databaseUrl });
  await other.connect();
});
afterAll(async () => {
  await other.end();
  await beside.close();
  await app.close();
});

const named = (name: string) => [{ locale: 'en', name }];
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function venueCalled(name: string): Promise<{ id: string; uuid: string; externalRef: string }> {
  const externalRef = name.toLowerCase().replaceAll(' ', '-');
  const { venue } = await editor.done(
    'venueCreate',
    { externalRef, translations: named(name) },
    'venue { id }',
  );
  const { rows } = await app.database.pool.query('select content_id from draft.venue_text where name = $1', [
    name,
  ]);
  return { id: venue.id, uuid: rows[0].content_id, externalRef };
}

const rename = ({ id }: { id: string }, name: string, expectedVersion = 1) =>
  editor.answer('venueUpdate', { id, expectedVersion, translations: named(name) }, 'venue { version }');

/** What each of many answers says: `done`, the code of what the caller can put right, or that of an error. */
function outcomes(answers: readonly GraphQLAnswer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { data, errors } of answers) {
    const [payload] = Object.values(
      (data ?? {}) as Record<string, { userErrors: { code: string }[] } | null>,
    );
    const outcome = errors ? errors[0]?.extensions?.code : (payload?.userErrors[0]?.code ?? 'done');
    counts[String(outcome)] = (counts[String(outcome)] ?? 0) + 1;
  }
  return counts;
}

/** Until so many connections of the program wait for a lock. */
async function untilWaiting(count: number): Promise<void> {
  while ((await waitingForLocks(other)) < count) await pause(20);
}

async function waitingIn({ url }: TestApplication): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/scc_writers\{state="waiting"\} (\d+)/.exec(metrics)?.[1]);
}

describe('many who write at once', () => {
  test('of a hundred updates of one version one is done, and the others learn the version that there is', async () => {
    const venue = await venueCalled('Wanted by all');

    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => rename(venue, `Name ${index}`)),
    );

    expect(outcomes(answers)).toEqual({ done: 1, CONFLICT: 99 });
    const told = JSON.stringify(answers).match(/"currentVersion":\d+/g) ?? [];
    expect(new Set(told)).toEqual(new Set(['"currentVersion":2']));
    expect(told).toHaveLength(99);
  }, 120_000);

  test('all get their turn, also where more write than there are connections', async () => {
    const create = (writer: number, index: number) =>
      editor.answer('venueCreate', { translations: named(`Made by ${writer} as ${index}`) }, 'venue { id }');
    const write = async (writer: number) => {
      const answers: GraphQLAnswer[] = [];
      for (let index = 0; index < 6; index += 1) answers.push(await create(writer, index));
      return answers;
    };

    const answers = await Promise.all(Array.from({ length: 16 }, (_, writer) => write(writer)));

    expect(outcomes(answers.flat())).toEqual({ done: 96 });
  }, 120_000);
});

describe('while another process has what is to be changed', () => {
  test('a change is made when that is over, however long locks are waited for at once', async () => {
    const venue = await venueCalled('Held');
    await other.query('begin');
    await other.query('select 1 from draft.venue where id = $1 for update', [venue.uuid]);
    const changed = rename(venue, 'Renamed');
    await untilWaiting(1);
    await pause(2_500);
    await other.query('commit');

    expect(outcomes([await changed])).toEqual({ done: 1 });
  }, 30_000);

  test('a change of what has been changed meanwhile is a conflict', async () => {
    const venue = await venueCalled('Changed elsewhere');
    await other.query('begin');
    await other.query('update draft.venue set version = 7 where id = $1', [venue.uuid]);
    const changed = rename(venue, 'Too late');
    await untilWaiting(1);
    await pause(2_500);
    await other.query('commit');
    const answer = await changed;

    expect(outcomes([answer])).toEqual({ CONFLICT: 1 });
    expect(JSON.stringify(answer)).toContain('"currentVersion":7');
  }, 30_000);

  test('what is written then is based on texts as new as the version', async () => {
    const venue = await venueCalled('Read whole');
    await other.query('begin');
    await other.query('update draft.venue set version = 2 where id = $1', [venue.uuid]);
    await other.query(`update draft.venue_text set name = 'Theirs' where content_id = $1`, [venue.uuid]);
    const translations = [{ locale: 'zh-Hant', name: '碼頭' }];
    const changed = editor.done('venueUpdate', { id: venue.id, expectedVersion: 2, translations });
    await untilWaiting(1);
    await other.query('commit');
    await changed;

    const { rows } = await app.database.pool.query(
      'select document from system.revision where content_id = $1 order by id desc limit 1',
      [venue.uuid],
    );
    expect(rows[0].document.text).toEqual({ en: { name: 'Theirs' }, 'zh-Hant': { name: '碼頭' } });
  }, 30_000);

  test('readers are not blocked: with a new key, for health, metrics and previews', async () => {
    const venue = await venueCalled('Locked');
    const reader = await app.as(Role.READER);
    await other.query('begin');
    await other.query('select 1 from draft.venue where id = $1 for update', [venue.uuid]);
    const changes = Array.from({ length: 12 }, (_, index) => rename(venue, `Later ${index}`));
    await untilWaiting(2);

    const asked = await Promise.all([
      reader.data('{ viewer { roles } }'),
      fetch(`${app.url}/readyz`).then(({ status }) => status),
      fetch(`${app.url}/metrics`).then((response) => response.text()),
      reader.data('query ($id: ID!) { node(id: $id) { id } }', { id: venue.id }),
    ]);
    await other.query('commit');

    expect(asked[0]).toEqual({ viewer: { roles: ['READER'] } });
    expect(asked[1]).toBe(200);
    expect(asked[2]).toMatch(/scc_writers\{state="waiting"\} 10/);
    expect(outcomes(await Promise.all(changes))).toEqual({ done: 1, CONFLICT: 11 });
  }, 60_000);

  test('what shows withdrawn content is changed in one order, as when it is published', async () => {
    const host = { externalRef: 'host', kind: 'LAB', translations: named('Host of two') };
    const made = (await editor.done('organisationCreate', host, 'organisation { id }')).organisation;
    const schedule = { precision: 'TBA' };
    const participations = [{ organisation: 'host', role: 'ORGANISER' }];
    const ids: string[] = [];
    for (const title of ['One event', 'Another event']) {
      const input = { kind: 'TALK', schedule, participations, translations: [{ locale: 'en', title }] };
      ids.push((await editor.done('eventCreate', input, 'event { id }')).event.id);
    }
    await editor.done('organisationPublish', { ids: [made.id] });
    await editor.done('eventPublish', { ids });
    const [first, second] = ids.map((id) => id.replace('event_', '')).sort();
    // The table, read from its start as one so small is, has the first one last then.
    await other.query('update published.event set version = version where id = $1', [first]);
    await other.query('analyze published.event');
    await other.query('begin');
    await other.query('select 1 from published.event where id = $1 for update', [first]);
    const takenOut = editor.answer('organisationUnpublish', { ids: [made.id] });
    await untilWaiting(1);
    const free = await other
      .query('select 1 from published.event where id = $1 for update nowait', [second])
      .then(() => true)
      .catch(() => false);
    await other.query('commit');

    expect(free).toBe(true);
    expect(outcomes([await takenOut])).toEqual({ done: 1 });
  }, 30_000);

  test('a transaction that PostgreSQL aborts for another one is retried', async () => {
    const venues = [await venueCalled('One of two'), await venueCalled('Two of two')];
    const [first, second] = venues.sort((one, two) => (one.uuid < two.uuid ? -1 : 1));
    await other.query("set deadlock_timeout = '60s'");
    await other.query('begin');
    await other.query('select 1 from draft.venue where id = $1 for update', [second?.uuid]);
    const entries = venues.map(({ externalRef }, index) => ({
      kind: 'VENUE',
      externalRef,
      document: { text: { en: { name: `Pushed ${index}` } } },
    }));
    const pushed = editor.answer('contentPush', { entries });
    await untilWaiting(1);
    await other.query('select 1 from draft.venue where id = $1 for update', [first?.uuid]);
    await other.query('commit');

    expect(outcomes([await pushed])).toEqual({ done: 1 });
  }, 30_000);
});

describe('many who create the same at once', () => {
  /** The payloads of so many mutations of which each has looked for what is there before the first writes. */
  async function together(table: string, ask: (index: number) => Promise<Payload>): Promise<Payload[]> {
    await other.query('begin');
    await other.query(`lock table draft.${table} in share mode`);
    const payloads = Promise.all(Array.from({ length: MANY }, (_, index) => ask(index)));
    await untilWaiting(MANY);
    await other.query('commit');
    return payloads;
  }

  test('push it once: one creates it, for the others it is unchanged', async () => {
    const entry = (externalRef: string) => ({
      kind: 'VENUE',
      externalRef,
      document: { text: { en: { name: `Hall ${externalRef}` } } },
    });
    const [one, two] = [entry('pushed-one'), entry('pushed-two')];
    // In both orders, so that they wait for each other, too.
    const payloads = await together('venue', (index) =>
      there.done(
        'contentPush',
        { entries: index % 2 ? [two, one] : [one, two] },
        'results { externalRef outcome }',
      ),
    );

    for (const ref of ['pushed-one', 'pushed-two']) {
      const results = payloads.flatMap(({ results: all }) =>
        all.filter(({ externalRef }: Payload) => externalRef === ref),
      );
      expect(results.map(({ outcome }: Payload) => outcome).sort()).toEqual([
        'CREATED',
        ...Array<string>(MANY - 1).fill('UNCHANGED'),
      ]);
    }
  }, 15_000);

  test('get slugs of their own when these follow from the same title', async () => {
    const input = { kind: 'LAB', translations: named('The same lab') };
    const payloads = await together('organisation', () =>
      there.done('organisationCreate', input, 'organisation { slug }'),
    );

    const slugs = payloads.map(({ organisation }) => organisation.slug).sort();
    const numbered = Array.from({ length: MANY - 1 }, (_, index) => `the-same-lab-${index + 2}`);
    expect(slugs).toEqual(['the-same-lab', ...numbered]);
  }, 15_000);

  test('are tried once more and not again where it has been there for long', async () => {
    const { eventSeries } = await there.done(
      'eventSeriesCreate',
      { translations: [{ locale: 'en', title: 'A course' }] },
      'eventSeries { id }',
    );
    const session = () =>
      there.ask('eventCreate', {
        kind: 'TRAINING',
        schedule: { precision: 'TBA' },
        series: eventSeries.id,
        session: 1,
        translations: [{ locale: 'en', title: 'The first session' }],
      });
    await session();
    const { result, statements } = await counting(session);

    expect(result.userErrors).toMatchObject([{ code: 'TAKEN' }]);
    expect(statements.filter((text) => text.startsWith('start transaction'))).toHaveLength(2);
  });

  test('get the field when they chose the same name for it', async () => {
    const input = { externalRef: 'chosen-by-all', translations: named('Chosen') };
    const payloads = await together('venue', () => there.ask('venueCreate', input));

    const taken = { code: 'TAKEN', path: ['input', 'externalRef'] };
    const problems = payloads.flatMap(({ userErrors }) => userErrors);
    expect(problems).toEqual(Array(MANY - 1).fill(expect.objectContaining(taken)));
  }, 60_000);
});

describe('two who push the same objects in opposite orders of types', () => {
  test('wait for each other, and do not deadlock', async () => {
    const rooms = Array.from({ length: MANY }, (_, n) => `ordered-${n}`);
    const pushed = (push: number) => ({ en: { name: `Pushed ${push}` } });
    const entriesOf = (push: number) => {
      const venues = rooms.map((externalRef) => ({
        kind: 'VENUE',
        externalRef,
        document: { text: pushed(push) },
      }));
      const document = { kind: 'NGO', text: pushed(push) };
      const hosts = rooms.map((externalRef) => ({ kind: 'ORGANISATION', externalRef, document }));
      return push % 2 === 0 ? [...venues, ...hosts] : [...hosts, ...venues];
    };
    await there.done('contentPush', { entries: entriesOf(0) });
    const { statements } = await counting(async () => {
      // Each gets most rows of one type, and waits for its last.
      await other.query('begin');
      for (const table of ['venue', 'organisation'])
        await other.query(
          `select id from draft.${table} where external_ref like 'ordered-%' order by id desc limit 1 for update`,
        );
      const pushed = [1, 2].map((push) => there.done('contentPush', { entries: entriesOf(push) }));
      await untilWaiting(2);
      await other.query('commit');
      await Promise.all(pushed);
    });

    // Neither is tried again.
    expect(statements.filter((text) => text.startsWith('start transaction'))).toHaveLength(2);
  });
});

describe('publishing while a dependency is withdrawn', () => {
  let desk: Desk;
  const funder = anOrganisation();
  const programme = aProgramme({
    disclaimers: [
      { version: 1, locale: 'en', text: 'Not the view of the fund.', effectiveFrom: '2024-01-01' },
    ],
  });
  beforeAll(async () => {
    desk = await Desk.open(app);
    await desk.release(funder, programme);
  });

  /** An event that is withdrawn and of which, or of whose series, the sponsorship is public; and drafts about it. */
  async function aWithdrawnEvent(sponsored: 'event' | 'series') {
    const series = anEventSeries();
    const event = anEvent({ series: series.ref });
    const subject = { [sponsored]: { event, series }[sponsored].ref };
    const funding = aSponsorship({
      ...subject,
      organisation: funder.ref,
      type: 'FUNDED',
      programme: programme.ref,
    });
    const article = anArticle({ aboutEvents: [event.ref] });
    const issue = anIssue({ sections: [{ kind: 'REVIEW', items: [{ article: article.ref }] }] });
    await desk.write(series, event, funding, article, issue);
    await desk.publish([series, event]);
    await desk.unpublish(event);
    return { event, funding, article, issue };
  }

  const uuidOf = async (table: string, { ref }: Piece) => {
    const text = `select id from draft.${table} where external_ref = $1`;
    return (await app.database.pool.query(text, [ref])).rows[0].id;
  };

  test.each([
    ['articlePublish', 'article', 'sponsorshipUnpublish', 'funding', 'sponsorship', {}],
    ['issuePublish', 'issue', 'sponsorshipUnpublish', 'funding', 'sponsorship', {}],
    ['articlePublish', 'article', 'eventUnpublish', 'event', 'withdrawn_event', { withoutTrace: true }],
    ['issuePublish', 'issue', 'eventUnpublish', 'event', 'withdrawn_event', { withoutTrace: true }],
  ] as const)('waits for it: %s of an %s beside %s', async (publishing, noun, taking, gone, table, more) => {
    const world = await aWithdrawnEvent(gone === 'funding' ? 'event' : 'series');
    const held = await uuidOf(gone === 'funding' ? 'sponsorship' : 'event', world[gone]);
    await other.query('begin');
    await other.query(`select 1 from published.${table} where id = $1 for update`, [held]);
    const taken = editor.ask(taking, { ids: [desk.id(world[gone])], ...more });
    await untilWaiting(1);
    const published = there.ask(publishing, { ids: [desk.id(world[noun])] });
    await Promise.race([published, untilWaiting(2)]);
    await other.query('commit');

    expect((await taken).userErrors).toEqual([]);
    expect((await published).userErrors).toContainEqual(
      expect.objectContaining({ code: 'NOT_READY', path: [desk.id(world.article)] }),
    );
    const { node } = await app.data('query ($id: ID!) { node(id: $id) { id } }', {
      id: desk.id(world.article),
    });
    expect(node).toBeNull();
  });

  test('it takes one place among those who write, however many wait', async () => {
    const venues = await Promise.all(['A', 'B', 'C', 'D'].map((name) => venueCalled(`Published ${name}`)));
    await other.query('begin');
    await other.query('select 1 from draft.venue where id = any($1) for update', [
      venues.map(({ uuid }) => uuid),
    ]);
    const published = venues.map(({ id }) => editor.answer('venuePublish', { ids: [id] }));
    await untilWaiting(1);
    while ((await waitingIn(app)) < 3) await pause(20);
    const created = await editor.answer('venueCreate', { translations: named('Beside them') });
    const metrics = await (await fetch(`${app.url}/metrics`)).text();
    await other.query('commit');

    expect(outcomes([created])).toEqual({ done: 1 });
    expect(metrics).toMatch(/scc_writers\{state="busy"\} 1\n/);
    expect(outcomes(await Promise.all(published))).toEqual({ done: 4 });
  }, 30_000);
});

describe('on the embedded database', () => {
  let folder: string;
  let programs: Programs;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scc-writers-'));
    await copyDataFolder(folder);
    programs = new Programs({ DATA_DIR: folder, RATE_LIMIT: 'false' });
  });
  afterAll(async () => {
    programs.kill();
    await rm(folder, { recursive: true, force: true });
  });

  test('the same: one is done, the others are conflicts, and readers are not blocked', async () => {
    const { url, output } = await programs.start();
    const [key = ''] = /scc_\w{40,}/.exec(output()) ?? [];
    const ask = async (query: string, variables = {}): Promise<GraphQLAnswer> => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
      const body = JSON.stringify({ query, variables });
      const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
      return (await response.json()) as GraphQLAnswer;
    };
    const { data } = await ask(
      'mutation { venueCreate(input: { translations: [{ locale: "en", name: "One" }] }) { venue { id } } }',
    );
    const { id } = (data as unknown as { venueCreate: { venue: { id: string } } }).venueCreate.venue;
    const update =
      'mutation ($input: VenueUpdateInput!) { venueUpdate(input: $input) { userErrors { code conflict { currentVersion } } } }';
    let isOver = false;
    const changing = Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        ask(update, { input: { id, expectedVersion: 1, translations: named(`Name ${index}`) } }),
      ),
    ).finally(() => {
      isOver = true;
    });

    const ready: number[] = [];
    while (!isOver) ready.push((await fetch(`${url}/readyz`)).status);

    expect(outcomes(await changing)).toEqual({ done: 1, CONFLICT: 99 });
    expect(ready.length).toBeGreaterThan(1);
    expect(new Set(ready)).toEqual(new Set([200]));
  }, 120_000);
});
