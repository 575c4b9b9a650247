import 'reflect-metadata';
import { Role } from '../src/content/contract/access.js';
import { startEmpty, type TestApplication } from './support/application.js';
import { anArticle, anEvent, Desk } from './support/builders.js';
import { Mutations } from './support/mutations.js';

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
      expect(html).not.toMatch(/<a\b|<img\b|href=|src=/i);
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
