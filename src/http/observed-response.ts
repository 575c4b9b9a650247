import { randomBytes } from 'node:crypto';
import {
  type IncomingMessage,
  type OutgoingHttpHeader,
  type OutgoingHttpHeaders,
  ServerResponse,
} from 'node:http';
import type { RequestRecord } from '../foundation/request-record.js';
import { Work } from '../foundation/work.js';
import type { Answer, Headers } from './answer.js';

/** Who is told of every request. */
export interface RequestObserver {
  /** Whether the program is about to end: then no connection is kept. */
  isEnding(): boolean;
  answered(request: IncomingMessage, response: ObservedResponse): void;
}

type GivenHeaders = OutgoingHttpHeaders | OutgoingHttpHeader[];

/** A request header by which a client asks where the time went: the answer then has `Server-Timing`. */
const TIMING = 'x-server-timing';

/**
 * An answer that knows what it took. Whatever answers, these headers are put on while it is sent, so that no cache of
 * ours keeps them: `X-Request-Id`, `Server-Timing` where it is asked for, and `Connection: close` before the end.
 */
export abstract class ObservedResponse extends ServerResponse implements RequestRecord {
  abstract readonly observer: RequestObserver;
  readonly requestId = requestIdFor(this.req);
  readonly began = performance.now();
  statements = 0;
  statementMs = 0;
  readonly work = new Work();
  /** Who pays for it, where somebody does. */
  charge: { settle(status: number): Headers } | undefined = undefined;
  operation: string | undefined = undefined;
  isExecuted = false;
  hasErrors = false;
  #isAnswered = false;

  get milliseconds(): number {
    return performance.now() - this.began;
  }

  override writeHead(status: number, reason?: string | GivenHeaders, headers?: GivenHeaders): this {
    this.statusCode = status;
    const given = typeof reason === 'string' ? headers : reason;
    const own = this.#ownHeaders();
    // A list is taken as it is where no field was set before; see send-answer.ts.
    if (Array.isArray(given)) given.push(...own);
    else for (let at = 0; at < own.length; at += 2) this.setHeader(own[at] as string, own[at + 1] as string);
    return typeof reason === 'string'
      ? super.writeHead(status, reason, headers)
      : super.writeHead(status, reason ?? headers);
  }

  // biome-ignore lint/suspicious/noExplicitAny: the overloads of Node.js, handed on as they came.
  override end(chunk?: any, encoding?: any, callback?: any): this {
    super.end(chunk, encoding, callback);
    if (!this.#isAnswered) {
      this.#isAnswered = true;
      this.observer.answered(this.req, this);
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

  /** W3C Server Timing; that pages of other sites may read it says the Resource Timing specification. */
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

/** To be told of an answer that is sent: others may have got it before. */
export function noteAnswer(response: ServerResponse, { operation }: Pick<Answer, 'operation'>): void {
  if (response instanceof ObservedResponse) response.operation ??= operation;
}

/** What answers are made of in a server whose requests are observed. */
export function observedBy(observer: RequestObserver): typeof ServerResponse<IncomingMessage> {
  return class extends ObservedResponse {
    override get observer(): RequestObserver {
      return observer;
    }
  };
}

/** What is noted of the request that this answers; undefined in a server that observes nothing. */
export function recordOf(response: ServerResponse): RequestRecord | undefined {
  return response instanceof ObservedResponse ? response : undefined;
}

/** Of this process, so that ids of several do not meet. */
const prefix = randomBytes(6).toString('hex');
let count = 0;

/** One that somebody in front of the program has given, so that their log and ours can be laid side by side. */
const sane = /^[\w.:-]{8,100}$/;

function requestIdFor({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  if (typeof given === 'string' && sane.test(given)) return given;
  count += 1;
  return `${prefix}-${count.toString(36)}`;
}
