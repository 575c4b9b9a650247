import { Role } from '../src/content/contract/access.js';
import { startDemo, type TestApplication } from './support/application.js';
import { idOf, Mutations, type Payload } from './support/mutations.js';
import { until } from './support/schedules.js';
import { aWebhook, deliveriesOf, isFinished, Receiver } from './support/webhooks.js';

let app: TestApplication;
let admin: Mutations;
let receiver: Receiver;
let webhook: { readonly id: string };
beforeAll(async () => {
  app = await startDemo({ webhookTargets: 'any' });
  app.startJobs();
  admin = new Mutations(app, await app.as(Role.ADMIN));
  receiver = await Receiver.start();
  webhook = await aWebhook(admin, { url: receiver.url, topics: ['*'] });
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

let seen = 0;

/** What a receiver is told of one object by a publication. */
async function told(id: string, publication: Promise<unknown>): Promise<Payload> {
  await publication;
  const isWhole = (all: Payload[]) => all.length > seen && all.every(isFinished);
  const deliveries = await until(() => deliveriesOf(admin, webhook.id), isWhole);
  const own = deliveries.slice(seen).filter(({ contentId }) => contentId === id);
  seen = deliveries.length;
  return JSON.parse(own[0]?.payload ?? 'null').data;
}

/** The slugs of what has one slug for all languages. */
const inAll = (slug: string) => ({ en: slug, 'zh-Hans': slug, 'zh-Hant': slug });
const kindsOf = ({ affected }: Payload) => new Set(affected.map(({ kind }: Payload) => kind));
const slugsOf = ({ affected }: Payload) => affected.flatMap(({ slugs }: Payload) => slugs.en ?? []);

async function release(noun: string, id: string, input: object): Promise<void> {
  const find = `query ($id: ID!) { node(id: $id) { ... on Content { version } ... on Venue { version } ... on Sponsorship { version } } }`;
  const { node } = await admin.who.data(find, { id });
  await admin.done(`${noun}Update`, { id, expectedVersion: node.version, ...input });
  await admin.done(`${noun}Publish`, { ids: [id] });
}

const english = (words: object) => ({ translations: [{ locale: 'en', ...words }] });

/** An event with everything that an event refers to, published. */
async function anEvent(slug: string, more: object = {}): Promise<string> {
  const input = { kind: 'TALK', schedule: { precision: 'TBA' }, ...english({ title: slug, slug }), ...more };
  const { event } = await admin.done('eventCreate', input, 'event { id }');
  await told(event.id, admin.done('eventPublish', { ids: [event.id] }));
  return event.id;
}

describe('previousSlugs', () => {
  test('are those of the languages in which an object was renamed', async () => {
    const id = await anEvent('the-first-address');
    const translations = [
      { locale: 'en', slug: 'the-second-address' },
      { locale: 'zh-Hant', title: '講座', slug: '講座' },
    ];
    const renamed = await told(id, release('event', id, { translations }));
    const changed = await told(id, release('event', id, english({ title: 'Another title' })));

    expect(renamed.slugs).toEqual({ en: 'the-second-address', 'zh-Hans': '講座', 'zh-Hant': '講座' });
    expect(renamed.previousSlugs).toEqual(inAll('the-first-address'));
    expect(renamed.cacheTags).toEqual(
      expect.arrayContaining(['event', id, 'event:the-second-address', 'event:the-first-address']),
    );
    expect(changed.slugs).toEqual(renamed.slugs);
    expect(changed).not.toHaveProperty('previousSlugs');
  });

  test('are those of a language that is withdrawn', async () => {
    const id = await anEvent('in-two-languages', {
      translations: [
        { locale: 'en', title: 'Two', slug: 'in-two-languages' },
        { locale: 'zh-Hant', title: '二', slug: '二' },
      ],
    });
    const data = await told(id, admin.done('eventUnpublish', { ids: [id], locales: ['zh-Hant'] }));

    expect([data.slugs, data.previousSlugs]).toEqual([
      inAll('in-two-languages'),
      { 'zh-Hans': '二', 'zh-Hant': '二' },
    ]);
  });
});

describe('affected', () => {
  test('are the events at a venue that is renamed', async () => {
    const { venue } = await admin.done('venueCreate', english({ name: 'A hall' }), 'venue { id }');
    const ids = [
      await anEvent('at-the-hall', { venue: venue.id }),
      await anEvent('later', { venue: venue.id }),
    ];
    const data = await told(venue.id, release('venue', venue.id, english({ name: 'The hall' })));

    expect(data).not.toHaveProperty('slugs');
    expect(data.affected).toEqual(
      expect.arrayContaining([
        { kind: 'EVENT', id: ids[0], slugs: inAll('at-the-hall') },
        { kind: 'EVENT', id: ids[1], slugs: inAll('later') },
      ]),
    );
    expect(data.cacheTags).toEqual(
      expect.arrayContaining([
        'venue',
        'event-changed',
        ...ids.map((each) => `event-changed:${each}`),
        'event-changed:later',
      ]),
    );
  });

  test('are what refers to an event, and what the event refers to', async () => {
    const event = await idOf(app, 'event', 'digital-economy-summit-2024');
    const data = await told(event, release('event', event, english({ summary: 'A summit.' })));

    const { event: shown } = await app.data(
      `query ($id: ID!) { event(id: $id, locale: "en") {
        organisers { slug } credits { person { slug } } articles { slug } issues { slug } parent { slug } venue { id }
        children { nodes { slug } }
      } }`,
      { id: event },
    );
    const slugs = [
      ...[...shown.organisers, ...shown.articles, ...shown.issues, ...shown.children.nodes],
      ...shown.credits.map(({ person }: Payload) => person),
    ].map(({ slug }) => slug);
    expect(slugs.length).toBeGreaterThan(2);
    expect(slugsOf(data)).toEqual(expect.arrayContaining(slugs));
    expect(data.affected.map(({ id }: Payload) => id)).toContain(shown.venue?.id);
    expect(data).not.toHaveProperty('affectedTruncated');
  });

  test('contains no one who is not public: not before, and not after a withdrawal or an erasure', async () => {
    const { person } = await admin.done('personCreate', english({ name: 'Shy Leung' }), 'person { id }');
    const credits = [{ person: person.id, role: 'SPEAKER' }];
    const id = await anEvent('with-somebody-shy', { credits });
    const affected = async (change: Promise<unknown>, of = id) =>
      (await told(of, change)).affected.map((each: Payload) => each.id);
    expect(await affected(release('event', id, english({ summary: 'One.' })))).not.toContain(person.id);

    await admin.done('personPublish', { ids: [person.id] });
    expect(await affected(release('event', id, english({ summary: 'Two.' })))).toContain(person.id);
    await admin.done('personUnpublish', { ids: [person.id] });
    expect(await affected(release('event', id, english({ summary: 'Three.' })))).not.toContain(person.id);
    const erasure = { id: person.id, reason: 'Request 12' };
    expect(await affected(admin.done('personErase', erasure))).not.toContain(person.id);
  });

  test('are listed when a person is erased, and slugs with the name are not', async () => {
    const name = 'Zebajof Quarjclk';
    const { organisation } = await admin.done(
      'organisationCreate',
      { kind: 'ASSOCIATION', ...english({ name: 'A society', slug: 'a-society' }) },
      'organisation { id }',
    );
    const office = { organisation: organisation.id, kind: 'OTHER' };
    const input = { offices: [office], ...english({ name, slug: 'quarjclk' }) };
    const { person } = await admin.done('personCreate', input, 'person { id }');
    const anArticle = async (slug: string, more: object = {}) => {
      const words = english({ title: 'An interview', slug });
      const { article } = await admin.done(
        'articleCreate',
        { kind: 'NEWS', ...more, ...words },
        'article { id }',
      );
      return article.id;
    };
    const interview = await anArticle('interview-with-zebajof-quarjclk', {
      credits: [{ person: person.id, role: 'AUTHOR' }],
    });
    const renamed = await anArticle('zebajof-quarjclk-speaks');
    await admin.done('organisationPublish', { ids: [organisation.id] });
    await admin.done('personPublish', { ids: [person.id] });
    await admin.done('articlePublish', { ids: [interview, renamed] });
    await release('article', renamed, english({ slug: 'somebody-speaks' }));
    await told(person.id, release('person', person.id, english({ slug: 'zebajof-quarjclk' })));
    const before = seen;

    const erasure = admin.done(
      'personErase',
      { id: person.id, reason: 'Request 12' },
      'remaining { object }',
    );
    const data = await told(person.id, erasure);

    expect(data.cacheTags).toEqual(
      expect.arrayContaining(['person', person.id, 'person-each', `article-changed:${interview}`]),
    );
    expect(data).not.toHaveProperty('slugs');
    expect(data.affected).toContainEqual({ kind: 'ARTICLE', id: interview, slugs: {} });
    expect(data.affected).toContainEqual({
      kind: 'ORGANISATION',
      id: organisation.id,
      slugs: inAll('a-society'),
    });
    const all = (await deliveriesOf(admin, webhook.id)).map(({ payload }) => payload);
    expect(all.slice(before).map((payload) => JSON.parse(payload).data)).toContainEqual(
      expect.objectContaining({
        id: renamed,
        slugs: inAll('somebody-speaks'),
        cacheTags: expect.arrayContaining([renamed, 'article:somebody-speaks', 'article-each']),
      }),
    );
    expect(all.join().toLowerCase()).not.toContain('quarjclk');
    const by = 'query ($slug: String!) { article(slug: $slug) { id } }';
    expect((await app.data(by, { slug: 'zebajof-quarjclk-speaks' })).article).toBeNull();
    const objects = (await erasure).remaining.map(({ object }: Payload) => object);
    expect(new Set(objects)).toEqual(new Set([interview, renamed]));
  }, 60_000);

  test('are what an object referred to before, too', async () => {
    const organisation = await idOf(app, 'organisation', 'hktdc');
    const participations = [{ organisation, role: 'ORGANISER' }];
    const id = await anEvent('with-an-organiser', { participations });
    const data = await told(id, release('event', id, { participations: [] }));

    expect(data.affected).toContainEqual({
      kind: 'ORGANISATION',
      id: organisation,
      slugs: expect.anything(),
    });
  });

  test('are the sessions of a series whose sponsor is renamed, by way of content without pages', async () => {
    const sponsored = `{ events(first: 100) { nodes { slug series { id } sponsorships { organisation { id } } } } }`;
    const { events } = await app.data(sponsored);
    const session = events.nodes.find(
      ({ series, sponsorships }: Payload) => series && sponsorships.length > 0,
    );
    const { id } = session.sponsorships[0].organisation;
    const data = await told(id, release('organisation', id, english({ name: 'A sponsor' })));

    expect(slugsOf(data)).toContain(session.slug);
    expect(kindsOf(data)).toContain('EVENT_SERIES');
    expect(kindsOf(data)).toContain('SPONSORSHIP');
  });

  test('are listed when an object is withdrawn, and when it is deleted', async () => {
    const organisation = await idOf(app, 'organisation', 'hktdc');
    const id = await anEvent('soon-gone', { participations: [{ organisation, role: 'ORGANISER' }] });
    const unpublished = await told(id, admin.done('eventUnpublish', { ids: [id] }));
    await told(id, admin.done('eventPublish', { ids: [id] }));
    const deleted = await told(id, admin.done('eventDelete', { id, expectedVersion: 1 }));

    for (const data of [unpublished, deleted]) {
      expect(data.slugs).toEqual(inAll('soon-gone'));
      expect(data.affected.map((each: Payload) => each.id)).toContain(organisation);
      expect(data.cacheTags).toContain('event:soon-gone');
    }
  });

  test('are truncated, and marked so, where long slugs leave no room for them', async () => {
    const names = english({ name: 'A small hall' });
    const input = { externalRef: 'small-hall', ...names };
    const { venue } = await admin.done('venueCreate', input, 'venue { id }');
    const entries = Array.from({ length: 8 }, (_, at) => ({
      kind: 'EVENT',
      externalRef: `in-the-small-hall-${at}`,
      document: {
        kind: 'TALK',
        schedule: { precision: 'TBA' },
        venue: 'small-hall',
        text: { 'zh-Hant': { title: `講座${at}`, slug: `${'長'.repeat(150)}${at}` } },
      },
    }));
    const { results } = await admin.done('contentPush', { entries }, 'results { id }');
    await admin.done('eventPublish', { ids: results.map(({ id }: Payload) => id) });
    await release('venue', venue.id, english({ name: 'The small hall' }));

    const messages = await receiver.got(2, venue.id);
    const { data } = messages.find(({ payload }) => payload.type === 'venue.updated')?.payload ?? {};
    expect(data.affected.length).toBeLessThan(8);
    expect(data.affected.length).toBeGreaterThan(0);
    expect(data.affectedTruncated).toBe(true);
  });

  test('are cut where there are many, and tags stay few', async () => {
    const { venue } = await admin.done(
      'venueCreate',
      { externalRef: 'big-hall', ...english({ name: 'A big hall' }) },
      'venue { id }',
    );
    const entries = Array.from({ length: 60 }, (_, at) => ({
      kind: 'EVENT',
      externalRef: `in-the-big-hall-${at}`,
      document: {
        kind: 'TALK',
        schedule: { precision: 'TBA' },
        venue: 'big-hall',
        text: { en: { title: `Talk ${at}` } },
      },
    }));
    const { results } = await admin.done('contentPush', { entries }, 'results { id }');
    await admin.done('eventPublish', { ids: results.map(({ id }: Payload) => id) });
    await release('venue', venue.id, english({ name: 'The big hall' }));

    const messages = await receiver.got(2, venue.id);
    const message = messages.find(({ payload }) => payload.type === 'venue.updated');
    expect(message?.payload.data.affected).toHaveLength(50);
    expect(message?.payload.data.affectedTruncated).toBe(true);
    expect(message?.payload.data.cacheTags).toEqual([
      'venue',
      'search',
      'event-changed',
      'venue-each',
      'event-each',
    ]);
    expect(message?.body.length).toBeLessThan(20_000);
  });
});
