import 'reflect-metadata';
import { Role } from '../src/content/contract/access.js';
import { startDemo, type TestApplication } from './support/application.js';
import { drain, fresh, from, SMALL, told, toldBy, untilKept } from './support/charges.js';
import { TEST_NOW } from './support/prepared.js';

/** Events with long texts and much about them. */
const LARGE =
  '{ events(first: 100) { nodes { description(format: HTML) organisers { id name } sponsorships { id } credits { role } } } }';
const create = (count: number) =>
  `mutation { ${Array.from({ length: count }, (_, index) => `v${index}: venueCreate(input: { translations: [] }) { userErrors { code } }`).join(' ')} }`;

let app: TestApplication;
beforeAll(async () => {
  app = await startDemo({ rateLimit: true, trustedProxies: 1 });
  await untilKept(app);
});
beforeEach(() => app.setNow(TEST_NOW));
afterAll(() => app.close());

const at = (seconds: number) => new Date(Date.parse(TEST_NOW) + seconds * 1_000).toISOString();
const feed = (headers: Record<string, string>, more = '') =>
  fetch(`${app.url}/feeds/events.json?locale=en${more}`, { headers });

describe('a client beyond its rate limit', () => {
  test('is refused until the bucket has refilled, with Retry-After; that is not charged', async () => {
    const address = fresh();
    await drain(app, from(address));

    const refused = await told(app, from(address));
    expect(refused).toEqual({ status: 429, code: 'RATE_LIMITED', cost: 0, left: 0, retryAfter: 1 });
    expect(await feed(from(address)).then(toldBy)).toMatchObject({ status: 429, cost: 0, retryAfter: 1 });
    expect(await fetch(`${app.url}/embed/`, { headers: from(address) }).then(toldBy)).toMatchObject({
      status: 429,
      retryAfter: 1,
    });
    app.setNow(at(1));
    expect((await told(app, from(address))).status).toBe(200);
  });

  test('harms neither other addresses nor those that have a key at the same one', async () => {
    const address = fresh();
    const partner = await app.as(Role.PARTNER);
    await drain(app, from(address));

    expect((await told(app, from(address))).status).toBe(429);
    expect((await told(app, from(fresh()))).status).toBe(200);
    expect((await told(partner, from(address))).status).toBe(200);
  });

  test('is refused before anything is done, of what waits for its turn, too', async () => {
    const address = fresh();
    await drain(app, from(address));
    const before = app.database.statements.byPool.published.sum;

    const refused = await Promise.all(Array.from({ length: 20 }, () => told(app, from(address), LARGE)));

    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 429));
    expect(app.database.statements.byPool.published.sum).toBe(before);
  });

  test('with many at once gets all of them, one after the other', async () => {
    const address = fresh();
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        told(app, from(address), `{ events(first: ${index + 1}) { totalCount } }`),
      ),
    );

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  });
});

describe('an address', () => {
  /** Whether two values of the header are one client. */
  async function areOne(first: string, second: string): Promise<boolean> {
    await told(app, { ...from(first), authorization: 'Bearer scc_wrong' });
    return (await told(app, from(second))).left < 1_995;
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
    const behindTwo = await startDemo({ rateLimit: true, trustedProxies: 2 });
    const left = async (forwarded: string) => (await told(behindTwo, from(forwarded))).left;
    await untilKept(behindTwo);
    const wrong = { ...from('10.1.1.1, 203.0.113.1, 192.0.2.1'), authorization: 'Bearer scc_wrong' };
    await told(behindTwo, wrong);

    expect(await left('10.2.2.2, 203.0.113.1, 192.0.2.2')).toBe(1_989);
    expect(await left('10.1.1.1, 203.0.113.2, 192.0.2.1')).toBe(1_999);
    expect(await left('203.0.113.1')).toBe(1_989);
    await behindTwo.close();
  });

  test('of this machine is not limited, and is shown the policy', async () => {
    const { response } = await app.ask(SMALL);

    expect(response.headers.get('ratelimit-policy')).toBe('"address";q=2000;w=100;scc-unit=points');
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

test('nothing is limited, and no header sent, where that is switched off', async () => {
  const free = await startDemo({ answerCacheMb: 0, trustedProxies: 1 });
  for (let count = 0; count < 12; count += 1)
    expect((await free.ask(LARGE, {}, from('203.0.113.1'))).response.status).toBe(200);
  const { response, extensions } = await free.ask(SMALL, {}, from('203.0.113.1'));

  expect(response.headers.get('ratelimit-policy')).toBeNull();
  expect(extensions).toEqual({ cost: { requested: 1, limit: 5_000 } });
  await free.close();
});

describe('a client without a key', () => {
  test('and tries many is refused soon', async () => {
    const wrong = { ...from(fresh()), authorization: 'Bearer scc_wrong' };
    const statuses: number[] = [];
    for (let count = 0; count < 200; count += 1) statuses.push((await told(app, wrong)).status);

    expect(statuses.slice(0, 190)).toEqual(Array<number>(190).fill(401));
    expect(statuses.slice(199)).toEqual([429]);
  });

  test('pays for mutations, which cannot succeed, what they took', async () => {
    const answer = await told(app, from(fresh()), create(1));

    expect(answer.status).toBe(401);
    expect(answer.cost).toBeGreaterThan(0.5);
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
