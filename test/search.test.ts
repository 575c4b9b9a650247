import 'reflect-metadata';
import { startDemo, type TestApplication } from './support/application.js';
import { anArticle, anOrganisation, aPerson, Desk } from './support/builders.js';
import { counting } from './support/counting.js';
import { idsFoundBy, SEARCH, searchAs } from './support/search.js';

const LOCALES = ['en', 'zh-Hant', 'zh-Hans'];

let app: TestApplication;
let desk: Desk;
beforeAll(async () => {
  app = await startDemo({ answerCacheMb: 0 });
  desk = await Desk.open(app);
});
afterAll(() => app.close());

const slugsOf = async (query: string, locale: string) =>
  (await searchAs(app, query, { locale })).nodes.map(({ content }) => content.slug);

describe('a name', () => {
  const SPELLINGS = [
    'Tsang Kim Fung',
    'K.F. Tsang',
    'KF Tsang',
    'k f tsang',
    'K. F. TSANG',
    'K.F.',
    '曾劍鋒',
  ];
  const asked = SPELLINGS.flatMap((query) => LOCALES.map((locale) => ({ query, locale })));

  test.each(asked)('finds the person as "$query" in $locale', async ({ query, locale }) => {
    const [slug] = await slugsOf(query, locale);
    expect(['tsang-kim-fung', '曾劍鋒']).toContain(slug);
  });

  test.each([
    ['ASTRI', 'an acronym', '香港應用科技研究院'],
    ['HKBAEIMA', 'a misspelling', expect.any(String)],
    ['Smart City Consortium', 'the name in another language', '智慧城市聯盟'],
    ['GeoLab', 'a short name', '地理空間實驗室'],
  ])('"%s", %s, finds the organisation in every language', async (query, _kind, slug) => {
    for (const locale of LOCALES) {
      const [first] = (await searchAs(app, query, { locale, types: ['ORGANISATION'] })).nodes;
      expect(first?.kind).toBe('ORGANISATION');
      if (locale === 'zh-Hant') expect(first?.content.slug).toEqual(slug);
    }
  });

  test('that is asked for as a whole comes before titles that have it, and these before texts', async () => {
    const long = `${'Much is said here before it. '.repeat(20)}The Grault appears.`;
    const ids = await desk.release(
      anArticle({ text: { en: { title: 'Another', body: long } } }),
      anArticle({ text: { en: { title: 'Third', summary: 'The Grault appears in a summary.' } } }),
      anArticle({
        text: { en: { title: 'A long title in which the Grault appears as a word among others' } },
      }),
      anArticle({ text: { en: { title: 'The Grault appears' } } }),
      anOrganisation({
        names: [{ locale: 'en', text: 'G.R.A.U.L.T.', kind: 'ACRONYM' }],
        text: { en: { name: 'A society with a name that is longer than all the titles of all articles' } },
      }),
    );

    expect(await idsFoundBy(app, 'grault', { locale: 'en' })).toEqual(ids.reverse());
  });
});

describe('a word', () => {
  test.each([
    ['cities', 'city'],
    ['STANDARDISED', 'standardization'],
    ['roundtables', 'the ROUNDTABLE'],
    ['openBIM adoption', 'adopted openbim'],
    ['4,000', '4000'],
  ])('"%s" finds the same as "%s"', async (one, other) => {
    const [ids, others] = [await idsFoundBy(app, one), await idsFoundBy(app, other)];
    expect(ids.length).toBeGreaterThan(0);
    expect(ids).toEqual(others);
  });

  test.each([
    ['內舉參龐', '内擧参龎'],
    ['內舉、參龐', '内擧丶参龎'],
    ['ＡＢＣ１２３', 'abc123'],
    ['Café Łódź', 'cafe lodz'],
    ['Zürich', 'Zu\u0308rich'],
    ['約翰‧史密斯', '約翰史密斯'],
    ['「智慧」出行樂', '智慧出行樂'],
    ['衞生説明', '衛生說明'],
    ['O’Brien & sons', "o'brien sons"],
    ['e-Commerce week', 'ecommerce WEEK'],
    ['the low-altitude economy', 'low altitude economies'],
    ['colour organisations', 'Colour organization'],
    ['龎\u{e0100}大', '龐大'],
    ['ｶﾞｲﾄﾞ', 'ガイド'],
    ['𠮷野家豐洲', '𠮷野家 豐洲'],
    ['K.F. Tsoi', 'KF tsoi'],
    ['K F Tsoi', 'K.F. Tsoi'],
    ['4,000 guests', '4000 guests'],
    ['R&D fund', 'RD funds'],
  ])('written "%s" is found as "%s", and the other way round', async (written, asked) => {
    const objects = [written, asked].map((title) => anArticle({ text: { 'zh-Hant': { title } } }));
    const ids = await desk.release(...objects);

    for (const query of [asked, written])
      expect(await idsFoundBy(app, query, { locale: 'zh-Hant' })).toEqual(expect.arrayContaining(ids));
    for (const object of objects) await desk.unpublish(object);
  });

  test('of one Chinese character is found, too', async () => {
    const found = await slugsOf('鋒', 'zh-Hant');
    expect(found).toContain('曾劍鋒');
  });

  test('of every script in a query has to be found', async () => {
    const ids = await desk.release(
      anArticle({ text: { 'zh-Hant': { title: 'SCC智慧城市5G網絡' } } }),
      anArticle({ text: { 'zh-Hant': { title: 'SCC 網絡' } } }),
      anArticle({ text: { 'zh-Hant': { title: '智慧城市 5G' } } }),
    );
    expect(await idsFoundBy(app, '智慧 5g網絡 scc', { locale: 'zh-Hant' })).toEqual([ids[0]]);
  });

  test('that is everywhere counts only if there is no other term, and then in titles and names', async () => {
    expect(await idsFoundBy(app, 'the consortium')).toEqual(await idsFoundBy(app, 'consortium'));
    const [person] = await desk.release(
      aPerson({ text: { en: { name: 'Will This Be', bio: 'Somebody who is with us.' } } }),
    );
    expect(await idsFoundBy(app, 'This')).toContain(person);
    expect(await idsFoundBy(app, 'with us')).toContain(person);
    expect(await idsFoundBy(app, 'who with')).toContain(person);
    expect(await idsFoundBy(app, 'with')).not.toContain(person);
  });
});

describe('signs', () => {
  const SIGNS = `% _ \\ & | ! ( ) :* ' " ';-- <-> {} {""} $ * ? [ ] , ; . / # @ ~ ^ + = < > ，。「」🎉`.split(
    ' ',
  );

  test.each(SIGNS)('%s alone finds nothing, and is no error', async (sign) => {
    expect(await searchAs(app, sign)).toMatchObject({ totalCount: 0, nodes: [] });
  });

  test.each(SIGNS)('%s among terms means nothing', async (sign) => {
    const expected = await idsFoundBy(app, 'smart city');
    expect(expected.length).toBeGreaterThan(0);
    for (const query of [`smart ${sign} city`, `${sign}smart city${sign}`, `smart${sign.repeat(3)} city`])
      expect(await idsFoundBy(app, query)).toEqual(expected);
  });
});

describe('a query', () => {
  test.each([
    ['', 'INVALID_INPUT'],
    [' \n\t\u3000', 'INVALID_INPUT'],
    ['x'.repeat(201), 'INVALID_INPUT'],
    ['a\u0000b', 'INVALID_TEXT'],
    ['\ud800 smart', 'INVALID_TEXT'],
  ])('%j is refused with %s', async (query, code) => {
    const { errors } = await app.ask(SEARCH, { query });
    expect(errors?.[0]?.extensions).toMatchObject({ code, argument: ['query'] });
  });

  test('may have 200 characters, whatever they are', async () => {
    expect((await searchAs(app, '𠮷'.repeat(200))).totalCount).toBe(0);
    expect((await searchAs(app, 'x'.repeat(200))).totalCount).toBe(0);
  });

  test('finds only objects of the requested kinds', async () => {
    const all = await searchAs(app, 'smart');
    const kinds = new Set(all.nodes.map(({ kind }) => kind));
    expect(kinds.size).toBeGreaterThan(2);
    let sum = 0;
    for (const kind of kinds) {
      const some = await searchAs(app, 'smart', { types: [kind] });
      expect(new Set(some.nodes.map((hit) => hit.kind))).toEqual(new Set([kind]));
      sum += some.totalCount;
    }
    expect(sum).toBe(all.totalCount);
    expect((await searchAs(app, 'smart', { types: [] })).totalCount).toBe(0);
  });

  test('is one statement, with everything that is selected of the content', async () => {
    const { result, statements } = await counting(() =>
      app.data(`{
        search(query: "smart", first: 40) {
          totalCount
          again: totalCount
          pageInfo { hasPreviousPage hasNextPage }
          edges { cursor node { name: title kind excerpt { text: html } content { kind: __typename id
            ... on Localized { localization { available } }
            ... on Event { organisers { name } sponsorships { organisation { name } } }
            ... on Article { aboutPeople { name offices { title organisation { name } } } } } } }
        }
      }`),
    );
    expect(result.search.edges.length).toBe(Math.min(result.search.totalCount, 40));
    expect(result.search.edges[0].node).toMatchObject({
      name: expect.any(String),
      excerpt: { text: expect.any(String) },
      content: { kind: expect.any(String) },
    });
    expect(statements).toHaveLength(1);
  });
});

test('names that are the same but for their order or spaces are distinguished by the query', async () => {
  const [first, second] = await desk.release(
    aPerson({ ref: 'ng-mei', text: { en: { name: 'Ng Mei Qux' } } }),
    anOrganisation({ ref: 'mei-ng', text: { en: { name: 'Mei Qux Ng' } } }),
  );
  expect(await idsFoundBy(app, 'ng mei qux')).toEqual([first, second]);
  expect(await idsFoundBy(app, 'MEI QUX NG')).toEqual([second, first]);
});
