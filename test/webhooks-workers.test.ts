import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { Role } from '../src/content/contract/access.js';
import type { SendingLimits } from '../src/webhooks/webhook-sender.js';
import { startDemo, type TestApplication } from './support/application.js';
import { changeEach, Mutations } from './support/mutations.js';
import { copyDataFolder } from './support/prepared.js';
import { Programs } from './support/program.js';
import { aDraft, connect, until } from './support/schedules.js';
import {
  aWebhook,
  deliveriesOf,
  delivery,
  isFinished,
  Receiver,
  skipWaiting,
  startDelivering,
} from './support/webhooks.js';

let app: TestApplication;
let admin: Mutations;
let client: pg.Client;
let receiver: Receiver;
let programs: Programs;
const workers: { stop(): Promise<void> }[] = [];
beforeAll(async () => {
  app = await startDemo({ webhookTargets: 'any', jobs: false, databasePoolSize: 10 });
  admin = new Mutations(app, await app.as(Role.ADMIN));
  client = await connect(app);
  programs = new Programs({
    DATABASE_URL: app.databaseUrl,
    DEMO_CONTENT: 'false',
    LOG_LEVEL: 'error',
    WEBHOOK_TARGETS: 'any',
  });
});
afterAll(async () => {
  programs?.kill();
  await client?.end();
  await app?.close();
});
beforeEach(async () => {
  receiver = await Receiver.start();
});
afterEach(async () => {
  await stop();
  const { webhooks } = await admin.who.data('{ webhooks { nodes { id } } }');
  for (const { id } of webhooks.nodes) await admin.done('webhookDelete', { id });
  await receiver.close();
});

/** Another process that sends webhooks. */
function delivering(limits: Partial<SendingLimits> = {}, whenRead?: () => Promise<unknown>): void {
  workers.push(startDelivering(app, { limits, ...(whenRead ? { whenRead } : {}) }));
}

async function stop(): Promise<void> {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
}

async function drafts(count: number): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) ids.push(await aDraft(admin));
  return ids;
}

async function changedPeople(count: number): Promise<string[]> {
  const query = 'query ($first: Int!) { people(first: $first) { nodes { id } } }';
  const { people } = await app.data(query, { first: count });
  const ids = people.nodes.map((node: { id: string }) => node.id);
  await changeEach(admin, 'person', ids);
  return ids;
}

describe('two workers', () => {
  test('send each delivery once, and in order, when nothing goes wrong', async () => {
    const underWay = new Set<string>();
    let hasOverlapped = false;
    receiver.answer = (response, { id, payload }) => {
      for (const key of [id, payload.data.id]) {
        hasOverlapped ||= underWay.has(key);
        underWay.add(key);
      }
      setTimeout(() => {
        for (const key of [id, payload.data.id]) underWay.delete(key);
        response.end();
      }, 20);
    };
    const { id } = await aWebhook(admin, { url: receiver.url });
    const ids = await drafts(20);
    for (let round = 0; round < 3; round += 1) {
      await changeEach(admin, 'organisation', ids);
      await admin.done('organisationPublish', { ids });
    }

    delivering();
    delivering();
    await receiver.got(60);
    const states = await until(
      () => deliveriesOf(admin, id),
      (all) => all.every(isFinished),
    );
    await stop();

    expect(states.map(({ state, attempts }) => [state, attempts.length])).toEqual(
      Array.from({ length: 60 }, () => ['DELIVERED', 1]),
    );
    expect([receiver.received.length, new Set(receiver.received.map((each) => each.id)).size]).toEqual([
      60, 60,
    ]);
    expect(hasOverlapped).toBe(false);
    for (const object of ids) {
      const own = receiver.received.filter(({ payload }) => payload.data.id === object);
      expect(own.map(({ payload }) => payload.type)).toEqual([
        'organisation.published',
        'organisation.updated',
        'organisation.updated',
      ]);
    }
  }, 60_000);

  test('do not send at the same time what both hold for theirs', async () => {
    let open = 0;
    let most = 0;
    receiver.answer = (response) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        response.end();
      }, 1_500);
    };
    const { id } = await aWebhook(admin, { url: receiver.url });
    delivering();
    delivering();
    await admin.done('organisationPublish', { ids: await drafts(1) });
    await receiver.got(1);
    // As if the first had not been heard of for so long that the queue gives the job to the second.
    await client.query(`update pgboss.job set state = 'retry', start_after = now() - interval '1 second'
      where name = 'deliver-webhook' and state = 'active'`);
    await until(
      async () =>
        (await client.query("select 1 from pgboss.job where name = 'deliver-webhook' and retry_count > 0"))
          .rowCount,
      Boolean,
    );

    const { state, attempts } = await delivery(admin, id, isFinished);
    await stop();

    expect([state, attempts.length, most]).toEqual(['DELIVERED', 1, 1]);
    expect(receiver.received).toHaveLength(1);
  });
});

test('a person who is erased between reading and sending is not sent, and not stored', async () => {
  const translations = [{ locale: 'en', name: 'Quuxorv Earlybird' }];
  const { person } = await admin.done('personCreate', { translations }, 'person { id }');
  const credits = [{ person: person.id, role: 'AUTHOR' }];
  const input = { kind: 'NEWS', credits, translations: [{ locale: 'en', title: 'News of an early bird' }] };
  const { article } = await admin.done('articleCreate', input, 'article { id }');
  await admin.done('personPublish', { ids: [person.id] });
  const selection = 'fragment A on Article { title credits { displayName } }';
  const webhook = await aWebhook(admin, { url: receiver.url, topics: ['article.published'], selection });
  await admin.done('articlePublish', { ids: [article.id] });
  const erasure = { id: person.id, reason: 'File 12' };
  let erasing: ReturnType<Mutations['done']> | undefined;

  delivering({}, async () => {
    erasing ??= admin.done('personErase', erasure, 'remaining { table }');
    return erasing;
  });
  await receiver.got(1);
  await delivery(admin, webhook.id, isFinished);
  await stop();

  expect((await erasing)?.remaining).toEqual([]);
  const query = '{ personalData(terms: ["Quuxorv Earlybird"]) { table } }';
  expect((await admin.who.data(query)).personalData).toEqual([]);
  const told = receiver.received.map(({ payload }) => payload.data.object.en);
  expect(told).toEqual([{ title: 'News of an early bird', credits: [] }]);
}, 60_000);

test('a receiver that never responds blocks nobody else', async () => {
  const hanging = await Receiver.start();
  hanging.answer = () => undefined;
  const { id } = await aWebhook(admin, { url: hanging.url });
  await aWebhook(admin, { url: receiver.url, topics: ['person.*'] });
  const ids = await changedPeople(20);
  // Slower than a busy machine makes those that are quick.
  delivering({ total: 600_000, slow: 2_000 });

  await admin.done('organisationPublish', { ids: await drafts(30) });
  await hanging.got(3);
  await admin.done('personPublish', { ids });
  // A message may come twice.
  const told = await until(
    async () => new Set(receiver.received.map((request) => request.id)).size,
    (count) => count >= 20,
  );
  const slow = await until(
    async () =>
      (
        await client.query(
          "select 1 from pgboss.job where name = 'deliver-webhook-slowly' and state = 'created'",
        )
      ).rowCount ?? 0,
    (count) => count > 15,
  );
  await stop();
  await hanging.close();

  expect(told).toBe(20);
  // Those that it has in hand: five in its first line, and one in the second.
  expect(hanging.received.length).toBeLessThanOrEqual(6);
  expect(slow).toBeGreaterThan(15);
  expect((await deliveriesOf(admin, id)).filter(isFinished)).toEqual([]);
}, 60_000);

test('a receiver that is slow gets its turn beside one that never responds', async () => {
  const hanging = await Receiver.start();
  hanging.answer = () => undefined;
  receiver.answer = (response) => setTimeout(() => response.end(), 100);
  await aWebhook(admin, { url: hanging.url });
  await aWebhook(admin, { url: receiver.url, topics: ['person.*'] });
  await client.query('update system.webhook set is_slow = true');
  const ids = await changedPeople(5);
  await admin.done('organisationPublish', { ids: await drafts(20) });
  await admin.done('personPublish', { ids });

  delivering({ total: 600_000, slow: 50 });
  const requests = await receiver.got(5);
  await stop();
  await hanging.close();

  expect(new Set(requests.map((request) => request.id)).size).toBe(5);
  expect(hanging.received).toHaveLength(1);
}, 60_000);

test('a response that does not end is cut off after 64 kB, and is a response all the same', async () => {
  receiver.answer = (response) => {
    const flood = setInterval(() => response.write('x'.repeat(16_384)), 5);
    response.on('close', () => clearInterval(flood));
  };
  const { id } = await aWebhook(admin, { url: receiver.url });
  delivering({ total: 600_000 });
  await admin.done('organisationPublish', { ids: await drafts(1) });

  const { state, attempts } = await delivery(admin, id, isFinished);

  expect([state, attempts[0].responseStatus]).toEqual(['DELIVERED', 200]);
  expect(attempts[0].responseStart).toBe('x'.repeat(1_024));
});

test('what a process was sending when it was killed is sent by another one, with the same id and text', async () => {
  const { id } = await aWebhook(admin, {
    url: receiver.url,
    selection: 'fragment P on Organisation { name }',
  });
  receiver.answer = () => undefined;
  const first = await programs.start();
  const [object] = await drafts(1);
  await admin.done('organisationPublish', { ids: [object] });
  await receiver.got(1);

  first.program.kill('SIGKILL');
  expect(await first.ended).toBe('SIGKILL');
  receiver.answer = (response) => response.end();
  await changeEach(admin, 'organisation', [String(object)]);
  await admin.done('organisationPublish', { ids: [object] });
  // As if the time had passed that a process has for an attempt, and then for its job.
  await client.query("update system.webhook_delivery set claimed_until = now() where state = 'PENDING'");
  await client.query(
    `update pgboss.job set started_on = started_on - interval '30 seconds' where state = 'active'`,
  );
  const second = await programs.start();
  await until(
    async () =>
      (await client.query("select 1 from pgboss.job where name = 'deliver-webhook' and state = 'retry'"))
        .rowCount,
    Boolean,
    2_000,
  );
  await skipWaiting(client);

  const requests = await receiver.got(3);
  const all = await until(
    () => deliveriesOf(admin, id),
    (each) => each.every(isFinished),
  );
  second.program.kill('SIGTERM');

  expect(await second.ended).toBe(0);
  expect(requests.map((request) => request.id)).toEqual([all[0].id, all[0].id, all[1].id]);
  expect(requests[1]?.body).toBe(requests[0]?.body);
  expect(all.map(({ state }) => state)).toEqual(['DELIVERED', 'DELIVERED']);
  expect(all[0].attempts).toMatchObject([
    { number: 1, error: 'The process ended before there was a response.' },
    { number: 2, responseStatus: 200, error: null },
  ]);
}, 60_000);

test('everything is delivered by a server with the embedded database', async () => {
  const embedded = new Programs({ LOG_LEVEL: 'error', WEBHOOK_TARGETS: 'any' });
  const folder = await mkdtemp(join(tmpdir(), 'scc-webhooks-'));
  try {
    await copyDataFolder(folder);
    const started = await embedded.start({ DATA_DIR: folder });
    const secret = /scc_[0-9A-Za-z]{49}/.exec(started.output())?.[0] ?? '';
    const ask = async (query: string, variables: object) => {
      const answer = await fetch(`${started.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = (await answer.json()) as {
        data: { people?: { nodes: { id: string }[] } };
        errors?: unknown;
      };
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    };
    await ask('mutation ($input: WebhookCreateInput!) { webhookCreate(input: $input) { secret } }', {
      input: {
        name: 'x',
        url: receiver.url,
        topics: ['person.*'],
        selection: 'fragment P on Person { name }',
      },
    });
    const { people } = await ask('{ people(first: 10) { nodes { id } } }', {});
    const ids = people?.nodes.map((node) => node.id) ?? [];
    for (const [index, id] of ids.entries()) {
      await ask('mutation ($input: PersonUpdateInput!) { personUpdate(input: $input) { person { id } } }', {
        input: { id, expectedVersion: 1, externalRef: `changed-${index}` },
      });
    }
    await ask('mutation ($ids: [ID!]!) { personPublish(input: { ids: $ids }) { userErrors { message } } }', {
      ids,
    });

    const requests = await receiver.got(10);
    started.program.kill('SIGTERM');

    expect(new Set(requests.map(({ payload }) => payload.data.id))).toEqual(new Set(ids));
    expect(requests[0]?.payload.data.object.en).toEqual({ name: expect.any(String) });
    expect(await started.ended).toBe(0);
  } finally {
    embedded.kill();
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
