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

/** A mistake that the server found in what it was sent; with what others have changed, where that was asked for. */
export type UserError = UserErrorFragment & { readonly conflict?: ConflictFragment | null };

/** The variables of an operation, which may be left out where it has none. */
type VariablesOf<Variables> = Variables extends Record<string, never> ? [] : [variables: Variables];

interface Answer {
  readonly data: unknown;
  readonly errors: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

interface Received {
  readonly status: number;
  readonly text: string;
  readonly location: string | null;
}

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
const TIMEOUT_MS = 60_000;
/** The server, or what stands before it, cannot answer just now. */
const PASSING = new Set([429, 502, 503, 504]);

const LATE = `no answer within ${TIMEOUT_MS / 1_000} seconds`;
/** On the way to the server or back. */
const LOST = new RegExp(`^(ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|UND_ERR_\\w+|${LATE})$`);
/** Nobody is there: worth another try only where somebody was before. */
const AWAY = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;

/** The API, over HTTP. What is lost on the way is sent again: reading does no harm, and changes carry a key. */
export class Api {
  #hasAnswered = false;
  /** What whoever asks has called objects, by their ids: answers speak of them in these words. */
  readonly called = new Map<string, string>();

  constructor(readonly settings: ApiSettings) {}

  query<Data, Variables>(
    document: TypedDocumentString<Data, Variables>,
    ...[variables]: VariablesOf<Variables>
  ): Promise<Data> {
    return this.#ask(document, variables, {});
  }

  /** Sent with a key of its own: the server does it once, however often it arrives. */
  mutate<Data, Variables>(
    document: TypedDocumentString<Data, Variables>,
    variables: NoInfer<Variables>,
  ): Promise<Data> {
    // Without an account there is nobody to remember it for.
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
        this.#hasAnswered = true;
        if (!isPassing(status, text) || isLast)
          return { status, text, location: response.headers.get('location') };
        await pause(pauseAfter(attempt, response.headers.get('retry-after')));
      } catch (error) {
        const reason = reasonOf(error);
        const isLost = LOST.test(reason) || (this.#hasAnswered && AWAY.test(reason));
        if (isLast || !isLost) throw unreachable(`${url} cannot be reached: ${reason}.`);
        await pause(pauseAfter(attempt, null));
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
      throw notAllowed(`${sentences || `${url} answers with status ${status}.`}${hint}`);
    }
    if (status >= 300 && status < 400)
      throw unreachable(`${url} leads to ${location ?? 'elsewhere'}; give that address instead.`);
    if (code === 'GRAPHQL_VALIDATION_FAILED')
      throw refused(`${url} does not know what this version of scc asks for: ${sentences}`);
    if (status >= 500 || isPassing(status, text) || code === 'INTERNAL_SERVER_ERROR')
      throw unreachable(sentences || `${url} answers with status ${status}.`);
    if (errors.length > 0) throw refused(sentences);
    if (data) return data;
    throw unreachable(`${url} does not answer like the API of the platform: status ${status}.`);
  }
}

/** Also while the server is still busy with the first of two requests with the same key. */
function isPassing(status: number, text: string): boolean {
  return PASSING.has(status) || (status === 409 && text.includes('"IDEMPOTENCY_KEY_IN_USE"'));
}

function parse(text: string, called: ReadonlyMap<string, string>): Answer {
  // Only in sentences: everywhere else an id is an id.
  const inWords = (key: string, value: unknown) => {
    if (key !== 'message' || typeof value !== 'string') return value;
    return [...called].reduce((sentence, [id, name]) => sentence.replaceAll(id, name), value);
  };
  try {
    const answer = JSON.parse(text, inWords) as Partial<Answer> | null;
    return { data: answer?.data, errors: Array.isArray(answer?.errors) ? answer.errors : [] };
  } catch {
    return { data: undefined, errors: [] };
  }
}

/** Longer each time, and never the same for two programs that wait for one server. */
function pauseAfter(attempt: number, retryAfter: string | null): number {
  const wanted = Number(retryAfter) * 1_000 || Date.parse(retryAfter ?? '') - Date.now() || 0;
  const own = FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random());
  return Math.min(Math.max(wanted, own), LONGEST_PAUSE_MS);
}

function reasonOf(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: string; message?: string } };
  if (name === 'TimeoutError') return LATE;
  return cause?.code ?? cause?.message ?? 'the connection broke';
}
