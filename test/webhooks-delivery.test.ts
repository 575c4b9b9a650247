import type pg from 'pg';
import { Webhook as Verifier } from 'standardwebhooks';
import { Role } from '../src/content/contract/access.js';
import { createLogger } from '../src/foundation/logger.js';
import { startDemo, type TestApplication } from './support/application.js';
import { changeEach, Mutations, type Payload } from './support/mutations.js';
import { aDraft, auditOf, connect, until } from './support/schedules.js';
import {
  aWebhook,
  deliveriesOf,
  delivery,
  hasTried,
  isFinished,
  isSigned,
  Receiver,
  skipWaiting,
  startDelivering,
} from './support/webhooks.js';

/** Milliseconds that receivers have here. */
const PATIENCE = 400;
const SELECTION = 'fragment Payload on Organisation { name }';

let app: TestApplication;
let admin: Mutations;
let client: pg.Client;
let worker: ReturnType<typeof startDelivering>;
const log: string[] = [];
const receivers: Receiver[] = [];
beforeAll(async () => {
  const logger = createLogger('trace', { write: (line) => void log.push(line) });
  app = await startDemo({ webhookTargets: 'any', jobs: false }, logger);
  admin = new Mutations(app, await app.as(Role.ADMIN));
  client = await connect(app);
  worker = startDelivering(app, { limits: { connect: 300, total: PATIENCE, slow: 300 }, logger });
});
afterAll(async () => {
  await worker?.stop();
  await client?.end();
  await app?.close();
});
afterEach(async () => {
  const { webhooks } = await admin.who.data('{ webhooks { nodes { id } } }');
  for (const { id } of webhooks.nodes) await admin.done('webhookDelete', { id });
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
});

/** A receiver with a webhook for it. */
async function told(input: object = {}, answer?: Receiver['answer']) {
  const receiver = await Receiver.start();
  receivers.push(receiver);
  if (answer) receiver.answer = answer;
  return { receiver, ...(await aWebhook(admin, { url: receiver.url, selection: SELECTION, ...input })) };
}

const status =
  (code: number, headers: Record<string, string> = {}): Receiver['answer'] =>
  (response) =>
    response.writeHead(code, headers).end(`status ${code}`);

/** Publishes a new object, or another version of one that is there. */
async function published(id?: string): Promise<string> {
  const draft = id ?? (await aDraft(admin));
  if (id) await changeEach(admin, 'organisation', [id]);
  await admin.done('organisationPublish', { ids: [draft] });
  return draft;
}

async function rename(id: string, name: string): Promise<void> {
  const query = 'query ($id: ID!) { organisation(id: $id, stage: DRAFT) { version } }';
  const { version } = (await admin.who.data(query, { id })).organisation;
  const translations = [{ locale: 'en', name }];
  await admin.done('organisationUpdate', { id, expectedVersion: version, translations });
}

const webhookNow = async (id: string) => {
  const query =
    'query ($id: ID!) { webhook(id: $id) { state disabledReason throttledUntil secrets { expiresAt } } }';
  return (await admin.who.data(query, { id })).webhook;
};

const secondsUntilNext = ({ nextAttemptAt, attempts }: Payload) =>
  (Date.parse(nextAttemptAt) - Date.parse(attempts.at(-1).at)) / 1_000;

describe('what is not delivered', () => {
  test('is retried with the same id and the same payload, signed again, whatever has changed since', async () => {
    const { receiver, id, secret } = await told({}, status(500));
    const object = await published();
    const failed = await delivery(admin, id, hasTried(1));
    receiver.answer = (response) => response.end();
    await rename(object, 'A new name');
    await published(object);

    expect(failed).toMatchObject({ state: 'PENDING', attempts: [{ responseStatus: 500 }] });
    await skipWaiting(client);
    const [first, second, next] = await receiver.got(3);

    expect([second?.id, second?.body]).toEqual([first?.id, first?.body]);
    for (const request of [first, second]) {
      expect(new Verifier(secret).verify(request?.body ?? '', request?.headers ?? {})).toBeDefined();
    }
    expect(next?.id).not.toBe(first?.id);
    expect(next?.body).toContain('A new name');
  });

  test('is tried ten times in three days, and has failed then', async () => {
    const { receiver, id } = await told({}, status(503));
    const delays: number[] = [];
    await published();

    for (let tries = 1; tries < 10; tries += 1) {
      delays.push(secondsUntilNext(await delivery(admin, id, hasTried(tries))));
      await skipWaiting(client);
    }
    const { state, attempts } = await delivery(admin, id, isFinished);

    const schedule = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
    for (const [index, seconds] of schedule.entries()) {
      expect(delays[index]).toBeGreaterThanOrEqual(seconds * 0.99);
      expect(delays[index]).toBeLessThanOrEqual(seconds * 1.1 + 3);
    }
    expect([state, attempts.length, receiver.received.length]).toEqual(['FAILED', 10, 10]);
    expect(new Set(receiver.received.map((request) => request.id)).size).toBe(1);
    const disabled = await until(
      () => webhookNow(id),
      (webhook) => webhook.state === 'DISABLED',
    );
    expect(disabled.disabledReason).toBe('FAILING');
    expect((await auditOf(admin, 'webhookDisable (failing)'))[0]).toMatchObject({ targets: [id] });
  }, 60_000);

  test('leaves a webhook enabled to which something else was delivered meanwhile', async () => {
    const bad = await aDraft(admin);
    const answer: Receiver['answer'] = (response, { payload }) =>
      status(payload.data.id === bad ? 500 : 200)(response, undefined as never);
    const { id, receiver } = await told({}, answer);
    await published(bad);
    await receiver.got(1);
    await published();
    await receiver.got(2);
    // As if it had been tried nine times.
    await until(
      async () => (await deliveriesOf(admin, id))[0],
      (each) => hasTried(1)(each),
    );
    await client.query("update system.webhook_delivery set step = 9 where state = 'PENDING'");
    await skipWaiting(client);

    const [failed] = await until(
      () => deliveriesOf(admin, id),
      (all) => all.every(isFinished),
    );

    expect(failed.state).toBe('FAILED');
    expect((await webhookNow(id)).state).toBe('ENABLED');
  });

  test.each([301, 302, 307, 308])(
    'with a redirect, status %i, is not sent to where it leads',
    async (code) => {
      const other = await Receiver.start();
      receivers.push(other);
      const { id } = await told({}, status(code, { location: other.url }));
      await published();

      const { state, attempts } = await delivery(admin, id, hasTried(1));

      expect(state).toBe('PENDING');
      expect(attempts[0]).toMatchObject({ responseStatus: code, error: expect.stringContaining('redirect') });
      expect(other.received).toEqual([]);
    },
  );

  test('refused connections are reported, without details of the network', async () => {
    const { id, receiver } = await told();
    await receiver.close();
    receivers.splice(0);
    await published();

    const { attempts } = await delivery(admin, id, hasTried(1));

    expect(attempts[0]).toMatchObject({ responseStatus: null, error: 'The connection was refused.' });
  });

  test('because a receiver hangs is given up after its time, also when it drips', async () => {
    const hanging = await told({}, () => undefined);
    const dripping = await told({}, (response) => {
      response.writeHead(500);
      const drip = setInterval(() => response.write('.'), 50);
      response.on('close', () => clearInterval(drip));
    });
    const closing = await told({}, (response) => response.destroy());
    await published();

    const ends = await Promise.all(
      [hanging, dripping, closing].map(({ id }) => delivery(admin, id, hasTried(1))),
    );

    expect(ends.map(({ attempts }) => attempts[0].error)).toEqual([
      `There was no response within ${PATIENCE / 1_000} s.`,
      'The receiver responded with status 500.',
      'The connection was closed before there was a response.',
    ]);
    for (const { attempts } of ends.slice(0, 2)) expect(attempts[0].durationMs).toBeLessThan(PATIENCE * 3);
  });
});

describe('a response', () => {
  test('of 2xx is success, whatever its body is, and 1,024 bytes of it are stored', async () => {
    const long = '字'.repeat(400);
    const { id } = await told({}, (response) => response.writeHead(204 - 2).end(`a\0b${long}`));
    await published();

    const { state, attempts } = await delivery(admin, id, isFinished);

    expect([state, attempts[0].responseStatus]).toEqual(['DELIVERED', 202]);
    expect(attempts[0].responseStart).toMatch(/^a\uFFFDb字+$/u);
    expect(Buffer.byteLength(attempts[0].responseStart)).toBeLessThanOrEqual(1_024 + 2);
  });

  test('of 410 is the end of the webhook', async () => {
    const { id, receiver } = await told({}, status(410));
    const object = await published();
    await delivery(admin, id, isFinished);
    await until(
      () => webhookNow(id),
      ({ state }) => state === 'DISABLED',
    );
    await published(object);

    expect(await webhookNow(id)).toMatchObject({ state: 'DISABLED', disabledReason: 'GONE' });
    expect(receiver.received).toHaveLength(1);
    expect((await deliveriesOf(admin, id)).map(({ state }) => state)).toEqual(['FAILED']);
  });

  test.each([
    [429, { 'retry-after': '120' }, 120],
    [502, {}, 30],
    [504, { 'retry-after': 'DATE' }, 240],
    [429, { 'retry-after': '999999' }, 3_600],
  ])('of %i with %j leaves the receiver alone for a while', async (code, headers, seconds) => {
    const { id, receiver } = await told({}, (response) => {
      const date = new Date(Date.now() + seconds * 1_000).toUTCString();
      const asked = Object.entries(headers).map(([name, value]) => [name, value === 'DATE' ? date : value]);
      response.writeHead(code, Object.fromEntries(asked)).end();
    });
    await published();
    await delivery(admin, id, hasTried(1));
    const { throttledUntil } = await until(
      () => webhookNow(id),
      (webhook) => webhook.throttledUntil !== null,
    );
    await published();
    const postponed = await until(
      () => deliveriesOf(admin, id),
      (all) => all.every(({ nextAttemptAt }) => Date.parse(nextAttemptAt) > Date.now() + 10_000),
    );

    expect((Date.parse(throttledUntil) - Date.now()) / 1_000).toBeGreaterThan(seconds - 20);
    expect((Date.parse(throttledUntil) - Date.now()) / 1_000).toBeLessThanOrEqual(seconds);
    expect(postponed.map(({ attemptCount }) => attemptCount)).toEqual([1, 0]);
    for (const { nextAttemptAt } of postponed)
      expect(Date.parse(nextAttemptAt)).toBeGreaterThanOrEqual(Date.parse(throttledUntil) - 1_500);
    expect(receiver.received).toHaveLength(1);
    // Not to find a closed receiver when the time has come.
    expect(await webhookNow(id)).toMatchObject({ state: 'ENABLED' });
  });
});

describe('the order', () => {
  test('is preserved for each object, by a receiver that is slow', async () => {
    const open = new Map<string, number>();
    let most = 0;
    const { receiver } = await told({ topics: ['organisation.*'] }, (response, { payload }) => {
      const { id } = payload.data;
      open.set(id, (open.get(id) ?? 0) + 1);
      most = Math.max(most, open.get(id) ?? 0);
      setTimeout(() => {
        open.set(id, (open.get(id) ?? 0) - 1);
        response.end();
      }, 60);
    });
    const objects = [await aDraft(admin), await aDraft(admin), await aDraft(admin)];
    for (let round = 0; round < 4; round += 1) {
      await Promise.all(objects.map((object) => published(object)));
      if (round === 2) await admin.done('organisationUnpublish', { ids: objects });
    }

    await receiver.got(15);

    for (const object of objects) {
      const own = receiver.received.filter(({ payload }) => payload.data.id === object);
      expect(own.map(({ payload }) => payload.type.split('.')[1])).toEqual([
        'published',
        'updated',
        'updated',
        'unpublished',
        'published',
      ]);
      const times = own.map(({ payload }) => payload.timestamp);
      expect(times).toEqual([...times].sort());
    }
    expect(most).toBe(1);
  }, 40_000);

  test('holds back what comes later about an object, and nothing about others', async () => {
    const object = await aDraft(admin);
    let isBroken = true;
    const { id, receiver } = await told({}, (response, { payload }) =>
      response.writeHead(isBroken && payload.data.id === object ? 500 : 200).end(),
    );
    await published(object);
    await delivery(admin, id, hasTried(1));
    await published(object);
    await published(object);
    const other = await published();
    await receiver.got(1, other);

    const states = (await deliveriesOf(admin, id)).map(({ state }) => state);
    expect(states.slice(0, 3)).toEqual(['PENDING', 'WAITING', 'WAITING']);
    expect(await receiver.got(1, object)).toHaveLength(1);
    isBroken = false;
    await skipWaiting(client);
    const requests = await receiver.got(4, object);

    expect(new Set(requests.map((request) => request.id)).size).toBe(3);
    expect(requests.map(({ payload }) => payload.type)).toEqual([
      'organisation.published',
      'organisation.published',
      'organisation.updated',
      'organisation.updated',
    ]);
  });
});

describe('secrets', () => {
  test('can be rotated without a gap: both sign for the given time', async () => {
    const { id, secret: before, receiver } = await told();
    const rotate = (hours?: number) =>
      admin.done('webhookSecretRotate', { id, ...(hours === undefined ? {} : { hours }) }, 'secret');
    const { secret: after } = await rotate();

    await published();
    const [both] = await receiver.got(1);
    const { secrets } = await webhookNow(id);
    // As if the day were over.
    await client.query('update system.webhook_secret set expires_at = now() where expires_at is not null');
    await published();
    const [, alone] = await receiver.got(2);
    const { secret: third } = await rotate(0);
    await published();
    const [, , last] = await receiver.got(3);
    if (!both || !alone || !last) throw new Error('Something did not come.');

    expect([before, after].map((secret) => isSigned(both, secret))).toEqual([true, true]);
    for (const secret of [before, after])
      expect(new Verifier(secret).verify(both.body, both.headers)).toEqual(both.payload);
    const hours = (Date.parse(secrets[1].expiresAt) - Date.now()) / 3_600_000;
    expect([secrets.length, secrets[0].expiresAt, Math.round(hours)]).toEqual([2, null, 24]);
    expect([before, after, third].map((secret) => isSigned(alone, secret))).toEqual([false, true, false]);
    expect([before, after, third].map((secret) => isSigned(last, secret))).toEqual([false, false, true]);
  });

  test('are nowhere to be found but where they sign: a receiver that shows everything it knows', async () => {
    const shown: string[] = [];
    const { id, secret, receiver } = await told({}, (response, request) =>
      response.writeHead(500).end(JSON.stringify([shown, request.headers])),
    );
    const bare = secret.replace('whsec_', '');
    shown.push(secret, bare);
    await published();
    await delivery(admin, id, hasTried(1));
    const signature = receiver.received[0]?.headers['webhook-signature'] ?? '';

    const kept = await client.query(`
      select (select json_agg(a) from system.webhook_attempt a)::text || (select json_agg(d) from system.webhook_delivery d)::text
        || (select json_agg(w) from system.webhook w)::text || (select json_agg(e) from system.audit_entry e)::text
        || (select json_agg(j) from pgboss.job j)::text as everything`);
    const texts = [kept.rows[0].everything, log.join(''), JSON.stringify(await deliveriesOf(admin, id))];

    for (const text of texts) {
      for (const each of [bare, signature.replace('v1,', '')]) expect(text).not.toContain(each);
    }
    expect(texts[0]).toContain('[Redacted]');
  });
});

describe('what was sent', () => {
  test('is redelivered on request, with its id and its payload', async () => {
    const { id, receiver } = await told();
    const object = await published();
    const first = await delivery(admin, id, isFinished);
    await rename(object, 'Renamed since');

    const fields = 'deliveries { id state attemptCount }';
    const again = await admin.done('webhookRedeliver', { ids: [first.id] }, fields);
    const [before, after] = await receiver.got(2);
    const { state, attempts } = await delivery(admin, id, ({ attemptCount }) => attemptCount === 2);

    expect(again.deliveries).toEqual([{ id: first.id, state: 'PENDING', attemptCount: 1 }]);
    expect([after?.id, after?.body]).toEqual([before?.id, before?.body]);
    expect(['PENDING', 'DELIVERED']).toContain(state);
    expect(attempts.map(({ number }: Payload) => number)).toEqual([1, 2]);
  });

  test('is redelivered at once where it waits for its next attempt, and restarts the schedule', async () => {
    const { id, receiver } = await told({}, status(500));
    await published();
    await delivery(admin, id, hasTried(1));
    await skipWaiting(client);
    const waiting = await delivery(admin, id, hasTried(2));
    expect(secondsUntilNext(waiting)).toBeGreaterThan(200);

    await admin.done('webhookRedeliver', { ids: [waiting.id] });
    await receiver.got(3);
    const after = await delivery(admin, id, hasTried(3));

    expect(secondsUntilNext(after)).toBeLessThan(10);
  });

  test('comes after what is under way about the same object', async () => {
    const { id, receiver } = await told();
    const object = await published();
    const done = await delivery(admin, id, isFinished);
    receiver.answer = status(500);
    await published(object);
    const failing = await delivery(admin, id, hasTried(1));

    const again = await admin.done('webhookRedeliver', { ids: [done.id] }, 'deliveries { state }');
    const refused = await admin.ask('webhookRedeliver', { ids: [done.id] });
    receiver.answer = status(200);
    await skipWaiting(client);
    const ids = (await receiver.got(4)).map((request) => request.id);

    expect(again.deliveries).toEqual([{ state: 'WAITING' }]);
    expect(refused.userErrors).toMatchObject([{ code: 'CONFLICT', path: ['input', 'ids', '0'] }]);
    expect(ids).toEqual([done.id, failing.id, failing.id, done.id]);
  });

  test('is not sent again while the webhook is disabled, and is afterwards', async () => {
    const { id, receiver } = await told({}, status(500));
    await published();
    const { id: failing } = await delivery(admin, id, hasTried(1));
    await admin.done('webhookDisable', { id });
    const [abandoned] = await deliveriesOf(admin, id);
    await skipWaiting(client);

    const refused = await admin.ask('webhookRedeliver', { ids: [failing] }, 'deliveries { id }');
    await admin.done('webhookEnable', { id });
    receiver.answer = status(200);
    await admin.done('webhookRedeliver', { ids: [failing] });
    const { state } = await delivery(admin, id, (each) => each.state === 'DELIVERED');

    expect(abandoned.state).toBe('FAILED');
    expect(refused).toMatchObject({ deliveries: null, userErrors: [{ code: 'CONFLICT' }] });
    expect(state).toBe('DELIVERED');
    expect(receiver.received).toHaveLength(2);
  });

  test('is known to be wrong where there is no such delivery', async () => {
    const ids = ['webhook_delivery_00000000-0000-7000-8000-000000000000', 'event_1'];

    expect((await admin.ask('webhookRedeliver', { ids: [ids[0]] })).userErrors).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'ids', '0'] },
    ]);
    expect((await admin.ask('webhookRedeliver', { ids: [ids[1]] })).userErrors).toMatchObject([
      { code: 'INVALID_ID', path: ['input', 'ids', '0'] },
    ]);
    expect((await admin.ask('webhookRedeliver', { ids: [] })).userErrors).toMatchObject([
      { code: 'INVALID_INPUT' },
    ]);
  });
});

describe('a test', () => {
  test('is sent once, also to a webhook that is disabled', async () => {
    const { id, secret, receiver } = await told({}, status(500));
    await admin.done('webhookDisable', { id });

    const { deliveries } = await admin.done('webhookTest', { id }, 'deliveries { id topic kind contentId }');
    const { state, attempts } = await delivery(admin, id, isFinished);

    expect(deliveries).toMatchObject([{ topic: 'webhook.test', kind: null, contentId: null }]);
    expect([state, attempts.length]).toEqual(['FAILED', 1]);
    expect(receiver.received[0]?.payload).toMatchObject({
      type: 'webhook.test',
      data: { webhook: id, name: 'A receiver' },
    });
    expect(receiver.received[0] && isSigned(receiver.received[0], secret)).toBe(true);
  });
});

describe('a selection that was stored', () => {
  test.each([
    ['a page', 'events(first: 500) { nodes { title } }'],
    ['a cost', 'events(first: 100) { nodes { children(first: 100) { nodes { title description } } } }'],
  ])('is delivered with %s that is too large for new ones', async (_what, fields) => {
    const { id, receiver } = await told();
    await client.query('update system.webhook set selection = $1', [
      `fragment P on Organisation { name ${fields} }`,
    ]);
    await published();

    expect((await delivery(admin, id, hasTried(1))).state).toBe('DELIVERED');
    expect(receiver.received[0]?.payload).toMatchObject({
      data: { object: { en: { events: { nodes: [] } } } },
    });
  });
});

describe('an internal error', () => {
  test('in the selection is in the list of attempts, until it is fixed', async () => {
    const { id, receiver } = await told();
    // As if a field had gone with a new version of the program.
    await client.query(`update system.webhook set selection = 'fragment P on Organisation { gone }'`);
    await published();
    const { attempts, payload } = await delivery(admin, id, hasTried(1));
    await admin.done('webhookUpdate', { id, selection: SELECTION });
    await skipWaiting(client);
    const { state } = await delivery(admin, id, isFinished);

    expect(attempts).toMatchObject([{ responseStatus: null, error: expect.stringContaining('"gone"') }]);
    expect([payload, state, receiver.received.length]).toEqual([null, 'DELIVERED', 1]);
  });

  test('that does not pass counts as an attempt, so that it ends', async () => {
    const { id } = await told();
    await client.query('alter table published.organisation_text rename to gone');
    try {
      const jobs = `select id, retry_count from pgboss.job where name = 'deliver-webhook' and state = 'retry'`;
      await client.query(`
        insert into system.webhook_delivery (id, webhook_id, topic, content_type, content_id, locales, state, job_id)
          select gen_random_uuid(), id, 'organisation.updated', 'organisation', gen_random_uuid(), '{en}', 'PENDING', gen_random_uuid()
            from system.webhook;
        insert into pgboss.job (id, name, data, retry_limit, retry_delay, retry_backoff, started_on, retry_count, policy)
          select job_id, 'deliver-webhook', json_build_object('delivery', id), 25, 1, true, now(), 2, 'standard'
            from system.webhook_delivery where state = 'PENDING'`);
      await until(async () => (await client.query(jobs)).rowCount, Boolean);
      await skipWaiting(client);
      const { state, attempts } = await delivery(admin, id, hasTried(1));

      expect([state, attempts[0].error]).toEqual(['PENDING', expect.stringContaining('internal error')]);
    } finally {
      await client.query('alter table published.gone rename to organisation_text');
    }
    await skipWaiting(client);
    expect((await delivery(admin, id, isFinished)).state).toBe('DELIVERED');
  });
});
