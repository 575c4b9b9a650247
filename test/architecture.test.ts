import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from '@swc/core';
import { ROOT } from './support/root.js';

const SRC = fileURLToPath(new URL('src/', ROOT));

/**
 * A folder may import from those after it, never from those before it; files of src itself count by their name. A folder
 * that is not named declares content that the others do without: it comes before them.
 */
const ORDER = [
  'main',
  'server',
  'cli',
  'seed',
  'app',
  'demo',
  'files',
  'embed',
  'feeds',
  'graphql',
  'partners',
  'other content',
  'sponsorships',
  'issues',
  'articles',
  'events',
  'people',
  'organisations',
  'webhooks',
  'bulk',
  'jobs',
  'accounts',
  'content',
  'http',
  'config',
  'foundation',
];

/** The layers of the kernel, from above. */
const LAYERS = [
  'editing',
  'publishing',
  'writing',
  'history',
  'search',
  'reading',
  'storage',
  'model',
  'sql',
  'language',
  'contract',
];

interface Import {
  readonly from: string;
  readonly to: string;
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const sources = new Map(files.map((file) => [file, readFileSync(join(SRC, file), 'utf8')]));
const imports = files.flatMap((file) => importsOf(file));

describe('the structure of the sources', () => {
  test('imports point one way', () => {
    const upwards = imports.filter(({ from, to }) => placeOf(folderOf(to)) < placeOf(folderOf(from)));

    expect(upwards.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  test('every folder has its place in the order, or declares content', () => {
    const others = [...new Set(files.map(folderOf))].filter((folder) => !ORDER.includes(folder));
    const declaring = [...sources]
      .filter(([, text]) => text.includes('= contentType('))
      .map(([file]) => folderOf(file));

    expect(others.filter((folder) => !declaring.includes(folder))).toEqual([]);
  });

  test('the command line is a client: it knows the API, and nothing of what is behind it', () => {
    const known = imports.filter(({ from }) => folderOf(from) === 'cli').map(({ to }) => folderOf(to));

    expect([...new Set(known)].sort()).toEqual(['cli', 'files', 'foundation']);
  });

  test('no file imports itself by way of others, not even for its types', () => {
    expect(findCycle(imports)).toEqual([]);
  });

  test('the kernel has layers, of which each may import from those below it', () => {
    const layerOf = (file: string) => file.split('/')[1] ?? '';
    const inside = imports.filter(
      ({ from, to }) => folderOf(from) === 'content' && folderOf(to) === 'content',
    );
    const upwards = inside.filter(
      ({ from, to }) => LAYERS.indexOf(layerOf(to)) < LAYERS.indexOf(layerOf(from)),
    );

    expect(upwards.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
    expect([...new Set(inside.flatMap(({ from, to }) => [layerOf(from), layerOf(to)]))].sort()).toEqual(
      [...LAYERS].sort(),
    );
  });

  test('there are no barrel files', () => {
    expect(files.filter((file) => /(^|\/)index\.ts$/.test(file))).toEqual([]);
  });

  test.each([
    ['.entity.ts', ['type-graphql', 'graphql']],
    ['.type.ts', ['typeorm']],
    ['.input.ts', ['typeorm']],
  ])('files *%s do not import %j', (suffix, forbidden) => {
    const importing = files
      .filter((file) => file.endsWith(suffix))
      .filter((file) => packagesOf(file).some((name) => forbidden.includes(name)));

    expect(importing).toEqual([]);
  });

  test('SQL is written in one place', () => {
    const writing = [...sources]
      .filter(([file]) => !file.startsWith('content/sql/'))
      .filter(([, text]) => /[`'"]\s*\(?(select|insert into|update|delete from) [a-z(*$\d]/i.test(text))
      .map(([file]) => file);

    // Starting up: the lock that migrations run under, whether the database answers, what connections may do. Seeding:
    // a hundred thousand rows at a time. The embedded database: statements are wrapped, so that JSON comes as text. Erasing:
    // names are looked for in every column of every table. Searching: how hits are found is a part of what the search is. Printing
    // migrations: what tables there are. Disclaimers: which are demanded, across everything that is presented with something. Bulk operations:
    // thousands of staged rows, read and updated at a time.
    expect(writing.sort()).toEqual([
      'app/application.ts',
      'app/migrate.ts',
      'app/table-changes.ts',
      'app/tables.ts',
      'bulk/erase-from-bulk-operations.ts',
      'bulk/push-staged.ts',
      'bulk/run-bulk-operation.ts',
      'content/history/occurrences.ts',
      'content/history/terms.ts',
      'content/search/search-plan.ts',
      'events/withdrawn-events.ts',
      'foundation/connection-checks.ts',
      'foundation/database.ts',
      'graphql/erase-idempotency-records.ts',
      'jobs/erase-from-schedules.ts',
      'seed/bulk-insert.ts',
      'sponsorships/disclaimer-plans.ts',
      'sponsorships/disclaimer-queries.ts',
      'sponsorships/presentations.ts',
      'webhooks/erase-deliveries.ts',
    ]);
  });

  test('files that the documentation names exist', () => {
    const root = fileURLToPath(ROOT);
    const all = ['src', 'test', 'docs', 'migrations', 'docker'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
        (file) => `/${folder}/${file}`,
      ),
    );
    const pages = [
      'README.md',
      'CONTRIBUTING.md',
      ...all.filter((file) => file.startsWith('/docs/') && file.endsWith('.md')),
    ];
    const missing = pages.flatMap((page) =>
      [...readFileSync(join(root, page), 'utf8').matchAll(/`((?:[a-z-]+\/)+[a-z.-]+\.ts)`/g)]
        .map(([, named = '']) => named)
        .filter((named) => !named.startsWith('src/topics/') && named !== 'test/topics.test.ts')
        .filter((named) => !all.some((file) => file.endsWith(`/${named}`)))
        .map((named) => `${page}: ${named}`),
    );

    expect(missing).toEqual([]);
  });

  test('only the configuration reads the environment', () => {
    const reading = [...sources].filter(([, text]) => text.includes('process.env')).map(([file]) => file);

    // The command line is a program of its own.
    expect(reading.filter((file) => folderOf(file) !== 'seed').sort()).toEqual([
      'cli/program.ts',
      'server.ts',
    ]);
  });
});

function placeOf(folder: string): number {
  return ORDER.indexOf(ORDER.includes(folder) ? folder : 'other content');
}

function folderOf(file: string): string {
  const [first = ''] = file.split('/');
  return first.replace(/\.ts$/, '');
}

function declarationsOf(file: string) {
  const { body } = parseSync(sources.get(file) ?? '', { syntax: 'typescript', decorators: true });
  return body.flatMap((node) => {
    if (node.type === 'ImportDeclaration') {
      return [{ source: node.source.value }];
    }
    const isReExport = node.type === 'ExportNamedDeclaration' || node.type === 'ExportAllDeclaration';
    return isReExport && node.source ? [{ source: node.source.value }] : [];
  });
}

function importsOf(file: string): Import[] {
  return declarationsOf(file)
    .filter(({ source }) => source.startsWith('.'))
    .map(({ source }) => {
      const target = resolve(SRC, dirname(file), source.replace(/\.js$/, '.ts'));
      return { from: file, to: relative(SRC, target) };
    })
    .filter(({ to }) => !to.startsWith('..'));
}

function packagesOf(file: string): string[] {
  return declarationsOf(file)
    .map(({ source }) => source)
    .filter((source) => !source.startsWith('.'));
}

function findCycle(edges: readonly Import[]): string[] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of edges) targets.set(from, [...(targets.get(from) ?? []), to]);
  const finished = new Set<string>();
  const visit = (file: string, trail: readonly string[]): string[] => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (finished.has(file)) return [];
    for (const next of targets.get(file) ?? []) {
      const cycle = visit(next, [...trail, file]);
      if (cycle.length > 0) return cycle;
    }
    finished.add(file);
    return [];
  };
  for (const file of targets.keys()) {
    const cycle = visit(file, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}
