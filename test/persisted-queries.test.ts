import { createHash } from 'node:crypto';
import { startDemo, type TestApplication } from './support/application.js';

let app: TestApplication;

beforeAll(async () => {
  app = await startDemo();
});
afterAll(() => app.close());

const DOCUMENT = '{ latestIssue(locale: "en") { title } }';
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** A GET with the hash of a document, and with the document where it is given. */
async function get(sha256Hash: string, query?: string, headers: Record<string, string> = {}) {
  const url = new URL(`${app.url}/graphql`);
  if (query !== undefined) url.searchParams.set('query', query);
  url.searchParams.set('extensions', JSON.stringify({ persistedQuery: { version: 1, sha256Hash } }));
  const response = await fetch(url, { headers: { 'apollo-require-preflight': '1', ...headers } });
  const text = await response.text();
  return { response, answer: text === '' ? undefined : JSON.parse(text) };
}

test('a document that was sent once is requested by its hash, and its response is cached', async () => {
  const first = await get(hashOf(DOCUMENT));
  expect(first.answer.errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
  expect(first.response.headers.get('cache-control')).toBe('no-store');

  const sent = await get(hashOf(DOCUMENT), DOCUMENT);
  const again = await get(hashOf(DOCUMENT));
  expect(again.answer.data.latestIssue.title).toEqual(expect.any(String));
  expect(again.answer).toEqual(sent.answer);

  const known = await get(hashOf(DOCUMENT), undefined, {
    'if-none-match': again.response.headers.get('etag') ?? '',
  });
  expect(known.response.status).toBe(304);
});

test('a hash stands for no other document than its own', async () => {
  const { response, answer } = await get(hashOf('{ __typename }'), DOCUMENT);
  expect(response.status).toBe(400);
  expect(answer.errors[0]).toEqual({
    message: expect.stringContaining('does not match'),
    extensions: { code: 'BAD_REQUEST' },
  });
  const { answer: later } = await get(hashOf('{ __typename }'));
  expect(later.errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
});

test('documents that somebody makes up do not stay for ever', async () => {
  const kinds = Array.from({ length: 180 }, () => 'TALK').join(' ');
  const fields = (first: number) =>
    Array.from(
      { length: 9 },
      (_, index) => `e${index}: events(first: ${first}, filter: { kind: [${kinds}] }) { nodes { id } }`,
    );
  const long = (first: number) => `{ ${fields(first).join(' ')} }`;
  // Responses are cached by `Accept`, too.
  const found = async (accept: string) =>
    (await get(hashOf(long(1)), undefined, { accept })).answer.errors === undefined;
  await register(long(1));
  expect(await found('application/json')).toBe(true);
  // They take almost two megabytes each of the sixty that are cached.
  for (let first = 2; first < 50; first += 4)
    await Promise.all([0, 1, 2, 3].map((more) => register(long(first + more))));

  expect(await found('application/json;q=0.9')).toBe(false);
});

test('nothing but the hash of a document stands for it', async () => {
  await register(DOCUMENT);
  const twin = '{ event(slug: "\uFFFDq") { title } }';
  await register(twin);
  for (const hash of [`x:${hashOf(DOCUMENT)}`, `apq:${hashOf(DOCUMENT)}`, hashOf(DOCUMENT).toUpperCase()])
    expect((await get(hash)).answer.errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
});

test.each([
  ['*/*', 400],
  ['application/json', 200],
])(
  'half of a surrogate pair is a syntax error, accepting %s, and its document never another one',
  async (accept, status) => {
    const twin = '{ event(slug: "\uFFFD") { title } }';
    await register(twin);
    for (const extensions of [{}, { persistedQuery: { version: 1, sha256Hash: hashOf(twin) } }]) {
      const response = await fetch(`${app.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept },
        body: JSON.stringify({ query: twin, extensions }).replace('\uFFFD', '\\ud800'),
      });

      expect(response.status).toBe(status);
      expect((await response.json()).errors).toEqual([
        {
          message: 'Syntax Error: Invalid character within String: U+D800.',
          locations: [{ line: 1, column: 16 }],
          extensions: { code: 'GRAPHQL_PARSE_FAILED' },
        },
      ]);
    }
  },
);

test.each([
  ['planned', DOCUMENT],
  ['not', '{ viewer { name } }'],
])('an empty document has its own hash, whether the one of the hash is %s', async (_whether, document) => {
  await register(document);
  const { response, answer } = await get(hashOf(document), '');

  expect(response.status).toBe(400);
  expect(answer.errors[0]).toMatchObject({ message: expect.stringContaining('does not match') });
});

/** With POST: an address is not that long. */
async function register(query: string): Promise<void> {
  const extensions = { persistedQuery: { version: 1, sha256Hash: hashOf(query) } };
  const response = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, extensions }),
  });
  expect(response.status).toBe(200);
  await response.arrayBuffer();
}
