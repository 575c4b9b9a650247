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
  const long = (index: number) => `# ${index} ${'x'.repeat(19_900)}\n{ __typename }`;
  const oldest = long(-1);
  await get(hashOf(oldest), oldest);
  // More than the 4 million characters that are kept.
  for (let sent = 0; sent < 320; sent += 40) {
    await Promise.all(Array.from({ length: 40 }, (_, index) => register(long(sent + index))));
  }
  const { answer } = await get(hashOf(oldest));
  expect(answer.errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
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
