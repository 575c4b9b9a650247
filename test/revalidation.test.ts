import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Role } from '../src/content/contract/access.js';
import { startDemo, type TestApplication } from './support/application.js';
import { blocksOf } from './support/documents.js';
import { freePort } from './support/free-port.js';
import { idOf, Mutations, type Payload } from './support/mutations.js';
import { until } from './support/schedules.js';
import { aWebhook } from './support/webhooks.js';

/** A CDN: keeps every answer to a GET for ever, and forgets by tag. */
class Cdn {
  readonly #kept = new Map<string, { readonly body: string; readonly tags: readonly string[] }>();
  readonly server: Server = createServer((request, response) => this.#answer(request, response));
  isDown = false;

  constructor(readonly origin: string) {}

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  keeps(path: string): boolean {
    return this.#kept.has(path);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = '/', method } = request;
    if (method === 'POST') return this.#purge(request, response);
    const kept = this.#kept.get(url);
    if (kept) return void response.end(kept.body);
    const answer = await fetch(this.origin + url, { headers: { 'apollo-require-preflight': '1' } });
    const body = await answer.text();
    this.#kept.set(url, { body, tags: answer.headers.get('cache-tag')?.split(', ') ?? [] });
    response.end(body);
  }

  async #purge(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += chunk;
    if (this.isDown || request.headers.authorization !== 'Bearer a token')
      return void response.writeHead(this.isDown ? 503 : 403).end();
    const { tags } = JSON.parse(body) as { tags: string[] };
    for (const [path, kept] of this.#kept)
      if (kept.tags.some((tag) => tags.includes(tag))) this.#kept.delete(path);
    response.writeHead(200).end();
  }
}

let app: TestApplication;
let admin: Mutations;
let cdn: Cdn;
let receiver: ChildProcess;
let receiverUrl: string;
const folder = mkdtempSync(join(tmpdir(), 'scc-receiver-'));

beforeAll(async () => {
  app = await startDemo({ webhookTargets: 'any' });
  app.startJobs();
  admin = new Mutations(app, await app.as(Role.ADMIN));
  cdn = new Cdn(app.url);
  cdn.server.listen(0, '127.0.0.1');
  await once(cdn.server, 'listening');
  const port = await freePort();
  receiverUrl = `http://127.0.0.1:${port}/`;
  const { secret } = await aWebhook(admin, { url: receiverUrl, topics: ['*'] });
  const file = join(folder, 'receiver.mjs');
  writeFileSync(file, blocksOf('docs/guides/front-end.md', 'js receiver'));
  const settings = { WEBHOOK_SECRET: secret, PURGE_URL: `${cdn.url}/purge`, PURGE_TOKEN: 'a token' };
  receiver = spawn(process.execPath, [file], {
    env: { ...settings, PORT: String(port), HOST: '127.0.0.1' },
    stdio: 'ignore',
  });
  await until(
    () =>
      fetch(receiverUrl, { method: 'POST' }).then(
        ({ status }) => status,
        () => 0,
      ),
    (status) => status === 401,
  );
});
afterAll(async () => {
  receiver.kill();
  await app.close();
  cdn.server.closeAllConnections();
  cdn.server.close();
  rmSync(folder, { recursive: true });
});

const page = (slug: string, selection = 'title redirectedFrom venue { name }') =>
  `/graphql?query=${encodeURIComponent(`{ event(slug: ${JSON.stringify(slug)}, locale: "en") { ${selection} } }`)}`;
const read = async (path: string) => (await fetch(cdn.url + path)).text();
const gone = (path: string) => until(async () => !cdn.keeps(path), Boolean);

async function release(noun: string, id: string, input: object): Promise<void> {
  const find = 'query ($id: ID!) { node(id: $id) { ... on Content { version } ... on Venue { version } } }';
  const { node } = await admin.who.data(find, { id });
  await admin.done(`${noun}Update`, { id, expectedVersion: node.version, ...input });
  await admin.done(`${noun}Publish`, { ids: [id] });
}

describe('behind a CDN that caches everything, with the receiver of the guide', () => {
  test('a page is new after a publication, and others stay cached', async () => {
    const id = await idOf(app, 'event', 'innoex-2024');
    const other = page('scc-8th-annual-general-meeting', 'title');
    const feed = '/feeds/events.json?locale=en';
    for (const path of [page('innoex-2024'), other, feed]) await read(path);

    await release('event', id, { translations: [{ locale: 'en', title: 'The second InnoEX' }] });
    await gone(page('innoex-2024'));

    expect(await read(page('innoex-2024'))).toContain('The second InnoEX');
    expect(await read(feed)).toContain('The second InnoEX');
    expect(cdn.keeps(other)).toBe(true);
  });

  test('the old and the new address are new after a rename', async () => {
    const id = await idOf(app, 'event', 'innoex-2024');
    await Promise.all([page('innoex-2024'), page('innoex')].map(read));

    await release('event', id, { translations: [{ locale: 'en', slug: 'innoex' }] });
    await gone(page('innoex'));

    expect(await read(page('innoex'))).toContain('The second InnoEX');
    expect(await read(page('innoex-2024'))).toMatch(/"redirectedFrom" ?: ?"innoex-2024"/);
  });

  test('a message that could not be purged comes again', async () => {
    const { event } = await app.data('{ event(slug: "innoex") { venue { id } } }');
    await read(page('innoex'));

    cdn.isDown = true;
    await release('venue', event.venue.id, { translations: [{ locale: 'en', name: 'Another hall' }] });
    const failed = `{ webhooks { nodes { deliveries(state: PENDING) { nodes { attempts { responseStatus } } } } } }`;
    const statuses = await until(
      async () => JSON.stringify(await admin.who.data(failed)),
      (text) => text.includes('500'),
    );
    expect(statuses).toContain('"responseStatus":500');
    cdn.isDown = false;
    const { webhooks } = await admin.who.data(
      '{ webhooks { nodes { deliveries(state: PENDING) { nodes { id } } } } }',
    );
    const ids = webhooks.nodes.flatMap(({ deliveries }: { deliveries: { nodes: { id: string }[] } }) =>
      deliveries.nodes.map(({ id }) => id),
    );
    await admin.done('webhookRedeliver', { ids });
    await gone(page('innoex'));

    expect(await read(page('innoex'))).toContain('Another hall');
  });

  test('who does not know the secret purges nothing', async () => {
    await read(page('innoex'));
    const body = JSON.stringify({ data: { cacheTags: ['event-each'] } });
    const headers = {
      'webhook-id': 'webhook_delivery_1',
      'webhook-timestamp': String(Math.floor(Date.now() / 1_000)),
      'webhook-signature': `v1,${Buffer.from('forged').toString('base64')}`,
    };

    expect((await fetch(receiverUrl, { method: 'POST', headers, body })).status).toBe(401);
    expect(cdn.keeps(page('innoex'))).toBe(true);
  });
});

describe('the mirror of the guide', () => {
  const file = join(folder, 'mirror.json');
  const program = join(folder, 'mirror.mjs');

  interface Mirrored {
    readonly changedAt: string;
    readonly slugs: Readonly<Record<string, string>>;
    readonly text: Readonly<Record<string, Payload>>;
  }

  async function mirrored(): Promise<Record<string, Mirrored>> {
    writeFileSync(program, blocksOf('docs/guides/partners.md', 'js mirror'));
    const running = spawn(process.execPath, [program], { env: { API_URL: app.url, MIRROR: file } });
    expect(await once(running, 'exit')).toEqual([0, null]);
    return JSON.parse(readFileSync(file, 'utf8')).objects;
  }

  async function counted(): Promise<number> {
    const count = '{ events { totalCount } articles { totalCount } }';
    const { events, articles } = await app.data(count);
    return events.totalCount + articles.totalCount;
  }

  test('has everything, what changes, and nothing that was withdrawn', async () => {
    const [id, other] = [
      await idOf(app, 'event', 'asean-smart-city-development-roundtable-2024'),
      await idOf(app, 'event', 'scc-8th-annual-general-meeting'),
    ];
    const first = await mirrored();
    const publicAtFirst = await counted();
    await release('event', id, { translations: [{ locale: 'en', title: 'Mirrored' }] });
    await admin.done('eventUnpublish', { ids: [other] });
    const second = await mirrored();
    const unchanged = await mirrored();

    expect(Object.keys(first)).toHaveLength(publicAtFirst);
    expect(first[other]?.text.en?.title).toContain('Annual General Meeting');
    expect(second[id]?.text.en?.title).toBe('Mirrored');
    expect(Object.keys(second[id]?.text ?? {})).toEqual(['en', 'zh-Hant']);
    expect(second).not.toHaveProperty([other]);
    expect(Object.keys(second)).toHaveLength(await counted());
    expect(unchanged).toEqual(second);
  });
});

test('the tag that the guide computes for a slug is that of the response, however long', async () => {
  const file = join(folder, 'tag.mjs');
  writeFileSync(file, blocksOf('docs/guides/front-end.md', 'js tag'));
  const { tagOf } = await import(file);
  const { articles } = await app.data('{ articles(first: 50, locale: "zh-Hant") { nodes { slug } } }');
  const slugs: string[] = articles.nodes.map(({ slug }: { slug: string }) => slug);
  expect(slugs.some((slug) => encodeURIComponent(slug).length > 200)).toBe(true);

  for (const slug of slugs) {
    const { response } = await app.ask(
      'query ($slug: String!) { article(slug: $slug, locale: "zh-Hant") { title } }',
      { slug },
    );
    expect(response.headers.get('cache-tag')?.split(', ')).toContain(tagOf('article', slug));
  }
});
