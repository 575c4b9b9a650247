import pg from 'pg';
import type { Children, Running } from './children.js';
import type { Contestant } from './contest.js';
import { LOCALE } from './pages.js';
import { DIST, runProgram } from './prepared-database.js';
import { get, graphql } from './requests.js';

const SEARCH = `query Search($query: String!) {
  search(query: $query, locale: "${LOCALE}") { nodes { kind title highlightedTitle excerpt { html } content { id } } }
}`;

const FEEDS = ['ics', 'rss', 'atom', 'json', 'jsonld', 'csv'].map((format) => `/feeds/events.${format}`);

const UPDATE = `mutation Update($update: EventUpdateInput!, $publish: PublishInput!) {
  eventUpdate(input: $update) { event { version } userErrors { code message } }
  eventPublish(input: $publish) { userErrors { code message } }
}`;
const CHANGED_EVENTS = 500;
const CHANGES_PER_EVENT = 40;
const EDITORS = 4;

/** Searches for two characters, and for an English word that is in thousands of texts. */
export function searches(server: Running, how: string): Contestant[] {
  return [
    ['two characters', '智慧'],
    ['a frequent word', 'smart'],
  ].map(([what = '', query = '']) => ({
    title: `Search for ${what}, ${how}`,
    server,
    requests: [graphql(SEARCH, { query })],
    never: '"errors"',
  }));
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

/** Changes an event and publishes it; in a database that nothing else is measured in. */
export async function mutation(children: Children, url: string): Promise<Contestant> {
  const key = await runProgram([`${DIST}src/main.js`, 'create-key', 'bench', 'EDITOR,PUBLISHER'], {
    DATABASE_URL: url,
  });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ id: string; version: number }>(
    'select id, version from draft.event order by id limit $1',
    [CHANGED_EVENTS],
  );
  await client.end();
  // One event after the other, so that no two requests at a time are about the same.
  const requests = Array.from({ length: CHANGES_PER_EVENT }, (_none, change) =>
    rows.map(({ id, version }) => {
      const update = {
        id: `event_${id}`,
        expectedVersion: version + change,
        translations: [{ locale: 'en', summary: `Changed for the ${change + 1}. time.` }],
      };
      return graphql(UPDATE, { update, publish: { ids: [update.id] } }, key.trim());
    }),
  ).flat();
  const server = await children.program({ DATABASE_URL: url });
  return {
    title: `Mutation: an event changed and published, ${EDITORS} at a time`,
    server,
    connections: EDITORS,
    requests,
    isOnce: true,
    never: '"code"',
  };
}
