import { inputsOf } from '../src/content/writing/input.js';
import 'reflect-metadata';
import { contentTypes } from '../src/app/content-types.js';
import { publicViewer, Role, systemViewer, type Viewer } from '../src/content/contract/access.js';
import { globalId } from '../src/content/contract/global-id.js';
import { deleteDraft } from '../src/content/editing/bin.js';
import { grantPreview, previewToken } from '../src/content/editing/preview.js';
import { discardDraft } from '../src/content/editing/revert.js';
import type { ContentType } from '../src/content/model/content-type.js';
import { feedFormats } from '../src/feeds/formats/formats.js';
import { newId } from '../src/foundation/ids.js';
import { Webhook, WebhookDelivery, WebhookState } from '../src/webhooks/webhook.entity.js';
import { startDemo, type TestApplication } from './support/application.js';
import { MarkedDrafts, type Marker } from './support/marked-drafts.js';
import { Random } from './support/random.js';
import { readAll } from './support/read-all.js';
import { isLong, rounds } from './support/rounds.js';
import { publish, unpublish, writeDrafts } from './support/verbs.js';

const LOCALES = ['en', 'zh-Hant', 'zh-Hans'];

interface Probe {
  readonly content: ContentType;
  readonly ref: string;
  id: string;
}

/** Which version of the words the public sees, by language, and of what all languages share. */
type Seen = Readonly<Partial<Record<'en' | 'zh-Hant' | 'shared', number>>>;

interface State {
  readonly name: string;
  readonly make: (probe: Probe) => Promise<unknown>;
  readonly seen: Seen;
  /** What was public before, and is not any more. */
  readonly before?: Seen;
}

let app: TestApplication;
let drafts: MarkedDrafts;
let random: Random;
const probes: (Probe & { readonly state: State })[] = [];

const write = async (probe: Probe, version: number) => {
  const input = drafts.document(probe.content, probe.ref, version);
  [probe.id = ''] = await writeDrafts(app.store, systemViewer, [
    { content: probe.content, externalRef: probe.ref, input },
  ]);
};
const show = ({ content, id }: Probe, locales?: string[]) =>
  publish(app.store, systemViewer, { content, ids: [id], ...(locales ? { locales } : {}) });
const hide = ({ content, id }: Probe, locales?: string[]) =>
  unpublish(app.store, systemViewer, { content, ids: [id], ...(locales ? { locales } : {}) });
const throwAway = async ({ content, id }: Probe) => {
  const [row] = (await app.store.draft.manager.findBy(content.entity, { id })) as { version: number }[];
  const request = { content, id, expectedVersion: row?.version ?? 0 };
  await app.store.transaction((each) => deleteDraft(each, app.store, systemViewer, request));
};

const EVERY_STATE: readonly State[] = [
  { name: 'draft', make: async () => undefined, seen: {} },
  { name: 'english', make: (it) => show(it, ['en']), seen: { en: 1, shared: 1 } },
  { name: 'chinese', make: (it) => show(it, ['zh-Hant']), seen: { 'zh-Hant': 1, shared: 1 } },
  {
    name: 'changed',
    make: async (it) => {
      await show(it);
      await write(it, 2);
    },
    seen: { en: 1, 'zh-Hant': 1, shared: 1 },
  },
  {
    name: 'half-published',
    make: async (it) => {
      await show(it);
      await write(it, 2);
      await show(it, ['zh-Hant']);
    },
    seen: { en: 1, 'zh-Hant': 2, shared: 2 },
    before: { en: 1, 'zh-Hant': 1, shared: 1 },
  },
  {
    name: 'one-then-other',
    make: async (it) => {
      await show(it, ['en']);
      await write(it, 2);
      await show(it, ['zh-Hant']);
      await write(it, 3);
    },
    seen: { en: 1, 'zh-Hant': 2, shared: 2 },
    before: { en: 1, shared: 1 },
  },
  {
    name: 'half-withdrawn',
    make: async (it) => {
      await show(it);
      await hide(it, ['en']);
      await write(it, 2);
    },
    seen: { 'zh-Hant': 1, shared: 1 },
    before: { en: 1 },
  },
  {
    name: 'withdrawn',
    make: async (it) => {
      await show(it);
      await write(it, 2);
      await hide(it);
    },
    seen: {},
    before: { en: 1, 'zh-Hant': 1, shared: 1 },
  },
  {
    name: 'discarded',
    make: async (it) => {
      await show(it, ['en']);
      await write(it, 2);
      const [row] = (await app.store.draft.manager.findBy(it.content.entity, { id: it.id })) as {
        version: number;
      }[];
      const request = { content: it.content, id: it.id, expectedVersion: row?.version ?? 0 };
      await app.store.transaction((each) => discardDraft(each, app.store, systemViewer, request));
    },
    seen: { en: 1, shared: 1 },
  },
  { name: 'binned', make: throwAway, seen: {} },
  {
    name: 'published-and-binned',
    make: async (it) => {
      await show(it, ['zh-Hant']);
      await write(it, 2);
      await throwAway(it);
    },
    seen: {},
    before: { 'zh-Hant': 1, shared: 1 },
  },
];

/** Each is made for every type, which takes a while. */
const STATES = EVERY_STATE.filter(
  ({ name }) =>
    isLong || ['english', 'half-published', 'half-withdrawn', 'withdrawn', 'binned'].includes(name),
);

beforeAll(async () => {
  app = await startDemo();
  random = new Random(20240613);
  await app.store.draft.manager.insert(Webhook, {
    id: newId(),
    name: 'probe',
    url: 'https://receiver.example.org/',
    topics: ['*'],
    state: WebhookState.ENABLED,
    createdBy: 'a test',
  });
  const inputs = await inputsOf(app.store);
  drafts = new MarkedDrafts((content) => inputs.typeOf(content));
  for (let round = 0; round < rounds({ short: 1, long: 4 }); round += 1) {
    for (const content of contentTypes) {
      for (const state of STATES) {
        const probe = {
          content,
          ref: `probe-${content.table.replaceAll('_', '-')}-${state.name}-${round}`,
          id: '',
          state,
        };
        await write(probe, 1);
        await state.make(probe);
        probes.push(probe);
      }
    }
  }
}, 300_000);
afterAll(() => app.close());

/** Whether a marker was public once, and is not any more. */
function wasPublic({ object, version, locale }: Marker): boolean {
  const { state } = probes.find(({ ref }) => ref === object) ?? {};
  return state?.before?.[(locale ?? 'shared') as keyof Seen] === version;
}

/** The markers that may not be seen by whoever sees nothing but what is public, and the drafts of some objects. */
function secrets(previewed: ReadonlySet<string> = new Set()): Marker[] {
  const byRef = new Map(probes.map((probe) => [probe.ref, probe]));
  return drafts.markers.filter((marker) => {
    const { object, locale, version, place } = marker;
    const probe = byRef.get(object);
    if (!probe || previewed.has(probe.id)) return false;
    // Who keeps copies is told by their titles what to remove.
    if (wasPublic(marker) && place === 'Event.translations.title') return false;
    return probe.state.seen[(locale ?? 'shared') as keyof Seen] !== version;
  });
}

function found(texts: readonly string[], markers: readonly Marker[]): Marker[] {
  const words = new Set(texts.flatMap((text) => text.match(/zq[0-9a-z]+?qz/g) ?? []));
  return markers.filter(({ word }) => words.has(word));
}

const told = (markers: readonly Marker[]) =>
  markers.slice(0, 20).map(({ object, version, place, locale }) => `${object} ${version} ${place} ${locale}`);

const read = (viewer: Viewer, stage: 'DRAFT' | 'PUBLISHED') =>
  readAll(
    app,
    probes.map(({ content, id }) => globalId(content.table, id)),
    { viewer, stage, steps: viewer.previewed && !isLong ? 1 : 2 },
  );

test('the public reads everything that is published, and nothing else', async () => {
  const texts = await read(publicViewer, 'PUBLISHED');

  expect(told(found(texts, secrets()))).toEqual([]);
  // What is public is there: otherwise nothing has been looked at.
  const hidden = new Set(secrets().map(({ word }) => word));
  const open = drafts.markers.filter(({ word }) => !hidden.has(word));
  expect(found(texts, open).length / open.length).toBeGreaterThan(0.9);
}, 300_000);

test('a preview token shows the drafts of its objects beside that, and nothing else', async () => {
  const pages = probes.filter(({ state }) => !state.name.includes('binned'));
  for (let count = 0; count < rounds({ short: 2, long: 40 }); count += 1) {
    const { content, id, ref } = random.pick(pages);
    const request = { id: globalId(content.table, id), minutes: 60 };
    const grant = await app.store.transaction((each) => grantPreview(each, app.store, systemViewer, request));
    const viewer = await app.endpoint.authenticate(`Bearer ${await previewToken(app.store, grant)}`);

    const texts = await read(viewer, 'DRAFT');

    expect([ref, ...told(found(texts, secrets(viewer.previewed)))]).toEqual([ref]);
    expect(
      found(
        texts,
        drafts.markers.filter(({ object }) => object === ref),
      ).length,
    ).toBeGreaterThan(0);
  }
}, 600_000);

test('feeds, pages for other sites and oEmbed have nothing else', async () => {
  const events = probes
    .filter(({ content }) => content.name === 'Event')
    .map(({ id }) => `events/${globalId('event', id)}`);
  const issues = probes
    .filter(({ content }) => content.name === 'Issue')
    .map(({ id }) => `issues/${globalId('issue', id)}`);
  const paths = ['events', 'articles', ...issues, ...events].flatMap((name) =>
    feedFormats.map(({ extension }) => `/feeds/${name}.${extension}`),
  );
  const pages = [
    '/embed/events',
    '/embed/events?layout=compact',
    '/embed/',
    '/embed/oembed?url=',
    '/embed/v1/events',
  ];
  const texts = await Promise.all(
    [...paths.flatMap((path) => LOCALES.map((locale) => `${path}?locale=${locale}`)), ...pages].map(
      async (path) => (await fetch(`${app.url}${path}`)).text(),
    ),
  );

  expect(told(found(texts, secrets()))).toEqual([]);
  expect(found(texts, drafts.markers).length).toBeGreaterThan(20);
}, 300_000);

test('webhooks are sent nothing else, except for slugs that were public', async () => {
  const deliveries = await app.store.draft.manager.find(WebhookDelivery);
  const text = JSON.stringify(deliveries);

  expect(told(found([text], secrets()).filter((marker) => !wasPublic(marker)))).toEqual([]);
  expect(found([text], drafts.markers).length).toBeGreaterThan(10);
});

test('no search finds it, no slug leads to it except one that was public; errors and refusals do not contain it', async () => {
  // Former addresses keep leading to their objects.
  const hidden = secrets().filter((marker) => !(marker.place.endsWith('.slug') && wasPublic(marker)));
  const partner = await app.as(Role.PARTNER);
  const sample = isLong ? hidden : Array.from({ length: 150 }, () => random.pick(hidden));
  for (const { word, object, place } of sample) {
    const data = await app.dataAs(
      publicViewer,
      `query ($word: String!) {
        ${LOCALES.map((locale) => `${locale.replace('-', '')}: search(query: $word, locale: "${locale}") { totalCount }`).join(' ')}
        event(slug: $word) { id } article(slug: $word) { id } person(slug: $word) { id } organisation(slug: $word) { id } issue(slug: $word) { id }
      }`,
      { word },
    );
    const hits = Object.values(data).filter(
      (each) => each !== null && (each as { totalCount?: number }).totalCount !== 0,
    );
    expect([object, place, word, ...hits]).toEqual([object, place, word]);
  }
  for (const source of [
    '{ events(stage: DRAFT) { nodes { title } } }',
    '{ contentDocuments { nodes { document } } }',
    '{ deletedObjects { nodes { title } } }',
    '{ auditLog { nodes { reasons } } }',
  ])
    for (const reader of [app, partner]) {
      const { data, errors } = await reader.ask(source);
      expect(errors).toHaveLength(1);
      expect(found([JSON.stringify([data, errors])], drafts.markers)).toEqual([]);
    }
}, 300_000);
