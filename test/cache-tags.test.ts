import {
  type GraphQLField,
  type GraphQLNamedType,
  getNamedType,
  isAbstractType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { Role } from '../src/content/contract/access.js';
import { startDemo, type TestApplication } from './support/application.js';
import { EDITORS_FIELDS } from './support/content-schema.js';
import { Mutations, type Payload } from './support/mutations.js';
import { until } from './support/schedules.js';
import { aWebhook, deliveriesOf, isFinished, Receiver } from './support/webhooks.js';

let app: TestApplication;
let admin: Mutations;
let receiver: Receiver;
let webhook: { readonly id: string };
beforeAll(async () => {
  app = await startDemo({ webhookTargets: 'any' });
  app.startJobs();
  admin = new Mutations(app, await app.as(Role.ADMIN));
  receiver = await Receiver.start();
  webhook = await aWebhook(admin, { url: receiver.url, topics: ['*'] });
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

const query = (text: string, variables: object = {}) =>
  `/graphql?query=${encodeURIComponent(text)}&variables=${encodeURIComponent(JSON.stringify(variables))}`;
const CARD = 'id title changedAt localization { alternates { locale slug } }';
const EVENT = `${CARD} slug redirectedFrom venue { name } series { title sessions { nodes { title } } } parent { title }
  participations { roleLabel organisation { name } } credits { displayName person { slug } } links { label url }
  sponsorships { typeLabel organisation { name } disclaimer { text } } articles { title } issues { title }`;
const bySlug = (slug: string, selection = EVENT) =>
  query(`query ($slug: String!) { event(slug: $slug, locale: "en") { ${selection} } }`, { slug });

/** Addresses that caches keep: pages and lists as front ends ask for them, feeds, what is embedded. */
const ADDRESSES: Readonly<Record<string, string>> = {
  'the page of InnoEX': bySlug('innoex-2024'),
  'the page of InnoEX, by its Chinese slug': bySlug('香港國際創科展-2024'),
  'the title of InnoEX': bySlug('innoex-2024', 'title'),
  'when InnoEX changed': bySlug('innoex-2024', 'changedAt'),
  'what is at an address to come': bySlug('innoex-2025', 'title'),
  'what is at another address to come': bySlug('a-new-talk', 'title'),
  events: query(`{ events(locale: "en", first: 100) { nodes { ${CARD} } } }`),
  'events at venues': query('{ events(locale: "en") { totalCount nodes { venue { name } } } }'),
  'descriptions of events': query('{ events(locale: "en", first: 100) { nodes { description } } }'),
  'when organisations changed': query('{ organisations(locale: "en", first: 100) { nodes { updatedAt } } }'),
  'a search': query('{ search(query: "beehive", locale: "en") { totalCount } }'),
  'what a search shows': query(
    '{ search(query: "innoex", locale: "en") { nodes { content { ... on Event { description } } } } }',
  ),
  'what changed': query('{ events(filter: { changedSince: "2024-06-10T04:00:00Z" }) { nodes { title } } }'),
  'what was taken out': query('{ withdrawnEvents(locale: "en") { nodes { id title } } }'),
  'an organiser': query(
    '{ organisation(slug: "hktdc", locale: "en") { name events { nodes { title } } people { nodes { name } } } }',
  ),
  'an organisation without its events': query(
    '{ organisation(slug: "scc", locale: "en") { name description } }',
  ),
  organisations: query('{ organisations(locale: "en", first: 100) { nodes { name officers { title } } } }'),
  'a person': query(
    '{ person(slug: "daniel-chun", locale: "en") { name offices { title organisation { name } } credits(first: 20) { nodes { subject { ... on Event { title } ... on Article { title } } } } } }',
  ),
  people: query('{ people(locale: "zh-Hant", first: 100) { nodes { name } } }'),
  'an issue': query(
    '{ issue(slug: "2024-q2", locale: "en") { title sections { heading items { displayTitle content { ... on Event { title } ... on Article { title } } } } previous { title } } }',
  ),
  'the contents of an issue': query(
    '{ issue(slug: "2024-q2", locale: "en") { articles { nodes { title credits { displayName } } } } }',
  ),
  'the latest issue': query('{ latestIssue(locale: "zh-Hant") { title } }'),
  articles: query('{ articles(locale: "en", first: 100) { nodes { title changedAt series { title } } } }'),
  'a calendar': '/feeds/events.ics?locale=en',
  'a JSON Feed': '/feeds/events.json?locale=zh-Hant',
  'articles by RSS': '/feeds/articles.rss?locale=en',
  'an issue by Atom': '/feeds/issues/2024-q2.atom?locale=en',
  'a page for iframes': '/embed/feed/events?locale=en&time=PAST',
};

interface Kept {
  readonly body: string;
  readonly tags: readonly string[];
}

async function fetched(): Promise<Map<string, Kept>> {
  const entries = Object.entries(ADDRESSES).map(async ([name, path]) => {
    const response = await fetch(app.url + path, { headers: { 'apollo-require-preflight': '1' } });
    const body = await response.text();
    expect([name, response.status, /"errors"/.test(body)]).toEqual([name, 200, false]);
    expect([name, response.headers.get('cache-control')]).toEqual([name, expect.stringMatching(/^public/)]);
    const tags = response.headers.get('cache-tag')?.split(', ') ?? [];
    expect([name, response.headers.get('surrogate-key')?.split(' ')]).toEqual([name, tags]);
    return [name, { body, tags }] as const;
  });
  return new Map(await Promise.all(entries));
}

let seen = 0;

/** What the webhook is told of a publication. */
async function told(): Promise<Set<string>> {
  const isWhole = (all: Payload[]) => all.length > seen && all.every(isFinished);
  const deliveries = await until(() => deliveriesOf(admin, webhook.id), isWhole);
  const fresh = deliveries.slice(seen);
  seen = deliveries.length;
  return new Set(fresh.flatMap(({ payload }) => JSON.parse(payload).data.cacheTags as string[]));
}

/** An object of the demo content, and the version of its draft. */
async function draftOf(kind: string, externalRef: string): Promise<{ id: string; expectedVersion: number }> {
  const find = `query ($kinds: [ContentKind!], $refs: [String!]) {
    contentDocuments(kinds: $kinds, externalRefs: $refs) { nodes { id version } }
  }`;
  const { contentDocuments } = await admin.who.data(find, { kinds: [kind], refs: [externalRef] });
  const [{ id, version }] = contentDocuments.nodes;
  return { id, expectedVersion: version };
}

const camel = (kind: string) => kind.toLowerCase().replace(/_(.)/g, (_all, letter) => letter.toUpperCase());

/** Changes an object and publishes it. */
async function release(kind: string, externalRef: string, input: object, more: object = {}): Promise<void> {
  const draft = await draftOf(kind, externalRef);
  await admin.done(`${camel(kind)}Update`, { ...draft, ...input });
  await admin.done(`${camel(kind)}Publish`, { ids: [draft.id], ...more });
}

const english = (words: object) => ({ translations: [{ locale: 'en', ...words }] });

/** Publications, and addresses whose answers have to be among those that change with it. */
const PUBLICATIONS: readonly [what: string, how: () => Promise<unknown>, changes: readonly string[]][] = [
  [
    'a venue is renamed',
    () => release('VENUE', 'hkcec', english({ name: 'The Convention Centre' })),
    ['the page of InnoEX', 'when InnoEX changed', 'events at venues', 'a calendar'],
  ],
  [
    'an event gets another title',
    () => release('EVENT', 'innoex-2024', english({ title: 'InnoEX, the second' })),
    ['the page of InnoEX', 'the title of InnoEX', 'what changed', 'an organiser', 'a page for iframes'],
  ],
  [
    'an event gets another description',
    () => release('EVENT', 'innoex-2024', english({ description: 'A beehive.' })),
    [
      'the page of InnoEX',
      'when InnoEX changed',
      'descriptions of events',
      'a search',
      'what a search shows',
      'events',
      'a calendar',
      'a JSON Feed',
    ],
  ],
  [
    'an organisation gets another description',
    () => release('ORGANISATION', 'hktdc', english({ description: 'They.' })),
    ['when InnoEX changed'],
  ],
  [
    'an event gets another slug',
    () => release('EVENT', 'innoex-2024', english({ slug: 'innoex-2025' })),
    ['the page of InnoEX', 'the page of InnoEX, by its Chinese slug', 'what is at an address to come'],
  ],
  [
    'an organisation is renamed',
    () => release('ORGANISATION', 'hktdc', english({ name: 'The Council' })),
    ['an organiser', 'organisations', 'the page of InnoEX', 'when InnoEX changed', 'a calendar'],
  ],
  [
    'an event loses an organiser',
    () => release('EVENT', 'innoex-2024', { participations: [] }),
    ['the page of InnoEX', 'an organiser'],
  ],
  [
    'the words of one language are published',
    () => {
      const translations = [
        { locale: 'zh-Hant', name: '新名' },
        { locale: 'en', name: 'New, and not published' },
      ];
      return release('PERSON', 'daniel-chun', { translations }, { locales: ['zh-Hant'] });
    },
    ['people'],
  ],
  [
    'an article gets another title',
    () => release('ARTICLE', 'about-scc', english({ title: 'Who we are' })),
    ['articles', 'an issue', 'articles by RSS', 'an issue by Atom'],
  ],
  [
    'an issue gets another title',
    () => release('ISSUE', '2024-q2', { translations: [{ locale: 'zh-Hant', title: '新的一期' }] }),
    ['the latest issue'],
  ],
  [
    'a programme is renamed',
    () => release('FUNDING_PROGRAMME', 'general-support-programme', english({ name: 'The programme' })),
    [],
  ],
  [
    'an event is published for the first time',
    async () => {
      const input = {
        kind: 'TALK',
        schedule: { precision: 'TBA' },
        ...english({ title: 'A talk', slug: 'a-new-talk' }),
      };
      const { event } = await admin.done('eventCreate', { ...input, externalRef: 'a-talk' }, 'event { id }');
      await admin.done('eventPublish', { ids: [event.id] });
    },
    ['what is at another address to come', 'events', 'events at venues'],
  ],
  [
    'one language of an event is taken out',
    async () => {
      const { id } = await draftOf('EVENT', 'innoex-2024');
      await admin.done('eventUnpublish', { ids: [id], locales: ['zh-Hant'] });
    },
    ['the page of InnoEX, by its Chinese slug', 'a JSON Feed'],
  ],
  [
    'an event is taken out',
    async () => admin.done('eventUnpublish', { ids: [(await draftOf('EVENT', 'innoex-2024')).id] }),
    ['the page of InnoEX', 'the title of InnoEX', 'what was taken out', 'events', 'a calendar'],
  ],
  [
    'an event is deleted',
    async () => admin.done('eventDelete', await draftOf('EVENT', 'a-talk')),
    ['what is at another address to come', 'events', 'what was taken out'],
  ],
];

describe('a publication sends a webhook the tags of every cached response that is stale', () => {
  test.each(PUBLICATIONS)('when %s', async (_what, publish, expected) => {
    const before = await fetched();
    await publish();
    const purged = await told();
    const after = await fetched();

    const isPurged = (name: string) => before.get(name)?.tags.some((tag) => purged.has(tag));
    const changed = [...before.keys()].filter((name) => before.get(name)?.body !== after.get(name)?.body);
    expect(changed).toEqual(expect.arrayContaining([...expected]));
    expect(changed.filter((name) => !isPurged(name))).toEqual([]);
  });
});

describe('tags', () => {
  const purgedBy = async (publish: () => Promise<unknown>) => {
    const kept = await fetched();
    await publish();
    const purged = await told();
    return [...kept].filter(([, { tags }]) => tags.some((tag) => purged.has(tag))).map(([name]) => name);
  };

  test('leave the pages of other objects alone', async () => {
    const byArticle = await purgedBy(() => release('ARTICLE', 'about-scc', english({ summary: 'Us.' })));
    const byEvent = await purgedBy(() =>
      release('EVENT', 'scc-agm-2024', english({ summary: 'A meeting.' })),
    );

    const byVenue = await purgedBy(() =>
      release('VENUE', 'hkcec', english({ name: 'The Convention and Exhibition Centre' })),
    );

    expect(byVenue).toContain('events at venues');
    expect(byVenue).toContain('events');
    expect(byVenue).not.toContain('an organiser');
    expect(byVenue).not.toContain('an issue');
    expect(byArticle).toContain('articles');
    expect(byArticle).not.toContain('the title of InnoEX');
    expect(byArticle).not.toContain('an organisation without its events');
    expect(byEvent).toContain('events');
    expect(byEvent).not.toContain('the title of InnoEX');
    expect(byEvent).not.toContain('an organisation without its events');
  });

  test('leave alone what shows no long texts where nothing else has changed', async () => {
    const description = english({ description: 'Again something else.' });
    const byEvent = await purgedBy(() => release('EVENT', 'scc-agm-2024', description));
    const byOrganisation = await purgedBy(() => release('ORGANISATION', 'hktdc', description));

    // "events" says when they changed.
    expect(byEvent).toEqual(expect.arrayContaining(['descriptions of events', 'a search', 'events']));
    expect(byEvent).not.toContain('events at venues');
    expect(byEvent).not.toContain('an organiser');
    expect(byOrganisation).toEqual(
      expect.arrayContaining(['an organiser', 'when organisations changed', 'a search']),
    );
    expect(byOrganisation).not.toContain('organisations');
    expect(byOrganisation).not.toContain('the page of InnoEX, by its Chinese slug');
  });

  test('name what a response shows in terms that a front end can derive itself', async () => {
    const tagsOf = async (path: string) =>
      (await fetch(app.url + path, { headers: { 'apollo-require-preflight': '1' } })).headers.get(
        'cache-tag',
      );
    const slug = '資訊保安';

    expect(await tagsOf(bySlug('scc-8th-annual-general-meeting', 'title links { url }'))).toBe(
      'event:scc-8th-annual-general-meeting, event-each',
    );
    expect(
      await tagsOf(bySlug('scc-8th-annual-general-meeting', 'venue { name } credits { person { name } }')),
    ).toBe('person, venue, event:scc-8th-annual-general-meeting, event-each');
    expect(await tagsOf(bySlug(slug, 'title'))).toBe(`event:${encodeURIComponent(slug)}, event-each`);
    expect(await tagsOf(query('{ events { totalCount } latestIssue { title } }'))).toBe('event, issue');
  });

  test('stay few for a response about many, and for slugs of any length', async () => {
    const fields = Array.from(
      { length: 20 },
      (_, at) => `e${at}: event(slug: "${'長'.repeat(150)}${at}") { title }`,
    );
    const response = await app.ask(`{ ${fields.join(' ')} }`);

    expect(response.errors).toBeUndefined();
    const tags = response.response.headers.get('cache-tag') ?? '';
    expect(tags.length).toBeLessThan(4_000);
    expect(tags).toMatch(/^[\x21-\x7e]+(, [\x21-\x7e]+)*$/);
  });

  test('are omitted where nobody may cache the response', async () => {
    const { response } = await admin.who.ask('{ event(slug: "scc-agm-2024") { title } viewer { name } }');

    expect(response.headers.get('cache-tag')).toBeNull();
  });
});

test('everything that the public may read of content is cacheable', async () => {
  const fieldsOf = (type: GraphQLNamedType) =>
    isObjectType(type)
      ? Object.values(type.getFields()).filter(
          ({ name, args }) => !EDITORS_FIELDS.includes(name) && !args.some(isRequiredArgument),
        )
      : [];
  const isObject = ({ type }: GraphQLField<unknown, unknown>) =>
    isObjectType(getNamedType(type)) || isAbstractType(getNamedType(type));
  const isKept = async (query: string) => {
    const { errors, response } = await app.ask(query);
    expect([query, errors]).toEqual([query, undefined]);
    return /^public/.test(response.headers.get('cache-control') ?? '');
  };
  const roots = ['nodes(ids: [])', 'search(query: "forum")', 'events', 'issues', 'articles', 'people'];
  roots.push('organisations', 'withdrawnEvents', 'latestIssue', 'locales', 'enumLabels');
  const queue = roots.map((root) => {
    const field = app.schema.getQueryType()?.getFields()[root.replace(/\(.*/, '')];
    if (!field) throw new Error(`There is no ${root}.`);
    return { type: getNamedType(field.type), within: (inner: string) => `{ ${root} { ${inner} } }` };
  });
  const seen = new Set<string>();
  const left: string[] = [];
  for (const { type, within } of queue) {
    if (seen.has(type.name)) continue;
    seen.add(type.name);
    if (isAbstractType(type))
      for (const one of app.schema.getPossibleTypes(type))
        queue.push({ type: one, within: (inner) => within(`... on ${one.name} { ${inner} }`) });
    const fields = fieldsOf(type);
    const asked = fields.map((field) => `${field.name}${isObject(field) ? ' { __typename }' : ''}`);
    if (asked.length > 0 && !(await isKept(within(asked.join(' ')))))
      for (const [at, one] of asked.entries())
        if (!(await isKept(within(one)))) left.push(`${type.name}.${fields[at]?.name}`);
    for (const { name, type: value } of fields.filter(isObject))
      queue.push({ type: getNamedType(value), within: (inner) => within(`${name} { ${inner} }`) });
  }

  expect(seen.size).toBeGreaterThan(50);
  expect(left).toEqual([]);
});
