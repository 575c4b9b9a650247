import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { notAllowed, refused, unreachable } from './failure.js';
import type { ConflictFragment, TypedDocumentString, UserErrorFragment } from './operations.generated.js';

export interface ApiSettings {
  readonly url: string;
  readonly key: string | undefined;
  /** The language of its messages. */
  readonly locale?: string | undefined;
  readonly version: string;
}

/** An error in the input that the server reports; with the conflicting changes, where those were queried. */
export type UserError = UserErrorFragment & { readonly conflict?: ConflictFragment | null };

/** The variables of an operation; optional where it has none. */
type VariablesOf<Variables> = Variables extends Record<string, never> ? [] : [variables: Variables];

interface ApiResponse {
  readonly data: unknown;
  readonly errors: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

interface Received {
  readonly status: number;
  readonly text: string;
  readonly location: string | null;
}

const ATTEMPTS = 5;
const MIN_DELAY_MS = 250;
const MAX_DELAY_MS = 30_000;
const TIMEOUT_MS = 60_000;
/** Statuses of a server, or proxy, that is temporarily unavailable. */
const PASSING = new Set([429, 502, 503, 504]);

const TIMED_OUT = `no response within ${TIMEOUT_MS / 1_000} seconds`;
/** The connection was lost during a request. */
const CONNECTION_LOST = new RegExp(`^(ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|UND_ERR_\\w+|${TIMED_OUT})$`);
/** Nothing listens: retried only if something did before. */
const UNAVAILABLE = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;

/** A client of the API with retries, which are safe: queries change nothing, and mutations carry an idempotency key. */
export class Api {
  #hasResponded = false;
  /** The names by which the user referred to objects, by id; messages use them instead of ids. */
  readonly called = new Map<string, string>();

  constructor(readonly settings: ApiSettings) {}

  query<Data, Variables>(
    document: TypedDocumentString<Data, Variables>,
    ...[variables]: VariablesOf<Variables>
  ): Promise<Data> {
    return this.#ask(document, variables, {});
  }

  /** Sent with an idempotency key: the server runs it once, however often it arrives. */
  mutate<Data, Variables>(
    document: TypedDocumentString<Data, Variables>,
    variables: NoInfer<Variables>,
  ): Promise<Data> {
    // Idempotency keys belong to an account.
    const own = this.settings.key ? { 'idempotency-key': randomUUID() } : undefined;
    return this.#ask(document, variables, own ?? {});
  }

  async #ask<Data, Variables>(
    document: TypedDocumentString<Data, Variables>,
    variables: Variables | undefined,
    own: Record<string, string>,
  ): Promise<Data> {
    const { key, locale, version } = this.settings;
    const headers = {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      'user-agent': `scc/${version}`,
      ...(key ? { authorization: `Bearer ${key}` } : {}),
      ...(locale ? { 'accept-language': locale } : {}),
      ...own,
    };
    const body = JSON.stringify({ query: document, variables: variables ?? {} });
    return this.#read(await this.#send(headers, body)) as Data;
  }

  async #send(headers: Record<string, string>, body: string): Promise<Received> {
    const { url } = this.settings;
    for (let attempt = 1; ; attempt += 1) {
      const isLast = attempt === ATTEMPTS;
      try {
        const signal = AbortSignal.timeout(TIMEOUT_MS);
        // Redirects are not followed: they would turn a POST into a GET.
        const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
        const { status } = response;
        const text = await response.text();
        this.#hasResponded = true;
        if (!isPassing(status, text) || isLast)
          return { status, text, location: response.headers.get('location') };
        await pause(delayAfter(attempt, response.headers.get('retry-after')));
      } catch (error) {
        const reason = reasonOf(error);
        const isLost = CONNECTION_LOST.test(reason) || (this.#hasResponded && UNAVAILABLE.test(reason));
        if (isLast || !isLost) throw unreachable(`${url} cannot be reached: ${reason}.`);
        await pause(delayAfter(attempt, null));
      }
    }
  }

  #read({ status, text, location }: Received): unknown {
    const { url, key } = this.settings;
    const { data, errors } = parse(text, this.called);
    const code = errors[0]?.extensions?.code ?? '';
    const sentences = errors.map(({ message }) => message).join('\n');
    if (status === 401 || status === 403 || code === 'UNAUTHENTICATED' || code === 'FORBIDDEN') {
      const hint = key ? '' : '\nGive a key in SCC_KEY, in a file .scc.json, or with --key.';
      throw notAllowed(`${sentences || `${url} responded with status ${status}.`}${hint}`);
    }
    if (status >= 300 && status < 400)
      throw unreachable(`${url} redirects to ${location ?? 'another URL'}; use that URL instead.`);
    if (code === 'GRAPHQL_VALIDATION_FAILED')
      throw refused(`${url} does not support what this version of scc needs: ${sentences}`);
    if (status >= 500 || isPassing(status, text) || code === 'INTERNAL_SERVER_ERROR')
      throw unreachable(sentences || `${url} responded with status ${status}.`);
    if (errors.length > 0) throw refused(sentences);
    if (data) return data;
    throw unreachable(`${url} does not respond like the API of the platform: status ${status}.`);
  }
}

/** Includes the response to a retry while the first request is still in progress. */
function isPassing(status: number, text: string): boolean {
  return PASSING.has(status) || (status === 409 && text.includes('"IDEMPOTENCY_KEY_IN_USE"'));
}

function parse(text: string, called: ReadonlyMap<string, string>): ApiResponse {
  // Only in messages: everywhere else an id is an id.
  const withNames = (key: string, value: unknown) => {
    if (key !== 'message' || typeof value !== 'string') return value;
    return [...called].reduce((sentence, [id, name]) => sentence.replaceAll(id, name), value);
  };
  try {
    const body = JSON.parse(text, withNames) as Partial<ApiResponse> | null;
    return { data: body?.data, errors: Array.isArray(body?.errors) ? body.errors : [] };
  } catch {
    return { data: undefined, errors: [] };
  }
}

/** Exponential backoff with jitter. */
function delayAfter(attempt: number, retryAfter: string | null): number {
  const wanted = Number(retryAfter) * 1_000 || Date.parse(retryAfter ?? '') - Date.now() || 0;
  const own = MIN_DELAY_MS * 2 ** (attempt - 1) * (0.5 + Math.random());
  return Math.min(Math.max(wanted, own), MAX_DELAY_MS);
}

function reasonOf(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: string; message?: string } };
  if (name === 'TimeoutError') return TIMED_OUT;
  return cause?.code ?? cause?.message ?? 'the connection was lost';
}
