import 'reflect-metadata';
import pg from 'pg';
import { seed } from '../src/seed/seed.js';
import { startEmpty, type TestApplication } from './support/application.js';
import { type SentStatement, sentDuring } from './support/sent-statements.js';

/** A twentieth: 250 events, 300 articles, 100 people. */
const settings = { scale: 0.05, now: new Date('2027-01-01') };
const silent = { begin: () => undefined, advance: () => undefined, end: () => undefined };

/** A table with more rows is one that grows. */
const FEW_ROWS = 200;
/** What one scan may read at a time: more than a page; far less than such a table has. */
const MOST_ROWS = 100;

let app: TestApplication;
let database: pg.Client;
let ids: Readonly<Record<string, string>>;
const slugs: Record<string, string> = {};
let asked = 0;

beforeAll(async () => {
  app = await startEmpty();
  app.setNow('2027-01-01T00:00:00Z');
  await seed(app.store, settings, silent);
  database = new pg.Client({ connectionString: app.databaseUrl });
  await database.connect();
  // As statements that come often are planned; and as if the tables were so large that only to read few rows will do.
  for (const [setting, value] of Object.entries({
    plan_cache_mode: 'force_generic_plan',
    enable_seqscan: 'off',
    enable_hashjoin: 'off',
    enable_mergejoin: 'off',
    random_page_cost: '0',
    seq_page_cost: '0',
  })) {
    await database.query(`set ${setting} = ${value}`);
  }
  for (const table of ['issue', 'event', 'organisation', 'person', 'article']) {
    const { rows } = await database.query(
      `select slug from published.${table}_text where locale = 'zh-Hant' order by content_id`,
    );
    slugs[table] = rows[Math.floor(rows.length / 2)].slug;
  }
  const found = await app.data(
    `query (${Object.keys(slugs).map((type) => `$${type}: String`)}) {
      ${Object.keys(slugs).map((type) => `${type}(slug: $${type}, locale: "zh-Hant") { id }`)}
    }`,
    slugs,
  );
  ids = Object.fromEntries(Object.entries<{ id: string }>(found).map(([name, { id }]) => [name, id]));
}, 120_000);
afterAll(async () => {
  await database?.end();
  await app?.close();
});

const EVENT = `title summary schedule { start isOver } registration { isOpen } venue { name } organisers { name }
  sponsorships { tier organisation { name } disclaimer { text } } credits { roleLabel displayName person { slug } }
  participations { roleLabel organisation { name } } links { label url } series { title } parent { title }`;
const PAGE =
  'edges { cursor node { id slug } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';

const objects: readonly (readonly [what: string, query: string])[] = [
  [
    'the page of an issue',
    `query ($issue: String) { issue(slug: $issue, locale: "zh-Hant") {
      title articles(first: 50) { nodes { title body } } events(first: 20) { nodes { ${EVENT} } }
      sections { heading items { content { ... on Article { summary } ... on Event { theme } } } }
      sponsorships { organisation { name } } previous { title } next { title }
    } }`,
  ],
  ['the page of an event', `query ($event: String) { event(slug: $event, locale: "zh-Hant") { ${EVENT} } }`],
  [
    'an event under the address of another language',
    'query ($event: String) { event(slug: $event, locale: "en") { redirectedFrom localization { available } } }',
  ],
  [
    'the page of an organisation',
    `query ($organisation: String) { organisation(slug: $organisation, locale: "zh-Hant") {
      name parent { name } events(first: 20) { nodes { ${EVENT} } } officers { title person { displayName } }
    } }`,
  ],
  [
    'the page of a person',
    `query ($person: String) { person(slug: $person, locale: "zh-Hant") {
      name offices { title organisation { name } } credits(first: 20) { nodes { roleLabel subject { __typename } } }
    } }`,
  ],
  [
    'the page of an article',
    `query ($article: String) { article(slug: $article, locale: "zh-Hant") {
      title aboutEvents { title } credits { displayName } issues { title } sponsorships { organisation { name } }
    } }`,
  ],
  ['the latest issue', '{ latestIssue { title } }'],
];

const lists: readonly (readonly [field: string, given: string])[] = [
  ['events', ''],
  ['events', 'orderBy: START_DESC'],
  ['events', 'orderBy: UPDATED_AT_DESC'],
  ['events', 'orderBy: TITLE_ASC'],
  ['events', 'filter: { time: UPCOMING }'],
  ['events', 'filter: { time: UPCOMING }, orderBy: START_DESC'],
  ['events', 'filter: { time: ONGOING }'],
  ['events', 'filter: { time: PAST }, orderBy: START_DESC'],
  ['events', 'filter: { from: "2026-06-01T00:00:00Z", to: "2026-07-01T00:00:00Z" }'],
  ['events', 'filter: { person: $person }'],
  ['events', 'filter: { organisation: $organisation }'],
  ['events', 'filter: { organisation: $organisation, time: UPCOMING }'],
  ['events', 'filter: { issue: $issue }'],
  ['events', 'filter: { parent: $event }'],
  ['events', 'filter: { hasLocale: "en" }'],
  ['articles', ''],
  ['articles', 'orderBy: TITLE_ASC'],
  ['articles', 'orderBy: UPDATED_AT_DESC'],
  ['articles', 'orderBy: OCCURRED_DESC'],
  ['articles', 'filter: { person: $person }'],
  ['articles', 'filter: { organisation: $organisation }'],
  ['articles', 'filter: { event: $event }'],
  ['articles', 'filter: { issue: $issue }'],
  ['articles', 'filter: { creditedTo: $person }'],
  ['issues', ''],
  ['issues', 'filter: { event: $event }'],
  ['issues', 'filter: { article: $article }'],
  ['organisations', ''],
  ['organisations', 'orderBy: UPDATED_AT_DESC'],
  ['people', ''],
  ['people', 'orderBy: UPDATED_AT_DESC'],
  ['people', 'filter: { organisation: $organisation }'],
];

describe('the database reads few rows at a time, and no large table as a whole,', () => {
  test.each(objects)('for %s', async (_what, query) => {
    expect(await largeScansOf(query, slugs)).toEqual([]);
  });

  test.each(lists)('for any page of %s, %s', async (field, given) => {
    const list = (more: string) => {
      const all = [given, more, 'locale: "zh-Hant"'].filter(Boolean).join(', ');
      return `{ ${field}(${all.replace(/\$(\w+)/, (_all, name) => JSON.stringify(ids[name]))}) { ${PAGE} } }`;
    };
    // Both ends, and what lies next to a page there and in the middle.
    const cursorsOf = async (page: string) => (await app.data(list(page)))[field].pageInfo;
    const [first, last] = [await cursorsOf('first: 20'), await cursorsOf('last: 20')];
    const cursors = [first.endCursor, last.startCursor, (await cursorsOf('first: 100')).endCursor];
    const pages = cursors
      .filter((cursor) => cursor !== null)
      .flatMap((cursor) => [`first: 20, after: "${cursor}"`, `last: 20, before: "${cursor}"`]);

    for (const page of ['first: 20', 'last: 20', ...pages]) {
      expect([page, ...(await largeScansOf(list(page)))]).toEqual([page]);
    }
  });
});

describe('of the events of many years, few are read', () => {
  beforeAll(async () => {
    await database.query('reset all');
    await database.query('set plan_cache_mode = force_generic_plan');
    // A hundred times as many, each a day of the last 270 years: what PostgreSQL takes for few is then much.
    await database.query(`insert into published.event
      select (jsonb_populate_record(event, jsonb_build_object('id', gen_random_uuid(), 'external_ref', null, 'session', null,
        'begins_at', timestamptz '2026-12-01' - (copy * 1000 + place) * interval '1 day',
        'over_at', timestamptz '2026-12-02' - (copy * 1000 + place) * interval '1 day'))).*
      from (select event, row_number() over (order by id) as place from published.event event) original,
        generate_series(0, 99) copy`);
    await database.query('analyze published.event');
  });

  test.each([
    ['UPCOMING', 'first: 20'],
    ['UPCOMING', 'last: 20'],
    ['ONGOING', 'first: 20'],
    ['ONGOING', 'last: 20'],
  ])('for those that are %s, %s', async (time, page) => {
    const query = `{ events(filter: { time: ${time} }, ${page}, locale: "zh-Hant") { nodes { id title } } }`;
    expect(await largeScansOf(query)).toEqual([]);
  });
});

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** Where the statements of an operation read too much, as sentences. */
async function largeScansOf(query: string, variables: object = {}): Promise<string[]> {
  // Never the same text: what was answered before would be answered without a look into the database.
  asked += 1;
  const { statements } = await sentDuring(() => app.data(`${query} # ${asked}`, variables));
  const found: string[] = [];
  for (const statement of statements.filter(({ text }) => text.includes('published.'))) {
    const tables = await growingTables();
    for (const node of nodesOf(await planOf(statement))) {
      const table = node['Relation Name'] ?? '';
      const rows =
        node['Actual Rows'] +
        (node['Rows Removed by Filter'] ?? 0) +
        (node['Rows Removed by Index Recheck'] ?? 0);
      const isLarge = rows > MOST_ROWS || node['Node Type'] === 'Seq Scan';
      if (tables.has(table) && isLarge) found.push(`${node['Node Type']} of ${table} reads ${rows} rows`);
    }
  }
  expect(statements).not.toEqual([]);
  return found;
}

async function planOf({ text, values }: SentStatement): Promise<PlanNode> {
  const given = values.map((value) => (Array.isArray(value) ? arrayLiteral(value) : value));
  const written = given.map((value) => (value === null ? 'null' : pg.escapeLiteral(String(value))));
  await database.query(`prepare asked as ${text}`);
  try {
    const call = written.length > 0 ? `asked(${written.join(', ')})` : 'asked';
    const { rows } = await database.query(`explain (analyze, timing off, format json) execute ${call}`);
    return rows[0]['QUERY PLAN'][0].Plan;
  } finally {
    await database.query('deallocate asked');
  }
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

async function growingTables(): Promise<Set<string>> {
  const { rows } = await database.query(
    `select relname from pg_class where relnamespace = 'published'::regnamespace and reltuples > $1`,
    [FEW_ROWS],
  );
  return new Set(rows.map(({ relname }) => relname));
}

function arrayLiteral(values: readonly unknown[]): string {
  return `{${values.map((value) => `"${String(value)}"`).join(',')}}`;
}
