import { Role } from '../src/content/contract/access.js';
import { type Asking, startDemo, type TestApplication } from './support/application.js';
import { idOf } from './support/mutations.js';

let app: TestApplication;
let editor: Asking;
beforeAll(async () => {
  app = await startDemo();
  editor = await app.as(Role.EDITOR, Role.PUBLISHER, Role.ADMIN);
});
afterAll(() => app.close());

const create = (name: string) =>
  `venueCreate(input: { translations: [{ locale: "en", name: "${name}" }, { locale: "zh-Hant", name: "${name}館" }] })`;

describe('mutations of one type in one operation', () => {
  test('each return their own selection', async () => {
    const { a, b, c } = await editor.data(`mutation {
      a: ${create('First')} { venue { id } }
      b: ${create('Second')} { venue { id version name } userErrors { code } }
      c: ${create('Third')} { venue { called: name } }
    }`);

    expect([a, b, c]).toEqual([
      { venue: { id: expect.any(String) } },
      { venue: { id: expect.any(String), version: 1, name: 'Second' }, userErrors: [] },
      { venue: { called: 'Third' } },
    ]);
    expect(a.venue.id).not.toBe(b.venue.id);
  });

  test('are each read in the requested language, aliased at every level', async () => {
    const { a, b, c } = await editor.data(`mutation {
      a: ${create('Red')} { it: venue(locale: "en") { called: name } }
      b: ${create('Green')} { it: venue(locale: "zh-Hant") { called: name } other: venue(locale: "en") { called: name } }
      c: ${create('Blue')} { it: venue(locale: "zh-Hans", fallback: false) { called: name } }
    }`);

    expect([a, b, c]).toEqual([
      { it: { called: 'Red' } },
      { it: { called: 'Green館' }, other: { called: 'Green' } },
      { it: { called: null } },
    ]);
  });

  test('share a fragment, which counts with what stands beside it', async () => {
    const { a, b } = await editor.data(`
      fragment Named on VenuePayload { venue { name } }
      mutation {
        a: ${create('North')} { ...Named }
        b: ${create('South')} { ...Named ... on VenuePayload { venue { version } } }
      }`);

    expect([a, b]).toEqual([{ venue: { name: 'North' } }, { venue: { name: 'South', version: 1 } }]);
  });

  test('that publish lists each return their own', async () => {
    const [summit, fair] = [
      await idOf(app, 'event', 'digital-economy-summit-2024'),
      await idOf(app, 'event', 'innoex-2024'),
    ];
    const { a, b } = await editor.data(`mutation {
      a: eventPublish(input: { ids: ["${summit}"] }) { events { id } }
      b: eventPublish(input: { ids: ["${fair}", "${summit}"] }) { events(locale: "zh-Hant") { publication { status } title } }
    }`);

    const { summit: first, fair: second } = await app.data(
      `query ($summit: ID!, $fair: ID!) {
        summit: event(id: $summit, locale: "zh-Hant") { title }
        fair: event(id: $fair, locale: "zh-Hant") { title }
      }`,
      { summit, fair },
    );
    expect(a.events).toEqual([{ id: summit }]);
    expect(b.events).toEqual([
      { publication: { status: 'PUBLISHED' }, title: second.title },
      { publication: { status: 'PUBLISHED' }, title: first.title },
    ]);
  });

  test('that push content each return their own', async () => {
    const push = (ref: string) =>
      `contentPush(input: { entries: [{ kind: VENUE, externalRef: "${ref}", document: { text: { en: { name: "${ref}" } } } }] })`;
    const { a, b } = await editor.data(`mutation {
      a: ${push('pushed-a')} { results { externalRef } }
      b: ${push('pushed-b')} { results { ref: externalRef outcome } userErrors { code } }
    }`);

    expect(a).toEqual({ results: [{ externalRef: 'pushed-a' }] });
    expect(b).toEqual({ results: [{ ref: 'pushed-b', outcome: 'CREATED' }], userErrors: [] });
  });

  test('leave what was written when one in the middle is refused, and report what failed', async () => {
    const { a, b, c } = await editor.data(`mutation {
      a: ${create('Kept')} { venue { id name } userErrors { code } }
      b: venueUpdate(input: { id: "venue_0190a0a0-0000-7000-8000-000000000000", expectedVersion: 1 }) { venue { id } userErrors { code } }
      c: ${create('Too')} { venue { name version } userErrors { code } }
    }`);

    expect(b).toEqual({ venue: null, userErrors: [{ code: 'NOT_FOUND' }] });
    expect(c).toEqual({ venue: { name: 'Too', version: 1 }, userErrors: [] });
    const kept = await editor.data(
      'query ($ids: [ID!]!) { nodes(ids: $ids, stage: DRAFT) { ... on Venue { name } } }',
      { ids: [a.venue.id] },
    );
    expect(kept.nodes).toEqual([{ name: 'Kept' }]);
  });

  test('are repeated by their response keys, with the selection of each', async () => {
    const document = `mutation {
      a: ${create('Once')} { venue { id } }
      b: ${create('Twice')} { venue { id name(locale: "zh-Hant") } }
    }`;
    const headers = { 'idempotency-key': 'several' };

    const first = await editor.data(document, {}, headers);
    const { response, data } = await editor.ask(document, {}, headers);

    expect(response.headers.get('idempotency-replayed')).toBe('true');
    expect(data).toEqual(first);
    expect(first.b.venue).toEqual({ id: expect.any(String), name: 'Twice館' });
  });
});

test('the organisations of feeds are read as each list of feeds selects', async () => {
  const organisation = await idOf(app, 'organisation', 'smart-city-consortium');
  await editor.data(
    `mutation ($organisation: ID!) { partnerFeedCreate(input: { organisation: $organisation, name: "Ours" }) { userErrors { code } } }`,
    { organisation },
  );
  const { a, b } = await editor.data(`{
    a: partnerFeeds { nodes { organisation { id } } }
    b: partnerFeeds { nodes { organisation { name(locale: "zh-Hant") } } }
  }`);
  expect(a.nodes).toContainEqual({ organisation: { id: organisation } });
  expect(b.nodes).toContainEqual({ organisation: { name: '智慧城市聯盟' } });
});
