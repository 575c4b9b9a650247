import type { Asking } from './application.js';

export interface Hit {
  readonly kind: string;
  readonly locale: string;
  readonly title: string;
  readonly highlightedTitle: string;
  readonly excerpt: { readonly html: string; readonly locale: string } | null;
  readonly content: { readonly __typename: string; readonly id: string; readonly slug?: string };
}

export interface Found {
  readonly totalCount: number;
  readonly nodes: readonly Hit[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

export interface SearchOptions {
  readonly types?: readonly string[] | null;
  readonly first?: number;
  readonly after?: string | null;
  readonly locale?: string;
  readonly stage?: 'DRAFT' | 'PUBLISHED';
}

export const SEARCH = `query ($query: String!, $types: [ContentKind!], $first: Int, $after: String, $locale: Locale, $stage: Stage) {
  search(query: $query, types: $types, first: $first, after: $after, locale: $locale, stage: $stage) {
    totalCount
    nodes {
      kind locale title highlightedTitle excerpt { html locale }
      content { __typename id ... on Content { slug } }
    }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

/** What somebody finds; all that is found when nothing else is asked. */
export async function searchAs(app: Asking, query: string, options: SearchOptions = {}): Promise<Found> {
  return (await app.data(SEARCH, { first: 100, query, ...options })).search;
}

export async function idsFoundBy(app: Asking, query: string, options?: SearchOptions): Promise<string[]> {
  return (await searchAs(app, query, options)).nodes.map(({ content }) => content.id);
}
