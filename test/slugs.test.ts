import 'reflect-metadata';
import { Role } from '../src/content/contract/access.js';
import { startDemo, type TestApplication } from './support/application.js';
import { drain, fresh, from, toldBy, untilKept } from './support/charges.js';

interface Line {
  readonly type: string;
  readonly id: string;
  readonly updatedAt: string;
  readonly changedAt?: string;
  readonly available: readonly string[];
  readonly slugs: Readonly<Record<string, string>>;
}

let app: TestApplication;
beforeAll(async () => {
  app = await startDemo({ rateLimit: true, trustedProxies: 1 });
  await untilKept(app);
});
afterAll(() => app.close());

const get = (query = '', headers: Record<string, string> = {}) =>
  fetch(`${app.url}/slugs.ndjson${query}`, { headers: { ...from(fresh()), ...headers } });

async function lines(query = ''): Promise<Line[]> {
  const response = await get(query);
  expect(response.status).toBe(200);
  const text = await response.text();
  expect(text.endsWith('\n')).toBe(true);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

/** The same by the lists of the API, language by language. */
async function listed(many: string): Promise<Line[]> {
  const changedAt = ['events', 'articles'].includes(many) ? 'changedAt' : '';
  const read = async (locale: string) => {
    const nodes: Record<string, never>[] = [];
    for (let after: string | null = null; ; ) {
      const { page } = await app.data(
        `query ($after: String, $locale: Locale) { page: ${many}(first: 100, after: $after, locale: $locale) {
          nodes { type: __typename id slug updatedAt ${changedAt} localization { available } } pageInfo { hasNextPage endCursor } } }`,
        { after, locale },
      );
      nodes.push(...page.nodes);
      if (!page.pageInfo.hasNextPage) return nodes;
      after = page.pageInfo.endCursor;
    }
  };
  const locales = ['en', 'zh-Hans', 'zh-Hant'];
  const [first = [], ...others] = await Promise.all(locales.map(read));
  return first.map(({ slug, localization, ...same }, index) => ({
    ...(same as unknown as Line),
    available: (localization as unknown as Line).available,
    slugs: Object.fromEntries(
      locales.map((locale, place) => [
        locale,
        place === 0 ? slug : others[place - 1]?.find(({ id }) => id === first[index]?.id)?.slug,
      ]),
    ) as never,
  }));
}

const byId = (one: Line, other: Line) => (one.id < other.id ? -1 : 1);

describe('the list of slugs', () => {
  test.each([
    ['organisation', 'organisations'],
    ['person', 'people'],
    ['event', 'events'],
    ['article', 'articles'],
    ['issue', 'issues'],
  ])('has every published %s, as the list of the API has it', async (type, many) => {
    const [own, others] = await Promise.all([lines(`?type=${type}`), listed(many)]);

    expect(own.length).toBeGreaterThan(0);
    expect(own.sort(byId)).toEqual(others.sort(byId));
  });

  test('is that of all types, or of those that are named, each object once', async () => {
    const [all, two, one] = await Promise.all([
      lines(),
      lines('?type=article&type=event'),
      lines('?type=issue&type=issue'),
    ]);

    expect(new Set(all.map(({ type }) => type))).toEqual(
      new Set(['Organisation', 'Person', 'Event', 'Article', 'Issue']),
    );
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(two).toEqual(all.filter(({ type }) => type === 'Article' || type === 'Event'));
    expect(one).toEqual(all.filter(({ type }) => type === 'Issue'));
  });

  test.each(['?type=Article&type=Event', '?type=EVENT,ARTICLE', '?type=event,article,Event'])(
    'takes types as lines, enums and feeds write them: %s',
    async (query) => {
      expect(await lines(query)).toEqual(await lines('?type=article&type=event'));
    },
  );

  test('may be read by pages of other sites, with the ETag that they have', async () => {
    const { status, headers } = await fetch(`${app.url}/slugs.ndjson`, {
      method: 'OPTIONS',
      headers: { origin: 'https://partner.example', 'access-control-request-headers': 'if-none-match' },
    });

    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-headers')).toBe('if-none-match');
  });

  test('lists the languages that have text of their own', async () => {
    const events = await lines('?type=event');

    expect(events.every(({ available, slugs }) => available.every((locale) => slugs[locale]))).toBe(true);
    expect(events.some(({ available }) => !available.includes('zh-Hans'))).toBe(true);
  });

  test('is cached, is revalidated by its ETag, and changes with what is published', async () => {
    const first = await get('?type=event');
    const etag = String(first.headers.get('etag'));
    const known = await get('?type=event', { 'if-none-match': etag });
    const [{ id = '' } = {}] = await lines('?type=event');
    const publisher = await app.as(Role.PUBLISHER);
    await publisher.data(
      'mutation ($id: ID!) { eventUnpublish(input: { ids: [$id] }) { userErrors { code } } }',
      { id },
    );
    const later = await get('?type=event', { 'if-none-match': etag });

    expect(first.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(first.headers.get('cache-control')).toMatch(/^public, /);
    expect(first.headers.get('access-control-allow-origin')).toBe('*');
    expect([known.status, toldBy(known).cost]).toEqual([304, 0.1]);
    expect(later.status).toBe(200);
    expect(await later.text()).not.toContain(id);
    await publisher.data(
      'mutation ($id: ID!) { eventPublish(input: { ids: [$id] }) { userErrors { code } } }',
      {
        id,
      },
    );
    expect(await (await get('?type=event')).text()).toContain(id);
  });

  test('shows no drafts, not even with the key of an editor', async () => {
    const editor = await app.as(Role.EDITOR);
    const made = await editor.data(
      'mutation { articleCreate(input: { kind: COLUMN, translations: [{ locale: "en", title: "Nobody sees this" }] }) { article { id } userErrors { code message } } }',
    );
    const seen = await get('?type=article', { authorization: `Bearer ${editor.secret}` });

    expect(made.articleCreate.userErrors).toEqual([]);
    expect(await seen.text()).not.toContain('nobody-sees-this');
    expect([seen.headers.get('cache-control'), seen.headers.get('cache-tag')]).toEqual([
      'private, no-store',
      null,
    ]);
    const { secret } = await app.as(Role.FRONT_END);
    const shared = await get('?type=article', { authorization: `Bearer ${secret}` });
    expect(shared.headers.get('cache-control')).toMatch(/^public, /);
    expect(shared.headers.get('cache-tag')).toBe('article, article-changed');
  });

  test('is charged to the key of the request', async () => {
    const { secret } = await app.as(Role.FRONT_END);
    const address = fresh();
    await drain(app, from(address));

    expect((await get('', from(address))).status).toBe(429);
    const { status, headers } = await get('', { ...from(address), authorization: `Bearer ${secret}` });
    expect([status, headers.get('ratelimit-policy')]).toEqual([200, expect.stringMatching(/^"front-end"/)]);
    expect((await get('', { authorization: 'Bearer scc_wrong' })).status).toBe(401);
  });

  test('refuses what it does not know with a sentence', async () => {
    const unknown = await get('?type=venue');
    const misspelt = await get('?types=event');
    const posted = await fetch(`${app.url}/slugs.ndjson`, { method: 'POST', headers: from(fresh()) });

    expect(unknown.status).toBe(400);
    expect(await unknown.json()).toMatchObject({
      errors: [
        {
          message: 'Unknown type "venue". Supported: organisation, person, event, article, issue.',
          extensions: { code: 'INVALID_INPUT' },
        },
      ],
    });
    expect(misspelt.status).toBe(400);
    expect((await misspelt.json()).errors[0]).toMatchObject({
      message: 'Unknown parameter "types". Supported: type.',
      extensions: { code: 'INVALID_INPUT' },
    });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });
});
