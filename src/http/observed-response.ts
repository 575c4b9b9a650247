import { randomBytes } from 'node:crypto';
import {
  type IncomingMessage,
  type OutgoingHttpHeader,
  type OutgoingHttpHeaders,
  ServerResponse,
} from 'node:http';
import type { RequestRecord } from '../foundation/request-record.js';
import { Work } from '../foundation/work.js';
import type { FinishedResponse, Headers } from './finished-response.js';

/** Is notified of every finished response. */
export interface RequestObserver {
  /** Whether the program is shutting down, so that connections are closed. */
  isEnding(): boolean;
  finished(request: IncomingMessage, response: ObservedResponse): void;
}

type GivenHeaders = OutgoingHttpHeaders | OutgoingHttpHeader[];

/** The request header that asks for `Server-Timing`. */
const TIMING = 'x-server-timing';

/**
 * A response that measures itself. It adds headers that must not be cached when it is sent, whatever the route:
 * `X-Request-Id`, `Server-Timing` on request, and `Connection: close` during a shutdown.
 */
export abstract class ObservedResponse extends ServerResponse implements RequestRecord {
  abstract readonly observer: RequestObserver;
  readonly requestId = requestIdFor(this.req);
  readonly began = performance.now();
  statements = 0;
  statementMs = 0;
  readonly work = new Work();
  /** What the request is charged to; undefined for routes that are free. */
  charge: { settle(status: number): Headers; settleRest(): void } | undefined = undefined;
  operation: string | undefined = undefined;
  isExecuted = false;
  hasErrors = false;
  signal: AbortSignal | undefined = undefined;
  #isFinished = false;

  get milliseconds(): number {
    return performance.now() - this.began;
  }

  override writeHead(status: number, reason?: string | GivenHeaders, headers?: GivenHeaders): this {
    this.statusCode = status;
    const passed = typeof reason === 'string' ? headers : reason;
    const own = this.#ownHeaders();
    // Node.js takes a list of headers as it is if none was set before; see send-response.ts.
    if (Array.isArray(passed)) passed.push(...own);
    else for (let at = 0; at < own.length; at += 2) this.setHeader(own[at] as string, own[at + 1] as string);
    return typeof reason === 'string'
      ? super.writeHead(status, reason, headers)
      : super.writeHead(status, reason ?? headers);
  }

  // biome-ignore lint/suspicious/noExplicitAny: the overloads of Node.js, handed on as they came.
  override end(chunk?: any, encoding?: any, callback?: any): this {
    super.end(chunk, encoding, callback);
    if (!this.#isFinished) {
      this.#isFinished = true;
      this.observer.finished(this.req, this);
    }
    return this;
  }

  get #mayBeCached(): boolean {
    return this.statusCode < 400 && /^\/(graphql|feeds|slugs)\b/.test(this.req.url ?? '');
  }

  #ownHeaders(): string[] {
    const own = ['x-request-id', this.requestId];
    if (this.charge) own.push(...Object.entries(this.charge.settle(this.statusCode)).flat());
    if (this.observer.isEnding()) own.push('connection', 'close');
    if (this.req.headers[TIMING] !== undefined)
      own.push('server-timing', this.#timing, 'timing-allow-origin', '*');
    return own;
  }

  /** W3C Server Timing, readable by pages of other origins (`Timing-Allow-Origin`). */
  get #timing(): string {
    const { statements } = this;
    const parts = [
      `total;dur=${this.milliseconds.toFixed(1)}`,
      `db;dur=${this.statementMs.toFixed(1)};desc="${statements} statement${statements === 1 ? '' : 's'}"`,
      ...(this.#mayBeCached ? [`cache;desc=${this.isExecuted ? 'miss' : 'hit'}`] : []),
    ];
    return parts.join(', ');
  }
}

/** Names the operation of a response that may come from the cache. */
export function recordOperation(
  response: ServerResponse,
  { operation }: Pick<FinishedResponse, 'operation'>,
): void {
  if (response instanceof ObservedResponse) response.operation ??= operation;
}

/** The response class of a server whose requests are observed. */
export function observedBy(observer: RequestObserver): typeof ServerResponse<IncomingMessage> {
  return class extends ObservedResponse {
    override get observer(): RequestObserver {
      return observer;
    }
  };
}

/** The record of the request; undefined in a server without an observer. */
export function recordOf(response: ServerResponse): RequestRecord | undefined {
  return response instanceof ObservedResponse ? response : undefined;
}

/** Unique to this process. */
const prefix = randomBytes(6).toString('hex');
let count = 0;

/** An id that a proxy has given, so that its log and ours can be joined. */
const REQUEST_ID_FORMAT = /^[\w.:-]{8,100}$/;

function requestIdFor({ headers }: IncomingMessage): string {
  const passed = headers['x-request-id'];
  if (typeof passed === 'string' && REQUEST_ID_FORMAT.test(passed)) return passed;
  count += 1;
  return `${prefix}-${count.toString(36)}`;
}
