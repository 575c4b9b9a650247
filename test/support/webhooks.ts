import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { GraphQLSelections } from '../../src/app/webhook-selections.js';
import { systemClock } from '../../src/foundation/clock.js';
import { createLogger, type Logger } from '../../src/foundation/logger.js';
import { InternalQueries } from '../../src/graphql/internal-queries.js';
import { JobQueue } from '../../src/jobs/job-queue.js';
import type { Selections } from '../../src/webhooks/render-payload.js';
import { type Reach, type Resolve, WebhookTargets } from '../../src/webhooks/target.js';
import { WebhookDeliverer } from '../../src/webhooks/webhook-deliverer.js';
import { LIMITS, type SendingLimits, WebhookSender } from '../../src/webhooks/webhook-sender.js';
import type { TestApplication } from './application.js';
import type { Mutations, Payload } from './mutations.js';
import { until } from './schedules.js';

/** A request as a receiver gets it. */
export interface Received {
  readonly id: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape of a payload is that of the selection.
  readonly payload: any;
  readonly at: number;
}

type Answering = (response: ServerResponse, request: Received) => unknown;

/** Somebody who is told, on a port of this machine. */
export class Receiver {
  readonly received: Received[] = [];
  /** Answers 200 unless a test says otherwise. */
  answer: Answering = (response) => response.end('thank you');
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        const received = {
          id: String(request.headers['webhook-id']),
          headers: flat(request.headers),
          body,
          payload: JSON.parse(body),
          at: Date.now(),
        };
        this.received.push(received);
        this.answer(response, received);
      });
    });
  }

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    receiver.#server.listen(0, '127.0.0.1');
    await once(receiver.#server, 'listening');
    return receiver;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/webhooks`;
  }

  /** What it has got of one object, or with one id, once that are so many. */
  async got(count: number, about?: string): Promise<Received[]> {
    const own = () =>
      this.received.filter(({ id, payload }) => !about || id === about || payload.data.id === about);
    return until(
      async () => own(),
      (found) => found.length >= count,
    );
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

function flat(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

/** Whether a request is signed with a secret: Standard Webhooks 1.0, written from its text. */
export function isSigned({ headers, body }: Pick<Received, 'headers' | 'body'>, secret: string): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const expected = createHmac('sha256', key).update(signed).digest();
  const age = Math.abs(Date.now() / 1_000 - Number(headers['webhook-timestamp']));
  return String(headers['webhook-signature'])
    .split(' ')
    .filter((signature) => signature.startsWith('v1,'))
    .map((signature) => Buffer.from(signature.slice(3), 'base64'))
    .some((given) => age < 300 && given.length === expected.length && timingSafeEqual(given, expected));
}

export const WEBHOOK = 'webhook { id name url topics locales selection state disabledReason }';

/** Creates a webhook that is told of organisations; returns it with its secret. */
export async function aWebhook(
  admin: Mutations,
  input: Readonly<Record<string, unknown>> & { readonly url: string },
): Promise<{ readonly id: string; readonly secret: string }> {
  const whole = { name: 'A receiver', topics: ['organisation.*'], ...input };
  const { webhook, secret } = await admin.done('webhookCreate', whole, `secret ${WEBHOOK}`);
  return { id: webhook.id, secret };
}

const DELIVERY = `id topic contentId state attemptCount nextAttemptAt finishedAt payload
  attempts { number at requestHeaders durationMs responseStatus responseStart error }`;

/** The deliveries of a webhook, the first one first. */
export async function deliveriesOf({ who }: Mutations, id: string): Promise<Payload[]> {
  const query = `query ($id: ID!) { webhook(id: $id) { deliveries(first: 100) { nodes { ${DELIVERY} } } } }`;
  return (await who.data(query, { id })).webhook.deliveries.nodes.reverse();
}

/** The latest delivery of a webhook, once it is as it should be. */
export async function delivery(
  admin: Mutations,
  id: string,
  isGood: (delivery: Payload) => boolean,
): Promise<Payload> {
  const latest = async () => (await deliveriesOf(admin, id)).at(-1);
  return until(latest, (found) => found !== undefined && isGood(found));
}

export const isFinished = ({ state }: Payload) => state === 'DELIVERED' || state === 'FAILED';
export const hasTried = (count: number) => (each: Payload) =>
  each.attemptCount === count && (each.nextAttemptAt !== null || isFinished(each));

/** As if the time had come for everything that is to be sent later. */
export async function skipWaiting(client: pg.Client): Promise<void> {
  await client.query('update system.webhook set throttled_until = null');
  await client.query(`update pgboss.job set start_after = now() - interval '1 second'
    where name like 'deliver-webhook%' and state in ('created', 'retry')`);
}

interface Delivering {
  readonly reach?: Reach;
  readonly resolve?: Resolve;
  readonly limits?: Partial<SendingLimits>;
  readonly logger?: Logger;
  /** Waited for when something has been read for a delivery, and is not written down yet. */
  readonly whenRead?: () => Promise<unknown>;
}

/** Background work that sends webhooks and does nothing else, with limits that a test need not wait for. */
export function startDelivering(
  { store, endpoint, schema }: TestApplication,
  { reach = 'any', resolve, limits, logger = createLogger('silent'), whenRead }: Delivering = {},
): { stop(): Promise<void> } {
  const { queries, reader, cacheTags } = endpoint;
  const api = new InternalQueries(queries, reader, store.locales, cacheTags);
  const read = new GraphQLSelections(schema, api, store.locales.default, store.clock);
  const selections: Selections = {
    check: (...selection) => read.check(...selection),
    async run(...selection) {
      const found = await read.run(...selection);
      await whenRead?.();
      return found;
    },
  };
  const targets = new WebhookTargets(reach, resolve);
  const sender = new WebhookSender(targets, systemClock, { ...LIMITS, ...limits });
  const queue = new JobQueue(store, logger);
  new WebhookDeliverer({ store, selections, sender, logger }).workIn(queue);
  queue.start();
  return {
    async stop() {
      await Promise.all([queue.stop(), sender.close()]);
    },
  };
}

export { sleep };
