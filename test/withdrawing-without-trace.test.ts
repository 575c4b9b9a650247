import 'reflect-metadata';
import { randomInt } from 'node:crypto';
import { Role } from '../src/content/contract/access.js';
import { namingRows } from '../src/content/publishing/printed-names.js';
import { startEmpty, type TestApplication } from './support/application.js';
import {
  anArticle,
  anEvent,
  anOrganisation,
  aPerson,
  aSponsorship,
  changed,
  Desk,
  type Piece,
} from './support/builders.js';
import { Mutations, type Payload } from './support/mutations.js';
import { aWebhook, deliveriesOf } from './support/webhooks.js';

let app: TestApplication;
let admin: Mutations;
beforeAll(async () => {
  app = await startEmpty({ webhookTargets: 'any' });
  admin = new Mutations(app, await app.as(Role.ADMIN));
});
afterAll(() => app.close());

/** A word that is nowhere but in what was published by mistake. */
const SECRET = 'Zanzibarium';

/** An event that was public under two addresses. */
async function published(title = `${SECRET} ${randomInt(1e9)}`): Promise<string> {
  const input = { kind: 'TALK', schedule: { precision: 'DATE', startDate: '2024-07-01' } };
  const translations = [{ locale: 'en', title, summary: `About the ${SECRET}.` }];
  const { event } = await admin.done('eventCreate', { ...input, translations }, 'event { id }');
  await admin.done('eventPublish', { ids: [event.id] });
  const moved = [{ locale: 'en', slug: `${SECRET.toLowerCase()}-${randomInt(1e9)}` }];
  await admin.done('eventUpdate', { id: event.id, expectedVersion: 1, translations: moved });
  await admin.done('eventPublish', { ids: [event.id] });
  return event.id;
}

/** Everything in which the public reads of events. */
async function readByEverybody(id: string): Promise<string> {
  const answers = await Promise.all([
    app.data(
      `query ($id: ID!) { node(id: $id) { id } event(id: $id) { title }
        withdrawnEvents { totalCount nodes { id title schedule { startDate } } }
        events(filter: { changedSince: "2024-01-01T00:00:00Z" }) { nodes { id title } }
        search(query: "${SECRET}") { nodes { title } } }`,
      { id },
    ),
    ...['ics', 'rss', 'atom', 'json', 'jsonld'].map(async (format) => {
      const feed = await fetch(`${app.url}/feeds/events.${format}`);
      expect(feed.status).toBe(200);
      return feed.text();
    }),
  ]);
  return JSON.stringify(answers);
}

/** What the public sees differently after that. */
const withoutTrace = async (id: string, noun = 'event') => {
  const selection = 'publicChanges { id kind }';
  return (await admin.done(`${noun}Unpublish`, { ids: [id], withoutTrace: true }, selection)).publicChanges;
};

async function publishedRows(): Promise<string> {
  const tables: { name: string }[] = await app.store.draft.query(
    `select table_name as name from information_schema.tables where table_schema = 'published'`,
  );
  const all = await Promise.all(
    tables.map(({ name }) => app.store.draft.query(`select * from published.${name}`)),
  );
  return JSON.stringify(all);
}

test('what was withdrawn leaves its title in public, and nothing when that is without trace', async () => {
  const id = await published();
  await admin.done('eventUnpublish', { ids: [id] });
  expect(await readByEverybody(id)).toContain(SECRET);

  await withoutTrace(id);

  expect(await readByEverybody(id)).not.toMatch(new RegExp(`${SECRET}|${id}`, 'i'));
  expect(await publishedRows()).not.toMatch(new RegExp(`${SECRET}|${id.split('_')[1]}`, 'i'));
});

test.each([
  ['is public', async () => undefined],
  ['was deleted while it was public', (id: string) => admin.done('eventDelete', { id, expectedVersion: 2 })],
])('what %s leaves nothing', async (_what, before) => {
  const id = await published();
  await before(id);

  await withoutTrace(id);

  expect(await publishedRows()).not.toMatch(new RegExp(`${SECRET}|${id.split('_')[1]}`, 'i'));
});

test('names that were printed of it go, too', async () => {
  const name = `${SECRET} Ltd`;
  const organisation = { kind: 'COMPANY', translations: [{ locale: 'en', name }] };
  const created = await admin.done('organisationCreate', organisation, 'organisation { id }');
  const { id } = created.organisation;
  await admin.done('organisationPublish', { ids: [id] });
  const input = {
    kind: 'TALK',
    schedule: { precision: 'TBA' },
    translations: [{ locale: 'en', title: 'Talk' }],
  };
  const participations = [{ organisation: id, role: 'HOST' }];
  const { event } = await admin.done('eventCreate', { ...input, participations }, 'event { id }');
  await admin.done('eventPublish', { ids: [event.id] });
  expect(await publishedRows()).toContain(name);
  await admin.done('organisationUnpublish', { ids: [id] });

  const changes = await withoutTrace(id, 'organisation');

  expect(await publishedRows()).not.toContain(name);
  expect(changes).toEqual([{ id: event.id, kind: 'EVENT' }]);
  expect(await withoutTrace(id, 'organisation')).toEqual([]);
});

describe('text that an editor wrote beside a name', () => {
  const displayName = { en: SECRET };
  const acknowledgement = `With thanks to ${SECRET}`;
  const mail = `info@${SECRET.toLowerCase()}.example`;
  const article = anArticle();

  const relations: [relation: string, naming: (ref: string) => Piece, places: Record<string, string>][] = [
    [
      'Credit.person of Event',
      (person) =>
        anEvent({ credits: [{ person, role: 'SPEAKER', displayName, affiliation: { en: 'Lab' } }] }),
      { 'credits.0.displayName.en': SECRET },
    ],
    [
      'Credit.person of Article',
      (person) => anArticle({ credits: [{ person, role: 'AUTHOR', displayName }] }),
      { 'credits.0.displayName.en': SECRET },
    ],
    [
      'Participation.organisation of Event',
      (organisation) => anEvent({ participations: [{ organisation, role: 'HOST', displayName }] }),
      { 'participations.0.displayName.en': SECRET },
    ],
    [
      'Contact.organisation of Event',
      (organisation) => anEvent({ contacts: [{ organisation, name: SECRET, email: mail }] }),
      { 'contacts.0.name': SECRET, 'contacts.0.email': mail },
    ],
    [
      'Sponsorship.organisation of Sponsorship',
      (organisation) =>
        aSponsorship({ organisation, article: article.ref, displayName, text: { en: { acknowledgement } } }),
      { 'displayName.en': SECRET, 'text.en.acknowledgement': acknowledgement },
    ],
  ];
  let desk: Desk;
  beforeAll(async () => {
    desk = await Desk.open(app);
    await desk.release(article);
  });

  const takeOut = async (target: Piece, withTrace = false) =>
    (
      await admin.done(
        `${target.type.toLowerCase()}Unpublish`,
        { ids: [desk.id(target)], withoutTrace: !withTrace },
        'findings { severity code message path object { id } }',
      )
    ).findings;

  test('is tried for every relation whose name is printed', () => {
    const printed = app.store.types.flatMap((type) =>
      namingRows(type).map(({ shape, printing }) => {
        const [relation] = [...shape.printed].find(([, each]) => each === printing) ?? [];
        return `${shape.name}.${relation} of ${type.name}`;
      }),
    );
    expect(relations.map(([relation]) => relation).sort()).toEqual([...new Set(printed)].sort());
  });

  test.each(relations)(
    '%s: is reported, until an editor has changed it',
    async (relation, naming, places) => {
      const target = relation.includes('person') ? aPerson() : anOrganisation();
      const piece = naming(target.ref);
      await desk.release(target, piece);
      expect(await takeOut(target, true)).toEqual([]);

      const told = await takeOut(target);
      await desk.publish(target);
      const again = await takeOut(target);

      const byPath = Object.fromEntries(
        told.map(({ path, ...finding }: { path: string[] }) => [path.join('.'), finding]),
      );
      expect(Object.keys(byPath).sort()).toEqual(Object.keys(places).sort());
      for (const [path, words] of Object.entries(places))
        expect(byPath[path]).toEqual({
          severity: 'WARNING',
          code: 'STILL_NAMED',
          message: expect.stringContaining(`"${words}"`),
          object: { id: desk.id(piece) },
        });
      expect(again).toEqual(told);
      expect(await publishedRows()).toContain(SECRET);

      const without = naming(target.ref).values;
      const emptied = Object.fromEntries(
        Object.keys(places).flatMap((path) => {
          const [field = ''] = path.split('.');
          return [[field, Array.isArray(without[field]) ? [] : undefined]];
        }),
      );
      await desk.release(changed(piece, emptied));
      expect(await takeOut(target)).toEqual([]);
    },
  );

  test('are none where nothing of the entry is shown without the name', async () => {
    const target = anOrganisation();
    const text = { en: { acknowledgement } };
    await desk.release(target, aSponsorship({ organisation: target.ref, article: article.ref, text }));

    expect(await takeOut(target)).toEqual([]);
    const { article: shown } = await app.data(
      'query ($id: ID) { article(id: $id) { sponsorships { acknowledgement } } }',
      { id: desk.id(article) },
    );
    expect(JSON.stringify(shown)).not.toContain('With thanks');
  });

  test('are reported for what is not even a draft any more, in Chinese, too', async () => {
    const target = aPerson();
    const piece = anEvent({ credits: [{ person: target.ref, role: 'SPEAKER', displayName }] });
    await desk.release(target, piece);
    await desk.write(changed(piece, { credits: [] }));
    await admin.done('personDelete', { id: desk.id(target), expectedVersion: 1 });

    const { findings } = await admin
      .with({ 'accept-language': 'zh-HK' })
      .done(
        'personUnpublish',
        { ids: [desk.id(target)], withoutTrace: true },
        'findings { message object { id } }',
      );

    const message = `公眾仍會在此看到編輯填寫的「${SECRET}」；請更改或移除，然後發布該項內容。`;
    expect(findings).toEqual([{ message, object: { id: desk.id(piece) } }]);
  });
});

test.each([
  ['while it was public', async () => undefined, async () => undefined],
  [
    'when it was deleted, and restored',
    (id: string) => admin.done('eventDelete', { id, expectedVersion: 2 }),
    (id: string) => admin.done('eventRestore', { id }),
  ],
])(
  '%s: it counts as withdrawn afterwards, and is published by those who name it',
  async (_when, before, after) => {
    const id = await published();
    await before(id);
    await withoutTrace(id);
    await after(id);

    const { publishPlan } = await admin.who.data(
      'query ($ids: [ID!]!) { publishPlan(ids: $ids) { items { group action } } }',
      { ids: [id] },
    );
    await admin.done('eventPublish', { ids: [id] });

    expect(publishPlan.items).toEqual([{ group: 'WITHDRAWN', action: 'PUBLISH' }]);
    expect(await readByEverybody(id)).toContain(SECRET);
  },
);

test.each([
  ['is public', async () => undefined],
  ['was taken out before', (id: string) => admin.done('eventUnpublish', { ids: [id] })],
  ['was deleted before', (id: string) => admin.done('eventDelete', { id, expectedVersion: 2 })],
])(
  'receivers of webhooks and the editor are notified that it is gone, once: what %s',
  async (_what, before) => {
    const id = await published();
    await before(id);
    const webhook = await aWebhook(admin, { url: 'http://127.0.0.1:9/', topics: ['*'] });

    const changes = await withoutTrace(id);
    const again = await withoutTrace(id);

    const told = await deliveriesOf(admin, webhook.id);
    expect([changes, again]).toEqual([[{ id, kind: 'EVENT' }], []]);
    expect(told.map(({ topic, contentId }: Payload) => [topic, contentId])).toEqual([
      ['event.unpublished', id],
    ]);
  },
);

test('clients with a copy of a feed have to read it again, without a reason', async () => {
  const host = { kind: 'COMPANY', translations: [{ locale: 'en', name: 'Partner' }] };
  const { organisation } = await admin.done('organisationCreate', host, 'organisation { id }');
  const input = { name: 'A copy', organisation: organisation.id };
  const { partnerFeed } = await admin.done('partnerFeedCreate', input, 'partnerFeed { id }');
  const id = await published();
  app.setNow('2024-06-10T13:00:00+08:00');
  const query = `query ($id: ID!, $since: DateTime!) { partnerFeed(id: $id) {
    changedSince(since: $since) { isComplete events { id } withdrawn { id } until }
  } }`;
  const changes = async (since: string) =>
    (await admin.who.data(query, { id: partnerFeed.id, since })).partnerFeed.changedSince;
  const before = await changes('2024-06-10T12:30:00+08:00');

  app.setNow('2024-06-10T14:00:00+08:00');
  await withoutTrace(id);
  const after = await changes(before.until);
  app.setNow('2024-06-10T14:05:00+08:00');
  const later = await changes('2024-06-10T14:04:00+08:00');

  expect(before).toMatchObject({ isComplete: true });
  expect(after).toMatchObject({ isComplete: false, events: [], withdrawn: [] });
  expect(later).toMatchObject({ isComplete: true });
});

describe('withdrawing without trace', () => {
  test('is for publishers, and stands in the audit log', async () => {
    const id = await published();
    const editor = new Mutations(app, await app.as(Role.EDITOR));
    const publisher = new Mutations(app, await app.as(Role.PUBLISHER));

    const refused = await editor.answer('eventUnpublish', { ids: [id], withoutTrace: true });
    await publisher.done('eventUnpublish', { ids: [id], withoutTrace: true });

    const { auditLog } = await admin.who.data(
      '{ auditLog(first: 2) { nodes { operation outcome targets } } }',
    );
    expect(refused.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    expect(auditLog.nodes).toEqual([
      { operation: 'eventUnpublish (without trace)', outcome: 'DONE', targets: [id] },
      { operation: 'eventUnpublish', outcome: 'REFUSED', targets: [] },
    ]);
  });

  test('is for whole objects, that there are', async () => {
    const id = await published();
    const nobody = 'event_00000000-0000-7000-8000-000000000000';

    const inSome = await admin.ask('eventUnpublish', { ids: [id], withoutTrace: true, locales: ['en'] });
    const ofNobody = await admin.ask('eventUnpublish', { ids: [id, nobody], withoutTrace: true });

    expect(inSome.userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'locales'] }]);
    expect(ofNobody.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'ids', '1'] }]);
    expect(await readByEverybody(id)).toContain(SECRET);
  });
});

test('withdrawing a language that is not public notifies nobody', async () => {
  const id = await published();
  const webhook = await aWebhook(admin, { url: 'http://127.0.0.1:9/', topics: ['event.*'] });

  await admin.done('eventUnpublish', { ids: [id], locales: ['zh-Hant'] });

  expect(await deliveriesOf(admin, webhook.id)).toEqual([]);
});

test('it does not come back with an issue that lists it', async () => {
  const id = await published();
  const issue = await admin.done(
    'issueCreate',
    {
      sections: [{ kind: 'LEAD', items: [{ event: id }] }],
      translations: [{ locale: 'en', title: `Issue ${randomInt(1e9)}` }],
    },
    'issue { id }',
  );
  await withoutTrace(id);
  const other = new Mutations(app, await app.as(Role.PUBLISHER));

  const payload = await other.done(
    'issuePublish',
    { ids: [issue.issue.id] },
    'leftOut { reason object { id } }',
  );

  expect(payload.leftOut).toContainEqual({ reason: 'WITHDRAWN', object: { id } });
  const { node } = await app.data('query ($id: ID!) { node(id: $id) { id } }', { id });
  expect(node).toBeNull();
});
