import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startDemo, type TestApplication } from './support/application.js';
import {
  anchorsOf,
  fillIn,
  markdownFiles,
  operationsOf,
  readDocument,
  relativeLinksOf,
} from './support/documents.js';

const fileOf = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const files = markdownFiles();
const guides = files.filter((file) => file === 'README.md' || file.startsWith('docs/guides/'));

describe('every documented operation', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await startDemo();
  });
  afterAll(() => app.close());

  // The data of the operation before: an operation may go on from it.
  let before: unknown;

  test.each(guides.flatMap(operationsOf).map((operation) => [operation.place, operation] as const))(
    '%s',
    async (_place, { source, variables, answer, error }) => {
      const { response, ...actual } = await app.ask(source, fillIn(variables, before));
      if (answer !== undefined) expect(actual).toEqual(answer);
      if (error !== undefined) {
        expect(actual.errors?.[0]?.extensions?.code).toBe(error);
        return;
      }
      expect(actual.errors).toBeUndefined();
      for (const [field, value] of Object.entries(actual.data ?? {})) {
        expect([field, value]).not.toEqual([field, null]);
      }
      expect(response.status).toBe(200);
      before = actual.data;
    },
  );

  test('is found in the README and in the guides', () => {
    const operations = guides.flatMap(operationsOf);
    expect(operations.filter(({ place }) => place.startsWith('README.md')).length).toBeGreaterThan(0);
    expect(operations.filter(({ answer }) => answer !== undefined).length).toBeGreaterThan(0);
    expect(operations.length).toBeGreaterThan(20);
  });
});

test('the README has a row for every setting, and no other', () => {
  const read = readDocument('src/config.ts').matchAll(/^\s{6}([A-Z][A-Z_]+): /gm);
  const told = readDocument('README.md').matchAll(/^\| `([A-Z][A-Z_]+)` \|/gm);
  const settings = [...read].map(([, name]) => name).sort();
  expect(settings.length).toBeGreaterThan(0);
  expect([...told].map(([, name]) => name).sort()).toEqual(settings);
});

test.each(files)('%s links to nothing that is missing', (file) => {
  const dead = relativeLinksOf(file).filter(({ path, fragment }) => {
    if (!existsSync(fileOf(path))) return true;
    return fragment !== '' && path.endsWith('.md') && !anchorsOf(path).includes(fragment);
  });
  expect(dead).toEqual([]);
});
