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
    // Chinese words are searched in Chinese, unless an argument names another language.
    expect(await asked('寶嚕')).toEqual(ids);
    expect(await asked('寶嚕', { 'accept-language': 'en-GB' })).toEqual(ids);
    expect(await asked('blorb 寶嚕')).toEqual([]);
  });

  test('Chinese words are found in the language of the response, page by page', async () => {
    const page = async (after: string | null) =>
      (
        await app.data(
          'query ($after: String) { search(query: "数据", first: 2, after: $after) { totalCount nodes { locale title } pageInfo { endCursor } } }',
          { after },
        )
      ).search;
    const first = await page(null);
    const second = await page(first.pageInfo.endCursor);

    expect(first.totalCount).toBeGreaterThan(3);
    const hits = [...first.nodes, ...second.nodes];
    expect(new Set(hits.map(({ title }) => title)).size).toBe(4);
    expect(hits.map(({ locale }) => locale)).toContain('en');
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

describe('Simplified and Traditional Chinese are the same to a search', () => {
  test.each([
    ['数据', '數據'],
    ['论坛', '論壇'],
    ['杨文锐', '楊文銳'],
    ['智慧城市联盟', '智慧城市聯盟'],
    ['信息安全', '信息安全'],
  ])('"%s" finds the same as "%s"', async (simplified, traditional) => {
    for (const locale of [{ locale: 'zh-Hant' }, { locale: 'zh-Hans' }, {}]) {
      const ids = await idsFoundBy(app, traditional, locale);
      expect(ids.length).toBeGreaterThan(0);
      expect(await idsFoundBy(app, simplified, locale)).toEqual(ids);
    }
  });

  test.each([
    ['后台发展', '後臺發展'],
    ['皇后理发', '皇后理髮'],
    ['里程公里', '里程公里'],
    ['裡面這裡', '里面这里'],
    ['裏面這裏', '裡面這裡'],
    ['干燥干部', '乾燥幹部'],
    ['若干干涉', '若干干涉'],
    ['头发白发', '頭髮白髮'],
    ['台湾台风', '臺灣颱風'],
    ['复习重复', '複習重覆'],
    ['面条表面', '麪條表面'],
    ['系统关系', '系統關係'],
    ['联系干系', '聯繫干係'],
    ['制造制度', '製造制度'],
    ['云端云雾', '雲端雲霧'],
    ['准备标准', '準備標準'],
    ['只有一只', '祇有一隻'],
    ['游泳旅游', '游泳旅遊'],
    ['户口', '戸口'],
  ])('written "%s" is found as "%s", and the other way round', async (simplified, traditional) => {
    const articles = [simplified, traditional].map((words) =>
      anArticle({ text: { 'zh-Hant': { title: `${words}一文` } } }),
    );
    const ids = await desk.release(...articles);
    for (const query of [simplified, traditional]) {
      const { nodes } = await searchAs(app, query, { locale: 'zh-Hant' });
      expect(nodes.map(({ content }) => content.id)).toEqual(expect.arrayContaining(ids));
      for (const words of [simplified, traditional])
        expect(nodes.map(({ highlightedTitle }) => highlightedTitle)).toContain(`<mark>${words}</mark>一文`);
    }
    for (const article of articles) await desk.unpublish(article);
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
