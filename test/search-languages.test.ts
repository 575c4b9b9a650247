import 'reflect-metadata';
import { startDemo, type TestApplication } from './support/application.js';
import { anArticle, anOrganisation, Desk } from './support/builders.js';
import { idsFoundBy, searchAs } from './support/search.js';

let app: TestApplication;
let desk: Desk;
beforeAll(async () => {
  app = await startDemo();
  desk = await Desk.open(app);
});
afterAll(() => app.close());

describe('terms are searched in the requested language', () => {
  test('by argument, else by header, else the default one', async () => {
    const ids = await desk.release(
      anArticle({ text: { en: { title: 'Blorb tower' }, 'zh-Hant': { title: '寶嚕高塔' } } }),
    );
    const asked = async (query: string, headers?: Record<string, string>) =>
      (
        await app.data(`{ search(query: "${query}") { nodes { content { id } } } }`, {}, headers)
      ).search.nodes.map(({ content }: { content: { id: string } }) => content.id);

    expect(await idsFoundBy(app, '寶嚕', { locale: 'zh-HK' })).toEqual(ids);
    expect(await idsFoundBy(app, '寶嚕', { locale: 'en-GB' })).toEqual([]);
    expect(await asked('blorb')).toEqual(ids);
    expect(await asked('寶嚕', { 'accept-language': 'zh-TW' })).toEqual(ids);
    expect(await asked('blorb', { 'accept-language': 'zh-TW' })).toEqual([]);
  });

  test('an unknown language is refused', async () => {
    const { errors } = await app.ask('{ search(query: "smart", locale: "fr") { totalCount } }');
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_LOCALE' });
  });

  test('the response has its language', async () => {
    const { response } = await app.ask('{ search(query: "smart", locale: "zh-HK") { totalCount } }');
    expect(response.headers.get('content-language')).toBe('zh-Hant');
  });
});

describe('where a language has no translations', () => {
  test('fallbacks are found, marked with their language', async () => {
    const [id] = await desk.release(
      anArticle({
        text: {
          'zh-Hant': { title: '佛羅茲報告', body: '關於佛羅茲的一切。' },
          en: { summary: 'All of it' },
        },
      }),
    );
    for (const locale of ['en', 'zh-Hans']) {
      const { nodes } = await searchAs(app, '佛羅茲', { locale });
      expect(nodes).toHaveLength(1);
      expect(nodes[0]).toMatchObject({
        locale: 'zh-Hant',
        title: '佛羅茲報告',
        content: { id },
        excerpt: { html: '關於<mark>佛羅茲</mark>的一切。', locale: 'zh-Hant' },
      });
    }
    const [hit] = (await searchAs(app, 'all 佛羅茲', { locale: 'en' })).nodes;
    expect(hit).toMatchObject({
      locale: 'zh-Hant',
      excerpt: { html: '<mark>All</mark> of it', locale: 'en' },
    });
  });

  test('the title of a hit is that of its content', async () => {
    const { search } = await app.data(`{ search(query: "smart", locale: "zh-Hans", first: 50) { nodes {
      title locale
      content {
        ... on Localized { localization { fallbacks { field locale } } }
        ... on Article { shown: title } ... on Event { shown: title } ... on Organisation { shown: name }
        ... on Issue { shown: title } ... on Venue { shown: name }
        ... on ArticleSeries { shown: title } ... on EventSeries { shown: title }
      } } } }`);
    expect(search.nodes.length).toBeGreaterThan(3);
    for (const { title, locale, content } of search.nodes) {
      if (!('shown' in content)) continue;
      expect(title).toBe(content.shown);
      const marks: { field: string; locale: string }[] = content.localization.fallbacks;
      const mark = marks.find(({ field }) => ['title', 'name'].includes(field));
      expect(locale).toBe(mark?.locale ?? 'zh-Hans');
    }
  });
});

test('an object is found once, whatever it is found by', async () => {
  const [id] = await desk.release(
    anOrganisation({
      names: [
        { locale: 'en', text: 'Vorpal', kind: 'SHORT' },
        { locale: 'zh-Hant', text: 'Vorpal 會', kind: 'FULL' },
      ],
      text: { en: { name: 'Vorpal Society', description: 'Vorpal.' }, 'zh-Hant': { name: 'Vorpal 學社' } },
    }),
  );
  for (const locale of ['en', 'zh-Hant', 'zh-Hans']) {
    expect(await searchAs(app, 'vorpal', { locale })).toMatchObject({
      totalCount: 1,
      nodes: [{ content: { id } }],
    });
  }
});

test('a name in another language is quoted, in its language, when it is what was found', async () => {
  const [hit] = (await searchAs(app, '曾劍鋒', { locale: 'en' })).nodes;

  expect(hit).toMatchObject({
    title: 'Professor Tsang Kim Fung',
    highlightedTitle: 'Professor Tsang Kim Fung',
    locale: 'en',
    excerpt: { html: '<mark>曾劍鋒</mark>', locale: 'zh-Hant' },
  });
});
