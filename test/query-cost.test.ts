import 'reflect-metadata';
import { limits } from '../src/graphql/limits.js';
import { type GraphQLAnswer, startDemo, type TestApplication } from './support/application.js';

let app: TestApplication;
beforeAll(async () => {
  app = await startDemo();
});
afterAll(() => app.close());

async function costOf(query: string): Promise<number> {
  const { errors, extensions = {} } = await app.ask(query);
  expect(errors).toBeUndefined();
  return (extensions.cost as { requested: number }).requested;
}

async function refusalOf(query: string): Promise<NonNullable<GraphQLAnswer['errors']>[number] | undefined> {
  const { errors, response } = await app.ask(query);
  expect(response.status).toBe(400);
  return errors?.[0];
}

/** What a page shows of everything that it lists, as components ask for it: each in a fragment of its own. */
const CARDS = `
  fragment Origin on Localized { localization { requested available fallbacks { field locale } alternates { locale slug } } }
  fragment Name on Organisation { id slug name shortName ...Origin }
  fragment Backing on Sponsorship { id typeLabel acknowledgement organisation { ...Name } disclaimer { locale text } }
  fragment ArticleCard on Article {
    id slug title summary body(format: HTML) ...Origin
    credits { role displayName person { id slug name ...Origin } }
    aboutEvents { id slug title } aboutOrganisations { ...Name } aboutPeople { id slug name }
    links { label url } sponsorships { ...Backing }
  }
  fragment EventCard on Event {
    id slug title summary description(format: HTML) kindLabel lifecycleLabel ...Origin
    schedule { precision start end startDate endDate timeZone }
    venue { id name district ...Origin } series { id title } parent { id slug title }
    organisers { ...Name } participations { roleLabel organisation { ...Name } }
    contacts { name email } credits { role displayName }
    links { label url } sponsorships { ...Backing }
  }`;

describe('the estimate', () => {
  test('of a whole issue with all that its entries can show is far below the limit', async () => {
    const cost = await costOf(`${CARDS} { latestIssue {
      id title publishedOn greeting intro(format: HTML) closing(format: HTML) ...Origin
      sections { kind heading items { position displayTitle excerpt fallbacks { field locale }
        content { __typename ...ArticleCard ...EventCard } } }
      sponsorships { ...Backing } previous { slug title } next { slug title } } }`);

    expect(cost).toBeLessThan(limits.cost / 2);
  });

  test('of a page of a client that lists both kinds with their own pages is so, too', async () => {
    const cost = await costOf(`${CARDS} { latestIssue { id
      articles(first: 20) { edges { cursor node { __typename ...ArticleCard } } pageInfo { hasNextPage endCursor } }
      events(first: 20) { edges { cursor node { __typename ...EventCard } } pageInfo { hasNextPage endCursor } } } }`);

    expect(cost).toBeLessThan(limits.cost / 2);
  });

  const nodes = (selection: string) =>
    `{ nodes(ids: ["event_00000000-0000-7000-8000-000000000000"]) { ${selection} } }`;
  test.each([
    [
      'of alternatives the dearest',
      '... on Event { venue { id } } ... on Article { credits { role } aboutEvents { id } }',
      1 + 2,
    ],
    [
      'what is common to all and the dearest',
      'id ... on Event { venue { id } } ... on Issue { sections { kind } }',
      1 + 5,
    ],
    ['all that one of them has', '... on Event { venue { id } } ... on Event { parent { id } }', 1 + 2],
    [
      'what several have with what one of them has',
      '... on Localized { localization { requested } } ... on Event { venue { id } }',
      1 + 2,
    ],
    [
      'alternatives within others',
      '... on Localized { ... on Event { venue { id } } ... on Person { offices { id: organisation { id } } } }',
      1 + 2,
    ],
    [
      'what an interface has, within what a type has',
      '... on Event { id ... on Localized { localization { requested } } }',
      1 + 1,
    ],
    ['of nothing nothing', '__typename ... on Node { id }', 1],
  ])('of objects of several types takes %s', async (_what, selection, cost) => {
    expect(await costOf(nodes(selection))).toBe(cost);
  });

  test('of a list without pages is what it typically holds', async () => {
    const [participations, items, alternates] = await Promise.all([
      costOf('{ events(first: 10) { nodes { participations { role } } } }'),
      costOf('{ latestIssue { sections { items { position } } } }'),
      costOf('{ latestIssue { localization { alternates { locale } } } }'),
    ]);

    expect([participations, items, alternates]).toEqual([11 + 10 * 3, 1 + 5 + 5 * 8, 1 + 1 + 2]);
  });
});

describe('a query that is too complex is refused', () => {
  test('labels and help of all fields, again and again', async () => {
    const labels = Array.from({ length: 28 }, (_, index) => `l${index}: label`).join(' ');

    expect(await refusalOf(`{ contentTypes { fields { ${labels} } } }`)).toMatchObject({
      extensions: { limit: { what: 'cost', limit: 5_000 } },
    });
  });

  test('the dearest fields, each without what is below it', async () => {
    const refused = await refusalOf(
      '{ issues(first: 100) { nodes { articles(first: 100) { nodes { id body credits { role } } } } } }',
    );
    const dearest = [
      { field: 'issues.nodes.articles.nodes.body', cost: 50_000 },
      { field: 'issues.nodes.articles.nodes', cost: 10_000 },
      { field: 'issues.nodes.articles.nodes.credits', cost: 10_000 },
    ];

    expect(refused).toMatchObject({
      extensions: { limit: { what: 'cost', measured: 70_201, limit: 5_000, dearest } },
    });
    for (const { field, cost } of dearest) expect(refused?.message).toContain(`${field} (${cost})`);
    expect(refused?.message).toMatch(/request a shorter page/);
  });

  test('a field with several aliases counts once, with all of its selections', async () => {
    const refused = await refusalOf(
      '{ a: events(first: 100) { nodes { articles { id issues { id } } } } b: events(first: 100) { nodes { x: description y: description z: description } } c: events(first: 100) { nodes { description x: description(format: HTML) y: description(format: HTML) z: description } } d: events(first: 100) { nodes { id description x: description(format: HTML) y: description(format: HTML) z: description } } }',
    );

    expect(refused?.extensions).toMatchObject({
      limit: {
        dearest: [{ field: 'events.nodes.description', cost: 5_500 }, expect.anything(), expect.anything()],
      },
    });
  });
});
