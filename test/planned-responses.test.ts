import 'reflect-metadata';
import { parse, validate } from 'graphql';
import pg from 'pg';
import { Role, type Viewer } from '../src/content/contract/access.js';
import { limits } from '../src/graphql/limits.js';
import { startDemo, type TestApplication } from './support/application.js';
import { contentSchemaOf } from './support/content-schema.js';
import { executed } from './support/executed.js';
import { NaiveReference } from './support/naive.js';
import { addOddContent } from './support/odd-content.js';
import { Interest } from './support/operation-interest.js';
import { worldOf } from './support/operation-world.js';
import { type GeneratedOperation, OperationGenerator } from './support/operations.js';
import { Random } from './support/random.js';
import { rounds } from './support/rounds.js';

const OPERATIONS = rounds({ short: 300, long: 3_000 });
/** A multiple of what is asked at once. */
const AT_ONCE = 8;
const SEED = 20240611;

type Variables = Record<string, unknown>;

let app: TestApplication;
let secret: string;
let viewer: Viewer;
let generator: OperationGenerator;
/** How many responses did not come from the database as they are. */
let executedByApollo = 0;

beforeAll(async () => {
  app = await startDemo({ answerCacheMb: 0 });
  await addOddContent(app);
  ({ secret } = await app.as(Role.EDITOR));
  viewer = await app.endpoint.authenticate(`Bearer ${secret}`);
  const content = contentSchemaOf(app.schema);
  const { stages } = await NaiveReference.over(app);
  const world = await worldOf(content, stages.DRAFT, async (query, variables) => {
    const { data, errors } = await executed(app, parse(query), variables, {
      viewer,
      now: app.endpoint.clock(),
    });
    if (errors) throw errors[0];
    return data;
  });
  generator = new OperationGenerator(content, new Random(SEED), world, new Interest(content, new Set()));
  const { server } = app.endpoint;
  const execute = server.executeHTTPGraphQLRequest.bind(server);
  server.executeHTTPGraphQLRequest = (request) => {
    executedByApollo += 1;
    return execute(request);
  };
}, 60_000);
afterAll(() => app.close());

test(`${OPERATIONS} generated operations get the same response as by execution`, async () => {
  const problems: string[] = [];
  const compare = async () => {
    const { source, variables, first } = await nextOperation();
    // The second comes with what is kept of the first.
    const texts = [first, await textOf(source, variables[1])];
    for (const [index, text] of texts.entries()) {
      const run = variables[index] ?? {};
      const difference = await differenceFrom(text, source, run);
      if (difference) problems.push(`${difference}\n${source}\n${JSON.stringify(run)}`);
    }
  };
  const before = executedByApollo;
  for (let count = 0; count < OPERATIONS; count += AT_ONCE)
    await Promise.all(Array.from({ length: AT_ONCE }, compare));

  expect(`${problems.length} problems\n${problems.slice(0, 5).join('\n\n')}`).toBe('0 problems\n');
  expect((executedByApollo - before) / (2 * OPERATIONS)).toBeLessThan(0.5);
}, 120_000);

/** One that does not ask for too much at once; most that do have too many names of their own. And its first answer. */
async function nextOperation(): Promise<GeneratedOperation & { readonly first: string }> {
  for (;;) {
    const operation = generator.next();
    if (aliasesIn(operation.source) > limits.aliases) continue;
    const first = await textOf(operation.source, operation.variables[0]);
    if (!first.includes('"QUERY_TOO_COMPLEX"')) return { ...operation, first };
  }
}

/** Counted where they are written, not each time that a fragment is used. */
function aliasesIn(source: string): number {
  return source.replace(/\([^)]*\)/g, '').match(/\w+: \w/g)?.length ?? 0;
}

const EVENT = 'sotsdf-forum-2024-06-14';
const cases: readonly (readonly [what: string, source: string, ...runs: Variables[]])[] = [
  ['nothing there', '{ event(slug: "none") { id title schedule { start } organisers { name } } }'],
  [
    'nothing there, of several kinds',
    '{ node(id: "event_0190a0a0-0000-7000-8000-000000000000") { __typename id } }',
  ],
  [
    'an empty list',
    '{ events(filter: { from: "2999-01-01T00:00:00Z" }) { totalCount nodes { id } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }',
  ],
  [
    'a list of which nothing but the name is asked',
    '{ events { __typename pageInfo { __typename } edges { __typename node { __typename } } } }',
  ],
  ['the name of the query', '{ __typename a: __typename latestIssue { __typename } b: __typename }'],
  ['nothing but the name of the query', '{ __typename }'],
  [
    'fields that are not next to each other',
    '{ issues(first: 2) { nodes { id } totalCount nodes { title } pageInfo { hasNextPage } nodes { slug id } } }',
  ],
  [
    'a field under many names',
    '{ latestIssue { a: title b: title title c: title(locale: "zh-Hant") d: title(locale: "en") } }',
  ],
  [
    'names that mean something elsewhere',
    '{ constructor: latestIssue { toString: id hasOwnProperty: title valueOf: slug length: number then: year } }',
  ],
  [
    '@skip and @include',
    `query ($yes: Boolean!, $no: Boolean = false) { latestIssue @include(if: $yes) {
      id @skip(if: $yes) title @include(if: $no) slug @include(if: $yes) @skip(if: $no) ... @include(if: $yes) { year }
    } events(first: 1) @skip(if: $yes) { totalCount } }`,
    { yes: true },
    { yes: false },
    { yes: true, no: true },
    { yes: false, no: true },
    {},
    { yes: null },
  ],
  [
    'everything skipped',
    'query ($no: Boolean = false) { latestIssue { articles(first: 1) { nodes { id @include(if: $no) } totalCount @include(if: $no) } } }',
    {},
    { no: true },
  ],
  [
    'variables that are missing, null, or not needed',
    'query ($first: Int, $order: EventOrder, $time: EventTime, $locale: Locale, $kind: [EventKind!], $unused: [ID!] = []) { nodes(ids: $unused) @include(if: false) { id } events(first: $first, orderBy: $order, filter: { time: $time, kind: $kind }, locale: $locale) { totalCount nodes { title schedule { start } } } }',
    {},
    { first: null },
    { order: null },
    { time: null, kind: null },
    { first: 3, order: 'START_DESC', time: 'PAST', kind: 'FORUM' },
    { first: 3, kind: [], locale: 'zh-HK' },
    { locale: null },
    { first: '3' },
    { first: 3.0 },
    { first: 2.5 },
    { first: 0 },
    { first: 2, unused: 'x', more: 1 },
    { locale: 'fr' },
    { kind: [null] },
  ],
  [
    'defaults',
    'query ($first: Int = 2, $format: TextFormat = TEXT, $filter: EventFilter = { time: PAST }) { events(first: $first, filter: $filter) { nodes { title description(format: $format) } } }',
    {},
    { first: 1, format: 'HTML', filter: {} },
    { filter: null },
    { format: null },
    { filter: { time: 'UPCOMING', from: null } },
  ],
  [
    'ids in variables',
    'query ($id: ID!, $ids: [ID!]!) { node(id: $id) { __typename id ... on Event { title } } nodes(ids: $ids) { id ... on Issue { title } ... on Localized { localization { requested } } } }',
    { id: 'event_0190a0a0-0000-7000-8000-000000000000', ids: [] },
    { id: 'event', ids: ['event'] },
    { id: 'issue_0190a0a0-0000-7000-8000-000000000000', ids: 'issue_0190a0a0-0000-7000-8000-000000000000' },
    { id: 1, ids: [1, 2] },
    { id: null, ids: null },
  ],
  [
    'objects of several types',
    `{ issues(first: 3) { nodes { sections { heading items { position content {
      __typename ... on Article { title kind publishedAt } ... on Event { title: theme schedule { precision } } ... on Node { id }
    } } } } } }`,
  ],
  [
    'fragments within fragments, on interfaces and types',
    `query { latestIssue { ...a ...b } node(id: "event_0190a0a0-0000-7000-8000-000000000000") { ...c } }
     fragment a on Issue { id ...c articles(first: 2) { ...d } }
     fragment b on Node { ... on Issue { title articles(first: 2) { totalCount } } ... on Event { summary } }
     fragment c on Node { id __typename }
     fragment d on ArticleConnection { nodes { ...c title } nodes { slug } }`,
  ],
  [
    'enums, custom scalars, numbers, lists, nulls',
    `{ events(first: 100) { nodes { id version kind kindLabel lifecycle attendanceMode spokenLanguages categories createdAt updatedAt
      publishedAt schedule { precision start end startDate endDate dayPart allDay timeZone isOver } registration { isRequired url opensAt
      deadline capacity isOpen } admission { type price currency note } venue { name } series { title } parent { id }
      links { rel url status label } contacts { name } localization { requested available fallbacks { field locale } alternates { locale slug } } } } }`,
  ],
  [
    'lists read backwards and from the middle',
    'query ($before: String, $after: String) { people(last: 2, before: $before) { edges { cursor node { name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } organisations(first: 2, after: $after) { edges { cursor } } }',
    {},
    { before: null, after: null },
    { before: '', after: 'x' },
  ],
  ['first and last', '{ events(first: 1, last: 1) { totalCount } latestIssue { id } }'],
  [
    'one root field that is refused',
    '{ good: latestIssue { id } bad: events(first: 0) { totalCount } also: issues(first: 1) { totalCount } }',
  ],
  [
    'what the program knows without the database',
    '{ enumLabels(names: ["EventTime"], locale: "zh-HK") { n: name v: values { l: label value __typename } } locales { c: code name nativeName f: fallbacks isDefault __typename } }',
  ],
  [
    'a key that may be null in one place, and not in another',
    '{ events(first: 100) { nodes { id programme: venue { id text: room } requiredDisclaimers { text programme { name } } } } }',
  ],
  ['drafts', '{ events(stage: DRAFT, first: 5) { nodes { id version publishedAt } } latestIssue { id } }'],
  [
    'search',
    '{ search(query: "forum", first: 5) { totalCount nodes { __typename title } edges { cursor } } }',
  ],
  [
    'what is marked in the hits of a search',
    `query ($no: Boolean = false) { a: search(query: "forum hong") { nodes { ...Marked more: excerpt { language: locale } }
        edges { node { ...Marked } again: node { excerpt { html @skip(if: $no) locale } } } }
      search(query: "K.F.", locale: "zh-Hant") { nodes { b: highlightedTitle title } nodes { ...Marked } } }
      fragment Marked on SearchHit { highlightedTitle excerpt { kind: __typename html } }`,
    {},
    { no: true },
  ],
  [
    'no hits to mark',
    '{ search(query: "xyzzy") { nodes { excerpt { html } } edges { node { highlightedTitle } } } }',
  ],
];

describe('gets the same response as by execution:', () => {
  test.each(cases.map(([what, source, ...runs]) => ({ what, source, runs: runs.length > 0 ? runs : [{}] })))(
    '$what',
    async ({ source, runs }) => {
      expect(validate(app.schema, parse(source))).toEqual([]);
      for (const run of runs) {
        for (const time of ['first', 'again']) {
          expect([time, run, await differenceOf(source, run)]).toEqual([time, run, undefined]);
        }
      }
    },
  );

  test('what is null and must not be, at any depth', async () => {
    const source = `{ issues(first: 100) { nodes { id events(first: 20) { nodes { id slug title } } } }
      event(slug: "${EVENT}", locale: "zh-Hant") { slug title participations { organisation { name slug } } }
      events(first: 100) { totalCount nodes { slug title } } }`;
    await differenceOf(source, {});
    const database = new pg.Client({ connectionString: app.databaseUrl });
    await database.connect();
    try {
      await database.query('alter table published.event_text alter slug drop not null');
      await database.query(
        'update published.event_text set slug = null where content_id in (select content_id from published.event_text limit 3)',
      );
    } finally {
      await database.end();
    }
    const before = executedByApollo;

    expect(JSON.parse(await textOf(source, {})).errors).not.toHaveLength(0);
    expect(await differenceOf(source, {})).toBe(undefined);
    expect(executedByApollo).toBe(before + 2);
  });
});

async function differenceOf(source: string, variables: Variables): Promise<string | undefined> {
  return differenceFrom(await textOf(source, variables), source, variables);
}

/**
 * How the answer over HTTP differs from what execution makes of the operation: in whatever JSON can tell, the order of
 * members and members that are there twice included.
 */
async function differenceFrom(
  text: string,
  source: string,
  variables: Variables,
): Promise<string | undefined> {
  const { data, errors } = JSON.parse(text);
  const expected = await executed(app, parse(source), variables, { viewer, now: app.endpoint.clock() });
  const failed = (all: readonly { readonly path?: readonly unknown[] }[] = []) =>
    all.map(({ path }) => (path ?? []).join('.')).sort();
  const found = [failed(errors), failed(expected.errors)].map((paths) => paths.join());
  if (found[0] !== found[1]) return `errors at ${found[0]}, expected at ${found[1]}`;
  // What costs too much is not executed; some of what is made up does.
  if (errors?.[0]?.extensions.code === 'QUERY_TOO_COMPLEX') return undefined;
  // Of what cannot be executed, Apollo Server says nothing of the data.
  if (!expected.data || !data)
    return (data ?? null) === (expected.data ?? null) ? undefined : 'one has no data';
  return firstDifference(normal(dataIn(text)), normal(JSON.stringify(expected.data)));
}

async function textOf(query: string, variables: object): Promise<string> {
  const response = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({ query, variables }),
  });
  return response.text();
}

/** The JSON of the data, as it was sent. */
function dataIn(text: string): string {
  const start = text.indexOf('"data":') + '"data":'.length;
  const end = text.lastIndexOf(',"extensions":{"cost"');
  const isLast = end < 0 || text.indexOf('{"errors"') === 0;
  return isLast ? JSON.stringify(JSON.parse(text).data) : text.slice(start, end);
}

/** JSON without white space, in which each value is written in one way. */
function normal(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"|\s+|[-\d][\d.eE+-]*/g, (token) =>
    /\s/.test(token[0] ?? '') ? '' : JSON.stringify(JSON.parse(token)),
  );
}

function firstDifference(given: string, expected: string): string | undefined {
  if (given === expected) return undefined;
  let at = 0;
  while (given[at] === expected[at]) at += 1;
  const around = (text: string) => text.slice(Math.max(0, at - 80), at + 80);
  return `given    …${around(given)}…\nexpected …${around(expected)}…`;
}
