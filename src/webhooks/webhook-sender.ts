import { setTimeout as sleep } from 'node:timers/promises';
import type { Agent, buildConnector, Dispatcher } from 'undici';
import type { Clock } from '../foundation/clock.js';
import { Refusal } from '../foundation/errors.js';
import { signaturesOf, withoutSecrets } from './secret.js';
import { ForbiddenTarget, type WebhookTargets } from './target.js';

export interface SendingLimits {
  /** Timeout of connecting, in milliseconds. */
  readonly connect: number;
  /** Timeout of the whole request, in milliseconds. */
  readonly total: number;
  /** Milliseconds from which on a receiver counts as slow. */
  readonly slow: number;
  /** Bytes of the response that are read. */
  readonly body: number;
}

export const LIMITS: SendingLimits = { connect: 2_000, total: 15_000, slow: 3_000, body: 64 * 1024 };
/** How long closing waits for responses. */
const CLOSE_TIMEOUT_MS = 1_000;
/** Bytes of a response that are stored. */
const STORED_BYTES = 1_024;
const STOPPED = 'The server was stopped before there was a response.';

export interface Message {
  readonly url: string;
  /** The `webhook-id`. */
  readonly id: string;
  readonly payload: string;
  /** All valid secrets; each signs the message. */
  readonly secrets: readonly string[];
}

/** The outcome of an attempt. */
export interface Outcome {
  readonly durationMs: number;
  readonly status?: number;
  /** The beginning of the response. */
  readonly start?: string;
  /** Why it was not delivered, in a sentence; undefined when it was. */
  readonly error?: string;
  /** The seconds of the header Retry-After. */
  readonly retryAfter?: number;
}

/** Posts deliveries as defined by Standard Webhooks 1.0, to public addresses only. */
export class WebhookSender {
  #agent: Promise<Agent> | undefined;
  #isClosed = false;

  constructor(
    readonly targets: WebhookTargets,
    readonly clock: Clock,
    readonly limits: SendingLimits = LIMITS,
  ) {}

  /** The headers of a message, without the signatures. */
  headersOf({ id }: Pick<Message, 'id'>): Readonly<Record<string, string>> {
    return {
      'content-type': 'application/json',
      'user-agent': 'SCC-Webhooks/1.0',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(this.clock().getTime() / 1_000)),
    };
  }

  /** Never throws for failures of the receiver. @param headers those of `headersOf` */
  async send(message: Message, headers: Readonly<Record<string, string>>): Promise<Outcome> {
    const { id, payload, secrets } = message;
    const timestamp = Number(headers['webhook-timestamp']);
    const signatures = signaturesOf({ id, timestamp, payload }, secrets);
    const began = performance.now();
    const duration = () => Math.round(performance.now() - began);
    try {
      if (this.#isClosed) return { durationMs: duration(), error: STOPPED };
      const { href } = this.targets.parse(message.url);
      this.#agent ??= openAgent(this.targets, this.limits);
      const { request } = await import('undici');
      const response = await request(href, {
        method: 'POST',
        headers: { ...headers, 'webhook-signature': signatures },
        body: payload,
        dispatcher: await this.#agent,
        signal: AbortSignal.timeout(this.limits.total),
      });
      const start = await this.#startOf(response.body);
      const redacted = withoutSecrets(start, [...secrets, ...signatures.split(' ')]);
      return { durationMs: duration(), start: redacted, ...judge(response) };
    } catch (error) {
      return { durationMs: duration(), error: sentenceFor(error, this.limits) };
    }
  }

  /** Stops sending; requests in progress get a moment to finish. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const agent = await this.#agent;
    if (!agent) return;
    const closed = new AbortController();
    const limit = sleep(CLOSE_TIMEOUT_MS, undefined, closed).catch(() => undefined);
    await Promise.race([agent.close(), limit]);
    closed.abort();
    await agent.destroy();
  }

  /** Reads the start of the body. What is too long or too slow is cut off: the status is known already. */
  async #startOf(body: Dispatcher.ResponseData['body']): Promise<string> {
    let [start, size] = [Buffer.alloc(0), 0];
    // Destroying it early is no failure.
    body.on('error', () => undefined);
    try {
      for await (const chunk of body as AsyncIterable<Buffer>) {
        if (start.length < STORED_BYTES) start = Buffer.concat([start, chunk]).subarray(0, STORED_BYTES);
        size += chunk.length;
        if (size >= this.limits.body) break;
      }
    } catch (error) {
      if (!isNetworkError(error)) throw error;
    }
    // Removes what PostgreSQL cannot store, what would garble a terminal, and a character that is cut off.
    return new TextDecoder().decode(start, { stream: true }).replace(/[^\P{Cc}\t\n\r]/gu, '�');
  }
}

/** Loaded with the first delivery: it is among the largest packages. */
async function openAgent(targets: WebhookTargets, limits: SendingLimits): Promise<Agent> {
  const { Agent, buildConnector } = await import('undici');
  const settings = { timeout: limits.connect, lookup: targets.lookup } as buildConnector.BuildOptions;
  return new Agent({
    connect: guardedConnector(targets, buildConnector(settings)),
    // One connection per delivery, so that the address is checked each time.
    pipelining: 0,
    headersTimeout: limits.total,
    bodyTimeout: limits.total,
  });
}

function guardedConnector(targets: WebhookTargets, open: buildConnector.connector): buildConnector.connector {
  return (options, done) =>
    open(options, (...[error, socket]: Parameters<buildConnector.Callback>) => {
      if (!socket) return done(error ?? new Error('There is no connection.'), null);
      try {
        // `lookup` is not called for IP addresses.
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
    return {
      status,
      error: `The receiver responded with status ${status}; redirects are not followed.`,
      ...asked,
    };
  return { status, error: `The receiver responded with status ${status}.`, ...asked };
}

/** RFC 9110, section 10.2.3: seconds, or a date. */
function secondsIn(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string') return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1_000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

function isNetworkError(error: unknown): boolean {
  const { code, name } = (error ?? {}) as { readonly code?: unknown; readonly name?: unknown };
  return typeof code === 'string' || name === 'TimeoutError' || name === 'AbortError';
}

/** Sentences of our own: system errors would reveal name servers and the internal network. */
function sentenceFor(error: unknown, limits: SendingLimits): string {
  if (error instanceof ForbiddenTarget || error instanceof Refusal)
    return 'Webhooks can only be sent to public HTTPS hosts.';
  if (!isNetworkError(error)) throw error;
  const { code = '', name } = error as NodeJS.ErrnoException;
  if (name === 'TimeoutError' || /^UND_ERR_(HEADERS|BODY)_TIMEOUT$/.test(code))
    return `There was no response within ${limits.total / 1_000} s.`;
  switch (code) {
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return `The connection timed out after ${limits.connect / 1_000} s.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'The host name could not be resolved.';
    case 'ECONNREFUSED':
      return 'The connection was refused.';
    case 'UND_ERR_CLOSED':
    case 'UND_ERR_DESTROYED':
      return STOPPED;
    case 'UND_ERR_SOCKET':
    case 'ECONNRESET':
    case 'EPIPE':
      return 'The connection was closed before there was a response.';
    default:
      return `The connection failed (${/^[A-Z0-9_]+$/.test(code) ? code : 'unknown'}).`;
  }
}
