import 'reflect-metadata';
import { startEmpty, type TestApplication } from './support/application.js';
import { anArticle, Desk } from './support/builders.js';
import { type Hit, searchAs } from './support/search.js';

let app: TestApplication;
let desk: Desk;
beforeAll(async () => {
  app = await startEmpty();
  desk = await Desk.open(app);
});
afterAll(() => app.close());

/** The hit of an article that has the title and the body, found in it. */
async function hitOf(title: string, query: string, body?: string): Promise<Hit> {
  const article = anArticle({ text: { 'zh-Hant': { title, ...(body ? { body } : {}) } } });
  await desk.release(article);
  const { nodes } = await searchAs(app, query, { locale: 'zh-Hant' });
  await desk.unpublish(article);
  expect(nodes).toHaveLength(1);
  return nodes[0] as Hit;
}

describe('a title', () => {
  test.each([
    ['Smart cities', 'city', 'Smart <mark>cities</mark>'],
    ['香港智慧城市聯盟', '智慧城市', '香港<mark>智慧城市</mark>聯盟'],
    ['城市與智慧城市', '智慧城市', '城市與<mark>智慧城市</mark>'],
    ['慧城的智慧與城市', '智慧城市', '<mark>慧城</mark>的<mark>智慧</mark>與<mark>城市</mark>'],
    ['內擧參龎', '内舉参龐', '<mark>內擧參龎</mark>'],
    ['K.F. Tsang speaks', 'kf tsang', '<mark>K.F</mark>. <mark>Tsang</mark> speaks'],
    ['O’Brien’s day', 'obrien', '<mark>O’Brien</mark>’s day'],
    ['ＦＵＬＬ width', 'full', '<mark>ＦＵＬＬ</mark> width'],
    ['Cafe\u0301 noir', 'cafe', '<mark>Cafe\u0301</mark> noir'],
    ['Café noir', 'CAFE', '<mark>Café</mark> noir'],
    ['約翰‧史密斯先生', '約翰史密斯', '<mark>約翰‧史密斯</mark>先生'],
    ['去𠮷野家食飯', '𠮷野', '去<mark>𠮷野</mark>家食飯'],
    ['龐\u{e0101}大', '龎大', '<mark>龐\u{e0101}大</mark>'],
    ['👩‍👩‍👧 family 👍🏽 day', 'family day', '👩‍👩‍👧 <mark>family</mark> 👍🏽 <mark>day</mark>'],
    ['㎏ and ﬁne', 'kg fine', '<mark>㎏</mark> and <mark>ﬁne</mark>'],
  ])('%s, searched as %s, is marked as it is written', async (title, query, html) => {
    const hit = await hitOf(title, query);
    expect(hit.highlightedTitle).toBe(html);
    expect(hit.title).toBe(title);
  });

  test.each([
    [
      '<b>Bold</b> & "quoted" \'text\'',
      'bold',
      '&lt;b&gt;<mark>Bold</mark>&lt;/b&gt; &amp; &quot;quoted&quot; &#39;text&#39;',
    ],
    ['<mark>made up</mark>', 'made', '&lt;mark&gt;<mark>made</mark> up&lt;/mark&gt;'],
    [
      'a<script>alert(1)</script>',
      'script',
      'a&lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt;',
    ],
    ['&lt; stays', 'lt', '&amp;<mark>lt</mark>; stays'],
  ])('%s is escaped', async (title, query, html) => {
    expect((await hitOf(title, query)).highlightedTitle).toBe(html);
  });
});

describe('an excerpt', () => {
  const text = (html: string) => html.replace(/<[^>]+>/g, '').replace(/^…|…$/g, '');

  test('is the place that has most of the query', async () => {
    const body = ['Apples grow here.', 'Pears grow there.', 'Apples and pears are fruit.'].join('\n\n');
    const { excerpt } = await hitOf('Title', 'apples pears', body);
    expect(excerpt?.html).toContain('<mark>Apples</mark> and <mark>pears</mark> are fruit.');
  });

  test('of a long text is cut between words, with the matches in it', async () => {
    const filler = 'These are some words that stand before it. '.repeat(30);
    const { excerpt } = await hitOf('Title', 'needle', `${filler}The needle. ${filler}`);
    expect(excerpt?.html).toMatch(/^…\w+ .*\bThe <mark>needle<\/mark>\. .*\w\.?…$/);
    expect(text(excerpt?.html ?? '').length).toBeLessThanOrEqual(200);
    for (const word of text(excerpt?.html ?? '').split(' ')) expect(`${filler}The needle.`).toContain(word);
  });

  test.each([
    ['characters beyond the basic plane', '𠮷𠮟𡈁𣇄'],
    ['emoji of many parts', '👩‍👩‍👧‍👦🏳️‍🌈'],
    ['combining marks', 'e\u0301o\u0308\u0323'],
    ['Hangul', '한국어'],
  ])('never cuts %s apart', async (_what, piece) => {
    for (let shift = 0; shift < 4; shift += 1) {
      const [before, between] = ['字'.repeat(shift % 2), '字'.repeat(shift >> 1)];
      const body = `${before}${piece.repeat(120)}${between}針線${between}${piece.repeat(120)}`;
      const { excerpt } = await hitOf('Title', '針線', body);
      const shown = text(excerpt?.html ?? '');
      const graphemes = (of: string) => [...new Intl.Segmenter().segment(of)].map(({ segment }) => segment);
      expect(excerpt?.html).toContain('<mark>針線</mark>');
      expect(shown.isWellFormed()).toBe(true);
      expect(body).toContain(shown);
      for (const one of graphemes(shown)) expect(new Set(graphemes(body))).toContain(one);
    }
  });

  test('shows the beginning of a text without a match, and is null where there is no text', async () => {
    const { excerpt } = await hitOf('Needle', 'needle', 'Something **else**.');
    expect(excerpt).toEqual({ html: 'Something else.', locale: 'zh-Hant' });
    expect((await hitOf('Needle', 'needle')).excerpt).toBeNull();
  });

  test('shows Markdown as plain text', async () => {
    const { excerpt } = await hitOf(
      'Title',
      'strong words',
      '# Heading\n\nSome **strong** [words](https://example.org) <i>',
    );
    expect(excerpt?.html).toBe('Heading Some <mark>strong</mark> <mark>words</mark> &lt;i&gt;');
  });
});
