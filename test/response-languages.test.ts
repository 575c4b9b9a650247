import { startDemo, type TestApplication } from './support/application.js';
import { until } from './support/schedules.js';

let app: TestApplication;
beforeAll(async () => {
  app = await startDemo();
  // Nothing is kept before the program hears of what others publish.
  await until(
    () => asked('{ locales: events(first: 1) { totalCount } }', 'en'),
    (answer) => isFromCache(answer),
  );
});
afterAll(() => app.close());

const LITERAL = '{ events(first: 2, locale: "zh-Hant") { nodes { title } } }';
const BY_VARIABLE = 'query ($locale: Locale) { events(first: 2, locale: $locale) { nodes { title } } }';
const BY_READER = '{ events(first: 2) { nodes { title } } }';
const MIXED =
  '{ events(first: 2, locale: "zh-Hant") { nodes { title } } issues(first: 1) { nodes { title } } }';

const asked = (query: string, language: string, variables = {}) =>
  app.ask(query, variables, { 'accept-language': language, 'x-server-timing': '1' });
const isFromCache = ({ response }: Awaited<ReturnType<typeof asked>>) =>
  /cache;desc=hit/.test(response.headers.get('server-timing') ?? '');
const variesBy = ({ response }: Awaited<ReturnType<typeof asked>>) => response.headers.get('vary');

describe('a response whose language is set by arguments', () => {
  test.each([
    ['a literal', LITERAL, {}],
    ['a variable', BY_VARIABLE, { locale: 'zh-HK' }],
  ])('by %s is the same for readers of all languages', async (_by, query, variables) => {
    const english = await asked(query, 'en', variables);
    const chinese = await asked(query, 'zh-Hant', variables);

    expect(variesBy(english)).toBe('Accept, Authorization, Accept-Encoding');
    expect(variesBy(chinese)).toBe(variesBy(english));
    expect(english.response.headers.get('content-language')).toBe('zh-Hant');
    expect(chinese.data).toEqual(english.data);
    expect([isFromCache(english), isFromCache(chinese)]).toEqual([false, true]);
  });

  test('is that of the list of languages, which is the same in all', async () => {
    const query = '{ locales { code name nativeName fallbacks isDefault } }';
    const english = await asked(query, 'en');
    const chinese = await asked(query, 'zh-Hant');
    const mixed = await asked(`{ locales { code } ${BY_READER.slice(1)}`, 'en');

    expect(variesBy(english)).toBe('Accept, Authorization, Accept-Encoding');
    expect(english.response.headers.get('content-language')).toBeNull();
    expect(chinese.data).toEqual(english.data);
    expect([isFromCache(english), isFromCache(chinese)]).toEqual([false, true]);
    expect(variesBy(mixed)).toMatch(/\bAccept-Language\b/);
    expect(mixed.response.headers.get('content-language')).toBe('en');
  });

  test('is the same to GET and HEAD of a CDN', async () => {
    const address = `${app.url}/graphql?query=${encodeURIComponent(LITERAL)}`;
    const headers = { 'apollo-require-preflight': '1' };
    for (const method of ['GET', 'HEAD']) {
      const { headers: told } = await fetch(address, { method, headers });
      expect(told.get('vary')).not.toMatch(/language/i);
    }
  });
});

describe('a response in the language of the reader', () => {
  test.each([
    ['no argument says another one', BY_READER, {}],
    ['the variable is null', BY_VARIABLE, { locale: null }],
    ['the variable is left out', BY_VARIABLE, {}],
    ['one of several fields leaves it open', MIXED, {}],
  ])('where %s is cached for each language', async (_where, query, variables) => {
    const english = await asked(query, 'en', variables);
    const chinese = await asked(query, 'zh-Hant', variables);
    const again = await asked(query, 'en-GB', variables);

    for (const answer of [english, chinese]) expect(variesBy(answer)).toMatch(/\bAccept-Language\b/);
    expect(chinese.data).not.toEqual(english.data);
    expect([isFromCache(chinese), isFromCache(again)]).toEqual([false, true]);
    expect(again.data).toEqual(english.data);
  });

  test('stays that after the same document was sent with a language', async () => {
    const query = `${BY_VARIABLE} # once with, once without`;
    await asked(query, 'en', { locale: 'zh-Hant' });
    const { data, response } = await asked(query, 'en');

    expect(response.headers.get('content-language')).toBe('en');
    expect(data).toEqual((await asked(BY_READER, 'en')).data);
  });
});

test('pages for iframes follow the reader only where their URL sets no language', async () => {
  const varies = async (path: string) => (await fetch(app.url + path)).headers.get('vary');

  expect(await varies('/embed/feed/events')).toBe('Accept-Language, Accept-Encoding');
  expect(await varies('/embed/feed/events?locale=zh-HK')).toBe('Accept-Encoding');
});
