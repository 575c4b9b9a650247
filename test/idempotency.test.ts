import { randomUUID } from 'node:crypto';
import { Role } from '../src/content/contract/access.js';
import { startDemo, type TestApplication } from './support/application.js';
import { Mutations } from './support/mutations.js';

let app: TestApplication;
let editor: Mutations;
beforeAll(async () => {
  app = await startDemo();
  editor = new Mutations(app, await app.as(Role.EDITOR));
});
afterAll(() => app.close());

const venue = (name: string) => ({ translations: [{ locale: 'en', name }] });

async function venuesCalled(name: string): Promise<number> {
  const { contentDocuments } = await editor.who.data(
    '{ contentDocuments(kinds: [VENUE], first: 100) { nodes { document } } }',
  );
  const names = contentDocuments.nodes.map(
    ({ document }: { document: { text: { en?: { name: string } } } }) => document.text.en?.name,
  );
  return names.filter((each: string) => each === name).length;
}

async function finishedResponse(key: string, input: object) {
  const { response, ...body } = await editor
    .with({ 'idempotency-key': key })
    .answer('venueCreate', input, 'venue { id version name }');
  return { status: response.status, replayed: response.headers.get('idempotency-replayed'), body };
}

describe('a request with an Idempotency-Key', () => {
  test('is done once and gets the first response, even if the content has changed since', async () => {
    const key = randomUUID();
    const first = await finishedResponse(key, venue('Once'));
    const { id } = (first.body.data as unknown as { venueCreate: { venue: { id: string } } }).venueCreate
      .venue;
    await editor.done('venueUpdate', {
      id,
      expectedVersion: 1,
      translations: [{ locale: 'en', name: 'Renamed' }],
    });

    const second = await finishedResponse(key, venue('Once'));

    expect(second).toEqual({ ...first, replayed: 'true' });
    expect(await venuesCalled('Once')).toBe(0);
    expect(await venuesCalled('Renamed')).toBe(1);
  });

  test('is refused with another payload', async () => {
    const key = randomUUID();
    await finishedResponse(key, venue('This'));

    const other = await finishedResponse(key, venue('That'));

    expect(other).toMatchObject({
      status: 422,
      body: { errors: [{ extensions: { code: 'IDEMPOTENCY_KEY_REUSED' } }] },
    });
    expect(await venuesCalled('That')).toBe(0);
  });

  test('has one effect when it comes a hundred times at once', async () => {
    const key = randomUUID();

    const answers = await Promise.all(
      Array.from({ length: 100 }, () => finishedResponse(key, venue('At once'))),
    );

    expect(await venuesCalled('At once')).toBe(1);
    const done = answers.filter(({ status }) => status === 200);
    expect(done.length).toBeGreaterThan(0);
    for (const { body } of done) expect(body).toEqual(done[0]?.body);
    expect(answers.filter(({ status }) => status !== 200 && status !== 409)).toEqual([]);
  });

  test('gets the same response again when it was refused', async () => {
    const key = randomUUID();
    const wrong = { translations: [{ locale: 'en', name: '' }] };

    const first = await finishedResponse(key, wrong);

    expect(first.body.data).toMatchObject({ venueCreate: { userErrors: [{ code: 'INVALID_INPUT' }] } });
    expect(await finishedResponse(key, wrong)).toEqual({ ...first, replayed: 'true' });
  });

  test('is remembered for 72 hours, and for each account apart', async () => {
    const key = randomUUID();
    await finishedResponse(key, venue('Kept'));
    const other = new Mutations(app, await app.as(Role.EDITOR), { 'idempotency-key': key });

    await other.done('venueCreate', venue('Kept'));
    app.setNow('2024-06-13T11:59:00+08:00');
    expect(await finishedResponse(key, venue('Kept'))).toMatchObject({ replayed: 'true' });
    app.setNow('2024-06-13T12:01:00+08:00');
    expect(await finishedResponse(key, venue('Kept'))).toMatchObject({ replayed: null });

    expect(await venuesCalled('Kept')).toBe(3);
  });

  test('does not store a secret that it created', async () => {
    const admin = new Mutations(app, await app.as(Role.ADMIN), { 'idempotency-key': randomUUID() });
    const create = () =>
      admin.done(
        'apiKeyCreate',
        { accountName: 'A robot', name: 'k', roles: ['READER'] },
        'secret apiKey { id }',
      );

    const first = await create();
    const second = await create();

    expect(first.secret).toMatch(/^scc_/);
    expect(second).toMatchObject({ secret: null, apiKey: first.apiKey });
    const { rows } = await app.database.pool.query('select * from system.idempotency_record');
    expect(JSON.stringify(rows)).not.toContain(first.secret);
  });
});
