import 'reflect-metadata';
import { Role } from '../src/content/access.js';
import { startDemo, TEST_NOW, type TestApplication } from './support/application.js';

const SMALL = '{ latestIssue { slug } }';
/** So many events and their connection: a point each. */
const costing = (points: number) => `{ events(first: ${points - 1}) { nodes { id } } }`;
const LARGE = costing(101);
/** A page of events, each with five of this and five of that: 1,101 points. */
const HUGE = '{ events(first: 100) { nodes { organisers { id } sponsorships { id } } } }';
const create = (count: number) =>
  `mutation { ${Array.from({ length: count }, (_, index) => `v${index}: venueCreate(input: { translations: [] }) { userErrors { code } }`).join(' ')} }`;

let app: TestApplication;
beforeAll(async () => {
  app = await startDemo({ answerCacheMb: 0, rateLimit: true, trustedProxies: 1 });
});
beforeEach(() => app.setNow(TEST_NOW));
afterAll(() => app.close());

const at = (seconds: number) => new Date(Date.parse(TEST_NOW) + seconds * 1_000).toISOString();
const from = (address: string) => ({ 'x-forwarded-for': address });
let addresses = 0;
/** An address that nobody has used so far. */
const fresh = () => {
  addresses += 1;
  return `198.51.${addresses >> 8}.${addresses & 255}`;
};

interface Told {
  readonly status: number;
  readonly code: unknown;
  /** The whole points that are left. */
  readonly left: number;
  readonly window: number;
  readonly retryAfter: number | undefined;
}

async function told(
  headers: Record<string, string>,
  query = SMALL,
  asking: Pick<TestApplication, 'ask'> = app,
): Promise<Told> {
  const { response, errors } = await asking.ask(query, {}, headers);
  const [, left, window] =
    /^"(?:address|key)";r=(\d+);t=(\d+)$/.exec(response.headers.get('ratelimit') ?? '') ?? [];
  const retryAfter = response.headers.get('retry-after');
  return {
    status: response.status,
    code: errors?.[0]?.extensions?.code,
    left: Number(left),
    window: Number(window),
    retryAfter: retryAfter === null ? undefined : Number(retryAfter),
  };
}

/** Asks until a client has nothing left. */
async function drain(
  headers: Record<string, string>,
  asking: Pick<TestApplication, 'ask'> = app,
): Promise<void> {
  let { left } = await told(headers, SMALL, asking);
  while (left > 0) {
    const query = left > 1_101 ? HUGE : left > 200 ? LARGE : costing(Math.min(left, 101));
    const answer = await told(headers, left === 1 ? SMALL : query, asking);
    expect(answer.status).toBe(200);
    expect(answer.left).toBeLessThan(left);
    left = answer.left;
  }
}

describe('what an answer says', () => {
  test('the policy, what is left, and what the query cost', async () => {
    const { response, extensions } = await app.ask(LARGE, {}, from(fresh()));

    expect(response.headers.get('ratelimit-policy')).toBe('"address";q=1000;w=50;scc-unit=points');
    expect(response.headers.get('ratelimit')).toBe('"address";r=899;t=45');
    expect(extensions).toEqual({ cost: { requested: 101, limit: 5_000 } });
    expect(response.headers.get('access-control-expose-headers')).toMatch(/\bRateLimit, RateLimit-Policy\b/);
  });

  test('with a key, the larger allowance', async () => {
    const partner = await app.as(Role.PARTNER);
    const { response, extensions } = await partner.ask(LARGE);

    expect(response.headers.get('ratelimit-policy')).toBe('"key";q=5000;w=50;scc-unit=points');
    expect(response.headers.get('ratelimit')).toBe('"key";r=4899;t=49');
    expect(extensions).toEqual({ cost: { requested: 101, limit: 20_000 } });
  });

  test('the same body, however much is left', async () => {
    const address = fresh();
    const bodies = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const { response, ...body } = await app.ask(LARGE, {}, from(address));
        return JSON.stringify(body);
      }),
    );

    expect(new Set(bodies).size).toBe(1);
  });

  test.each([
    ['a document that is none', '{ latestIssue', 400],
    ['a document that does not fit', '{ nothing }', 400],
    ['too much at once', '{ issues(first: 100) { nodes { articles(first: 100) { nodes { id } } } } }', 400],
    ['drafts', '{ events(stage: DRAFT) { totalCount } }', 401],
  ])('also where it is refused: %s', async (_what, query, status) => {
    const answer = await told(from(fresh()), query);

    expect(answer).toMatchObject({ status, left: expect.any(Number) });
    expect(answer.left).toBeLessThan(1_000);
    expect(answer.left).toBeGreaterThan(900);
  });

  test('also where the body is not read', async () => {
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      body: 'x'.repeat(300_000),
      headers: { 'content-type': 'application/json', ...from(fresh()) },
    });

    expect(response.status).toBe(413);
    expect(response.headers.get('ratelimit')).toBe('"address";r=999;t=50');
  });
});

describe('a client that asks for too much', () => {
  test('is refused until enough points have come back, and is told when', async () => {
    const address = fresh();
    await drain(from(address));

    const refused = await told(from(address));
    expect(refused).toEqual({ status: 429, code: 'RATE_LIMITED', left: 0, window: 1, retryAfter: 1 });
    app.setNow(at(2));
    const large = await told(from(address), LARGE);
    expect(large).toEqual({ status: 429, code: 'RATE_LIMITED', left: 39, window: 4, retryAfter: 4 });
    app.setNow(at(2 + (large.retryAfter ?? 0)));
    expect((await told(from(address), LARGE)).status).toBe(200);
  });

  test('harms neither other addresses nor those that have a key at the same one', async () => {
    const address = fresh();
    const partner = await app.as(Role.PARTNER);
    await drain(from(address));

    expect((await told(from(address))).status).toBe(429);
    expect((await told(from(fresh()))).status).toBe(200);
    expect(await told(from(address), SMALL, partner)).toMatchObject({ status: 200, left: 4_999 });
  });

  test('with a key harms no other key, and is refused wherever it asks from', async () => {
    const [greedy, other] = [await app.as(Role.PARTNER), await app.as(Role.PARTNER)];
    await drain(from(fresh()), greedy);

    const refused = await told(from(fresh()), SMALL, greedy);

    expect(refused).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
    expect(refused.retryAfter).toBeGreaterThan(0);
    expect((await told(from(fresh()), SMALL, other)).status).toBe(200);
  });

  test('is refused before anything is done', async () => {
    const editor = await app.as(Role.EDITOR, Role.ADMIN);
    const count = async () =>
      (await app.database.pool.query('select count(*) from draft.venue')).rows[0].count;
    const before = await count();
    await drain({}, editor);
    app.setNow(at(0.1));

    expect(await told({}, create(20), editor)).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
    expect(await count()).toBe(before);
  });

  test('for more than an allowance holds gets it from a full one, and pays it off', async () => {
    const address = fresh();
    const first = await told(from(address), HUGE);
    const second = await told(from(address));
    app.setNow(at(second.retryAfter ?? 0));
    const third = await told(from(address));

    expect(first).toMatchObject({ status: 200, left: 0, window: 6 });
    expect(second).toMatchObject({ status: 429, retryAfter: 6 });
    expect(third.status).toBe(200);
  });
});

describe('an address', () => {
  /** Whether two values of the header are one client. */
  async function areOne(first: string, second: string): Promise<boolean> {
    await told(from(first), LARGE);
    return (await told(from(second))).left < 950;
  }

  test.each([
    [
      'what the client claims to be forwarded for is not believed',
      '10.1.1.1, 203.0.113.1',
      '10.9.9.9, 203.0.113.1',
    ],
    ['the port does not matter', '203.0.113.2:1000', '203.0.113.2:2000'],
    ['IPv6 networks of 64 bits', '2001:db8:1:2::1', '2001:0db8:0001:0002:ffff:ffff:ffff:ffff'],
    ['IPv6 with a port', '[2001:db8:1:3::1]:80', '2001:db8:1:3::2'],
    ['IPv4 written as IPv6', '203.0.113.3', '::ffff:203.0.113.3'],
    ['IPv4 written as IPv6 in hexadecimal', '203.0.113.4', '::ffff:cb00:7104'],
    ['whatever is no address', 'unknown', '_hidden'],
  ])('is one: %s', async (_what, first, second) => {
    expect(await areOne(first, second)).toBe(true);
  });

  test.each([
    ['IPv4 addresses beside each other', '203.0.113.8', '203.0.113.9'],
    ['IPv6 networks beside each other', '2001:db8:2:1::1', '2001:db8:2:2::1'],
    [
      'clients of one proxy that differ in the last entry',
      '10.1.1.2, 203.0.113.10',
      '10.1.1.2, 203.0.113.11',
    ],
  ])('is another one: %s', async (_what, first, second) => {
    expect(await areOne(first, second)).toBe(false);
  });

  test('is counted from the end by as many proxies as there are', async () => {
    const behindTwo = await startDemo({ answerCacheMb: 0, rateLimit: true, trustedProxies: 2 });
    const left = async (forwarded: string, query = SMALL) =>
      (await told(from(forwarded), query, behindTwo)).left;
    await left('10.1.1.1, 203.0.113.1, 192.0.2.1', LARGE);

    expect(await left('10.2.2.2, 203.0.113.1, 192.0.2.2')).toBe(898);
    expect(await left('10.1.1.1, 203.0.113.2, 192.0.2.1')).toBe(999);
    expect(await left('203.0.113.1')).toBe(897);
    await behindTwo.close();
  });

  test('of this machine is not limited, and is shown the policy', async () => {
    const { response } = await app.ask(SMALL);

    expect(response.headers.get('ratelimit-policy')).toBe('"address";q=1000;w=50;scc-unit=points');
    expect(response.headers.get('ratelimit')).toBeNull();
    for (let count = 0; count < 25; count += 1) expect((await app.ask(LARGE)).response.status).toBe(200);
  });

  test('is not taken from the header unless a proxy is trusted', async () => {
    const direct = await startDemo({ answerCacheMb: 0, rateLimit: true });
    const { response } = await direct.ask(SMALL, {}, from('203.0.113.1'));

    expect(response.headers.get('ratelimit')).toBeNull();
    await direct.close();
  });
});

test('nothing is limited, and nothing said of it, where that is switched off', async () => {
  const free = await startDemo({ answerCacheMb: 0, trustedProxies: 1 });
  for (let count = 0; count < 12; count += 1)
    expect((await free.ask(LARGE, {}, from('203.0.113.1'))).response.status).toBe(200);
  const { response, extensions } = await free.ask(SMALL, {}, from('203.0.113.1'));

  expect(response.headers.get('ratelimit-policy')).toBeNull();
  expect(extensions).toEqual({ cost: { requested: 1, limit: 5_000 } });
  await free.close();
});

describe('whoever has no key', () => {
  test('and tries many is refused soon', async () => {
    const address = fresh();
    const wrong = { ...from(address), authorization: 'Bearer scc_wrong' };
    const statuses: number[] = [];
    for (let count = 0; count < 102; count += 1) statuses.push((await told(wrong)).status);

    expect(statuses.slice(0, 100)).toEqual(Array.from({ length: 100 }, () => 401));
    expect(statuses.slice(100)).toEqual([429, 429]);
  });

  test('pays for mutations, which cannot succeed', async () => {
    const address = fresh();
    const statuses: number[] = [];
    for (let count = 0; count < 20; count += 1) statuses.push((await told(from(address), create(1))).status);

    expect(statuses).toEqual([...Array<number>(17).fill(401), 429, 429, 429]);
  });

  test('fills the audit log with refusals only so far', async () => {
    const other = await startDemo();
    const refused = async () => {
      const { rows } = await other.database.pool.query(
        "select viewer from system.audit_entry where outcome = 'REFUSED' order by id",
      );
      return rows.map(({ viewer }) => viewer);
    };
    for (let count = 0; count < 110; count += 1)
      expect((await other.ask(create(1))).response.status).toBe(401);
    const atFirst = await refused();
    const partner = await other.as(Role.PARTNER);
    await partner.ask(create(1));
    const withPartner = await refused();
    other.setNow(at(180));
    for (let count = 0; count < 5; count += 1) await other.ask(create(1));

    expect(atFirst).toEqual(Array<string>(100).fill('public'));
    expect(withPartner.slice(100)).toEqual([expect.stringMatching(/^PARTNER/)]);
    expect((await refused()).slice(101)).toEqual(Array<string>(3).fill('public'));
    await other.close();
  });
});
