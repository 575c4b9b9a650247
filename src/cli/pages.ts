/** A page of a list. */
export interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** The largest page of the server. */
export const LARGEST_PAGE = 100;

/** Iterates over all pages of a list; none is retained. */
export async function* pagesOf<Node>(
  read: (after: string | null) => Promise<Page<Node>>,
): AsyncGenerator<readonly Node[]> {
  let after: string | null = null;
  do {
    const page: Page<Node> = await read(after);
    yield page.nodes;
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
}

/** At most so many items, from as many pages as that takes. */
export async function firstOf<Node>(
  count: number,
  read: (first: number, after: string | null) => Promise<Page<Node>>,
): Promise<readonly Node[]> {
  const nodes: Node[] = [];
  for await (const page of pagesOf((after) => read(Math.min(LARGEST_PAGE, count - nodes.length), after))) {
    nodes.push(...page);
    if (nodes.length >= count) break;
  }
  return nodes;
}
