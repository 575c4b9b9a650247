import { Role } from '../src/content/contract/access.js';
import { type Asking, startDemo, type TestApplication } from './support/application.js';
import { Mutations } from './support/mutations.js';

const BOTH = ['en', 'zh-Hant'];

let app: TestApplication;
let editor: Mutations;
/** With a token for an object that has nothing to do with the others. */
let preview: Asking;
beforeAll(async () => {
  app = await startDemo();
  editor = new Mutations(app, await app.as(Role.EDITOR, Role.PUBLISHER));
  preview = await previewOf((await anEvent('Previewed')).id);
});
afterAll(() => app.close());

async function previewOf(id: string): Promise<Asking> {
  return app.withKey((await editor.done('previewTokenCreate', { id }, 'token')).token);
}

const words = (word: string) => [
  { locale: 'en', title: `${word} title` },
  { locale: 'zh-Hant', title: `${word}題目` },
];

async function anEvent(word: string, more: object = {}): Promise<{ readonly id: string; version: number }> {
  const input = { kind: 'TALK', schedule: { precision: 'TBA' }, ...more, translations: words(word) };
  return (await editor.done('eventCreate', input, 'event { id version }')).event;
}

async function change(it: { readonly id: string; version: number }, fields: object): Promise<void> {
  const input = { id: it.id, expectedVersion: it.version, ...fields };
  it.version = (await editor.done('eventUpdate', input, 'event { version }')).event.version;
}

const publish = (id: string, locales?: string[]) =>
  editor.done('eventPublish', { ids: [id], ...(locales ? { locales } : {}) });

/** The titles in both languages, each by its own words. */
async function titlesFor(reader: Asking, id: string, stage = 'DRAFT'): Promise<unknown> {
  const { en, zh } = await reader.data(
    `query ($id: ID!, $stage: Stage!) {
      en: event(id: $id, stage: $stage, locale: "en", fallback: false) { title }
      zh: event(id: $id, stage: $stage, locale: "zh-Hant", fallback: false) { title }
    }`,
    { id, stage },
  );
  return [en?.title, zh?.title];
}

describe('with a preview token, an object that it is not for', () => {
  test.each<[what: string, prepare: (it: { id: string; version: number }) => Promise<unknown>]>([
    [
      'was published in one language after both were changed',
      async (it) => {
        await publish(it.id);
        await change(it, { translations: words('Secret') });
        await publish(it.id, ['zh-Hant']);
      },
    ],
    [
      'was first published in one language',
      async (it) => {
        await publish(it.id, ['en']);
      },
    ],
    [
      'was withdrawn in one language',
      async (it) => {
        await publish(it.id);
        await editor.done('eventUnpublish', { ids: [it.id], locales: ['en'] });
      },
    ],
    [
      'was published in one language, changed, and published in the other',
      async (it) => {
        await publish(it.id, ['en']);
        await change(it, { translations: words('Secret') });
        await publish(it.id, ['zh-Hant']);
      },
    ],
    [
      'lost a language in the draft and was published in the other',
      async (it) => {
        await publish(it.id);
        await change(it, { translations: [{ locale: 'en', title: null }] });
        await publish(it.id, ['zh-Hant']);
      },
    ],
    [
      'got other facts, which were published with one language',
      async (it) => {
        await publish(it.id);
        await change(it, { kind: 'FORUM', translations: [{ locale: 'en', title: 'Secret' }] });
        await publish(it.id, ['zh-Hant']);
      },
    ],
    [
      'was changed, and made again what is published',
      async (it) => {
        await publish(it.id);
        await change(it, { translations: words('Secret') });
        await editor.done('eventDiscardDraft', { id: it.id, expectedVersion: it.version });
      },
    ],
    [
      'was changed after it was published',
      async (it) => {
        await publish(it.id);
        await change(it, { translations: words('Secret') });
      },
    ],
    ['was never published', async () => undefined],
    [
      'was withdrawn',
      async (it) => {
        await publish(it.id);
        await editor.done('eventUnpublish', { ids: [it.id] });
      },
    ],
  ])('is what the public sees when it %s', async (_what, prepare) => {
    const it = await anEvent('Other');
    await prepare(it);

    const seen = await titlesFor(app, it.id, 'PUBLISHED');

    expect(await titlesFor(preview, it.id)).toEqual(seen);
    expect(JSON.stringify(seen)).not.toContain('Secret title');
    // A token of its own shows its draft.
    expect(await titlesFor(await previewOf(it.id), it.id)).toEqual(await titlesFor(editor.who, it.id));
  });

  test('shows its parts as they are published, too', async () => {
    const it = await anEvent('With parts', {
      categories: [[{ locale: 'en', text: 'Open' }]],
      links: [{ rel: 'DETAILS', url: 'https://example.org/open', label: [{ locale: 'en', text: 'Open' }] }],
    });
    await publish(it.id);
    await change(it, {
      categories: [[{ locale: 'en', text: 'Secret' }]],
      links: [
        { rel: 'DETAILS', url: 'https://example.org/secret', label: [{ locale: 'en', text: 'Secret' }] },
      ],
    });
    const parts = 'query ($id: ID!) { event(id: $id, stage: DRAFT) { categories links { url label } } }';

    expect(await preview.data(parts, { id: it.id })).toEqual({
      event: { categories: ['Open'], links: [{ url: 'https://example.org/open', label: 'Open' }] },
    });
  });

  test('is found by the address that the public knows, and not by one of the draft', async () => {
    const it = await anEvent('Renamed');
    await publish(it.id);
    await change(it, { translations: [{ locale: 'en', slug: 'secret-address' }] });
    const bySlug = (slug: string) =>
      preview.data('query ($slug: String!) { event(slug: $slug, stage: DRAFT, locale: "en") { id slug } }', {
        slug,
      });

    expect(await bySlug('secret-address')).toEqual({ event: null });
    expect(await bySlug('renamed-title')).toEqual({ event: { id: it.id, slug: 'renamed-title' } });
  });

  test('gives precedence to the object of the preview if both have a slug', async () => {
    const published = await anEvent('Address');
    await publish(published.id);
    await change(published, { translations: [{ locale: 'en', slug: 'moved-away' }] });
    const successor = await anEvent('Successor');
    await change(successor, { translations: [{ locale: 'en', slug: 'address-title' }] });
    const bySlug = async (reader: Asking) =>
      (await reader.data('{ event(slug: "address-title", stage: DRAFT, locale: "en") { id } }')).event.id;

    expect(await bySlug(await previewOf(successor.id))).toBe(successor.id);
    expect(await bySlug(preview)).toBe(published.id);
  });

  test('retains its place in lists, in its public state', async () => {
    const it = await anEvent('Listed');
    await publish(it.id);
    await change(it, { translations: words('Hidden') });
    const { events } = await preview.data(
      '{ events(stage: DRAFT, first: 100, locale: "en") { totalCount nodes { id title } } }',
    );

    expect(events.nodes).toHaveLength(events.totalCount);
    expect(events.nodes).toContainEqual({ id: it.id, title: 'Listed title' });
    expect(JSON.stringify(events)).not.toContain('Hidden');
  });
});

test('the draft of the preview shows what is published of the organisations that it names', async () => {
  const { organisation } = await editor.done(
    'organisationCreate',
    { kind: 'COMPANY', translations: BOTH.map((locale) => ({ locale, name: `Known ${locale}` })) },
    'organisation { id version }',
  );
  await editor.done('organisationPublish', { ids: [organisation.id] });
  await editor.done('organisationUpdate', {
    id: organisation.id,
    expectedVersion: organisation.version,
    translations: [{ locale: 'en', name: 'Secret name' }],
  });
  const { id } = await anEvent('At a known one', {
    participations: [{ organisation: organisation.id, role: 'HOST' }],
  });

  const { event } = await (await previewOf(id)).data(
    'query ($id: ID!) { event(id: $id, stage: DRAFT, locale: "en") { title participations { organisation { name } } } }',
    { id },
  );

  expect(event).toEqual({
    title: 'At a known one title',
    participations: [{ organisation: { name: 'Known en' } }],
  });
});
