import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Role } from '../src/content/contract/access.js';
import { startDemo, type TestApplication } from './support/application.js';
import { runScc } from './support/command-line.js';
import { Mutations, type Payload } from './support/mutations.js';

let app: TestApplication;
let editor: Mutations;
beforeAll(async () => {
  app = await startDemo();
  editor = new Mutations(app, await app.as(Role.EDITOR, Role.PUBLISHER));
});
afterAll(() => app.close());

const talk = { kind: 'TALK', schedule: { precision: 'TBA' } };
let count = 0;

/** Two events, published, with their slugs and references. */
async function twoEvents(): Promise<{ one: Payload; other: Payload }> {
  count += 1;
  const [one, other] = await Promise.all(
    ['one', 'other'].map(async (name) => {
      const ref = `${name}-${count}`;
      const input = {
        ...talk,
        externalRef: ref,
        translations: [
          { locale: 'en', title: ref, slug: ref },
          { locale: 'zh-Hant', title: ref, slug: `${ref}-中文` },
        ],
      };
      const { event } = await editor.done('eventCreate', input, 'event { id externalRef slug }');
      return event;
    }),
  );
  await editor.done('eventPublish', { ids: [one.id, other.id] });
  return { one, other };
}

const slugs = (slug: string) => ({ en: { slug }, 'zh-Hant': { slug: `${slug}-中文` } });
const entry = (externalRef: string, text: object) => ({ kind: 'EVENT', externalRef, document: { text } });

function exchange(one: Payload, other: Payload) {
  const entries = [entry(one.externalRef, slugs(other.slug)), entry(other.externalRef, slugs(one.slug))];
  return editor.done('contentPush', { entries }, 'results { outcome }');
}

const found = (
  slug: string,
  locale = 'en',
  who = app as Pick<TestApplication, 'data'>,
  stage = 'PUBLISHED',
) =>
  who
    .data(
      'query ($slug: String!, $locale: Locale!, $stage: Stage!) { event(slug: $slug, locale: $locale, stage: $stage) { id redirectedFrom } }',
      { slug, locale, stage },
    )
    .then(({ event }) => event);

describe('two objects that exchange their slugs', () => {
  test('do so in one push, and in public when both are published in one call', async () => {
    const { one, other } = await twoEvents();

    await exchange(one, other);
    expect(await found(one.slug, 'en', editor.who, 'DRAFT')).toEqual({ id: other.id, redirectedFrom: null });
    expect(await found(one.slug)).toMatchObject({ id: one.id });
    await editor.done('eventPublish', { ids: [one.id, other.id] });

    expect(await found(one.slug)).toEqual({ id: other.id, redirectedFrom: null });
    expect(await found(other.slug)).toEqual({ id: one.id, redirectedFrom: null });
    expect(await found(`${one.slug}-中文`, 'zh-Hant')).toEqual({ id: other.id, redirectedFrom: null });
  });

  test('name the one to publish along, when only one is published', async () => {
    const { one, other } = await twoEvents();
    await exchange(one, other);

    const { userErrors } = await editor.ask('eventPublish', { ids: [one.id] });

    expect(userErrors).toMatchObject([
      {
        code: 'TAKEN',
        path: ['input', 'ids'],
        message: `"${other.externalRef}" is still published with the slug "${other.slug}" in "en", though its draft has another; publish both in one call.`,
      },
      { code: 'TAKEN', message: expect.stringContaining(`"${other.slug}-中文" in "zh-Hant"`) },
    ]);
    expect(await found(one.slug)).toMatchObject({ id: one.id });
    await editor.done('eventPublish', { ids: [one.id, other.id], locales: ['en'] });
    expect(await found(one.slug)).toMatchObject({ id: other.id });
    expect(await found(`${one.slug}-中文`, 'zh-Hant')).toMatchObject({ id: one.id });
  });

  test('do so in an issue, also where one was withdrawn in a language', async () => {
    const { one, other } = await twoEvents();
    const sections = [{ kind: 'UPCOMING', items: [{ event: one.id }, { event: other.id }] }];
    const { issue } = await editor.done(
      'issueCreate',
      {
        number: 900 + count,
        publishedOn: '2026-01-01',
        translations: [{ locale: 'en', title: 'Both' }],
        sections,
      },
      'issue { id }',
    );
    await editor.done('issuePublish', { ids: [issue.id] });
    await editor.done('eventUnpublish', { ids: [other.id], locales: ['zh-Hant'] });
    const entries = [
      entry(one.externalRef, { en: { slug: other.slug } }),
      entry(other.externalRef, { en: { slug: one.slug } }),
    ];
    await editor.done('contentPush', { entries }, 'results { outcome }');

    await editor.done('issuePublish', { ids: [issue.id] });

    expect(await found(one.slug)).toEqual({ id: other.id, redirectedFrom: null });
    expect(await found(other.slug)).toEqual({ id: one.id, redirectedFrom: null });
  });

  test('do not lose theirs to somebody who requests it alone', async () => {
    const { one, other } = await twoEvents();
    const entries = [
      entry(one.externalRef, { en: { slug: other.slug } }),
      entry(other.externalRef, { en: { title: 'Something else' } }),
    ];

    const { userErrors } = await editor.ask('contentPush', { entries });

    expect(userErrors).toMatchObject([
      {
        code: 'TAKEN',
        path: ['input', 'entries', '0', 'document', 'text', 'en', 'slug'],
        message: `The slug "${other.slug}" in "en" is used by "${other.externalRef}"; choose another, or change both slugs in one contentPush.`,
      },
    ]);
  });
});

describe('an object whose slug another has taken since', () => {
  async function deletedAndTaken() {
    const { one, other } = await twoEvents();
    await editor.done('eventDelete', { id: one.id, expectedVersion: 1 });
    await editor.done('contentPush', { entries: [entry(other.externalRef, slugs(one.slug))] });
    return { one, other };
  }

  test('is restored with other slugs, as the error explains', async () => {
    const { one, other } = await deletedAndTaken();

    const { userErrors } = await editor.ask('eventRestore', { id: one.id });
    expect(userErrors).toMatchObject([
      {
        code: 'TAKEN',
        path: ['input', 'slugs'],
        message: `The slug "${one.slug}" in "en" is used by "${other.externalRef}" now; choose another one with "slugs", or change the slug of that object first.`,
      },
      { code: 'TAKEN', path: ['input', 'slugs'] },
    ]);
    const wanted = [
      { locale: 'en', slug: `${one.slug}-again` },
      { locale: 'zh-HK', slug: `${one.slug}-再` },
    ];
    const { event } = await editor.done(
      'eventRestore',
      { id: one.id, slugs: wanted },
      'event { id slug title chinese: slug(locale: "zh-Hant") }',
    );
    expect(event).toEqual({
      id: one.id,
      slug: wanted[0]?.slug,
      title: one.externalRef,
      chinese: wanted[1]?.slug,
    });
  });

  test.each([
    [{ locale: 'fr', slug: 'x' }, 'INVALID_LOCALE', ['input', 'slugs', '0', 'locale']],
    [{ locale: 'en', slug: 'a b' }, 'INVALID_INPUT', ['input', 'slugs']],
    [{ locale: 'en', slug: 'x'.repeat(201) }, 'INVALID_INPUT', ['input', 'slugs']],
  ])('is not restored with %j', async (slug, code, path) => {
    const { one } = await deletedAndTaken();

    expect(await editor.ask('eventRestore', { id: one.id, slugs: [slug] })).toMatchObject({
      userErrors: expect.arrayContaining([expect.objectContaining({ code, path })]),
    });
  });

  test('is restored with another external reference, where that was taken', async () => {
    const { one } = await twoEvents();
    await editor.done('eventDelete', { id: one.id, expectedVersion: 1 });
    const input = { ...talk, externalRef: one.externalRef, translations: [{ locale: 'en', title: 'New' }] };
    await editor.done('eventCreate', input);

    expect(await editor.ask('eventRestore', { id: one.id })).toMatchObject({
      userErrors: [
        { code: 'TAKEN', path: ['input', 'externalRef'], message: expect.stringMatching(/choose another/) },
      ],
    });
    const restored = { id: one.id, externalRef: `${one.externalRef}-again` };
    expect((await editor.done('eventRestore', restored, 'event { id externalRef }')).event).toEqual(restored);
  });

  test('goes back to its revision once the other one has another', async () => {
    const { one, other } = await twoEvents();
    const update = (event: Payload, expectedVersion: number, slug: string) =>
      editor.done('eventUpdate', { id: event.id, expectedVersion, translations: [{ locale: 'en', slug }] });
    await update(one, 1, `${one.slug}-moved`);
    await update(other, 1, one.slug);
    const back = { id: one.id, version: 1, expectedVersion: 2 };

    expect((await editor.ask('eventRevisionRestore', back)).userErrors).toMatchObject([
      {
        code: 'TAKEN',
        message: expect.stringMatching(/is used by "other-\d+" now; change the slug of that object first\.$/),
      },
    ]);
    await update(other, 2, `${one.slug}-other`);
    await editor.done('eventRevisionRestore', back);
    expect(await found(one.slug, 'en', editor.who, 'DRAFT')).toMatchObject({ id: one.id });
  });
});

test('a language that would borrow a slug of another object is reported', async () => {
  const { one, other } = await twoEvents();
  const text = { en: { slug: `${other.slug}-中文` }, 'zh-Hant': { slug: `${one.slug}-新` } };
  await editor.done('eventUnpublish', { ids: [one.id] });
  await editor.done('contentPush', { entries: [entry(one.externalRef, text)] });

  const { userErrors } = await editor.ask('eventPublish', { ids: [one.id], locales: ['en'] });

  expect(userErrors).toMatchObject([
    {
      code: 'TAKEN',
      message: `Without its own text in "zh-Hant" it would use the slug "${other.slug}-中文" there, which "${other.externalRef}" has; publish "zh-Hant", too, or choose another slug.`,
    },
  ]);
  await editor.done('eventPublish', { ids: [one.id] });
});

test('what is restored reports what has to be restored before it', async () => {
  const venue = { translations: [{ locale: 'en', name: 'The pier' }] };
  const { id } = (await editor.done('venueCreate', venue, 'venue { id }')).venue;
  const input = { ...talk, venue: id, translations: [{ locale: 'en', title: 'At the pier' }] };
  const { event } = await editor.done('eventCreate', input, 'event { id }');
  await editor.done('eventDelete', { id: event.id, expectedVersion: 1 });
  await editor.done('venueDelete', { id, expectedVersion: 1 });

  expect(await editor.ask('eventRestore', { id: event.id })).toMatchObject({
    userErrors: [
      {
        code: 'NOT_FOUND',
        message: `There is no Venue "${id}". It was deleted; restore it first.`,
        path: ['input', 'id'],
      },
    ],
  });
  await editor.done('venueRestore', { id });
  await editor.done('eventRestore', { id: event.id });
});

describe('sixty objects whose slugs move on by one', () => {
  const sixty = Array.from({ length: 60 }, (_, n) => n);

  test.each([
    ['in the order of entries', sixty],
    ['in the reverse order', sixty.toReversed()],
  ])('do so in one push %s, and in public in one language', async (order, numbers) => {
    const refs = numbers.map((n) => `${order.replaceAll(' ', '-')}-${n}`);
    const push = (move: number) => {
      const entries = numbers.map((n, place) => {
        const text = { en: { title: `Moving ${n}`, slug: `moving-${order.length}-${(n + move) % 60}` } };
        return { kind: 'EVENT', externalRef: refs[place], document: { ...talk, text } };
      });
      return editor.done('contentPush', { entries }, 'results { outcome id }');
    };
    const { results } = await push(0);
    const ids = results.map(({ id }: { id: string }) => id);
    await editor.done('eventPublish', { ids });

    expect((await push(1)).results.map(({ outcome }: Payload) => outcome)).toEqual(
      sixty.map(() => 'UPDATED'),
    );
    await editor.done('eventPublish', { ids, locales: ['en'] });

    for (const n of [0, 30, 59]) {
      const mover = ids[numbers.indexOf(n)];
      expect(await found(`moving-${order.length}-${(n + 1) % 60}`)).toEqual({
        id: mover,
        redirectedFrom: null,
      });
    }
  });
});

test('scc push exchanges slugs between files that are checked and written in different requests', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'scc-slugs-'));
  const environment = { SCC_URL: `${app.url}/graphql`, SCC_KEY: (await app.as(Role.EDITOR)).secret };
  const push = async (version: string, slugOf: (index: number) => number) => {
    await mkdir(join(folder, 'content/articles'), { recursive: true });
    for (let index = 0; index < 210; index += 1)
      await writeFile(
        join(folder, `content/articles/apart-${index}.yaml`),
        `kind: NEWS\ntext:\n  en:\n    title: ${version} ${index}\n    slug: apart-${slugOf(index)}\n`,
      );
    return runScc(['push', 'content'], { folder, environment });
  };
  const taken = new Map([
    [0, 209],
    [209, 0],
    [1, 150],
    [150, 999],
  ]);
  await push('First', (index) => index);

  const exchanged = await push('Second', (index) => taken.get(index) ?? index);
  const refused = await push('Third', (index) => (index === 3 ? 999 : index === 150 ? 998 : index));
  await rm(folder, { recursive: true });

  expect(exchanged).toMatchObject({
    code: 0,
    stdout: '210 files: 0 new, 210 changed, 0 unchanged.\n',
    stderr: '',
  });
  expect(refused).toMatchObject({ code: 0 });
});

test('scc push points at the file that takes a slug which stays with another object', async () => {
  const { one, other } = await twoEvents();
  const folder = await mkdtemp(join(tmpdir(), 'scc-slugs-'));
  const environment = { SCC_URL: `${app.url}/graphql`, SCC_KEY: (await app.as(Role.EDITOR)).secret };
  await mkdir(join(folder, 'content/events'), { recursive: true });
  await writeFile(
    join(folder, `content/events/${one.externalRef}.yaml`),
    `text:\n  en:\n    slug: ${other.slug}\n`,
  );

  const { code, stderr } = await runScc(['push', 'content'], { folder, environment });

  await rm(folder, { recursive: true });
  expect(code).toBe(1);
  expect(stderr.match(/is used by/g)).toHaveLength(1);
  expect(stderr).toContain(
    `content/events/${one.externalRef}.yaml:3: The slug "${other.slug}" in "en" is used by`,
  );
});
