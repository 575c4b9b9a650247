import 'reflect-metadata';
import { startEmpty, type TestApplication } from './support/application.js';
import {
  anArticle,
  anArticleSeries,
  anEvent,
  anEventSeries,
  anOrganisation,
  aPerson,
  aVenue,
  Desk,
} from './support/builders.js';

let app: TestApplication;
let desk: Desk;
beforeAll(async () => {
  app = await startEmpty();
  desk = await Desk.open(app);
});
afterAll(() => app.close());

const words: Readonly<Record<string, string>> = { en: 'English', 'zh-Hant': '繁體', 'zh-Hans': '简体' };
let slugs = 0;
const inLocales = (...locales: string[]) => {
  slugs += 1;
  return Object.fromEntries(
    locales.map((locale) => [locale, { title: words[locale], slug: `slug-${slugs}` }]),
  );
};

describe('text that a language lacks', () => {
  test.each([
    ['en', ['en', 'zh-Hant', 'zh-Hans'], 'English', null],
    ['en', ['zh-Hant', 'zh-Hans'], '繁體', 'zh-Hant'],
    ['en', ['zh-Hans'], null, null],
    ['zh-Hant', ['en', 'zh-Hant'], '繁體', null],
    ['zh-Hant', ['en', 'zh-Hans'], 'English', 'en'],
    ['zh-Hant', ['zh-Hans'], null, null],
    ['zh-Hans', ['en', 'zh-Hant', 'zh-Hans'], '简体', null],
    ['zh-Hans', ['en', 'zh-Hant'], '繁體', 'zh-Hant'],
    ['zh-Hans', ['en'], 'English', 'en'],
  ])('requested in %s, stored in %j, is %s', async (asked, kept, title, from) => {
    const [id] = await desk.release(anEvent({ text: inLocales(...kept) }));

    const { event } = await app.data(
      `query ($id: ID, $asked: Locale) {
        event(id: $id, locale: $asked) { title localization { requested available fallbacks { field locale } } }
      }`,
      { id, asked },
    );

    expect(event).toEqual({
      title,
      localization: {
        requested: asked,
        available: [...kept].sort(),
        fallbacks: from ? [{ field: 'title', locale: from }] : [],
      },
    });
  });

  test('is found field by field: the title in one language, the body in the other', async () => {
    const text = { en: { title: 'Title', summary: '' }, 'zh-Hant': { summary: '摘要', body: '正文' } };
    const [id] = await desk.release(anArticle({ text }));

    const { en, zh } = await app.data(
      `query ($id: ID) { en: article(id: $id) { ...words } zh: article(id: $id, locale: "zh-Hant") { ...words } }
       fragment words on Article { title summary body localization { fallbacks { field locale } } }`,
      { id },
    );

    expect(en).toEqual({
      title: 'Title',
      summary: '摘要',
      body: '<p>正文</p>',
      localization: {
        fallbacks: [
          { field: 'body', locale: 'zh-Hant' },
          { field: 'summary', locale: 'zh-Hant' },
        ],
      },
    });
    expect(zh).toEqual({
      title: 'Title',
      summary: '摘要',
      body: '<p>正文</p>',
      localization: { fallbacks: [{ field: 'title', locale: 'en' }] },
    });
  });

  test('is resolved for each object of a response, and for its child rows', async () => {
    const venue = aVenue({ text: { en: { name: 'Hall' } } });
    const series = anEventSeries({ text: { 'zh-Hant': { title: '系列' } } });
    const host = anOrganisation({ text: { en: { name: 'Host' }, 'zh-Hant': { name: '主辦' } } });
    const speaker = aPerson({ honorifics: ['DR'], text: { 'zh-Hant': { name: '陳大文' } } });
    const event = anEvent({
      text: { en: { title: 'Nested' } },
      venue: venue.ref,
      series: series.ref,
      participations: [{ organisation: host.ref, role: 'HOST', label: { 'zh-Hant': '統籌' } }],
      credits: [{ person: speaker.ref, role: 'SPEAKER', affiliation: { en: 'Office' } }],
      categories: [{ en: 'Juniors' }, { 'zh-Hant': '公開組' }, { 'zh-Hans': '少年组' }],
      admission: { type: 'PAID', price: '120.00', currency: 'HKD', note: { 'zh-Hant': '會員半價' } },
    });

    await desk.release(venue, series, host, speaker);
    const [id] = await desk.release(event);
    const { en, zh, hans } = await app.data(
      `query ($id: ID) {
        en: event(id: $id) { ...words } zh: event(id: $id, locale: "zh-Hant") { ...words }
        hans: event(id: $id, locale: "zh-Hans") { categories }
      }
      fragment words on Event {
        title venue { name } series { title } categories admission { note }
        participations { roleLabel organisation { name } }
        credits { displayName affiliation roleLabel }
      }`,
      { id },
    );

    const shared = { title: 'Nested', venue: { name: 'Hall' }, series: { title: '系列' } };
    const parts = { categories: ['Juniors', '公開組'], admission: { note: '會員半價' } };
    expect(en).toEqual({
      ...shared,
      ...parts,
      participations: [{ roleLabel: '統籌', organisation: { name: 'Host' } }],
      credits: [{ displayName: '陳大文博士', affiliation: 'Office', roleLabel: 'Speaker' }],
    });
    expect(zh).toEqual({
      ...shared,
      ...parts,
      participations: [{ roleLabel: '統籌', organisation: { name: '主辦' } }],
      credits: [{ displayName: '陳大文博士', affiliation: 'Office', roleLabel: '講者' }],
    });
    expect(hans.categories).toEqual(['Juniors', '公開組', '少年组']);
  });
});

describe('a request without fallback', () => {
  test('returns only translations, in child objects and rows, too', async () => {
    const host = anOrganisation({ text: { en: { name: 'Quiet host' } } });
    const event = anEvent({
      text: { en: { title: 'Alone', slug: 'alone', description: 'Long' }, 'zh-Hant': { summary: '摘要' } },
      participations: [{ organisation: host.ref, role: 'HOST', label: { en: 'Convenor' } }],
      categories: [{ en: 'Juniors' }, { 'zh-Hant': '公開組' }],
      admission: { type: 'PAID', note: { en: 'At the door' } },
      links: [{ rel: 'DETAILS', label: { en: 'More' } }],
    });

    await desk.release(host);
    const [id] = await desk.release(event);
    const { event: bare } = await app.data(
      `query ($id: ID) { event(id: $id, locale: "zh-Hant", fallback: false) {
        title summary description slug categories admission { note } links { label } kindLabel
        enTitle: title(locale: "en")
        participations { roleLabel organisation { name } }
        localization { requested available fallbacks { field } alternates { locale slug } }
      } }`,
      { id },
    );

    expect(bare).toEqual({
      title: null,
      summary: '摘要',
      description: null,
      slug: 'alone',
      categories: ['公開組'],
      admission: { note: null },
      links: [{ label: null }],
      kindLabel: '講座',
      enTitle: 'Alone',
      participations: [{ roleLabel: '接待機構', organisation: { name: null } }],
      localization: {
        requested: 'zh-Hant',
        available: ['en', 'zh-Hant'],
        fallbacks: [],
        alternates: [
          { locale: 'en', slug: 'alone' },
          { locale: 'zh-Hant', slug: 'alone' },
        ],
      },
    });
  });
});

describe('lists, with the same chains as what they show', () => {
  beforeAll(async () => {
    const series = anArticleSeries({ ref: 'shelf' });
    await desk.release(series);
    const shelved = (text: object) => anArticle({ series: 'shelf', text });
    await desk.release(
      shelved({ en: { title: 'B both' }, 'zh-Hant': { title: '丁' } }),
      shelved({ en: { title: 'A english' } }),
      shelved({ 'zh-Hant': { title: '乙', slug: 'c-chinese' } }),
      shelved({ 'zh-Hans': { title: '简', slug: 'd-simplified' } }),
    );
  });

  const list = async (request: string, filter = '') => {
    const { articles } = await app.data(`{
      articles(${request}, orderBy: TITLE_ASC, filter: { kind: NEWS, ${filter} }) { nodes { title series { title } } }
    }`);
    const shelved = articles.nodes.filter(({ series }: { series: unknown }) => series);
    return shelved.map(({ title }: { title: string | null }) => title);
  };

  test.each([
    ['locale: "en"', ['A english', 'B both', '乙', null]],
    ['locale: "zh-Hant"', ['乙', '丁', 'A english', null]],
    ['locale: "zh-Hans"', ['丁', '简', '乙', 'A english']],
    ['locale: "en", fallback: false', ['A english', 'B both', null, null]],
    ['locale: "zh-Hant", fallback: false', ['乙', '丁', null, null]],
  ])('articles(%s) are sorted by the titles they show, those without one last', async (request, titles) => {
    expect(await list(request)).toEqual(titles);
  });

  test.each([
    ['en', ['A english', 'B both']],
    ['zh-Hant', ['B both', '乙']],
    ['zh-HK', ['B both', '乙']],
    ['zh-Hans', [null]],
  ])('only what has text of its own in %s passes hasLocale', async (locale, titles) => {
    expect(await list('locale: "en"', `hasLocale: "${locale}"`)).toEqual(titles);
  });
});
