import 'reflect-metadata';
import { createRequire } from 'node:module';
import MarkdownIt from 'markdown-it';
import { Role } from '../src/content/contract/access.js';
import { render } from '../src/content/language/rich-text.js';
import { startEmpty, type TestApplication } from './support/application.js';
import { anArticle, anEvent, Desk } from './support/builders.js';
import { Mutations } from './support/mutations.js';

const { tests: examples } = createRequire(import.meta.url)('commonmark-spec') as {
  tests: readonly { readonly markdown: string; readonly html: string }[];
};

let app: TestApplication;
let desk: Desk;
beforeAll(async () => {
  app = await startEmpty();
  desk = await Desk.open(app);
});
afterAll(() => app.close());

async function serve(body: string) {
  const article = anArticle();
  const [id] = await desk.release({
    ...article,
    values: { ...article.values, text: { en: { title: article.ref, body } } },
  });
  const { article: found } = await app.data(
    `query ($id: ID) { article(id: $id) {
      body html: body(format: HTML) markdown: body(format: MARKDOWN) text: body(format: TEXT)
    } }`,
    { id },
  );
  return found;
}

describe('a long text', () => {
  test('is served as HTML, as Markdown and as plain text', async () => {
    const source =
      '# Heading\n\nSome *words* and a [link](https://example.org/?a=1&b=2).\nNext line.\n\n- one\n- two\n';

    const { body, html, markdown, text } = await serve(source);

    expect(body).toBe(
      '<h1>Heading</h1>\n<p>Some <em>words</em> and a <a href="https://example.org/?a=1&amp;b=2">link</a>.\nNext line.</p>\n' +
        '<ul>\n<li>one</li>\n<li>two</li>\n</ul>',
    );
    expect(html).toBe(body);
    expect(markdown).toBe(source);
    expect(text).toBe('Heading\n\nSome words and a link.\nNext line.\n\none\n\ntwo');
  });

  test.each([
    ['a script', '<script>alert(1)</script>'],
    ['a script in a line', 'Hello <script>alert(1)</script> there'],
    ['an image with a handler', '<img src=x onerror=alert(1)>'],
    ['a frame', '<iframe src="https://evil.example"></iframe>'],
    ['a comment', '<!-- hidden -->'],
    ['a style', '<style>*{display:none}</style>'],
    ['an element in a link', '[<b onclick=alert(1)>x</b>](https://example.org)'],
  ])('has raw HTML escaped: %s', async (_what, source) => {
    const { html, markdown } = await serve(source);

    const elements = [...html.matchAll(/<\/?([a-z!][a-z0-9-]*)/gi)].map(([, name]) => name);
    expect(elements.filter((name) => !['p', 'a'].includes(String(name)))).toEqual([]);
    expect(html).toContain('&lt;');
    expect(markdown).toBe(source);
  });

  test.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    '&#106;avascript:alert(1)',
    'java&#115;cript:alert(1)',
    'vbscript:x',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'blob:https://example.org/1',
    'filesystem:https://example.org/x',
    'intent://scan/#Intent;end',
    'ms-settings:privacy',
    'view-source:https://example.org',
    'ftp://example.org/file',
    ' javascript:alert(1)',
    'java\tscript:alert(1)',
  ])('has no link to %s', async (address) => {
    const inline = await serve(`Go [here](<${address}>)`);
    const reference = await serve(`Go [here][a]\n\n[a]: <${address}>`);
    const automatic = await serve(`Go <${address}>`);
    const image = await serve(`![here](<${address}>)`);

    for (const { html } of [inline, reference, automatic, image]) {
      // An address of the web within it is bare, and harmless.
      const addresses = [...html.matchAll(/(?:href|src)="([^"]*)"/gi)].map(([, found]) => String(found));
      expect(addresses.filter((found) => !found.startsWith('https://example.org'))).toEqual([]);
    }
  });

  test.each([
    'https://example.org/a:b',
    'HTTP://example.org',
    'mailto:info@example.org',
    'tel:+85212345678',
    '/events/1',
    'events/at-12:30',
    '?page=1:2',
    '#a:b',
    '//example.org/x',
  ])('has a link to %s', async (address) => {
    const { html } = await serve(`Go [here](<${address}>)`);

    expect(html).toMatch(/<a href="[^"]+">here<\/a>/);
  });

  test('has attributes that cannot be broken out of', async () => {
    const { html } = await serve(
      '[x](https://example.org/"onmouseover="alert(1) "a\\" onclick=\\"alert(1)")',
    );

    expect(html).toBe(
      '<p><a href="https://example.org/%22onmouseover=%22alert(1)" title="a&quot; onclick=&quot;alert(1)">x</a></p>',
    );
  });

  test('preserves code, and Chinese', async () => {
    const { html, text } = await serve('**智慧城市**：\n\n```html\n<b>bold</b>\n```\n\nand `<i>`');

    expect(html).toContain('<strong>智慧城市</strong>');
    expect(html).toContain('<code class="language-html">&lt;b&gt;bold&lt;/b&gt;\n</code>');
    expect(text).toBe('智慧城市：\n\n<b>bold</b>\n\nand <i>');
  });

  test('is refused with too much markup to render while others wait, at its place', async () => {
    const editor = new Mutations(app, await app.as(Role.EDITOR));
    const written = async (body: string) => {
      const input = { kind: 'NEWS', translations: [{ locale: 'en', title: 'Marks', body }] };
      const { userErrors } = await editor.ask('articleCreate', input);
      return userErrors;
    };

    for (const marks of [
      '*_'.repeat(50_000),
      'a\n'.repeat(10_001),
      'a\r'.repeat(10_001),
      'a@b.hk '.repeat(1_001),
      `${'|a'.repeat(50)}|\n${'|-'.repeat(50)}|\n${'a\n'.repeat(200)}`,
      '['.repeat(10_001),
      '&amp;'.repeat(10_001),
    ]) {
      expect(await written(marks)).toMatchObject([
        { code: 'INVALID_INPUT', path: ['input', 'translations', '0', 'body'] },
      ]);
    }
  });

  test('may be as long as a book, with as much markup as one has', async () => {
    const paragraph = `*Words* and **words** and [a link](https://example.org). ${'plain words '.repeat(30)}`;

    const { html } = await serve(`${paragraph}\n\n`.repeat(200));

    expect(html.match(/<p>/g)).toHaveLength(200);
  });

  test('is null in every format where there is none', async () => {
    const [id] = await desk.release(anEvent());

    const { event } = await app.data(
      `query ($id: ID) { event(id: $id) { description markdown: description(format: MARKDOWN) text: description(format: TEXT) } }`,
      { id },
    );

    expect(event).toEqual({ description: null, markdown: null, text: null });
  });

  test('is served in the language and in the format that a field requests', async () => {
    const text = { en: { title: 'Formats', body: '*one*' }, 'zh-Hant': { body: '**一**' } };
    const [id] = await desk.release(anArticle({ text }));

    const { article } = await app.data(
      `query ($id: ID) { article(id: $id) { body zh: body(locale: "zh-Hant") words: body(format: TEXT, locale: "zh-HK") } }`,
      { id },
    );

    expect(article).toEqual({ body: '<p><em>one</em></p>', zh: '<p><strong>一</strong></p>', words: '一' });
  });
});

describe('Chinese in Markdown', () => {
  test.each([
    ['含**「重點」**內容。', '含<strong>「重點」</strong>內容。'],
    ['**真，**她說。', '<strong>真，</strong>她說。'],
    ['**智慧城市聯盟（SCC）**與政府', '<strong>智慧城市聯盟（SCC）</strong>與政府'],
    ['**《智慧城市藍圖》**是*「一國兩制」*下', '<strong>《智慧城市藍圖》</strong>是<em>「一國兩制」</em>下'],
    ['參加**Smart City（第三場）**活動', '參加<strong>Smart City（第三場）</strong>活動'],
    ['主席**楊文銳：**歡迎', '主席<strong>楊文銳：</strong>歡迎'],
    ['含**“重點”**內容', '含<strong>“重點”</strong>內容'],
    ['原定~~「六月一日」~~六月八日', '原定<s>「六月一日」</s>六月八日'],
    ['**第一，*甚麼*是「數碼分身」？**答', '<strong>第一，<em>甚麼</em>是「數碼分身」？</strong>答'],
    ['2 ** 3 ** 4，a_b_c', '2 ** 3 ** 4，a_b_c'],
  ])('%s is emphasised as it is meant', async (source, html) => {
    expect((await serve(source)).html).toBe(`<p>${html}</p>`);
  });

  test('has no marks in the plain text, in search and in feeds', async () => {
    const body = '含**「重點測試」**內容，見 https://example.org/a。';
    const [article] = await desk.release(anArticle({ text: { 'zh-Hant': { title: '標記', body } } }));
    const [event] = await desk.release(
      anEvent({ text: { 'zh-Hant': { title: '標記', description: body } } }),
    );

    const { search, ...found } = await app.data(
      `query ($article: ID, $event: ID) {
        article(id: $article, locale: "zh-Hant") { body(format: TEXT) }
        event(id: $event, locale: "zh-Hant") { description(format: TEXT) }
        search(query: "重點測試內容", locale: "zh-Hant") { nodes { title } }
      }`,
      { article, event },
    );
    const feed = await (await fetch(`${app.url}/feeds/events.json?locale=zh-Hant`)).json();

    const text = '含「重點測試」內容，見 https://example.org/a。';
    expect(found).toEqual({ article: { body: text }, event: { description: text } });
    expect(search.nodes).toHaveLength(2);
    expect(JSON.stringify(feed)).not.toContain('**');
  });
});

describe('a bare address', () => {
  const link = (address: string, words = address) => `<a href="${address}">${words}</a>`;

  test.each([
    ['詳情：https://example.org/path，之後', `詳情：${link('https://example.org/path')}，之後`],
    ['（https://example.org/a?b=c）', `（${link('https://example.org/a?b=c')}）`],
    ['見https://example.org了解', `見${link('https://example.org')}了解`],
    ['請於https://example.org/3abc登記。', `請於${link('https://example.org/3abc')}登記。`],
    ['https://example.org/a(只有英文)', `${link('https://example.org/a')}(只有英文)`],
    [
      '見https://example.org/活動/2027。',
      `見${link('https://example.org/%E6%B4%BB%E5%8B%95/2027', 'https://example.org/活動/2027')}。`,
    ],
    [
      'https://example.org/wiki/A_(b), (or https://example.org/b.)',
      `${link('https://example.org/wiki/A_(b)')}, (or ${link('https://example.org/b')}.)`,
    ],
    [
      '見www.example.org、https://example.org/b；',
      `見${link('http://www.example.org', 'www.example.org')}、${link('https://example.org/b')}；`,
    ],
    ['電郵info@example.org查詢', `電郵${link('mailto:info@example.org', 'info@example.org')}查詢`],
    [
      'Email:a.b@example.org、c_d@example.org.',
      `Email:${link('mailto:a.b@example.org', 'a.b@example.org')}、${link('mailto:c_d@example.org', 'c_d@example.org')}.`,
    ],
    [
      '**https://example.org**及~~https://example.org/a~~',
      `<strong>${link('https://example.org')}</strong>及<s>${link('https://example.org/a')}</s>`,
    ],
    ['https://example.org/%E6%99%BA', link('https://example.org/%E6%99%BA')],
    [
      '`https://example.org` ASP.NET @scc a@b //example.org',
      '<code>https://example.org</code> ASP.NET @scc a@b //example.org',
    ],
    [
      '[見https://example.org](https://example.org/b)',
      link('https://example.org/b', '見https://example.org'),
    ],
    ['javascript://example.org ftp://example.org', 'javascript://example.org ftp://example.org'],
  ])('is a link without the punctuation around it: %s', async (source, html) => {
    expect((await serve(source)).html).toBe(`<p>${html}</p>`);
  });

  test('is shown as it was written, in plain text, too', async () => {
    const { text } = await serve('見<https://example.org/%E6%99%BA>、https://example.org/%E6%99%BA。');

    expect(text).toBe('見https://example.org/%E6%99%BA、https://example.org/%E6%99%BA。');
  });
});

test('a table is one of GFM, aligned without styles; in plain text its cells are separated by tabs', async () => {
  const { html, text } = await serve(
    '之前\n\n| 時間 | **內容** |\n|:-:|---|\n| 9時 | 「開幕」 |\n| 10時 |\n\n之後',
  );

  expect(html).toBe(
    '<p>之前</p>\n<table>\n<thead>\n<tr>\n<th align="center">時間</th>\n<th><strong>內容</strong></th>\n</tr>\n</thead>\n' +
      '<tbody>\n<tr>\n<td align="center">9時</td>\n<td>「開幕」</td>\n</tr>\n' +
      '<tr>\n<td align="center">10時</td>\n<td></td>\n</tr>\n</tbody>\n</table>\n<p>之後</p>',
  );
  expect(text).toBe('之前\n\n時間\t內容\n9時\t「開幕」\n10時\t\n\n之後');
});

test('the examples of CommonMark are rendered as without these additions, but for those with bare addresses', () => {
  const plain = new MarkdownIt('commonmark', { html: false });
  plain.validateLink = (address) => /^((https?|mailto|tel):|[^:]*$)/i.test(address);

  const others = examples.filter(({ markdown }) => render(markdown).html !== plain.render(markdown).trim());

  expect(examples.length).toBeGreaterThan(600);
  expect(others.map(({ markdown }) => markdown.trim())).toEqual([
    '<https://foo.bar/baz bim>',
    '< https://foo.bar >',
    'https://example.com',
    'foo@bar.example.com',
  ]);
});
