import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ROOT } from './support/root.js';
import { isLong } from './support/rounds.js';

const project = fileURLToPath(ROOT);
const COPIED = ['dist', 'src', 'migrations', 'test', 'package.json', 'tsconfig.json', 'jest.config.json'];
let copy: string;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'scc-newcomer-'));
  for (const name of COPIED) await cp(join(project, name), join(copy, name), { recursive: true });
  await symlink(join(project, 'node_modules'), join(copy, 'node_modules'), 'dir');
  for (const { kind, file, body } of await blocksOf('Adding a content type')) {
    await mkdir(dirname(file), { recursive: true });
    if (kind === 'diff') await writeFile(file, applied(body, await readFile(file, 'utf8')));
    else await writeFile(file, body);
    if (kind === 'yaml')
      await cp(file, file.replace(join(copy, 'src'), join(copy, 'dist/src')), { recursive: true });
  }
});
afterAll(() => rm(copy, { recursive: true, force: true }));

/** Runs a program in the copy. @throws Error with what it said */
const run = (...[script = '', ...given]: string[]) =>
  promisify(execFile)(process.execPath, ['--no-warnings', script, ...given], {
    cwd: copy,
    env: { ...process.env, TEST_DATABASE_URL: process.env.SCC_TEST_POSTGRES },
  }).catch(({ stdout, stderr }) => {
    throw new Error(`${script}\n${stdout}${stderr}`);
  });
const compile = (...flags: string[]) => run('node_modules/typescript/bin/tsc', '-p', 'test', ...flags);

/** The blocks of a section of the guide, each with the file that its first line names. */
async function blocksOf(section: string) {
  const guide = await readFile(new URL('CONTRIBUTING.md', ROOT), 'utf8');
  const [, rest = ''] = guide.split(`\n## ${section}\n`);
  const [text = ''] = rest.split('\n## ');
  return [...text.matchAll(/^```(\w+)\n(?:\/\/|#) (\S+)\n(.*?)^```$/gms)].map(
    ([, kind = '', file = '', body = '']) => ({ kind, file: join(copy, file), body }),
  );
}

/** A text with the lines that a difference adds: before everything, or after the line that stands before them. */
function applied(difference: string, text: string): string {
  return difference.split('\n').reduce(
    ({ done, before }, line) => {
      if (!line.startsWith('+')) return { done, before: line.slice(1) };
      const added = `${line.slice(1)}\n`;
      return { done: before ? done.replace(`${before}\n`, `${before}\n${added}`) : added + done, before };
    },
    { done: text, before: '' },
  ).done;
}

/** Edits a file of the copy. */
async function edit(file: string, edits: readonly (readonly [before: string | RegExp, after: string])[]) {
  const path = join(copy, file);
  let text = await readFile(path, 'utf8');
  for (const [before, after] of edits) {
    const edited = text.replace(before, after);
    expect([file, before, edited === text]).toEqual([file, before, false]);
    text = edited;
  }
  await writeFile(path, text);
}

test('a new content type takes what CONTRIBUTING says: a file, two lines, a printed migration, demo content, a test', async () => {
  // The types are checked with the migration.
  await compile('--noCheck');
  await run('dist/src/app/print-migration.js', 'create-topics');
  await compile();

  const tests = ['test/topics', 'test/migrations', 'test/access-matrix'];
  const { stderr } = await run('node_modules/jest/bin/jest.js', '--maxWorkers=1', ...tests);

  expect(stderr).toMatch(/Test Suites: 3 passed, 3 total/);
}, 600_000);

/** Makes an event refer to a type that is new, too, and changes what tables keep that are there. */
async function alterDeclarations() {
  await edit('src/topics/topic.ts', [
    [
      /^/,
      `import { Part } from '../content/model/content.entity.js';
import { choice } from '../content/model/fields.js';
import { part, partType } from '../content/model/model.js';
import { owner, parts, reference } from '../content/model/references.js';
import { EventLifecycle } from '../events/event.enum.js';
import { Organisation } from '../organisations/organisation.js';
`,
    ],
    [
      '@page',
      `@part('Who says what of a topic.')
export class TopicSource extends Part {
  @owner(() => Topic) topicId!: string;
  @reference(() => Organisation, 'Who says it.', { isRequired: true }) organisationId!: string;
  @choice(EventLifecycle, 'What became of it.') outcome!: EventLifecycle | null;
}

export const topicSource = partType(TopicSource);

@page`,
    ],
    ['website!: string | null;', "$&\n  @parts(() => TopicSource, 'Its sources.') sources?: TopicSource[];"],
  ]);
  const labels = "en: 'Hackathon', 'zh-Hant': '編程馬拉松', 'zh-Hans': '编程马拉松'";
  await edit('src/events/event.enum.ts', [
    ['  SUMMIT: {', `  HACKATHON: { means: 'Programming.', ${labels} },\n  $&`],
  ]);
  await edit('src/events/event.ts', [
    [
      /^/,
      "import { line as aLine } from '../content/model/fields.js';\nimport { Topic } from '../topics/topic.js';\n",
    ],
    [
      '  @choice(AttendanceMode',
      `  @reference(() => Topic, 'What it is about.') topicId!: string | null;
  @reference(() => Venue, 'Where it takes place when it rains.') rainVenueId!: string | null;
  @choice(EventLifecycle, 'What was planned.', { default: EventLifecycle.SCHEDULED }) plan?: EventLifecycle;
$&`,
    ],
    [/@integer\('Which edition[^}]*}\) edition!: number/, "@aLine('Which edition it is.') edition!: string"],
  ]);
  await edit('src/events/venue.ts', [['district!:', 'area!:']]);
  // What goes: a reference, which has to come back for drafts alone, and a line with a rule of PostgreSQL's own.
  await edit('src/sponsorships/funding-programme.ts', [[/ {2}@reference[^;]*administeredById[^;]*;\n/, '']]);
  await edit('src/events/event-groups.ts', [[/ {2}@line[^;]*currency[^;]*;\n/, '']]);
}

// A minute: with the long proofs, and before every change of what prints migrations.
(isLong ? test : test.skip)(
  'a migration is printed for tables that are there, and for a type that they refer to',
  async () => {
    // One migration makes the type, and what refers to it.
    for (const folder of ['migrations', 'dist/migrations'])
      for (const file of await readdir(join(copy, folder)))
        if (file.includes('create-topics')) await rm(join(copy, folder, file));
    await alterDeclarations();
    // Without types: the rest of the program knows nothing of the edits.
    await compile('--noCheck');

    const refused = await run('dist/src/app/print-migration.js', 'alter-events').catch(
      ({ message }) => message,
    );
    await run('dist/src/app/print-migration.js', 'alter-events', '--drops');
    const altering = await migrationOf('alter-events');
    await compile('--noCheck');
    const { stderr } = await run('node_modules/jest/bin/jest.js', '--maxWorkers=1', 'test/migrations');

    for (const lost of [
      'DROPS event.currency with all its values.',
      'DROPS event_edition_check of event: CHECK (edition > 0).',
      'DROPS funding_programme.administered_by_id with all its values.',
      'RENAMES venue.district to area',
    ])
      for (const told of [refused, altering]) expect(told).toContain(lost);
    expect(refused).not.toContain('Warning');
    expect(refused).toContain('npm run migration alter-events -- --drops');
    for (const line of [
      "alter table event add constraint event_kind_check ${oneOf('kind', ['HACKATHON', 'SUMMIT', ",
      "alter table event add column plan text not null default 'SCHEDULED';",
      "alter table event add constraint event_plan_check ${oneOf('plan', ['SCHEDULED', ",
      'alter table event alter column edition type text using edition::text;',
      'alter table venue rename column district to area;',
      "outcome text constraint topic_source_outcome_check ${oneOf('outcome', ",
      '    unique (topic_id, position)\n',
    ])
      expect(altering).toContain(line);
    expect(altering).not.toMatch(/LIMITS|external_ref| {2}\S+.* {2}/);
    expect(stderr).toMatch(/Test Suites: 1 passed, 1 total/);
  },
);

/** What was printed. */
async function migrationOf(name: string): Promise<string> {
  const files = await readdir(join(copy, 'migrations'));
  return readFile(join(copy, 'migrations', files.find((each) => each.includes(name)) ?? ''), 'utf8');
}
