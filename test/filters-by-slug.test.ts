import { Role } from '../src/content/contract/access.js';
import { startDemo, type TestApplication } from './support/application.js';
import { idOf, Mutations } from './support/mutations.js';

let app: TestApplication;
let admin: Mutations;
beforeAll(async () => {
  app = await startDemo();
  admin = new Mutations(app, await app.as(Role.ADMIN));
});
afterAll(() => app.close());

async function ids(list: string, type: string, filter: object, locale = 'en'): Promise<string[]> {
  const query = `query ($filter: ${type}Filter, $locale: Locale) {
    found: ${list}(filter: $filter, locale: $locale, first: 100) { nodes { id } }
  }`;
  const { found } = await app.data(query, { filter, locale });
  return found.nodes.map(({ id }: { id: string }) => id);
}

const FILTERS: readonly [list: string, type: string, condition: string, noun: string, slug: string][] = [
  ['events', 'Event', 'organisation', 'organisation', 'hktdc'],
  ['events', 'Event', 'person', 'person', 'daniel-chun'],
  ['events', 'Event', 'parent', 'event', 'innoex-2024'],
  ['events', 'Event', 'issue', 'issue', '2024-q2'],
  ['articles', 'Article', 'event', 'event', 'scc-smart-living-pavilion-innoex-2024'],
  ['articles', 'Article', 'organisation', 'organisation', 'smart-city-consortium'],
  ['articles', 'Article', 'person', 'person', 'gary-yeung'],
  ['articles', 'Article', 'creditedTo', 'person', '黃慧敏'],
  ['articles', 'Article', 'issue', 'issue', '2024-q2'],
  ['issues', 'Issue', 'event', 'event', 'information-security-class-1'],
  ['issues', 'Issue', 'article', 'article', 'about-smart-city-consortium'],
  ['people', 'Person', 'organisation', 'organisation', 'smart-city-consortium'],
  ['organisations', 'Organisation', 'parent', 'organisation', 'smart-city-consortium'],
];

describe('a filter by slug finds what the same filter by id finds', () => {
  test.each(FILTERS)('%s: %sFilter.%s', async (list, type, condition, noun, slug) => {
    const byId = await ids(list, type, { [condition]: await idOf(app, noun, slug) });
    const bySlug = await ids(list, type, { [condition]: slug });

    expect(bySlug).toEqual(byId);
    expect(bySlug.length).toBeGreaterThan(0);
  });

  test('and takes ids and slugs in one document, by the same variable', async () => {
    const query =
      'query ($organisation: ID!) { events(filter: { organisation: $organisation }) { totalCount } }';
    const counts = [];
    for (const organisation of ['hktdc', await idOf(app, 'organisation', 'hktdc'), 'nobody-at-all', 'hktdc'])
      counts.push((await app.data(query, { organisation })).events.totalCount);

    expect(counts[0]).toBeGreaterThan(0);
    expect(counts).toEqual([counts[0], counts[0], 0, counts[0]]);
  });
});

describe('a slug in a filter', () => {
  test('may be one of another language than the requested one', async () => {
    const { organisation } = await app.data(
      '{ organisation(slug: "hktdc") { localization { alternates { locale slug } } } }',
    );
    const chinese = organisation.localization.alternates.find(
      ({ locale }: { locale: string }) => locale === 'zh-Hant',
    )?.slug;

    expect(chinese).toBeDefined();
    expect(await ids('events', 'Event', { organisation: chinese }, 'en')).toEqual(
      await ids('events', 'Event', { organisation: 'hktdc' }, 'zh-Hant'),
    );
  });

  test('may be a former one', async () => {
    const before = await ids('events', 'Event', {
      organisation: 'innovation-technology-and-industry-bureau',
    });
    const { id, version } = (
      await admin.who.data(
        '{ organisation(slug: "innovation-technology-and-industry-bureau", stage: DRAFT) { id version } }',
      )
    ).organisation;
    const translations = [{ locale: 'en', slug: 'the-bureau' }];
    await admin.done('organisationUpdate', { id, expectedVersion: version, translations });
    await admin.done('organisationPublish', { ids: [id] });

    expect(before.length).toBeGreaterThan(0);
    expect(
      await ids('events', 'Event', { organisation: 'innovation-technology-and-industry-bureau' }),
    ).toEqual(before);
    expect(await ids('events', 'Event', { organisation: 'the-bureau' })).toEqual(before);
  });

  test('that nobody has finds nothing, and neither does that of a draft', async () => {
    const input = { kind: 'LAB', translations: [{ locale: 'en', name: 'Hidden', slug: 'hidden' }] };
    await admin.done('organisationCreate', input);

    expect(await ids('events', 'Event', { organisation: 'no-such-slug' })).toEqual([]);
    expect(await ids('events', 'Event', { organisation: 'hidden' })).toEqual([]);
    expect(await ids('people', 'Person', { organisation: '"; drop table' })).toEqual([]);
  });

  test.each([
    ['an id of another type', { organisation: 'person_01890000-0000-7000-8000-000000000000' }],
    ['half an id', { organisation: 'organisation_0189' }],
    ['nothing', { organisation: '' }],
    ['a slug of what has no page', { series: 'information-security' }],
  ])('is not %s: that is refused', async (_what, filter) => {
    const { errors } = await app.ask(
      'query ($filter: EventFilter) { events(filter: $filter) { totalCount } }',
      {
        filter,
      },
    );
    expect(errors?.[0]?.extensions?.code).toBe('INVALID_ID');
  });
});

describe('feeds', () => {
  const feed = async (query: string) => {
    const response = await fetch(`${app.url}/feeds/events.json?locale=en&${query}`);
    return { status: response.status, body: await response.text() };
  };

  test('take slugs like ids', async () => {
    const id = await idOf(app, 'organisation', 'hktdc');
    const idsIn = ({ body }: { body: string }) =>
      JSON.parse(body).items.map((item: { id: string }) => item.id);
    const bySlug = idsIn(await feed('organisation=hktdc'));

    expect(bySlug.length).toBeGreaterThan(0);
    expect(bySlug).toEqual(idsIn(await feed(`organisation=${id}`)));
  });

  test('of nobody are refused: they would be empty for ever', async () => {
    const { status, body } = await feed('organisation=nobody');
    expect([status, body]).toEqual([400, expect.stringContaining('no organisation with the slug "nobody"')]);
  });

  test('of partners are saved with slugs of what is there', async () => {
    const organisation = await idOf(app, 'organisation', 'hktdc');
    const input = { name: 'Ours', organisation };
    const { partnerFeed: saved } = await admin.done(
      'partnerFeedCreate',
      { ...input, filter: { organisation: 'hktdc' } },
      'partnerFeed { id }',
    );
    const refused = await admin.ask('partnerFeedCreate', { ...input, filter: { person: 'nobody' } });

    const response = await fetch(`${app.url}/feeds/${saved.id}.json`);
    expect((await response.json()).items.length).toBeGreaterThan(0);
    expect(refused.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'filter', 'person'] }]);
  });
});
