import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, buildConnector, type Dispatcher, request } from 'undici';
import type { Clock } from '../foundation/clock.js';
import { Refusal } from '../foundation/errors.js';
import { signaturesOf, withoutSecrets } from './secret.js';
import { ForbiddenTarget, type WebhookTargets } from './target.js';

export interface SendingLimits {
  /** Milliseconds until there is a connection. */
  readonly connect: number;
  /** Milliseconds until everything is over. */
  readonly total: number;
  /** Milliseconds from which on a receiver is a slow one. */
  readonly slow: number;
  /** Bytes of the answer that are read. */
  readonly body: number;
}

export const LIMITS: SendingLimits = { connect: 2_000, total: 15_000, slow: 3_000, body: 64 * 1024 };
/** How long closing waits for answers. */
const CLOSING_MS = 1_000;
/** How much of an answer is kept, in bytes. */
const KEPT_BYTES = 1_024;

export interface Message {
  readonly url: string;
  /** The `webhook-id`. */
  readonly id: string;
  readonly payload: string;
  /** All that are good; there is a signature for each. */
  readonly secrets: readonly string[];
}

/** What came of an attempt. */
export interface Outcome {
  readonly durationMs: number;
  readonly status?: number;
  /** The beginning of the answer. */
  readonly start?: string;
  /** Why it is not delivered, in a sentence; undefined when it is. */
  readonly error?: string;
  /** Seconds that the receiver wants to be left alone for, where it says so. */
  readonly retryAfter?: number;
}

/** Posts deliveries as Standard Webhooks 1.0 has it, and to public addresses only. */
export class WebhookSender {
  readonly #agent: Agent;

  constructor(
    readonly targets: WebhookTargets,
    readonly clock: Clock,
    readonly limits: SendingLimits = LIMITS,
  ) {
    this.#agent = new Agent({
      connect: guardedConnector(targets, limits),
      // A connection for each delivery, so that each looks at the address again.
      pipelining: 0,
      headersTimeout: limits.total,
      bodyTimeout: limits.total,
    });
  }

  /** The headers of a message, without the signatures. */
  headersOf({ id }: Pick<Message, 'id'>): Readonly<Record<string, string>> {
    return {
      'content-type': 'application/json',
      'user-agent': 'SCC-Webhooks/1.0',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(this.clock().getTime() / 1_000)),
    };
  }

  /** Never throws for what the receiver does. @param headers those of `headersOf` */
  async send(message: Message, headers: Readonly<Record<string, string>>): Promise<Outcome> {
    const { id, payload, secrets } = message;
    const timestamp = Number(headers['webhook-timestamp']);
    const signatures = signaturesOf({ id, timestamp, payload }, secrets);
    const began = performance.now();
    const duration = () => Math.round(performance.now() - began);
    try {
      const { href } = this.targets.parse(message.url);
      const answer = await request(href, {
        method: 'POST',
        headers: { ...headers, 'webhook-signature': signatures },
        body: payload,
        dispatcher: this.#agent,
        signal: AbortSignal.timeout(this.limits.total),
      });
      const start = await this.#startOf(answer.body);
      const kept = withoutSecrets(start, [...secrets, ...signatures.split(' ')]);
      return { durationMs: duration(), start: kept, ...judge(answer) };
    } catch (error) {
      return { durationMs: duration(), error: sentenceFor(error, this.limits) };
    }
  }

  /** Sends no more; what is under way gets a moment to be answered. */
  async close(): Promise<void> {
    const timeout = new AbortController();
    const limit = sleep(CLOSING_MS, undefined, timeout).catch(() => undefined);
    await Promise.race([this.#agent.close(), limit]);
    timeout.abort();
    await this.#agent.destroy();
  }

  /** What is longer than the limit, or does not come to its end in time, is cut off: the status has been given. */
  async #startOf(body: Dispatcher.ResponseData['body']): Promise<string> {
    let [start, size] = [Buffer.alloc(0), 0];
    // It is destroyed early, which is no failure.
    body.on('error', () => undefined);
    try {
      for await (const chunk of body as AsyncIterable<Buffer>) {
        if (start.length < KEPT_BYTES) start = Buffer.concat([start, chunk]).subarray(0, KEPT_BYTES);
        size += chunk.length;
        if (size >= this.limits.body) break;
      }
    } catch (error) {
      if (!isNetworkError(error)) throw error;
    }
    // What PostgreSQL cannot store, and what would garble a terminal; a character that is cut off is left out.
    return new TextDecoder().decode(start, { stream: true }).replace(/[^\P{Cc}\t\n\r]/gu, '�');
  }
}

function guardedConnector(targets: WebhookTargets, { connect }: SendingLimits): buildConnector.connector {
  const open = buildConnector({ timeout: connect, lookup: targets.lookup } as buildConnector.BuildOptions);
  return (options, done) =>
    open(options, (...[error, socket]: Parameters<buildConnector.Callback>) => {
      if (!socket) return done(error ?? new Error('There is no connection.'), null);
      try {
        // An address without a name is not looked up.
        targets.assertAllowed(socket.remoteAddress);
        done(null, socket);
      } catch (forbidden) {
        socket.destroy();
        done(forbidden as Error, null);
      }
    });
}

/** Only 2xx is success. */
function judge({
  statusCode: status,
  headers,
}: Dispatcher.ResponseData): Pick<Outcome, 'status' | 'error' | 'retryAfter'> {
  if (status >= 200 && status < 300) return { status };
  const seconds = secondsIn(headers['retry-after']);
  const asked = seconds === undefined ? {} : { retryAfter: seconds };
  if (status >= 300 && status < 400)
    return { status, error: `The receiver answered ${status}; redirects are not followed.`, ...asked };
  return { status, error: `The receiver answered ${status}.`, ...asked };
}

/** RFC 9110, section 10.2.3: seconds, or an instant. */
function secondsIn(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string') return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1_000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

function isNetworkError(error: unknown): boolean {
  const { code, name } = (error ?? {}) as { readonly code?: unknown; readonly name?: unknown };
  return typeof code === 'string' || name === 'TimeoutError' || name === 'AbortError';
}

/** In words of ours: those of the system would tell what the name servers and the network inside look like. */
function sentenceFor(error: unknown, limits: SendingLimits): string {
  if (error instanceof ForbiddenTarget || error instanceof Refusal)
    return 'Webhooks can only be sent to public HTTPS hosts.';
  if (!isNetworkError(error)) throw error;
  const { code = '', name } = error as NodeJS.ErrnoException;
  if (name === 'TimeoutError' || /^UND_ERR_(HEADERS|BODY)_TIMEOUT$/.test(code))
    return `There was no answer within ${limits.total / 1_000} s.`;
  switch (code) {
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return `There was no connection within ${limits.connect / 1_000} s.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'The name of the host is not known.';
    case 'ECONNREFUSED':
      return 'The connection was refused.';
    case 'UND_ERR_CLOSED':
    case 'UND_ERR_DESTROYED':
      return 'The program was stopped before there was an answer.';
    case 'UND_ERR_SOCKET':
    case 'ECONNRESET':
    case 'EPIPE':
      return 'The connection was closed before there was an answer.';
    default:
      return `The connection failed (${/^[A-Z0-9_]+$/.test(code) ? code : 'unknown'}).`;
  }
}
