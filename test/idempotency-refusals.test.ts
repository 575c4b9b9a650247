import { randomUUID } from 'node:crypto';
import { issueKey } from '../src/accounts/first-key.js';
import { Role } from '../src/content/contract/access.js';
import { allowances } from '../src/http/rate-limits.js';
import { type Asking, startDemo, type TestApplication } from './support/application.js';
import { Mutations } from './support/mutations.js';

let app: TestApplication;
let editor: Mutations;
beforeAll(async () => {
  app = await startDemo({ rateLimit: true });
  editor = new Mutations(app, await app.as(Role.EDITOR));
});
afterAll(() => app.close());

const venue = (name: string) => ({ translations: [{ locale: 'en', name }] });

/** A key of the account that is called so. */
async function keyOf(accountName: string, ...roles: Role[]): Promise<Asking> {
  return app.withKey(await issueKey(app.store, { accountName, name: randomUUID(), roles }));
}

async function sendTo(who: Asking, key: string, query: string, variables: object = {}) {
  const { response, ...body } = await who.ask(query, variables, { 'idempotency-key': key });
  return { status: response.status, replayed: response.headers.get('idempotency-replayed'), ...body };
}

const CREATE = `mutation($input: VenueInput!) {
  venueCreate(input: $input) { venue { id } userErrors { code } }
}`;
const DONE = { venueCreate: { venue: { id: expect.any(String) }, userErrors: [] } };

async function records(): Promise<number> {
  const { rows } = await app.database.pool.query(
    'select count(*)::int as count from system.idempotency_record',
  );
  return rows[0].count;
}

describe('a refused request with an Idempotency-Key is run again', () => {
  test('when there were no points left', async () => {
    const who = await keyOf('asks a lot', Role.EDITOR);
    const key = randomUUID();
    // Using them up takes what the machine can do in a minute: all but that is done here.
    const { rows } = await app.database.pool.query('select id from system.api_key order by id desc limit 1');
    const client = { policy: 'staff', id: rows[0].id, isQueued: false } as const;
    const { rateLimits } = app.endpoint;
    rateLimits.spend(client, allowances.staff.burst);

    const refused = await sendTo(who, key, CREATE, { input: venue('Waited for') });
    app.setNow('2024-06-10T13:00:00+08:00');
    const done = await sendTo(who, key, CREATE, { input: venue('Waited for') });

    expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED' });
    expect(done).toMatchObject({ status: 200, replayed: null, data: DONE });
    expect(await sendTo(who, key, CREATE, { input: venue('Waited for') })).toMatchObject({
      replayed: 'true',
      data: done.data,
    });
  });

  test('when another key of the account has the rights, and the other way round', async () => {
    const [reader, writer] = [
      await keyOf('one account', Role.READER),
      await keyOf('one account', Role.EDITOR),
    ];
    const key = randomUUID();
    const input = venue('Rights');

    const forbidden = await sendTo(reader, key, CREATE, { input });
    const done = await sendTo(writer, key, CREATE, { input });

    expect(forbidden.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    expect(done).toMatchObject({ replayed: null, data: DONE });
    const again = await sendTo(reader, key, CREATE, { input });
    expect(again).toMatchObject({ replayed: null, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  });

  test('when what was there is there no more', async () => {
    const key = randomUUID();
    const input = { ...venue('Second'), externalRef: 'the-same' };
    const first = await editor.done(
      'venueCreate',
      { ...venue('First'), externalRef: 'the-same' },
      'venue { id }',
    );

    const taken = await sendTo(editor.who, key, CREATE, { input });
    await editor.done('venueDelete', { id: first.venue.id, expectedVersion: 1 });
    const done = await sendTo(editor.who, key, CREATE, { input });

    expect(taken).toMatchObject({ data: { venueCreate: { userErrors: [{ code: 'TAKEN' }] } } });
    expect(done).toMatchObject({ replayed: null, data: DONE });
  });

  test('when its document was no GraphQL, and leaves nothing behind', async () => {
    const before = await records();
    const wrong = await sendTo(editor.who, randomUUID(), 'mutation { venueMake { id } }');

    expect(wrong.status).toBe(400);
    expect(await records()).toBe(before);
  });
});

test('a later key with the same rights gets the recorded response', async () => {
  const [old, next] = [await keyOf('rotates', Role.EDITOR), await keyOf('rotates', Role.EDITOR)];
  const key = randomUUID();
  const done = await sendTo(old, key, CREATE, { input: venue('Rotation') });

  expect(await sendTo(next, key, CREATE, { input: venue('Rotation') })).toEqual({
    ...done,
    replayed: 'true',
  });
});

test('mutations are done once, whatever their response keys are', async () => {
  const names = ['toString', 'constructor', '__proto__', 'hasOwnProperty', 'valueOf'];
  const fields = names.map(
    (name) =>
      `${name}: venueCreate(input: { translations: [{ locale: "en", name: "By ${name}" }] }) { venue { id } userErrors { code } }`,
  );
  const key = randomUUID();

  const first = await sendTo(editor.who, key, `mutation { ${fields.join(' ')} }`);

  expect(first.errors).toBeUndefined();
  const made = Object.entries(first.data ?? {}) as unknown as [string, { venue: { id: string } }][];
  expect(made.map(([name]) => name)).toEqual(names);
  expect(new Set(made.map(([, { venue }]) => venue.id)).size).toBe(names.length);
  expect(await sendTo(editor.who, key, `mutation { ${fields.join(' ')} }`)).toEqual({
    ...first,
    replayed: 'true',
  });
});

test('a query is run again, and nothing of it is recorded', async () => {
  const key = randomUUID();
  const query = '{ viewer { name } contentDocuments(kinds: [VENUE], first: 100) { totalCount } }';
  const before = await records();

  const first = await sendTo(editor.who, key, query);
  const during = await records();
  await editor.done('venueCreate', venue('One more'));
  const second = await sendTo(editor.who, key, query);

  expect([first.replayed, second.replayed]).toEqual([null, null]);
  expect(during).toBe(before);
  expect(second.data).not.toEqual(first.data);
});
