import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { Role } from '../src/content/contract/access.js';
import { createLogger } from '../src/foundation/logger.js';
import { startOn, type TestApplication } from './support/application.js';
import { idOf, Mutations } from './support/mutations.js';
import { createDatabase, startPostgres, type TestServer } from './support/postgres.js';

/** A server of its own, since it is stopped. */
let postgres: TestServer;
let app: TestApplication;
let port: number;
let keys: Record<string, string>;
let feed: string;
const lines: { level: number; msg: string; err?: { code?: string } }[] = [];

beforeAll(async () => {
  postgres = await startPostgres({ own: {} });
  const { url } = await createDatabase(postgres.url);
  port = Number(new URL(url).port);
  const logger = createLogger('info', { write: (line) => lines.push(JSON.parse(line)) });
  app = await startOn(url, { demoContent: true, answerCacheMb: 0 }, logger);
  const editor = await app.as(Role.EDITOR, Role.PUBLISHER);
  const mutations = new Mutations(app, editor);
  const id = await idOf(app, 'event', 'innoex-2024');
  const { token } = await mutations.done('previewTokenCreate', { id }, 'token');
  const organisation = await idOf(app, 'organisation', 'smart-city-consortium');
  const { partnerFeed } = await mutations.done(
    'partnerFeedCreate',
    { name: 'A feed', organisation },
    'partnerFeed { id }',
  );
  feed = partnerFeed.id;
  keys = { editor: editor.secret, other: (await app.as(Role.READER)).secret, preview: token };
}, 60_000);
afterAll(async () => {
  await app.close();
  await postgres.stop();
});

const graphql = (query: string, headers: Record<string, string> = {}) =>
  fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
const as = (name: string) => ({ authorization: `Bearer ${keys[name]}` });
const READ = '{ events { totalCount } }';
const DRAFTS = '{ events(stage: DRAFT) { totalCount } }';
const WRITE = 'mutation { venueCreate(input: { translations: [] }) { userErrors { code } } }';

/** All ways to ask for something that the database has; what the answer is in. */
const requests: readonly (readonly [string, () => Promise<Response>, 'json' | 'text' | 'html'])[] = [
  ['a query', () => graphql(READ), 'json'],
  [
    'a query by GET',
    () =>
      fetch(`${app.url}/graphql?query=${encodeURIComponent(READ)}`, {
        headers: { 'apollo-require-preflight': '1' },
      }),
    'json',
  ],
  ['a query with a key that is known', () => graphql(READ, as('editor')), 'json'],
  ['a key that is not known yet', () => graphql(READ, as('other')), 'json'],
  ['drafts', () => graphql(DRAFTS, as('editor')), 'json'],
  ['a preview token', () => graphql(DRAFTS, as('preview')), 'json'],
  ['a change', () => graphql(WRITE, as('editor')), 'json'],
  [
    'a change that may be sent again',
    () => graphql(WRITE, { ...as('editor'), 'idempotency-key': 'k' }),
    'json',
  ],
  ['an administrative query', () => graphql('{ schedules { totalCount } }', as('editor')), 'json'],
  ['a feed in JSON', () => fetch(`${app.url}/feeds/events.json?limit=7`), 'json'],
  ['a calendar', () => fetch(`${app.url}/feeds/events.ics?limit=7`), 'text'],
  ['the feed of a partner', () => fetch(`${app.url}/feeds/${feed}.json`), 'json'],
  ['a page for an iframe', () => fetch(`${app.url}/embed/feed/events`), 'html'],
  [
    'oEmbed',
    () => fetch(`${app.url}/oembed?url=${encodeURIComponent('http://localhost:4000/embed/feed/events')}`),
    'json',
  ],
  [
    'metrics, with a key',
    () => fetch(`${app.url}/metrics`, { headers: { ...as('other'), via: 'a proxy' } }),
    'json',
  ],
];

async function expectUnavailable(response: Response, type: string): Promise<void> {
  const body = await response.text();
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
  expect(response.headers.get('content-type')).toContain(type === 'text' ? 'text/plain' : type);
  if (type === 'json') expect(JSON.parse(body).errors[0].extensions.code).toBe('UNAVAILABLE');
  expect(body).not.toMatch(/ECONN|127\.0\.0\.1|SELECT|select |node_modules/);
}

describe('while the database is down', () => {
  beforeAll(async () => {
    await graphql(READ, as('editor'));
    await postgres.stop();
    // Connections that are open break one by one.
    for (let i = 0; i < 12; i += 1) await graphql(i % 2 ? READ : WRITE, as('editor'));
    // What was known of keys is believed for five seconds.
    app.setNow('2024-06-10T12:01:00+08:00');
    lines.length = 0;
  }, 60_000);

  test.each(requests)('%s gets a temporary error, in the expected format', async (_what, ask, type) => {
    await expectUnavailable(await ask(), type);
  });

  describe.each([
    ['57P03', 'is starting'],
    ['53300', 'has too many clients'],
    ['57P01', 'is ended by its operator'],
    ['53100', 'has no space left'],
    ['58030', 'cannot read its files'],
  ])('or reports %s: it %s', (code) => {
    let standIn: Server;
    beforeAll(async () => {
      standIn = await saying(code);
    });
    afterAll(() => void standIn.close());

    test.each(requests)('%s gets a temporary error', async (_what, ask, type) => {
      await expectUnavailable(await ask(), type);
    });
  });

  test('each cause is logged once a minute, and nothing is taken for a bug of the program', () => {
    const logged = lines
      .filter(({ msg }) => msg.includes('database is unavailable'))
      .map(({ err }) => String(err?.code));

    expect(logged.length).toBeGreaterThanOrEqual(5);
    expect(logged.length).toBe(new Set(logged).size);
    expect(lines.filter(({ level }) => level >= 50)).toEqual([]);
  });
});

/** In place of the database, something that greets every connection with an error, in PostgreSQL's words. */
async function saying(code: string): Promise<Server> {
  const fields = [`SFATAL`, `VFATAL`, `C${code}`, 'Mnot now'].map((field) => `${field}\0`).join('');
  const message = Buffer.from(`E\0\0\0\0${fields}\0`);
  message.writeInt32BE(message.length - 1, 1);
  const server = createServer((socket: Socket) => {
    socket.on('error', () => undefined).once('data', () => socket.end(message));
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
