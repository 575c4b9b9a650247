import { Role } from '../src/content/contract/access.js';
import { startDemo, startOn, type TestApplication } from './support/application.js';
import { Mutations } from './support/mutations.js';

let app: TestApplication;
let editor: Mutations;
let publisher: Mutations;
beforeAll(async () => {
  app = await startDemo();
  editor = new Mutations(app, await app.as(Role.EDITOR));
  publisher = new Mutations(app, await app.as(Role.EDITOR, Role.PUBLISHER));
});
afterAll(() => app.close());

const talk = { kind: 'TALK', schedule: { precision: 'TBA' } };
const titled = (title: string, locale = 'en') => ({ ...talk, translations: [{ locale, title }] });

async function aTalk(title: string, locale?: string) {
  const input = titled(title, locale);
  return (await editor.done('eventCreate', input, 'event { id version slug externalRef }')).event;
}

/** Sets what the rules of today would not let through, as an older version of the program did. */
async function store(column: string, value: string, id: string, table = 'event_text', key = 'content_id') {
  await app.database.pool.query(`update draft.${table} set ${column} = $1 where ${key} = $2`, [
    value,
    id.slice(id.lastIndexOf('_') + 1),
  ]);
}

describe('a slug that is made from a title', () => {
  test('is cut where a character ends, so that the object can be changed afterwards', async () => {
    const event = await aTalk(`${'Smart city '.repeat(26)}ends`);

    expect(event.slug).toBe(`${'smart-city-'.repeat(18)}sm`);
    const cancelled = await editor.done(
      'eventUpdate',
      { id: event.id, expectedVersion: 1, lifecycle: 'CANCELLED' },
      'event { lifecycle slug }',
    );
    expect(cancelled.event).toEqual({ lifecycle: 'CANCELLED', slug: event.slug });
  });

  test.each([
    ['a hyphen at the end', `${'a'.repeat(199)} b`, 'a'.repeat(199)],
    ['marks that belong to a letter', `${'b'.repeat(199)}q\u0307\u0323`, 'b'.repeat(199)],
    ['characters of two units', `${'c'.repeat(199)}𠮷𠮷`, 'c'.repeat(199)],
    ['Chinese', '智'.repeat(300), '智'.repeat(200)],
  ])('leaves %s out', async (_what, title, slug) => {
    expect((await aTalk(title)).slug).toBe(slug);
  });

  test('has room for a distinguishing number, however many there are', async () => {
    const title = '城'.repeat(250);
    const entries = Array.from({ length: 30 }, (_entry, index) => ({
      kind: 'EVENT',
      externalRef: `same-title-${index}`,
      document: { ...talk, text: { 'zh-Hant': { title } } },
    }));
    await editor.done('contentPush', { entries });
    const { contentDocuments } = await editor.who.data(
      'query ($refs: [String!]) { contentDocuments(externalRefs: $refs, first: 100) { nodes { document } } }',
      { refs: entries.map(({ externalRef }) => externalRef) },
    );
    const slugs: string[] = contentDocuments.nodes.map(
      ({ document }: { document: { text: { 'zh-Hant': { slug: string } } } }) =>
        document.text['zh-Hant'].slug,
    );

    expect(new Set(slugs).size).toBe(30);
    expect(slugs).toContain(`${'城'.repeat(198)}-2`);
    expect(slugs.every((slug) => slug.length <= 200)).toBe(true);
    const again = await editor.done('contentPush', { entries }, 'results { outcome }');
    expect(again.results.every(({ outcome }: { outcome: string }) => outcome === 'UNCHANGED')).toBe(true);
  });
});

describe('a value that nobody sent', () => {
  test('is not what an update is refused for: a slug of former times', async () => {
    const { id } = await aTalk('Old times');
    await store('slug', 'x'.repeat(260), id);

    const { event } = await publisher.done(
      'eventUpdate',
      { id, expectedVersion: 1, edition: 2, translations: [{ locale: 'en', title: 'New times' }] },
      'event { edition slug title }',
    );

    expect(event).toEqual({ edition: 2, slug: 'x'.repeat(260), title: 'New times' });
    const given = { id, expectedVersion: 2, translations: [{ locale: 'en', slug: 'y'.repeat(260) }] };
    expect(await editor.ask('eventUpdate', given)).toMatchObject({
      userErrors: [{ code: 'INVALID_INPUT', path: ['input', 'translations', '0', 'slug'] }],
    });
  });

  test.each([
    ['a title that is too long now', 'title', 't'.repeat(400), 'event_text', 'content_id'],
    ['an address that is none', 'registration_url', 'not an address', 'event', 'id'],
    ['an enum value that was taken away', 'kind', 'SEANCE', 'event', 'id'],
  ])('is stored as it is: %s', async (_what, column, value, table, key) => {
    const { id } = await aTalk('Kept');
    await app.database.pool.query('alter table draft.event drop constraint if exists event_kind_check');
    await store(column, value, id, table, key);

    await editor.done('eventUpdate', { id, expectedVersion: 1, edition: 3 });

    const { rows } = await app.database.pool.query(
      `select ${column} as value from draft.${table} where ${key} = $1`,
      [id.slice(id.lastIndexOf('_') + 1)],
    );
    expect(rows[0].value).toBe(value);
  });

  test('is preserved in a language that is no longer configured', async () => {
    const { id } = await aTalk('深圳', 'zh-Hans');
    const fewer = await startOn(app.databaseUrl, { locales: 'en,zh-Hant>en' } as never);
    const there = new Mutations(fewer, await fewer.as(Role.EDITOR));

    const answer = await there.ask(
      'eventUpdate',
      { id, expectedVersion: 1, edition: 3 },
      'event { edition }',
    );
    await fewer.close();

    expect(answer).toEqual({ event: { edition: 3 }, userErrors: [] });
  });
});

describe('an external reference that is made', () => {
  test('contains no text of the title: what is published later may have another name', async () => {
    const { id, externalRef } = await aTalk('Merger with the harbour authority');
    await editor.done('eventUpdate', {
      id,
      expectedVersion: 1,
      translations: [{ locale: 'en', title: 'A talk', slug: 'a-talk-later' }],
    });
    await publisher.done('eventPublish', { ids: [id] });

    expect(externalRef).toMatch(/^event-[0-9a-f]{12}$/);
    expect((await app.data(`{ event(id: "${id}") { externalRef } }`)).event).toEqual({ externalRef });
  });

  test.each([
    [
      'organisationCreate',
      'organisation',
      { kind: 'COMPANY', translations: [{ locale: 'en', name: 'Secret Ltd' }] },
    ],
    [
      'personCreate',
      'person',
      {
        translations: [
          { locale: 'zh-Hant', name: '秘密' },
          { locale: 'en', name: 'Secret' },
        ],
      },
    ],
    ['eventSeriesCreate', 'eventSeries', { translations: [{ locale: 'en', title: 'Secret' }] }],
  ])('by %s, too', async (field, noun, input) => {
    const payload = await editor.done(field, input, `${noun} { externalRef }`);

    expect(payload[noun].externalRef).toMatch(/^[a-z]+(-[a-z]+)*-[0-9a-f]{12}$/);
    expect(payload[noun].externalRef).not.toContain('secret');
  });

  test('is one that files and references take', async () => {
    const input = { translations: [{ locale: 'en', name: 'The pier' }] };
    const { venue } = await editor.done('venueCreate', input, 'venue { externalRef }');

    const { event } = await editor.done(
      'eventCreate',
      { ...titled('By the pier'), venue: venue.externalRef },
      'event { venue { externalRef } }',
    );

    expect(event).toEqual({ venue });
  });
});
