import 'reflect-metadata';
import { Role } from '../src/content/contract/access.js';
import { startDemo, type TestApplication } from './support/application.js';
import { anEvent, anOrganisation, changed, Desk } from './support/builders.js';
import { feedOf, icalOf } from './support/feeds.js';
import { Mutations } from './support/mutations.js';

const NOON = { precision: 'TIME', start: '2024-09-01T12:00:00+08:00', end: '2024-09-01T13:00:00+08:00' };

let app: TestApplication;
let desk: Desk;
let admin: Mutations;
let host: string;
beforeAll(async () => {
  app = await startDemo();
  desk = await Desk.open(app);
  admin = new Mutations(app, await app.as(Role.ADMIN));
  [host = ''] = await desk.release(anOrganisation({ ref: 'partner' }));
});
afterAll(() => app.close());

const theirs = (values = {}) =>
  anEvent({ schedule: NOON, participations: [{ organisation: 'partner', role: 'ORGANISER' }], ...values });

async function aFeed(input: object = {}): Promise<string> {
  const { partnerFeed } = await admin.done(
    'partnerFeedCreate',
    { name: 'Ours', organisation: host, filter: { organisation: host, role: ['ORGANISER'] }, ...input },
    'partnerFeed { id }',
  );
  return partnerFeed.id;
}

test('a saved feed has the events that its filter means, under its own name and in its language', async () => {
  const feed = await aFeed({ defaultLocale: 'zh-Hant' });
  const [id] = await desk.release(theirs(), anEvent({ schedule: NOON }));
  const response = await fetch(`${app.url}/feeds/${feed}.json`, { headers: { 'accept-language': 'en' } });
  const body = (await response.json()) as { title: string; items: { id: string }[] };
  expect(body.title).toBe('Ours');
  expect(body.items.map((item) => item.id)).toEqual([id]);
  expect(response.headers.get('content-language')).toBe('zh-Hant');
  for (const format of ['ics', 'rss', 'atom', 'jsonld'])
    expect([format, (await fetch(`${app.url}/feeds/${feed}.${format}`)).status]).toEqual([format, 200]);
});

test('changing the filter changes the feed in all places at once', async () => {
  const feed = await aFeed({ limit: 1 });
  await desk.release(theirs(), theirs());
  expect((await feedOf(app, `${feed}.json`)).items).toHaveLength(1);
  await admin.done('partnerFeedUpdate', { id: feed, filter: { kind: ['SUMMIT'], organisation: host } });
  expect((await feedOf(app, `${feed}.json`)).items).toEqual([]);
  expect((await icalOf(app, `${feed}.ics`)).size).toBe(0);
});

test('a feed that was deleted is gone, one that never was is not found', async () => {
  const feed = await aFeed();
  await admin.done('partnerFeedDelete', { id: feed });
  expect((await fetch(`${app.url}/feeds/${feed}.ics`)).status).toBe(410);
  const never = 'partner_feed_0190a0a0-0000-7000-8000-000000000000';
  expect((await fetch(`${app.url}/feeds/${never}.ics`)).status).toBe(404);
});

test('pages of other sites than the allowed are refused; calendars are not', async () => {
  const feed = await aFeed({ allowedOrigins: ['https://www.partner.example'] });
  const ask = (origin?: string) =>
    fetch(`${app.url}/feeds/${feed}.json`, origin === undefined ? {} : { headers: { origin } });
  const [allowed, foreign, calendar] = [
    await ask('https://www.partner.example'),
    await ask('https://evil.example'),
    await ask(),
  ];
  expect([allowed.status, foreign.status, calendar.status]).toEqual([200, 403, 200]);
  expect(allowed.headers.get('access-control-allow-origin')).toBe('https://www.partner.example');
  expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  expect(allowed.headers.get('vary')).toContain('Origin');
});

test('other parameters are refused, since they are saved', async () => {
  const feed = await aFeed({ locales: ['en'] });
  for (const query of ['kind=SUMMIT', 'locale=zh-Hant', 'limit=0'])
    expect([query, (await fetch(`${app.url}/feeds/${feed}.ics?${query}`)).status]).toEqual([query, 400]);
  const { userErrors } = await admin.ask('partnerFeedUpdate', {
    id: feed,
    filter: { changedSince: '2024-01-01T00:00:00Z' },
  });
  expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'filter', 'changedSince'] }]);
});

test('its partner sees who fetched it, also what went wrong', async () => {
  const feed = await aFeed();
  await fetch(`${app.url}/feeds/${feed}.ics`, { headers: { 'user-agent': 'A calendar' } });
  await fetch(`${app.url}/feeds/${feed}.ics?kind=SUMMIT`);
  await app.endpoint.partners.feeds.settled();
  const { partnerFeed } = await admin.who.data(
    'query ($id: ID!) { partnerFeed(id: $id) { fetchCount lastError { message } fetches { format status userAgent error } } }',
    { id: feed },
  );
  expect(partnerFeed.fetchCount).toBe(2);
  expect(partnerFeed.lastError.message).toContain('Unknown parameter "kind"');
  expect(partnerFeed.fetches.map(({ status }: { status: number }) => status)).toEqual([400, 200]);
});

test('changes include what is gone: withdrawn, or no longer in the filter', async () => {
  const feed = await aFeed();
  app.setNow('2024-06-11T12:00:00+08:00');
  const [stays, leaves, goes] = [theirs(), theirs(), theirs()];
  const [staying, leaving, going] = await desk.release(stays, leaves, goes);
  app.setNow('2024-06-11T13:00:00+08:00');
  await desk.release(changed(leaves, { participations: [] }));
  await desk.unpublish(goes);
  const { partnerFeed } = await admin.who.data(
    `query ($id: ID!) { partnerFeed(id: $id) {
      changedSince(since: "2024-06-11T11:59:00+08:00") { isComplete events { id } withdrawn { id withdrawnAt } }
    } }`,
    { id: feed },
  );
  expect(partnerFeed.changedSince.events).toEqual([{ id: staying }]);
  expect(partnerFeed.changedSince.withdrawn.map(({ id }: { id: string }) => id).sort()).toEqual(
    [leaving, going].sort(),
  );
  const calendar = await icalOf(app, `${feed}.ics?changedSince=2024-06-11T04:59:00Z`);
  expect([...calendar.keys()]).toEqual([String(going).slice('event_'.length)]);
});
