import type { Children, Running } from './children.js';
import { type Conditions, type Contestant, contest } from './contest.js';
import { searches } from './further.js';
import { LOCALE, pages, questionsOf } from './pages.js';
import { graphql } from './requests.js';
import { markdown, median } from './table.js';

export interface Sized {
  readonly scale: number;
  readonly databaseUrl: string;
  readonly server: Running;
}

const LIST = `query List($first: Int!, $after: String) {
  events(first: $first, after: $after, locale: "${LOCALE}") {
    nodes { title schedule { start } venue { name } }
    pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}`;
/** Small pages, so that there is a thousandth of them at scale 1, too. */
const PAGE = 5;
const DEEP = 1_000;
const LARGEST_STEP = 100;

/** What the same questions take with more data: a table of p50 at both sizes. */
export async function growth(
  children: Children,
  small: Sized,
  large: Sized,
  conditions: Conditions,
): Promise<string> {
  const [few, many] = [await questionsTo(small), await questionsTo(large)];
  const results = await contest(
    children,
    few.flatMap((contestant, index) => [contestant, many[index] ?? contestant]),
    conditions,
  );
  const p50 = (contestant: Contestant | undefined) =>
    median((contestant && results.get(contestant)?.map((round) => round.p50)) ?? []);
  return markdown(
    ['What', `p50 ms at scale ${small.scale}`, `p50 ms at scale ${large.scale}`, 'growth'],
    few.map((contestant, index) => {
      const [one, other] = [p50(contestant), p50(many[index])];
      return [contestant.title, one.toFixed(2), other.toFixed(2), (other / one).toFixed(2)];
    }),
  );
}

async function questionsTo({ databaseUrl, server }: Sized): Promise<Contestant[]> {
  const asked = await Promise.all(
    pages.map(async (page) => ({
      title: page.title,
      server,
      requests: (await questionsOf(page, databaseUrl)).map((question) => question.graphql),
    })),
  );
  const first = { title: 'Page 1 of all events', server, requests: [graphql(LIST, { first: PAGE })] };
  const after = await cursorBefore(server, DEEP);
  const deep = {
    title: `Page ${DEEP.toLocaleString('en')} of all events`,
    server,
    requests: [graphql(LIST, { first: PAGE, after })],
  };
  return [...asked, first, deep, ...searches(server, 'cold')];
}

/** The cursor that a page of the list begins after. */
async function cursorBefore(server: Running, page: number): Promise<string | undefined> {
  let after: string | undefined;
  for (let left = (page - 1) * PAGE; left > 0; left -= LARGEST_STEP) {
    const answer = await fetch(`http://127.0.0.1:${server.port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: LIST, variables: { first: Math.min(left, LARGEST_STEP), after } }),
    });
    const { data } = (await answer.json()) as { data: { events: { pageInfo: { endCursor: string } } } };
    after = data.events.pageInfo.endCursor;
  }
  return after;
}
