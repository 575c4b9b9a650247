import { createHash } from 'node:crypto';
import { startDemo, type TestApplication } from './support/application.js';

let app: TestApplication;
beforeAll(async () => {
  app = await startDemo();
});
afterAll(() => app.close());

const query = '{ latestIssue(locale: "en") { slug } }';
const sha256Hash = createHash('sha256').update(query).digest('hex');

async function respond(response: Response) {
  const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
  return [response.status, errors?.[0]?.extensions.code];
}

const post = (body: unknown) =>
  fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const get = (parameters: Record<string, string | undefined>) =>
  fetch(`${app.url}/graphql?${new URLSearchParams(JSON.parse(JSON.stringify(parameters)))}`, {
    headers: { 'apollo-require-preflight': '1' },
  });

const EXTENSIONS = [
  'text',
  7,
  [],
  true,
  { persistedQuery: 'text' },
  { persistedQuery: [] },
  { persistedQuery: {} },
  { persistedQuery: { version: 1 } },
  { persistedQuery: { version: 2, sha256Hash } },
  { persistedQuery: { version: '1', sha256Hash } },
  { persistedQuery: { version: 1, sha256Hash: 7 } },
  { persistedQuery: { version: 1, sha256Hash: { toString: 'x' } } },
];

test.each(EXTENSIONS)('%j is no extensions of a request', async (extensions) => {
  expect(await respond(await post({ query, extensions }))).toEqual([400, 'BAD_REQUEST']);
  expect(await respond(await get({ query, extensions: JSON.stringify(extensions) }))).toEqual([
    400,
    'BAD_REQUEST',
  ]);
});

test.each([
  null,
  'text',
  7,
  [],
  [{ query }],
  {},
  { query: 7 },
  { query: { a: 1 } },
  { query, variables: 'text' },
  { query, variables: [1] },
  { query, variables: 7 },
  { query, operationName: 7 },
  { query, operationName: {} },
])('%j is no request', async (body) => {
  expect(await respond(await post(body))).toEqual([400, 'BAD_REQUEST']);
});

test.each([
  { query, variables: '{' },
  { query, variables: '7' },
  { query, extensions: '{' },
  { variables: '{}' },
])('%j is no address of a request', async (parameters) => {
  expect(await respond(await get({ ...parameters }))).toEqual([400, 'BAD_REQUEST']);
});

test('null is as good as nothing', async () => {
  const body = { query, operationName: null, variables: null, extensions: null };

  expect(await respond(await post(body))).toEqual([200, undefined]);
  expect(await respond(await post({ ...body, extensions: { persistedQuery: null } }))).toEqual([
    200,
    undefined,
  ]);
});
