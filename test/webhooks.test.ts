import { randomUUID } from 'node:crypto';
import { Role } from '../src/content/contract/access.js';
import { createLogger } from '../src/foundation/logger.js';
import { startDemo, type TestApplication } from './support/application.js';
import { counting } from './support/counting.js';
import { Mutations } from './support/mutations.js';
import { auditOf } from './support/schedules.js';
import { WEBHOOK } from './support/webhooks.js';

const URL = 'https://hooks.example.org/scc';

let app: TestApplication;
let admin: Mutations;
const log: string[] = [];
beforeAll(async () => {
  app = await startDemo({ jobs: false }, createLogger('trace', { write: (line) => void log.push(line) }));
  admin = new Mutations(app, await app.as(Role.ADMIN));
});
afterAll(() => app.close());

const create = async (input: object = {}) => {
  const whole = { name: 'A receiver', url: URL, topics: ['event.*'], ...input };
  return admin.done('webhookCreate', whole, `secret ${WEBHOOK}`);
};
const mistakesIn = async (input: object) => {
  const whole = { name: 'A receiver', url: URL, topics: ['event.*'], ...input };
  const { webhook, secret, userErrors } = await admin.ask('webhookCreate', whole, 'secret webhook { id }');
  expect([webhook, secret]).toEqual([null, null]);
  return userErrors.map(({ code, path, message }: Record<string, unknown>) => [
    code,
    (path as string[]).join('.'),
    message,
  ]);
};

describe('a webhook', () => {
  test('is created, changed, disabled, enabled and deleted', async () => {
    const created = await create({
      locales: ['zh-HK', 'en', 'zh-Hant'],
      selection: 'fragment P on Event { title }',
    });
    const { id } = created.webhook;

    expect(created.webhook).toEqual({
      id: expect.stringMatching(/^webhook_/),
      name: 'A receiver',
      url: URL,
      topics: ['event.*'],
      locales: ['zh-Hant', 'en'],
      selection: 'fragment P on Event { title }',
      state: 'ENABLED',
      disabledReason: null,
    });
    const change = (input: object) => admin.done('webhookUpdate', { id, ...input }, WEBHOOK);
    expect((await change({ name: ' Another name ', locales: null, selection: null })).webhook).toEqual({
      ...created.webhook,
      name: 'Another name',
      locales: null,
      selection: null,
    });
    expect((await change({ url: 'https://hooks.example.org/new', topics: ['*'] })).webhook).toMatchObject({
      name: 'Another name',
      url: 'https://hooks.example.org/new',
      topics: ['*'],
    });
    const disabled = await admin.done('webhookDisable', { id }, WEBHOOK);
    expect(disabled.webhook).toMatchObject({ state: 'DISABLED', disabledReason: 'MANUAL' });
    const enabled = await admin.done('webhookEnable', { id }, WEBHOOK);
    expect(enabled.webhook).toMatchObject({ state: 'ENABLED', disabledReason: null });
    expect((await admin.done('webhookDelete', { id }, 'deletedId')).deletedId).toBe(id);
    expect(await admin.who.data('query ($id: ID!) { webhook(id: $id) { id } }', { id })).toEqual({
      webhook: null,
    });
    expect((await admin.ask('webhookEnable', { id })).userErrors).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'id'] },
    ]);
    for (const verb of ['Create', 'Update', 'Disable', 'Enable', 'Delete'])
      expect((await auditOf(admin, `webhook${verb}`))[0]).toMatchObject({ outcome: expect.anything() });
  });

  test('has a secret of 32 bytes, which is shown once and never again', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const again = new Mutations(app, admin.who, headers);
    const input = { name: 'A receiver', url: URL, topics: ['event.*'] };

    const first = await again.done('webhookCreate', input, 'secret webhook { id }');
    const second = await again.done('webhookCreate', input, 'secret webhook { id }');
    const { id } = first.webhook;
    const rotated = await admin.done('webhookSecretRotate', { id }, 'secret webhook { id }');

    for (const { secret } of [first, rotated]) {
      expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
      expect(Buffer.from(secret.slice(6), 'base64')).toHaveLength(32);
    }
    expect(rotated.secret).not.toBe(first.secret);
    expect(second).toMatchObject({ secret: null, webhook: { id } });
    const { rows } = await app.database.pool.query(
      `select (select json_agg(r) from system.idempotency_record r)::text || (select json_agg(a) from system.audit_entry a)::text as kept`,
    );
    for (const text of [rows[0].kept, log.join('')]) {
      for (const { secret } of [first, rotated]) expect(text).not.toContain(secret.slice(6, 40));
    }
    const types = Object.values(app.schema.getTypeMap()).filter(({ name }) => /^Webhook/.test(name));
    const withSecret = types.filter((type) => 'getFields' in type && 'secret' in type.getFields());
    expect(withSecret.map(({ name }) => name)).toEqual(['WebhookSecretPayload']);
  });

  test('is logged without its secret, wherever that stands', () => {
    const lines: string[] = [];
    const secret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDAbCd/4gDtXQ=';

    createLogger('info', { write: (line) => lines.push(line) }).error({ err: new Error(secret) }, secret);

    expect(lines.join('')).toContain('whsec_[Redacted]');
    expect(lines.join('')).not.toContain('C2FVsBQ');
  });

  test.each([
    [{ topics: [] }, 'input.topics', /1 to 50/],
    [{ topics: ['event.*', 'event.created'] }, 'input.topics.1', /published, updated, unpublished, deleted/],
    [{ topics: ['events.published'] }, 'input.topics.0', /organisation, person, venue/],
    [{ topics: ['event'] }, 'input.topics.0', /TYPE\.ACTION/],
    [{ topics: ['event.*.x'] }, 'input.topics.0', /TYPE\.ACTION/],
    [{ name: '  ' }, 'input.name', /1 to 100/],
    [{ locales: [] }, 'input.locales', /at least one language/],
  ])('is not created with %j', async (input, path, message) => {
    expect(await mistakesIn(input)).toEqual([
      ['INVALID_INPUT', path, expect.stringMatching(message as RegExp)],
    ]);
  });

  test('is not created in a language that there is none of', async () => {
    expect(await mistakesIn({ locales: ['en', 'fr'] })).toEqual([
      ['INVALID_LOCALE', 'input.locales.1', expect.stringContaining('zh-Hant')],
    ]);
  });

  test('reports errors in Chinese to those who read Chinese', async () => {
    const chinese = new Mutations(app, admin.who, { 'accept-language': 'zh-HK' });
    const input = { name: 'A receiver', url: 'http://hooks.example.org', topics: ['event.*'] };

    const { userErrors } = await chinese.ask('webhookCreate', input);

    expect(userErrors).toMatchObject([{ message: '「url」須以 https:// 開始。' }]);
  });

  test.each(['hours: -1', 'hours: 169'])('retains secrets for up to a week, not %s', async (hours) => {
    const { webhook } = await create();
    const mutation = `mutation { webhookSecretRotate(input: { id: "${webhook.id}", ${hours} }) { secret userErrors { code path } } }`;

    expect(await admin.who.data(mutation)).toEqual({
      webhookSecretRotate: {
        secret: null,
        userErrors: [{ code: 'INVALID_INPUT', path: ['input', 'hours'] }],
      },
    });
  });

  test('is nothing that editors, publishers or partners get to see', async () => {
    const { webhook } = await create();
    for (const role of [Role.READER, Role.EDITOR, Role.PUBLISHER, Role.PARTNER]) {
      const who = await app.as(role);
      const { errors } = await who.ask(`{ webhook(id: "${webhook.id}") { url } }`);
      const refused = await new Mutations(app, who).answer('webhookDelete', { id: webhook.id });

      expect(errors?.[0]).toMatchObject({
        message: expect.stringMatching(/webhooks needs a key with the role ADMIN/),
        extensions: { code: 'FORBIDDEN' },
      });
      expect(refused.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    }
  });
});

describe('a selection', () => {
  test.each([
    ['that is cut off', 'fragment P on Event {', /Syntax Error/],
    ['that is an operation', '{ events { nodes { id } } }', /only contain fragments/],
    [
      'with an operation beside it',
      'fragment P on Event { title } query Q { locales { code } }',
      /only contain fragments/,
    ],
    ['with a field that there is none of', 'fragment P on Event { titel }', /Cannot query field "titel"/],
    ['that spreads itself', 'fragment P on Event { ...P }', /Cannot spread fragment "P" within itself/],
    [
      'for a type that is none of the topics',
      'fragment P on Event { title } fragment Q on Article { title }',
      /"Q" is on "Article", which is not a type/,
    ],
    ['for a type that there is none of', 'fragment P on Nothing { title }', /"Nothing", which is not a type/],
    [
      'with a variable',
      'fragment P on Event { title(locale: $locale, format: $x) }',
      /"\$x" is not defined|Unknown argument/,
    ],
    ['with what was done to an object', 'fragment P on Event { revisions { totalCount } }', /DRAFT/],
    ['with what the public sees of it', 'fragment P on Event { publication { status } }', /DRAFT/],
    [
      'that is too much',
      `fragment P on Event { ${'children(first: 100) { nodes { '.repeat(3)} title ${'} }'.repeat(3)} }`,
      /cost/,
    ],
    [
      'that is too deep',
      `fragment P on Event { ${'parent { '.repeat(12)} title ${'}'.repeat(12)} }`,
      /depth|Cannot query/,
    ],
    [
      'that stands for millions of fields',
      `fragment F0 on Event { title } ${Array.from(
        { length: 25 },
        (_, n) => `fragment F${n + 1} on Event { ...F${n} ...F${n} }`,
      ).join(' ')}`,
      /too complex/,
    ],
    [
      'with a page that is too long',
      'fragment P on Event { children(first: 500) { nodes { title } } }',
      /1 and 100/,
    ],
    ['that is too long', `fragment P on Event { ${'title '.repeat(2_100)} }`, /longer than|tokens/],
  ])('%s is refused with a sentence', async (_name, selection, message) => {
    expect(await mistakesIn({ selection })).toEqual([
      ['INVALID_INPUT', 'input.selection', expect.stringMatching(message as RegExp)],
    ]);
  });

  test('has to suit the topics, whichever of them changes', async () => {
    const { webhook } = await create({ selection: 'fragment P on Event { title }' });
    const change = (input: object) => admin.ask('webhookUpdate', { id: webhook.id, ...input }, WEBHOOK);

    expect((await change({ topics: ['article.*'] })).userErrors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'selection'] },
    ]);
    expect((await change({ selection: 'fragment P on Article { title }' })).userErrors).toHaveLength(1);
    expect((await change({ name: 'Something else' })).webhook.name).toBe('Something else');
    const both = { topics: ['article.*'], selection: 'fragment P on Article { title }' };
    expect((await change(both)).webhook).toMatchObject(both);
  });
});

describe('the log of deliveries', () => {
  test('is read with as many statements as it has kinds of things, however many there are', async () => {
    const { pool } = app.database;
    await pool.query('delete from system.webhook');
    for (let n = 0; n < 5; n += 1) await create({ name: `Number ${n}` });
    await pool.query(`
      insert into system.webhook_delivery (id, webhook_id, topic, locales, state, finished_at)
        select gen_random_uuid(), w.id, 'event.updated', '{en}', case when n > 2 then 'FAILED' else 'DELIVERED' end, now()
          from system.webhook w, generate_series(1, 7) n;
      insert into system.webhook_attempt (delivery_id, number, request_headers, duration_ms)
        select id, n, '{}', 1 from system.webhook_delivery, generate_series(1, 2) n`);
    const query = `query ($first: Int!) { webhooks { totalCount nodes {
      secrets { createdAt } deliveryCounts { waiting pending delivered failed }
      deliveries(first: $first) { pageInfo { hasNextPage endCursor } nodes { id attempts { number } } }
      failed: deliveries(first: 100, state: FAILED) { nodes { id } }
    } } }`;

    const few = await counting(() => admin.who.data(query, { first: 1 }));
    const many = await counting(() => admin.who.data(query, { first: 7 }));

    // The background work may ask now and then.
    expect(many.statements.length).toBeLessThanOrEqual(few.statements.length + 3);
    expect(few.statements.length).toBeLessThanOrEqual(13);
    for (const webhook of many.result.webhooks.nodes) {
      expect(webhook.deliveryCounts).toEqual({ waiting: 0, pending: 0, delivered: 2, failed: 5 });
      expect([webhook.secrets.length, webhook.failed.nodes.length]).toEqual([1, 5]);
      const { nodes, pageInfo } = webhook.deliveries;
      expect([nodes.length, pageInfo.hasNextPage]).toEqual([7, false]);
      for (const { attempts } of nodes) expect(attempts).toEqual([{ number: 1 }, { number: 2 }]);
    }
  });

  test('goes from page to page', async () => {
    const { webhooks } = await admin.who.data('{ webhooks(first: 1) { nodes { id } } }');
    const seen: string[] = [];
    let after: string | null = null;
    for (let page = 0; page < 4; page += 1) {
      const query = `query ($id: ID!, $after: String) { webhook(id: $id) {
        deliveries(first: 3, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { id } }
      } }`;
      const { webhook } = await admin.who.data(query, { id: webhooks.nodes[0].id, after });
      seen.push(...webhook.deliveries.nodes.map(({ id }: { id: string }) => id));
      expect(webhook.deliveries.totalCount).toBe(7);
      if (!webhook.deliveries.pageInfo.hasNextPage) break;
      after = webhook.deliveries.pageInfo.endCursor;
    }

    expect(seen).toHaveLength(7);
    expect(seen).toEqual([...new Set(seen)].sort().reverse());
    const [id] = seen;
    const one = await admin.who.data('query ($id: ID!) { webhookDelivery(id: $id) { id topic } }', { id });
    expect(one).toEqual({ webhookDelivery: { id, topic: 'event.updated' } });
  });
});
