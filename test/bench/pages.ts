import pg from 'pg';
import { get, graphql } from './requests.js';

/** A page of a website, as the front end asks for it. */
export interface Page {
  /** As in the table, and as the reference calls it in its addresses. */
  readonly name: string;
  readonly title: string;
  readonly document: string;
  /** Where the slugs come from; a page without has one answer. */
  readonly of?: { readonly table: string; readonly slugs: number };
}

export const LOCALE = 'zh-Hant';

const EVENT = `
    title summary
    venue { name }
    organisers { name }
    sponsorships { tier organisation { name } }
    credits(role: [SPEAKER]) { displayName }`;

/** The four pages by which systems are compared. */
export const pages: readonly Page[] = [
  {
    name: 'issue',
    title: 'Q1 issue page',
    of: { table: 'issue', slugs: 50 },
    document: `query IssuePage($slug: String!) {
  issue(slug: $slug, locale: "${LOCALE}") {
    title
    articles(first: 100) { nodes { title body } }
    events(first: 100) { nodes {
      title summary
      venue { name }
      schedule { precision start end startDate endDate timeZone }
      organisers { name }
    } }
    sponsorships { organisation { name } }
  }
}`,
  },
  {
    name: 'upcoming',
    title: 'Q2 upcoming events',
    document: `query Upcoming {
  events(filter: { time: UPCOMING }, first: 20, locale: "${LOCALE}") { nodes {${EVENT}
  } }
}`,
  },
  {
    name: 'event',
    title: 'Q3 event detail',
    of: { table: 'event', slugs: 500 },
    document: `query EventPage($slug: String!) {
  event(slug: $slug, locale: "${LOCALE}") {
    description${EVENT}
  }
}`,
  },
  {
    name: 'organisation',
    title: 'Q4 organisation with its events',
    of: { table: 'organisation', slugs: 100 },
    document: `query OrganisationPage($slug: String!) {
  organisation(slug: $slug, locale: "${LOCALE}") {
    name
    events(first: 20) { nodes {
      title
      organisers { name }
      sponsorships { tier organisation { name } }
    } }
  }
}`,
  },
];

/** Slugs of a page, evenly from all there are; of issues the latest. Undefined for the one answer of a page without. */
export async function slugsOf({ of }: Page, databaseUrl: string): Promise<(string | undefined)[]> {
  if (!of) return [undefined];
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ slug: string }>(
      `select slug from published.${of.table}_text where locale = $1 order by content_id`,
      [LOCALE],
    );
    const every = of.table === 'issue' ? 1 : rows.length / of.slugs;
    const first = rows.length - of.slugs * every;
    return Array.from({ length: of.slugs }, (_, place) => rows[Math.floor(first + place * every)]?.slug);
  } finally {
    await client.end();
  }
}

/** The same question to the program and to the reference. */
export interface Question {
  readonly graphql: Buffer;
  readonly path: string;
  readonly reference: Buffer;
}

export async function questionsOf(page: Page, databaseUrl: string): Promise<Question[]> {
  return (await slugsOf(page, databaseUrl)).map((slug) => {
    const path = slug === undefined ? `/${page.name}` : `/${page.name}?${encodeURIComponent(slug)}`;
    return {
      graphql: graphql(page.document, slug === undefined ? {} : { slug }),
      path,
      reference: get(path),
    };
  });
}

/** The slug in an address of the reference. */
export function slugOf(path: string): string | undefined {
  const [, slug] = path.split('?');
  return slug === undefined ? undefined : decodeURIComponent(slug);
}
