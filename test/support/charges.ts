import type { Asking } from './application.js';

/** What an answer says of its price. */
export interface Told {
  readonly status: number;
  /** The points that this request was charged. */
  readonly cost: number;
  /** The whole points that are left. */
  readonly left: number;
  readonly retryAfter: number | undefined;
}

export function toldBy({ status, headers }: Response): Told {
  const [, left] =
    /^"(?:address|key|front-end|staff)";r=(\d+);t=\d+$/.exec(headers.get('ratelimit') ?? '') ?? [];
  const retryAfter = headers.get('retry-after');
  return {
    status,
    cost: Number(headers.get('x-ratelimit-cost') ?? Number.NaN),
    left: Number(left),
    retryAfter: retryAfter === null ? undefined : Number(retryAfter),
  };
}

export const SMALL = '{ latestIssue { slug } }';

export async function told(
  asking: Pick<Asking, 'ask'>,
  headers: Record<string, string>,
  query = SMALL,
): Promise<Told & { readonly code: unknown }> {
  const { response, errors } = await asking.ask(query, {}, headers);
  return { ...toldBy(response), code: errors?.[0]?.extensions?.code };
}

/** Resolves when answers are kept: the program does so once it hears of publications. */
export async function untilKept(asking: Pick<Asking, 'ask'>): Promise<void> {
  while ((await told(asking, from(fresh()))).cost !== 0.1);
}

/** As a proxy says for whom it asks. */
export const from = (address: string) => ({ 'x-forwarded-for': address });

let addresses = 0;
/** An address that nobody has used so far. */
export function fresh(): string {
  addresses += 1;
  return `198.51.${addresses >> 8}.${addresses & 255}`;
}

/** Uses up all that an address has: a key that is not good has a price of its own. */
export async function drain(asking: Pick<Asking, 'ask'>, headers: Record<string, string>): Promise<void> {
  const wrong = { ...headers, authorization: 'Bearer scc_wrong' };
  while ((await told(asking, wrong)).status !== 429);
}
