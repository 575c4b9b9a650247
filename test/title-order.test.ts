import 'reflect-metadata';
import { startDemo, startEmbedded, type TestApplication } from './support/application.js';
import { anOrganisation, Desk } from './support/builders.js';

/** In the order of strokes. */
const traditional = [
  '1號倉',
  '2號倉',
  '一丁會',
  '丁氏',
  '王氏',
  '李氏',
  '林氏',
  '𠝹房',
  '陳氏',
  '黃氏',
  '黃氏（香港）',
  '楊氏',
  '鄭氏',
  'Ａlpha 會',
  'Apple',
  'beta',
  'Zeta',
];
/** In the order of pinyin. */
const simplified = [
  '1号仓',
  '陈氏',
  '丁氏',
  '黄氏',
  '李氏',
  '林氏',
  '王氏',
  '杨氏',
  '一丁会',
  '郑氏',
  'Apple',
  'beta',
];
const english = ['3 Labs', 'Ábaco', 'abacus', 'Zebra', 'Österreich Hall', 'o2', 'Über', 'yard'];

describe.each([
  ['PostgreSQL', startDemo],
  ['the embedded database', startEmbedded],
])('lists by title in %s', (_name, start) => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await start();
    const desk = await Desk.open(app);
    const named = (locale: string, names: readonly string[]) =>
      names.map((name, index) =>
        anOrganisation({
          ref: `order-${locale.toLowerCase()}-${index}`,
          kind: 'LAB',
          text: { [locale]: { name } },
        }),
      );
    await desk.release(
      ...named('zh-Hant', [...traditional].reverse()),
      ...named('zh-Hans', [...simplified].reverse()),
      ...named('en', english),
    );
  });
  afterAll(() => app.close());

  /** All pages of three. */
  async function listed(locale: string, isBackward: boolean): Promise<string[]> {
    const names: string[] = [];
    const filter = { kind: ['LAB'], hasLocale: locale };
    for (let cursor: string | null = null; ; ) {
      const page = isBackward ? { last: 3, before: cursor } : { first: 3, after: cursor };
      const { found } = await app.data(
        `query ($locale: Locale, $filter: OrganisationFilter, $first: Int, $after: String, $last: Int, $before: String) {
          found: organisations(locale: $locale, filter: $filter, orderBy: NAME_ASC, first: $first, after: $after, last: $last, before: $before) {
            nodes { name } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }`,
        { locale, filter, ...page },
      );
      const read = found.nodes.map(({ name }: { name: string }) => name);
      const { startCursor, endCursor, hasNextPage, hasPreviousPage } = found.pageInfo;
      if (isBackward) names.unshift(...read);
      else names.push(...read);
      if (!(isBackward ? hasPreviousPage : hasNextPage)) return names;
      cursor = isBackward ? startCursor : endCursor;
    }
  }

  test.each([
    ['zh-Hant', traditional, 'zh-Hant-u-co-stroke'],
    ['zh-Hans', simplified, 'zh-Hans-u-co-pinyin'],
    ['en', [...english].sort(new Intl.Collator('en').compare), 'en'],
  ])('are sorted as %s sorts, page by page, in both directions', async (locale, names, collation) => {
    const found = await listed(locale, false);

    expect(found.filter((name) => names.includes(name))).toEqual(names);
    expect(found).toEqual([...found].sort(new Intl.Collator(collation).compare));
    expect(await listed(locale, true)).toEqual(found);
  });
});
