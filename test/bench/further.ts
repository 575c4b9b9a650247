import pg from 'pg';
import type { Children, Running } from './children.js';
import type { Contestant } from './contest.js';
import { LOCALE } from './pages.js';
import { DIST, runProgram } from './prepared-database.js';
import { get, graphql } from './requests.js';

const search = (hit: string) =>
  `query Search($query: String!) { search(query: $query, locale: "${LOCALE}", first: 10) { nodes { ${hit} } } }`;
const PLAIN = search('kind title');
const MARKED = search('kind title highlightedTitle excerpt { html } content { id }');
/** Two characters and a word that are in thousands of texts. */
const FREQUENT = [
  { what: 'two characters', query: '智慧' },
  { what: 'a frequent word', query: 'smart' },
];

const FEEDS = ['ics', 'rss', 'atom', 'json', 'jsonld', 'csv'].map((format) => `/feeds/events.${format}`);

const UPDATE = `mutation Update($update: EventUpdateInput!, $publish: PublishInput!) {
  eventUpdate(input: $update) { event { version } userErrors { code message } }
  eventPublish(input: $publish) { userErrors { code message } }
}`;
const CHANGED_EVENTS = 500;
const CHANGES_PER_EVENT = 40;
const EDITORS = 4;

/** Ten hits, with the words of the query marked. */
export function searches(server: Running, how: string): Contestant[] {
  return FREQUENT.map((search) => marked(search, server, how));
}

function marked({ what, query }: (typeof FREQUENT)[number], server: Running, how: string): Contestant {
  const requests = [graphql(MARKED, { query })];
  return { title: `Search for ${what}, ${how}`, server, requests, never: '"errors"' };
}

/** The same beside hand-written SQL, which finds and ranks the same hits, and marks nothing. */
export async function searchesBeside(
  reference: Running,
  cold: Running,
  warm: Running,
): Promise<Contestant[]> {
  const all: Contestant[] = [];
  for (const search of FREQUENT) {
    const { what, query } = search;
    await sameHits(reference, cold, query);
    const title = `Search for ${what}`;
    const against = {
      title: `${title}: SQL by hand, bare HTTP`,
      server: reference,
      requests: [get(`/search?${encodeURIComponent(query)}`)],
    };
    const requests = [graphql(PLAIN, { query })];
    const plain = { title: `${title} without marks, cold`, server: cold, requests, never: '"errors"' };
    const others = [plain, marked(search, cold, 'cold'), marked(search, warm, 'warm')];
    all.push(against, ...others.map((contestant) => ({ ...contestant, against })));
  }
  return all;
}

async function sameHits(reference: Running, program: Running, query: string): Promise<void> {
  const [byHand, own] = await Promise.all([
    fetch(`http://127.0.0.1:${reference.port}/search?${encodeURIComponent(query)}`),
    fetch(`http://127.0.0.1:${program.port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: PLAIN, variables: { query } }),
    }),
  ]);
  const hits = [byHand, own].map(async (response) =>
    JSON.stringify(((await response.json()) as { data: unknown }).data),
  );
  const [expected, found] = await Promise.all(hits);
  if (found !== expected)
    throw new Error(`The hits of "${query}" are not those by hand:\n${expected}\n${found}`);
}

/** The feeds that the program has. */
export async function feeds(server: Running, say: (line: string) => void): Promise<Contestant[]> {
  const found: Contestant[] = [];
  for (const path of FEEDS) {
    const { status } = await fetch(`http://127.0.0.1:${server.port}${path}`);
    if (status === 200) found.push({ title: `Feed ${path}`, server, requests: [get(path)] });
    else say(`${path} is left out: the program answers ${status}.`);
  }
  return found;
}

/** Changes an event and publishes it, beside statements by hand; in a database that nothing else is measured in. */
export async function mutation(children: Children, url: string): Promise<Contestant[]> {
  const key = await runProgram([`${DIST}src/main.js`, 'create-key', 'bench', 'EDITOR,PUBLISHER'], {
    DATABASE_URL: url,
  });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ id: string; version: number }>(
    'select id, version from draft.event order by id limit $1',
    [2 * CHANGED_EVENTS],
  );
  await client.end();
  // One event after the other, so that no two requests at a time are about the same; each program has its own.
  const changes = Array.from({ length: CHANGES_PER_EVENT }, (_none, change) => change);
  const summary = (change: number) => `Changed for the ${change + 1}. time.`;
  const byHand = changes.flatMap((change) =>
    rows.slice(CHANGED_EVENTS).map(({ id }) => get(`/${id}?${encodeURIComponent(summary(change))}`)),
  );
  const requests = changes.flatMap((change) =>
    rows.slice(0, CHANGED_EVENTS).map(({ id, version }) => {
      const update = {
        id: `event_${id}`,
        expectedVersion: version + change,
        translations: [{ locale: 'en', summary: summary(change) }],
      };
      return graphql(UPDATE, { update, publish: { ids: [update.id] } }, key.trim());
    }),
  );
  const environment = { DATABASE_URL: url, POOL_SIZE: String(EDITORS) };
  const reference: Contestant = {
    title: `An event changed and published, ${EDITORS} at a time: SQL by hand, bare HTTP`,
    server: await children.server('writing-server.js', environment),
    connections: EDITORS,
    requests: byHand,
    isOnce: true,
  };
  return [
    reference,
    {
      title: `**Mutation: an event changed and published, ${EDITORS} at a time**`,
      server: await children.program({ DATABASE_URL: url }),
      against: reference,
      connections: EDITORS,
      requests,
      isOnce: true,
      never: '"code"',
    },
  ];
}
