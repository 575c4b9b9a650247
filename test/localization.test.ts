import 'reflect-metadata';
import { startDemo, startEmpty, type TestApplication } from './support/application.js';
import { anEvent, Desk } from './support/builders.js';
import { blocksOf } from './support/documents.js';

let app: TestApplication;
beforeAll(async () => {
  app = await startDemo();
});
afterAll(() => app.close());

const requested = `{ localization { requested } }`;

describe('the language of a request', () => {
  test.each([
    ['zh-HK', 'zh-Hant'],
    ['zh-TW', 'zh-Hant'],
    ['zh-MO', 'zh-Hant'],
    ['zh-Hant-HK', 'zh-Hant'],
    ['ZH-hant', 'zh-Hant'],
    ['zh-CN', 'zh-Hans'],
    ['zh-SG', 'zh-Hans'],
    ['zh-Hans-HK', 'zh-Hans'],
    ['zh', 'zh-Hant'],
    ['zh_HK', 'zh-Hant'],
    ['zh_Hans_CN', 'zh-Hans'],
    ['zh-u-nu-hanidec', 'zh-Hant'],
    ['yue', 'zh-Hant'],
    ['yue-HK', 'zh-Hant'],
    ['yue-Hant-HK', 'zh-Hant'],
    ['yue-Hans', 'zh-Hans'],
    ['yue-CN', 'zh-Hans'],
    ['yue-MY', 'zh-Hant'],
    ['zh-yue', 'zh-Hant'],
    ['zh-yue-HK', 'zh-Hant'],
    ['ZH-YUE-hans-hk', 'zh-Hans'],
    ['hak', 'zh-Hant'],
    ['hak-CN', 'zh-Hans'],
    ['nan', 'zh-Hant'],
    ['nan-TW', 'zh-Hant'],
    ['zh-nan-CN', 'zh-Hans'],
    ['cdo-TW', 'zh-Hant'],
    ['wuu', 'zh-Hans'],
    ['cmn', 'zh-Hant'],
    ['cmn-Hans', 'zh-Hans'],
    ['zh-cmn-Hant-TW', 'zh-Hant'],
    ['zh-min-nan', 'zh-Hant'],
    ['zh-min-nan-TW', 'zh-Hant'],
    ['zh-guoyu', 'zh-Hant'],
    ['zh-hakka', 'zh-Hant'],
    ['zh-xiang', 'zh-Hans'],
    ['i-hak', 'zh-Hant'],
    ['zh-CHS', 'zh-Hans'],
    ['i-default', 'en'],
    ['en-GB-oed', 'en'],
    ['en_US', 'en'],
    ['en-GB', 'en'],
    ['en-GB-oxendict', 'en'],
    ['en-US-u-hc-h12', 'en'],
  ])('the argument %s means %s', async (tag, locale) => {
    const { latestIssue } = await app.data(
      `query ($tag: Locale) { latestIssue(locale: $tag) { localization { requested } } }`,
      { tag },
    );
    expect(latestIssue.localization.requested).toBe(locale);
  });

  test.each([
    ['zh-CN;q=0.5, en;q=0.8', 'en'],
    ['zh-CN;q=0.9, en;q=0.8', 'zh-Hans'],
    ['en;q=0.1, zh-HK', 'zh-Hant'],
    ['fr, de;q=0.9, zh-TW;q=0.1', 'zh-Hant'],
    ['zh-Hant;q=0, zh-Hans', 'zh-Hans'],
    ['fr, zh-Hant;q=0', 'en'],
    ['fr, *;q=0.1', 'en'],
    ['*', 'en'],
    ['en;q=0, *', 'zh-Hant'],
    ['en;q=0.1, *;q=0.5', 'zh-Hant'],
    ['*;q=0.5, zh-HK;q=0.2', 'en'],
    ['  ZH-hk ;  q=0.7 ,fr', 'zh-Hant'],
    ['zh_HK', 'zh-Hant'],
    ['yue-HK, en;q=0.9', 'zh-Hant'],
    ['zh-yue-CN, en;q=0.9', 'zh-Hans'],
    ['x-private, i-klingon, nan-TW;q=0.2', 'zh-Hant'],
    ['zh-HK;q=lots, zh-Hans', 'zh-Hans'],
    [';;,,q=1,=', 'en'],
    ['x', 'en'],
    ['abcd, en-aaaa-bbbb, zh-HK', 'zh-Hant'],
    ['', 'en'],
  ])('the header "Accept-Language: %s" means %s', async (header, locale) => {
    const { latestIssue } = await app.data(`{ latestIssue ${requested} }`, {}, { 'accept-language': header });

    expect(latestIssue.localization.requested).toBe(locale);
  });

  test('is the default without a header', async () => {
    const { latestIssue } = await app.data(`{ latestIssue ${requested} }`);

    expect(latestIssue.localization.requested).toBe('en');
  });

  test('is that of the argument rather than that of the header', async () => {
    const data = await app.data(
      `{ chinese: latestIssue(locale: "zh-HK") { title } header: latestIssue { title } }`,
      {},
      { 'accept-language': 'en' },
    );

    expect(data.chinese.title).toBe('智慧城市聯盟電子通訊　2024 年第二季');
    expect(data.header.title).toBe('SCC e-newsletter, second quarter of 2024');
  });

  test('may be another for a single field', async () => {
    const { event } = await app.data(`{
      event(slug: "innoex-2024", locale: "en") {
        title zh: title(locale: "zh-HK") kindLabel zhKind: kindLabel(locale: "zh-Hans")
        slug zhSlug: slug(locale: "zh-Hant")
        participations(role: EXHIBITOR) {
          zh: roleLabel(locale: "zh-Hant")
          organisation { name zhName: name(locale: "zh-Hant") }
        }
        localization { requested }
      }
    }`);

    expect(event).toEqual({
      title: 'InnoEX 2024',
      zh: '第二屆香港國際創科展（InnoEX）',
      kindLabel: 'Exhibition',
      zhKind: '展览',
      slug: 'innoex-2024',
      zhSlug: '香港國際創科展-2024',
      participations: [
        { zh: '參展商', organisation: { name: 'Smart City Consortium', zhName: '智慧城市聯盟' } },
      ],
      localization: { requested: 'en' },
    });
  });

  test('may differ between two aliases of one query, and holds for everything below them', async () => {
    const fields = `{ title venue { address } participations(role: ORGANISER) { roleLabel organisation { name } } series { title } }`;
    const { en, zh } = await app.data(`{
      en: event(slug: "information-security-class-1", locale: "en") ${fields}
      zh: event(slug: "信息安全-101", locale: "zh-HK") ${fields}
    }`);

    expect(en).toEqual({
      title: 'Training seminar on Information Security: 1st class',
      venue: { address: 'The Centre, 99 Queen’s Road Central' },
      participations: [{ roleLabel: 'Organiser', organisation: { name: 'Smart City Consortium' } }],
      series: { title: 'Training Seminars on “Information Security”' },
    });
    expect(zh).toEqual({
      title: '信息安全 101',
      venue: { address: '中環皇后大道中99號中環中心' },
      participations: [{ roleLabel: '主辦機構', organisation: { name: '智慧城市聯盟' } }],
      series: { title: '「信息安全」講堂' },
    });
  });
});

test('the network layer of the guide refetches in the language of its page', async () => {
  const layer = blocksOf('docs/guides/front-end.md', 'js network layer');
  const { fetchIn } = await import(`data:text/javascript,${encodeURIComponent(layer)}`);
  const page = 'people(first: 2, after: $after) { nodes { displayName } pageInfo { endCursor } }';
  const read = async (locale: string) => {
    const ask = fetchIn(locale, `${app.url}/graphql`);
    const first = await ask(
      {
        name: 'First',
        text: `query First($after: String) { organisation(slug: "smart-city-consortium") { id ${page} } }`,
      },
      {},
    );
    const { id, people } = first.data.organisation;
    const next = await ask(
      {
        name: 'Next',
        text: `query Next($id: ID!, $after: String) { node(id: $id) { id ... on Organisation { ${page} } } }`,
      },
      { id, after: people.pageInfo.endCursor },
    );
    return [people, next.data.node.people].flatMap(({ nodes }) =>
      nodes.map(({ displayName }: { displayName: string }) => displayName),
    );
  };

  const [english, chinese] = [await read('en'), await read('zh-Hant')];

  expect(english).toHaveLength(4);
  expect(english.filter((name) => /\p{Script=Han}/u.test(name))).toEqual([]);
  expect(chinese).toHaveLength(4);
  expect(chinese.every((name) => /^\p{Script=Han}/u.test(name))).toBe(true);
});

describe('a language that is not configured', () => {
  test.each([
    ['of a root field', `{ latestIssue(locale: "fr") { title } }`],
    ['of a list', `{ events(locale: "ja-JP") { totalCount } }`],
    ['of a field', `{ latestIssue { title(locale: "fr") } }`],
    ['of a word for an enum', `{ events(first: 1) { nodes { kindLabel(locale: "fr") } } }`],
    ['of a filter', `{ events(filter: { hasLocale: "fr" }) { totalCount } }`],
    ['in another script', `{ latestIssue(locale: "zh-Latn") { title } }`],
    ['registered whole', `{ latestIssue(locale: "i-klingon") { title } }`],
    ['with an extended language', `{ latestIssue(locale: "sgn-ase-US") { title } }`],
    ['for private use', `{ latestIssue(locale: "x-private") { title } }`],
  ])('is refused as the argument %s', async (_where, query) => {
    const { data, errors, response } = await app.ask(query);

    expect(response.status).toBe(400);
    expect(errors?.[0]?.extensions?.code).toBe('INVALID_LOCALE');
    expect(errors?.[0]?.message).toContain('en, zh-Hant, zh-Hans');
    expect(Object.values(data ?? {}).filter((value) => value !== null)).toEqual([]);
  });

  test.each(['', 'not a tag', 'zh__HK', 'zh-yue-', 'e', '12'])('"%s" is no tag at all', async (tag) => {
    const literal = await app.ask(`{ latestIssue(locale: ${JSON.stringify(tag)}) { title } }`);
    const variable = await app.ask(`query ($tag: Locale) { latestIssue(locale: $tag) { title } }`, { tag });

    for (const { data, errors, response } of [literal, variable]) {
      expect(response.status).toBe(400);
      expect(errors?.[0]?.message).toContain('BCP 47');
      expect(data).toBeUndefined();
    }
  });
});

describe('the headers of a response', () => {
  test.each([
    ['zh-CN', `{ latestIssue { title } }`, 'zh-Hans', true],
    ['zh-CN', `{ latestIssue(locale: "en-GB") { title } }`, 'en', false],
    ['en', `{ zh: latestIssue(locale: "zh-HK") { title } en: events { totalCount } }`, 'en, zh-Hant', true],
  ])('with Accept-Language %s, %s is returned in %s', async (header, query, language, varies) => {
    const { response } = await app.ask(query, {}, { 'accept-language': header });

    // Root fields are read side by side: the order is that in which they were done.
    expect(response.headers.get('content-language')?.split(', ').sort().join(', ')).toBe(language);
    expect(response.headers.get('vary')?.toLowerCase().includes('accept-language')).toBe(varies);
  });
});

describe('the configured languages', () => {
  test('are listed with their names and chains, the default first', async () => {
    const { locales } = await app.data(`{ locales { code name nativeName fallbacks isDefault } }`);

    expect(locales).toEqual([
      { code: 'en', name: 'English', nativeName: 'English', fallbacks: ['zh-Hant'], isDefault: true },
      {
        code: 'zh-Hant',
        name: 'Chinese (Traditional)',
        nativeName: '中文（繁體）',
        fallbacks: ['en'],
        isDefault: false,
      },
      {
        code: 'zh-Hans',
        name: 'Chinese (Simplified)',
        nativeName: '中文（简体）',
        fallbacks: ['zh-Hant', 'en'],
        isDefault: false,
      },
    ]);
  });

  test('may be one', async () => {
    const small = await startEmpty({ locales: 'en' });
    const desk = await Desk.open(small);
    const event = anEvent({ text: { en: { title: 'Only English' } } });
    const chinese = anEvent({ text: { 'zh-Hant': { title: '中文' } } });

    await desk.release(event);
    const { data, response } = await small.ask(
      `{ event(slug: "only-english") { title kindLabel localization { requested available } } locales { code } }`,
      {},
      { 'accept-language': 'zh-HK' },
    );
    const refused = await small.ask(`{ event(slug: "only-english", locale: "zh-HK") { title } }`);

    expect(data).toEqual({
      event: {
        title: 'Only English',
        kindLabel: 'Talk',
        localization: { requested: 'en', available: ['en'] },
      },
      locales: [{ code: 'en' }],
    });
    expect(response.headers.get('content-language')).toBe('en');
    expect(refused.errors?.[0]?.extensions?.code).toBe('INVALID_LOCALE');
    await expect(desk.write(chinese)).rejects.toThrow('Unknown language "zh-Hant"');
    await small.close();
  });

  test('may be those of regions, and Chinese ones that are spoken', async () => {
    const regional = await startEmpty({ locales: 'en, zh-HK, zh-CN, yue' });
    const languageOf = async (tag: string) => {
      const { response } = await regional.ask(
        `query ($tag: Locale) { events(locale: $tag) { totalCount } }`,
        { tag },
      );
      return response.headers.get('content-language');
    };

    expect(await languageOf('zh-HK')).toBe('zh-HK');
    expect(await languageOf('nan-TW')).toBeNull();
    expect(await languageOf('zh-Hans-CN')).toBe('zh-CN');
    expect(await languageOf('zh-yue-HK')).toBe('yue');
    expect(await languageOf('yue-CN')).toBe('zh-CN');
    await regional.close();
  });

  test('may be two, the default another, without a way back', async () => {
    const two = await startEmpty({ locales: 'zh-Hans>en, en', plainChinese: 'zh-Hans' });
    const desk = await Desk.open(two);

    await desk.release(anEvent({ ref: 'a', text: { 'zh-Hans': { title: '简体', slug: 'jianti' } } }));
    await desk.release(anEvent({ ref: 'b', text: { en: { title: 'English' } } }));
    const titles = (locale: string) =>
      two.data(`query ($l: Locale) { events(locale: $l, orderBy: TITLE_ASC) { nodes { title } } }`, {
        l: locale,
      });
    const byDefault = await two.data(
      `{ events(orderBy: TITLE_ASC) { nodes { localization { requested } } } }`,
    );

    expect((await titles('zh')).events.nodes).toEqual([{ title: '简体' }, { title: 'English' }]);
    expect((await titles('en')).events.nodes).toEqual([{ title: 'English' }, { title: null }]);
    expect(byDefault.events.nodes[0].localization.requested).toBe('zh-Hans');
    expect((await two.ask(`{ events(locale: "zh-HK") { totalCount } }`)).errors?.[0]?.extensions?.code).toBe(
      'INVALID_LOCALE',
    );
    await two.close();
  });
});
