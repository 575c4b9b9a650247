import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSchema, isObjectType } from 'graphql';
import { grants, type Role, type Verb } from '../src/content/contract/access.js';
import { UserErrorCode } from '../src/content/writing/user-error.js';
import { MAX_BULK_OBJECTS } from '../src/foundation/object-limit.js';
import { weightOf } from '../src/graphql/field-weights.js';
import { keyedLimits, limits } from '../src/graphql/limits.js';
import { type Asking, startDemo, type TestApplication } from './support/application.js';
import {
  type Answers,
  anchorsOf,
  fillIn,
  markdownFiles,
  operationsOf,
  readDocument,
  relativeLinksOf,
  rowsOf,
  withOmissions,
} from './support/documents.js';
import { ROOT } from './support/root.js';

const PUBLIC_URL = 'http://localhost:4000';

const fileOf = (path: string) => fileURLToPath(new URL(path, ROOT));
const files = markdownFiles();
const guides = files.filter((file) => file === 'README.md' || file.startsWith('docs/guides/'));

describe.each(guides.filter((file) => operationsOf(file).length > 0))('every operation in %s', (file) => {
  let app: TestApplication;
  const keys = new Map<string, Asking>();
  beforeAll(async () => {
    app = await startDemo();
  });
  afterAll(() => app.close());

  /** Whoever has these roles: the same key wherever the document names them. */
  async function holderOf(roles: readonly string[]): Promise<Asking> {
    const name = roles.join();
    const known = keys.get(name) ?? (roles.length > 0 ? await app.as(...(roles as Role[])) : app);
    keys.set(name, known);
    return known;
  }

  // An operation may go on from the data of those before it.
  let answers: Answers = { byName: {} };

  test.each(operationsOf(file).map((operation) => [operation.name, operation] as const))(
    '%s',
    async (name, { source, variables, headers, answer, error, roles }) => {
      const asking = await holderOf(roles);
      const filled = [fillIn(variables, answers), fillIn(headers, answers)] as [
        object,
        Record<string, string>,
      ];
      const { response, extensions, ...told } = await asking.ask(source, ...filled);
      // What a query cost is shown in one place, and not with every answer.
      const actual =
        typeof answer === 'object' && answer !== null && 'extensions' in answer
          ? { ...told, extensions }
          : told;
      if (answer !== undefined) expect(withOmissions(actual, answer)).toEqual(answer);
      if (error !== undefined) {
        expect(actual.errors?.[0]?.extensions?.code).toBe(error);
        return;
      }
      expect(actual.errors).toBeUndefined();
      expect(response.status).toBe(200);
      if (answer === undefined) {
        for (const [field, value] of Object.entries<{ userErrors?: unknown[] }>(actual.data ?? {})) {
          expect([field, value]).not.toEqual([field, null]);
          expect([field, value.userErrors ?? []]).toEqual([field, []]);
        }
      }
      const isPublic = roles.length === 0 && !('Authorization' in filled[1]);
      if (isPublic && isQuery(source) && !isNobodysToKeep(source))
        expect(response.headers.get('cache-control')).toMatch(/^public/);
      answers = { latest: actual.data, byName: { ...answers.byName, [name]: actual.data } };
    },
  );

  const pages = operationsOf(file).filter(({ source }) => source.includes('$slug: '));
  if (pages.length === 0) return;
  test('is publicly cacheable, whatever object is requested', async () => {
    const told: (readonly unknown[])[] = [];
    const ask = async ({ name, source, variables }: (typeof pages)[number], slug: string) => {
      const { errors, response } = await app.ask(source, { ...(variables as object), slug });
      told.push([name, slug, errors, response.headers.get('cache-control')?.split(',')[0]]);
    };
    for (const [type, slugs] of await publishedSlugs(app)) {
      const own = pages.filter(({ source }) => source.includes(` ${type}(slug: $slug`));
      for (const slug of slugs) await Promise.all(own.map((page) => ask(page, slug)));
    }
    expect(told.length).toBeGreaterThan(200);
    expect(told).toEqual(told.map(([name, slug]) => [name, slug, undefined, 'public']));
  });
});

const isQuery = (source: string) => !/^\s*(mutation|subscription)\b/m.test(source);
/** What the guide for front ends says that nobody else may keep. */
const isNobodysToKeep = (source: string) =>
  /\b(excerpt|highlightedTitle|viewer|contentTypes|__type|__schema)\b/.test(source);

/** The slugs of all pages, by the root field for one of them. */
async function publishedSlugs({ url }: TestApplication): Promise<Map<string, string[]>> {
  const lines = (await (await fetch(`${url}/slugs.ndjson`)).text()).trim().split('\n');
  const found = new Map<string, string[]>();
  for (const line of lines) {
    const { type, slugs } = JSON.parse(line);
    const root = type.charAt(0).toLowerCase() + type.slice(1);
    found.set(root, [...(found.get(root) ?? []), slugs['zh-Hant']]);
  }
  return found;
}

test('operations are found in the README and in the guides', () => {
  const operations = guides.flatMap(operationsOf);
  expect(operationsOf('README.md').length).toBeGreaterThan(0);
  expect(operations.filter(({ answer }) => answer !== undefined).length).toBeGreaterThan(0);
  expect(operations.length).toBeGreaterThan(20);
});

test('the guide for editors lists what each role may do', () => {
  const rows = rowsOf('docs/guides/editors.md');
  const head = rows.findIndex(([first]) => first === 'Role');
  const verbs = (rows[head] ?? []).slice(1).map((cell) => codeIn(cell) as Verb);
  const told = rows
    .slice(head + 1, head + 1 + Object.keys(grants).length)
    .map(([role = '', ...cells]) => [
      codeIn(role) ?? 'PUBLIC',
      verbs.filter((_verb, at) => cells[at] === 'yes'),
    ]);
  const granted = Object.entries(grants).map(([role, verbsOf]) => [role, Object.keys(verbsOf)]);
  expect([...verbs].sort()).toEqual([...new Set(Object.values(grants).flatMap(Object.keys))].sort());
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(granted));
});

test('the guide for editors explains the codes of all errors, and no other', () => {
  const told = rowsOf('docs/guides/editors.md').flatMap(([first = '']) => codeIn(first) ?? []);
  expect(told.filter((code) => code in UserErrorCode).sort()).toEqual(Object.keys(UserErrorCode).sort());
});

const LENGTH = 'Length of the document';
test.each([
  ['front-end', 'Depth of fields', [limits.depth]],
  ['front-end', 'Aliases', [limits.aliases]],
  ['front-end', 'Root fields', [limits.rootFields]],
  ['front-end', 'Directives', [limits.directives]],
  ['front-end', 'Cost: objects that the response can contain, see below', [limits.cost]],
  ['front-end', 'Fields, with fragments expanded', [limits.fields]],
  [
    'front-end',
    "Entries of a list in the variables; of a query's own lists, such as `ids`, with a key",
    [limits.listInput, keyedLimits.queriedList],
  ],
  [
    'editors',
    'Objects of a request: `contentPush`, publishing, `publishPlan`, a schedule',
    [keyedLimits.queriedList],
  ],
  ['editors', 'Objects of a [bulk operation](#more-than-500-objects)', [MAX_BULK_OBJECTS]],
  ['editors', 'Entries of any other list in the variables', [keyedLimits.listInput]],
  ['front-end', LENGTH, [limits.source, limits.tokens, keyedLimits.source, keyedLimits.tokens]],
  ['editors', `${LENGTH} without variables`, [keyedLimits.source, keyedLimits.tokens]],
])('the guide %s has the limit of "%s"', (guide, limit, values) => {
  const [, cell = ''] = rowsOf(`docs/guides/${guide}.md`).find(([first]) => first === limit) ?? [];
  expect([...cell.matchAll(/[\d,]*\d/g)].map(([number]) => Number(number.replaceAll(',', '')))).toEqual(
    values,
  );
});

test('the guide for front ends names every field that costs more than its object', () => {
  const { Query, ...types } = buildSchema(readDocument('schema.graphql')).getTypeMap();
  const dear = [...Object.values(types).map((type) => [type, 2] as const), [Query, 1] as const].flatMap(
    ([type, depth]) =>
      isObjectType(type)
        ? Object.values(type.getFields()).filter((field) => weightOf(field, type.name, depth) > 0)
        : [],
  );
  const names = dear.map(({ name, args }) =>
    args.some(({ name: of }) => of === 'format') ? 'format' : name,
  );
  const [, costs = ''] =
    /^(The cost is estimated before[\s\S]*?)\n\n/m.exec(readDocument('docs/guides/front-end.md')) ?? [];
  expect([...new Set(names)].filter((name) => !costs.includes(`\`${name}\``))).toEqual([]);
  expect(names.length).toBeGreaterThan(20);
});

function codeIn(cell: string): string | undefined {
  return /`([^`]+)`/.exec(cell)?.[1];
}

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

describe('every address in the guide for partners', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await startDemo();
  });
  afterAll(() => app.close());

  const addresses = new Set(
    [
      ...readDocument('docs/guides/partners.md').matchAll(/(?:http|webcal):\/\/localhost:4000([^\s"<>`]+)/g),
    ].map(([, path]) => String(path)),
  );

  test('is found', () => {
    expect(addresses.size).toBeGreaterThan(12);
  });

  test.each([...addresses])('%s responds', async (path) => {
    // What the guide says of another host holds for the address that the program has here.
    const asked = path.replace(encodeURIComponent('http://localhost:4000'), encodeURIComponent(PUBLIC_URL));
    expect([path, (await fetch(app.url + asked)).status]).toEqual([path, 200]);
  });
});
