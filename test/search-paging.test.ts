import 'reflect-metadata';
import { startDemo, type TestApplication } from './support/application.js';
import { anArticle, Desk } from './support/builders.js';
import { Random } from './support/random.js';
import { idsFoundBy, SEARCH, searchAs } from './support/search.js';

let app: TestApplication;
let desk: Desk;
beforeAll(async () => {
  app = await startDemo();
  desk = await Desk.open(app);
  // Of each place that words can be in more than a page, some of them alike in everything.
  const numbers = Array.from({ length: 12 }, (_, index) => index);
  await desk.release(
    ...numbers.map((n) => anArticle({ text: { en: { title: `Plover ${n % 3}` } } })),
    ...numbers.map((n) => anArticle({ text: { en: { title: `${n}`, body: 'A plover.' } } })),
    ...numbers.slice(0, 2).map(() => anArticle({ text: { en: { title: 'Plover' } } })),
  );
});
afterAll(() => app.close());

/** The ids and the cursors of all hits, page by page. */
async function pages(query: string, first: number, locale = 'en') {
  const ids: string[] = [];
  const cursors: string[] = [];
  for (let after: string | null = null, isFirst = true; ; isFirst = false) {
    const { nodes, pageInfo, totalCount } = await searchAs(app, query, { first, after, locale });
    ids.push(...nodes.map(({ content }) => content.id));
    expect(pageInfo.hasPreviousPage).toBe(!isFirst);
    expect(nodes).toHaveLength(pageInfo.hasNextPage ? first : nodes.length);
    if (!pageInfo.hasNextPage) return { ids, cursors, totalCount };
    after = pageInfo.endCursor;
    cursors.push(String(after));
  }
}

describe('pages', () => {
  test.each([
    ['plover', 'en'],
    ['smart', 'en'],
    ['智慧', 'zh-Hant'],
    ['the city', 'en'],
    ['香港', 'zh-Hans'],
  ])('of any size have all hits of "%s", each once, in the same order', async (query, locale) => {
    const whole = await searchAs(app, query, { locale });
    const expected = whole.nodes.map(({ content }) => content.id);
    expect(whole.totalCount).toBe(expected.length);
    expect(new Set(expected).size).toBe(expected.length);
    expect(expected.length).toBeGreaterThan(6);

    for (const first of [1, 2, 5, 13]) {
      const { ids, totalCount } = await pages(query, first, locale);
      expect(ids).toEqual(expected);
      expect(totalCount).toBe(expected.length);
    }
  });

  test('have twenty hits by default', async () => {
    const { search } = await app.data('{ search(query: "plover") { nodes { title } totalCount } }');
    expect(search.nodes).toHaveLength(20);
    expect(search.totalCount).toBe(26);
  });

  test('go on where they were when hits appear before and after', async () => {
    const { nodes, pageInfo } = await searchAs(app, 'plover', { first: 10 });
    const rest = (await searchAs(app, 'plover', { after: pageInfo.endCursor })).nodes;
    const [last, first] = await desk.release(
      anArticle({ text: { en: { title: 'Longer than the others', body: `A plover. ${'x'.repeat(99)}` } } }),
      anArticle({ text: { en: { title: 'Plover' } } }),
    );
    const later = (await searchAs(app, 'plover', { after: pageInfo.endCursor })).nodes;

    expect(nodes).toHaveLength(10);
    expect(later.map(({ content }) => content.id)).toEqual([...rest.map(({ content }) => content.id), last]);
    expect(later.map(({ content }) => content.id)).not.toContain(first);
  });
});

test('hits come in the order of a naive search, whatever the lengths of titles and texts', async () => {
  const random = new Random(7);
  const written = Array.from({ length: 60 }, (_, n) => {
    const filler = 'x'.repeat(random.integer(0, n % 3 === 0 ? 4 : 89));
    const title =
      n % 4 === 0 ? `Zorkmid ${filler}`.trim() : n % 4 === 1 ? 'Zorkmid' : `${n} ${filler}`.trim();
    return { title, body: `${'y'.repeat(random.integer(1, n % 2 === 0 ? 3_000 : 50))} zorkmid` };
  });
  const ids = await desk.release(...written.map((en) => anArticle({ text: { en } })));
  const placeOf = ({ title, body }: { title: string; body: string }) => {
    if (title === 'Zorkmid') return [0, 0];
    return title.startsWith('Zorkmid') ? [1, title.length] : [2, title.length + body.length];
  };
  const expected = written
    .map((text, index) => ({ id: ids[index] ?? '', place: placeOf(text) as [number, number] }))
    .sort((a, b) => a.place[0] - b.place[0] || a.place[1] - b.place[1] || (a.id < b.id ? 1 : -1))
    .map(({ id }) => id);

  expect(await idsFoundBy(app, 'zorkmid', { locale: 'en' })).toEqual(expected);
  for (const first of [7, 19]) expect((await pages('zorkmid', first)).ids).toEqual(expected);
  // When there are many by the sample, they are read by tiers.
  await app.database.pool.query(
    `update published.search_entry set terms = rpad(rtrim(terms) || E'\\n%', 2048) where terms like '%zorkmid%'`,
  );
  expect(await idsFoundBy(app, 'zorkmid', { locale: 'en' })).toEqual(expected);
  for (const first of [7, 19]) expect((await pages('zorkmid', first)).ids).toEqual(expected);
});

test('beyond a thousand the count is an estimate, and says so', async () => {
  const counted = async (query: string) =>
    (await app.data(`{ search(query: "${query}", locale: "en") { totalCount isTotalCountEstimated } }`))
      .search;
  const add = (from: number, to: number) =>
    app.database.pool.query(
      `insert into published.search_entry (content_id, title_length, text_length, locale, kind, title_locale, title, terms)
       select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 1, 1, 'en', 'VENUE', 'en', 'Frob',
         case when n % 32 = 0 then E' frob\\n%' else ' frob' end from generate_series($1::int, $2::int) n`,
      [from, to],
    );

  await add(1, 1_000);
  expect(await counted('frob')).toEqual({ totalCount: 1_000, isTotalCountEstimated: false });
  await add(1_001, 3_200);
  // Another request, since the response to the first may be cached for a moment.
  expect(await counted('FROB')).toEqual({ totalCount: 3_200, isTotalCountEstimated: true });
  expect(await counted('plover')).toEqual({ totalCount: 28, isTotalCountEstimated: false });
});

describe('a cursor', () => {
  const refused = async (variables: object) => {
    const { errors, data } = await app.ask(SEARCH, variables);
    expect(data ?? null).toBeNull();
    return errors?.[0]?.extensions;
  };
  const INVALID = { code: 'INVALID_CURSOR', argument: ['after'] };

  test('belongs to its query, in its language', async () => {
    const { endCursor } = (await searchAs(app, 'plover', { first: 3, locale: 'en' })).pageInfo;
    const asked = { query: 'plover', after: endCursor, locale: 'en', first: 3 };

    expect(await refused({ ...asked, query: 'smart' })).toMatchObject(INVALID);
    expect(await refused({ ...asked, query: 'plover 1' })).toMatchObject(INVALID);
    expect(await refused({ ...asked, locale: 'zh-Hant' })).toMatchObject(INVALID);
    // The same words, written otherwise.
    expect((await searchAs(app, '“PLOVERS”', { ...asked })).nodes).toHaveLength(3);
  });

  test.each(['', 'x', 'WyJ4Il0', Buffer.from('["SearchHit.desc.score",1,2]').toString('base64url')])(
    '%j that no page had is refused',
    async (after) => {
      expect(await refused({ query: 'plover', after })).toMatchObject(INVALID);
    },
  );

  test('of another list is refused, and the other way round', async () => {
    const { events } = await app.data('{ events(first: 1) { pageInfo { endCursor } } }');
    expect(await refused({ query: 'plover', after: events.pageInfo.endCursor })).toMatchObject(INVALID);

    const { endCursor } = (await searchAs(app, 'plover', { first: 1 })).pageInfo;
    const { errors } = await app.ask(
      'query ($after: String) { events(after: $after) { totalCount nodes { id } } }',
      {
        after: endCursor,
      },
    );
    expect(errors?.[0]?.extensions).toMatchObject(INVALID);
  });

  test.each([0, 101, -1])('size %i is refused', async (first) => {
    expect(await refused({ query: 'plover', first })).toMatchObject({
      code: 'INVALID_INPUT',
      argument: ['first'],
    });
  });
});
