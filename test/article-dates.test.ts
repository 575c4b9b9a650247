import { editor, startEmpty, type TestApplication } from './support/application.js';
import { anArticle, anArticleSeries, changed, Desk, type Piece } from './support/builders.js';
import { feedOf } from './support/feeds.js';

let app: TestApplication;
let desk: Desk;
beforeAll(async () => {
  app = await startEmpty();
  desk = await Desk.open(app);
});
afterAll(() => app.close());

const titled = (title: string, values: object = {}): Piece =>
  anArticle({ text: { en: { title } }, ...values });

async function titles(args = ''): Promise<string[]> {
  const { articles } = await app.data(`{ articles(first: 100, locale: "en"${args}) { nodes { title } } }`);
  return articles.nodes.map(({ title }: { title: string }) => title);
}

/** After midnight in Hong Kong, and the day before elsewhere. */
const NIGHT = '2024-06-11T00:30:00+08:00';

describe('articles that were imported together', () => {
  const spring = titled('Spring', { publishedOn: '2019-03-20' });
  const autumn = titled('Autumn', { publishedOn: '2019-09-23' });
  const undated = titled('Undated');
  beforeAll(async () => {
    app.setNow(NIGHT);
    await desk.release(autumn, spring, undated);
  });

  test('retain their dates; without one it is the day of the first publication in Hong Kong', async () => {
    const { articles } = await app.data('{ articles { nodes { title publishedOn publishedAt } } }');

    expect(articles.nodes).toEqual([
      {
        title: 'Undated',
        publishedOn: '2024-06-11',
        publishedAt: expect.stringMatching(/^2024-06-10T16:30/),
      },
      { title: 'Autumn', publishedOn: '2019-09-23', publishedAt: expect.stringMatching(/^2024-06-10/) },
      { title: 'Spring', publishedOn: '2019-03-20', publishedAt: expect.stringMatching(/^2024-06-10/) },
    ]);
  });

  test('are sorted by these days, in either direction', async () => {
    expect(await titles()).toEqual(['Undated', 'Autumn', 'Spring']);
    expect(await titles(', orderBy: PUBLISHED_ON_ASC')).toEqual(['Spring', 'Autumn', 'Undated']);
  });

  test('are found by these days, both ends included', async () => {
    expect(await titles(', filter: { from: "2019-03-20", to: "2019-09-23" }')).toEqual(['Autumn', 'Spring']);
    expect(await titles(', filter: { from: "2019-03-21" }')).toEqual(['Undated', 'Autumn']);
    expect(await titles(', filter: { to: "2019-03-19" }')).toEqual([]);
  });

  test('are read page by page in this order', async () => {
    const page =
      'query ($after: String) { articles(first: 1, after: $after) { nodes { title } pageInfo { endCursor } } }';
    const found: string[] = [];
    let after: string | null = null;
    for (let at = 0; at < 3; at += 1) {
      const { articles } = await app.data(page, { after });
      found.push(articles.nodes[0].title);
      after = articles.pageInfo.endCursor;
    }
    expect(found).toEqual(['Undated', 'Autumn', 'Spring']);
  });

  test('come in feeds with their dates, and the latest first', async () => {
    const { items } = await feedOf(app, 'articles.json?locale=en');
    expect(items.map(({ title, date_published }) => [title, date_published])).toEqual([
      ['Undated', '2024-06-10T16:30:00.000Z'],
      ['Autumn', '2019-09-22T16:00:00.000Z'],
      ['Spring', '2019-03-19T16:00:00.000Z'],
    ]);
    const rss = await (
      await fetch(`${app.url}/feeds/articles.rss?locale=en&from=2019-09-01&to=2019-12-31`)
    ).text();
    expect(rss.match(/<item>/g)).toHaveLength(1);
    expect(rss).toContain('<pubDate>Sun, 22 Sep 2019 16:00:00 GMT</pubDate>');
  });

  test('take another date, and none, when an editor sets it', async () => {
    app.setNow('2024-07-01T12:00:00+08:00');
    await desk.release(
      changed(spring, { publishedOn: '2019-12-24' }),
      changed(autumn, { publishedOn: null }),
    );
    const { articles } = await app.data('{ articles { nodes { title publishedOn } } }');

    const dates = articles.nodes.map(({ title, publishedOn }: Record<string, string>) => [
      title,
      publishedOn,
    ]);
    expect(new Map(dates)).toEqual(
      new Map([
        ['Undated', '2024-06-11'],
        ['Autumn', '2024-06-11'],
        ['Spring', '2019-12-24'],
      ]),
    );
    expect(dates.at(-1)[0]).toBe('Spring');
  });
});

test('an article that was published on its date retains the hour in feeds', async () => {
  app.setNow('2024-08-01T09:30:00+08:00');
  await desk.release(titled('At half past nine', { publishedOn: '2024-08-01' }));

  const { items } = await feedOf(app, 'articles.json?locale=en&from=2024-08-01');
  expect(items.map(({ date_published }) => date_published)).toEqual(['2024-08-01T01:30:00.000Z']);
});

test('a draft has the day that an editor gave, and else none', async () => {
  const [dated, undated] = await desk.write(
    titled('Dated', { publishedOn: '2030-01-01' }),
    titled('Not yet'),
  );
  const draft = '{ nodes(ids: [$a, $b], stage: DRAFT) { ... on Article { publishedOn } } }';
  const { nodes } = await app.dataAs(editor, `query ($a: ID!, $b: ID!) ${draft}`, { a: dated, b: undated });
  expect(nodes).toEqual([{ publishedOn: '2030-01-01' }, { publishedOn: null }]);
});

test('instalments of a series are sorted by the day on which they appeared, elsewhere or here', async () => {
  const series = anArticleSeries();
  await desk.release(series);
  const instalment = (title: string, values: object) => titled(title, { series: series.ref, ...values });
  await desk.release(
    instalment('In the paper in May', { external: { publishedOn: '2024-05-01' } }),
    instalment('Here in April', { publishedOn: '2024-04-01' }),
    instalment('Here in June', { publishedOn: '2024-06-01' }),
  );
  const { articles } = await app.data(
    '{ articles(filter: { series: $s }) { nodes { series { articles { nodes { title } } } } } }'.replace(
      '$s',
      JSON.stringify(desk.id(series)),
    ),
  );
  expect(articles.nodes[0].series.articles.nodes.map(({ title }: { title: string }) => title)).toEqual([
    'Here in June',
    'In the paper in May',
    'Here in April',
  ]);
});

test('what is no day is refused with its place', async () => {
  const { errors } = await app.ask('{ articles(filter: { from: "1 May" }) { nodes { title } } }');
  expect(errors?.[0]?.extensions?.code).toMatch(/GRAPHQL_VALIDATION_FAILED|BAD_USER_INPUT/);
  const { status } = await fetch(`${app.url}/feeds/articles.rss?from=yesterday`);
  expect(status).toBe(400);
});
