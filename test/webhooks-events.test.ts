import { Webhook as Verifier } from 'standardwebhooks';
import { Role } from '../src/content/contract/access.js';
import { publish } from '../src/content/publishing/publish.js';
import { organisation } from '../src/organisations/organisation.js';
import { startDemo, type TestApplication, editor as viewer } from './support/application.js';
import { changeEach, idOf, Mutations } from './support/mutations.js';
import { aDraft, finished, inMilliseconds, scheduled } from './support/schedules.js';
import { aWebhook, deliveriesOf, delivery, isFinished, isSigned, Receiver } from './support/webhooks.js';

/** The slugs of what has one slug for all languages. */
const inAll = (slug: unknown) => ({ en: slug, 'zh-Hans': slug, 'zh-Hant': slug });

let app: TestApplication;
let admin: Mutations;
let receiver: Receiver;
beforeAll(async () => {
  app = await startDemo({ webhookTargets: 'any' });
  app.startJobs();
  admin = new Mutations(app, await app.as(Role.ADMIN));
});
afterAll(() => app.close());

beforeEach(async () => {
  receiver = await Receiver.start();
});
afterEach(async () => {
  const { webhooks } = await admin.who.data('{ webhooks { nodes { id } } }');
  for (const { id } of webhooks.nodes) await admin.done('webhookDelete', { id });
  await receiver.close();
});

const told = (input: object = {}) => aWebhook(admin, { url: receiver.url, ...input });
const publishNow = (id: string, more: object = {}) =>
  admin.done('organisationPublish', { ids: [id], ...more });

async function rename(id: string, translations: readonly object[], noun = 'organisation'): Promise<void> {
  const query = `query ($id: ID!) { ${noun}(id: $id, stage: DRAFT) { version } }`;
  const expectedVersion = (await admin.who.data(query, { id }))[noun].version;
  await admin.done(`${noun}Update`, { id, expectedVersion, translations });
}

describe('a schedule that fails', () => {
  test('is told to those who have asked for it, with what is to be fixed', async () => {
    await told({ topics: ['schedule.failed'] });
    await told({ topics: ['*'] });
    const translations = [{ locale: 'en', title: 'A talk' }];
    const input = {
      kind: 'TALK',
      schedule: { precision: 'TBA' },
      translations,
      links: [{ rel: 'DETAILS', url: 'https://example.org' }],
    };
    const { event } = await admin.done('eventCreate', input, 'event { id }');
    const { schedule } = await admin.done(
      'eventSchedule',
      { ids: [event.id], at: inMilliseconds(1_500) },
      'schedule { id }',
    );
    const emptied = [{ locale: 'en', title: null, summary: 'No title any more' }];
    await admin.done('eventUpdate', { id: event.id, expectedVersion: 1, translations: emptied });

    const [request] = await receiver.got(1);
    const { schedules } = await admin.who.data('{ schedules(state: FAILED) { nodes { id } } }');

    expect(request?.payload).toEqual({
      type: 'schedule.failed',
      timestamp: expect.any(String),
      data: {
        id: schedule.id,
        kind: 'EVENT',
        ids: [event.id],
        action: 'PUBLISH',
        at: expect.any(String),
        locales: null,
        createdBy: expect.stringMatching(/^ADMIN/),
        problems: [
          { code: 'NOT_READY', message: expect.any(String), path: expect.arrayContaining([event.id]) },
        ],
      },
    });
    expect(schedules.nodes).toEqual([{ id: schedule.id }]);
    expect(receiver.received).toHaveLength(1);
  });
});

describe('a receiver', () => {
  test('is notified of publications, signed so that two verifiers accept it', async () => {
    const { id, secret } = await told({ selection: 'fragment Payload on Organisation { name kind }' });
    const draft = await aDraft(admin);

    await publishNow(draft);
    const [request] = await receiver.got(1);
    if (!request) throw new Error('Nothing came.');

    expect(request.payload).toEqual({
      type: 'organisation.published',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      data: {
        id: draft,
        kind: 'ORGANISATION',
        locales: ['en', 'zh-Hant', 'zh-Hans'],
        slugs: inAll(expect.stringMatching(/^the-new-institute/)),
        affected: [],
        cacheTags: [
          'organisation',
          'search',
          draft,
          expect.stringMatching(/^organisation:the-new-institute/),
        ],
        object: {
          en: { name: expect.stringMatching(/^The new institute/), kind: 'LAB' },
          'zh-Hant': { name: expect.stringMatching(/^The new institute/), kind: 'LAB' },
          'zh-Hans': { name: expect.stringMatching(/^The new institute/), kind: 'LAB' },
        },
      },
    });
    expect(request.headers['content-type']).toBe('application/json');
    expect(isSigned(request, secret)).toBe(true);
    expect(isSigned({ ...request, body: `${request.body} ` }, secret)).toBe(false);
    expect(new Verifier(secret).verify(request.body, request.headers)).toEqual(request.payload);
    const { state, payload, attempts } = await delivery(admin, id, isFinished);
    expect([state, payload, attempts.length]).toEqual(['DELIVERED', request.body, 1]);
    expect(request.id).toBe((await deliveriesOf(admin, id))[0].id);
  });

  test('is notified of updates, withdrawals and deletions, with the last slugs', async () => {
    await told({ selection: 'fragment Payload on Organisation { name }', locales: ['en'] });
    const draft = await aDraft(admin);

    await publishNow(draft);
    await rename(draft, [{ locale: 'en', slug: 'renamed', name: 'Renamed' }]);
    await publishNow(draft);
    await admin.done('organisationUnpublish', { ids: [draft] });
    await publishNow(draft);
    await admin.done('organisationDelete', { id: draft, expectedVersion: 2 });

    const requests = await receiver.got(5);
    expect(requests.map(({ payload }) => payload.type)).toEqual([
      'organisation.published',
      'organisation.updated',
      'organisation.unpublished',
      'organisation.published',
      'organisation.deleted',
    ]);
    expect(requests.map(({ payload }) => payload.data.slugs)).toEqual([
      inAll(expect.stringMatching(/^the-new-institute/)),
      ...Array.from({ length: 4 }, () => inAll('renamed')),
    ]);
    expect([requests[2], requests[4]].map((request) => request?.payload.data.object)).toEqual([null, null]);
  });

  test('is notified of what a schedule publishes', async () => {
    await told();
    const draft = await aDraft(admin);

    await scheduled(admin, { ids: [draft], at: inMilliseconds(400) });
    await finished(admin, draft);

    const [request] = await receiver.got(1);
    expect(request?.payload).toMatchObject({ type: 'organisation.published', data: { id: draft } });
  });

  test('is notified once of each object that is published with an issue', async () => {
    await told({ topics: ['article.*', 'issue.*'] });
    const id = await idOf(app, 'issue', '2024-q2');

    const listed = '{ issue(slug: "2024-q2") { articles(first: 100) { nodes { id } } } }';
    const articles = (await app.data(listed)).issue.articles.nodes.map((node: { id: string }) => node.id);
    await changeEach(admin, 'issue', [id]);
    await changeEach(admin, 'article', articles);

    await admin.done('issuePublish', { ids: [id] });
    const expected = 1 + articles.length;

    const requests = await receiver.got(expected);
    const ids = requests.map(({ payload }) => payload.data.id);
    expect([ids.length, new Set(ids).size]).toEqual([expected, expected]);
    expect(ids).toContain(id);
  });
});

describe('what is taken back', () => {
  test('notifies nobody, and leaves nothing behind', async () => {
    const { id } = await told();
    const draft = await aDraft(admin);
    const uuid = draft.slice(draft.lastIndexOf('_') + 1);

    const published = app.store.transaction(async (transaction) => {
      await publish(transaction, app.store, viewer, { content: organisation, ids: [uuid] });
      const jobs = `select count(*)::int from pgboss.job where name = 'deliver-webhook' and state = 'created'`;
      expect(await transaction.system.query(jobs)).toEqual([{ count: 1 }]);
      throw new Error('It is taken back.');
    });

    await expect(published).rejects.toThrow('It is taken back.');
    expect(await deliveriesOf(admin, id)).toEqual([]);
    // What comes after shows that nothing came before.
    const later = await aDraft(admin);
    await publishNow(later);
    const requests = await receiver.got(1);
    expect(requests.map(({ payload }) => payload.data.id)).toEqual([later]);
  });
});

describe('a webhook', () => {
  test('is about its topics only, in whichever form they are given', async () => {
    const topics = [['organisation.published'], ['*.updated'], ['organisation.*', 'event.published'], ['*']];
    const webhooks = await Promise.all(topics.map((each) => told({ topics: each })));
    const others = await told({ topics: ['event.*', 'organisation.deleted'] });
    const draft = await aDraft(admin);

    await publishNow(draft);
    await changeEach(admin, 'organisation', [draft]);
    await publishNow(draft);
    // There is nothing to tell: it is public just so.
    await publishNow(draft);
    await receiver.got(6);

    const kinds = async ({ id }: { id: string }) =>
      (await deliveriesOf(admin, id)).map(({ topic }) => topic.split('.')[1]);
    expect(await Promise.all(webhooks.map(kinds))).toEqual([
      ['published'],
      ['updated'],
      ['published', 'updated'],
      ['published', 'updated'],
    ]);
    expect(await kinds(others)).toEqual([]);
  });

  test('for some languages is notified of their text, in these languages', async () => {
    const { id } = await told({
      locales: ['zh-HK'],
      selection: 'fragment Payload on Organisation { name localization { fallbacks { field locale } } }',
    });
    const draft = await aDraft(admin);
    await rename(draft, [{ locale: 'zh-Hant', name: '新學院' }]);

    await publishNow(draft, { locales: ['en'] });
    await publishNow(draft, { locales: ['en', 'zh-Hant'] });

    const [request] = await receiver.got(1);
    expect(request?.payload).toMatchObject({ type: 'organisation.updated', data: { locales: ['zh-Hant'] } });
    expect(request?.payload.data.object).toEqual({
      'zh-Hant': { name: '新學院', localization: { fallbacks: [] } },
    });
    expect(await deliveriesOf(admin, id)).toHaveLength(1);
  });

  test('without a selection gets the id and no text', async () => {
    await told();
    const draft = await aDraft(admin);

    await publishNow(draft);

    const [request] = await receiver.got(1);
    expect(Object.keys(request?.payload.data)).toEqual([
      'id',
      'kind',
      'locales',
      'slugs',
      'affected',
      'cacheTags',
    ]);
  });

  test('gets what its fragment for the type selects, with fragments in fragments and on interfaces', async () => {
    const selection = `
      fragment OfEvent on Event { title organisers { ...Name } }
      fragment Name on Organisation { name }
      fragment Any on Localized { externalRef }`;
    await told({ topics: ['*'], locales: ['en'], selection });
    const event = await idOf(app, 'event', 'innoex-2024');
    const draft = await aDraft(admin);

    await publishNow(draft);
    await rename(event, [{ locale: 'en', title: 'InnoEX' }], 'event');
    await admin.done('eventPublish', { ids: [event] });

    const [ofOrganisation] = await receiver.got(1, draft);
    const [ofEvent] = await receiver.got(1, event);
    expect(ofOrganisation?.payload.data.object.en).toEqual({
      name: expect.stringMatching(/^The new institute/),
      externalRef: expect.stringMatching(/^organisation-/),
    });
    expect(ofEvent?.payload.data.object.en).toEqual({
      title: 'InnoEX',
      organisers: expect.arrayContaining([{ name: expect.any(String) }]),
      externalRef: 'innoex-2024',
    });
  });

  test('never shows what is a draft still', async () => {
    await told({
      topics: ['event.*'],
      locales: ['en'],
      selection: 'fragment Payload on Event { title organisers { name } }',
    });
    const hidden = await aDraft(admin, 'A secret partner');
    const { event } = await admin.done(
      'eventCreate',
      {
        kind: 'TALK',
        schedule: { precision: 'TBA' },
        participations: [{ organisation: hidden, role: 'ORGANISER' }],
        translations: [{ locale: 'en', title: 'As it is' }],
      },
      'event { id }',
    );

    await admin.done('eventPublish', { ids: [event.id] });
    await admin.done('eventUpdate', {
      id: event.id,
      expectedVersion: 1,
      translations: [{ locale: 'en', title: 'As it may become' }],
    });

    const [request] = await receiver.got(1);
    expect(request?.payload.data.object).toEqual({ en: { title: 'As it is', organisers: [] } });
    expect(request?.body).not.toMatch(/secret partner|may become/);
  });

  test('gets a truncated payload above 20 kB', async () => {
    await told({
      locales: ['en'],
      selection: 'fragment Payload on Organisation { name description }',
    });
    const draft = await aDraft(admin);
    await rename(draft, [{ locale: 'en', description: `${'Long words. '.repeat(1_700)}字字` }]);

    await publishNow(draft);
    const [long] = await receiver.got(1);
    await rename(draft, [{ locale: 'en', description: 'Short words.' }]);
    await publishNow(draft);

    const [, short] = await receiver.got(2);
    expect(long?.payload.data).toEqual({
      id: draft,
      kind: 'ORGANISATION',
      locales: ['en'],
      slugs: expect.anything(),
      affected: [],
      cacheTags: expect.anything(),
      truncated: true,
    });
    expect(short?.payload.data.object.en.description).toContain('Short words.');
  });
});

test('the tables are those of the entities', async () => {
  const { upQueries } = await app.store.draft.driver.createSchemaBuilder().log();
  const differing = upQueries.map(({ query }) => query).filter((query) => query.includes('webhook'));

  expect(differing.filter((query) => !/DROP CONSTRAINT "\w+_check\d*"/.test(query))).toEqual([]);
});
