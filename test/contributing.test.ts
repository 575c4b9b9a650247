import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ROOT } from './support/root.js';

const project = fileURLToPath(ROOT);
const COPIED = ['dist', 'src', 'migrations', 'test', 'package.json', 'tsconfig.json', 'jest.config.json'];
let copy: string;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'scc-newcomer-'));
  for (const name of COPIED) await cp(join(project, name), join(copy, name), { recursive: true });
  await symlink(join(project, 'node_modules'), join(copy, 'node_modules'), 'dir');
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
const compile = () => run('node_modules/typescript/bin/tsc', '-p', 'test');

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

test('a new content type takes what CONTRIBUTING says: a file, two lines, a printed migration, demo content, a test', async () => {
  for (const { kind, file, body } of await blocksOf('Adding a content type')) {
    await mkdir(dirname(file), { recursive: true });
    if (kind === 'diff') await writeFile(file, applied(body, await readFile(file, 'utf8')));
    else await writeFile(file, body);
    if (kind === 'yaml')
      await cp(file, file.replace(join(copy, 'src'), join(copy, 'dist/src')), { recursive: true });
  }
  await compile();
  await run('dist/src/app/print-migration.js', 'create-topics');
  await compile();

  const tests = ['test/topics', 'test/migrations', 'test/access-matrix'];
  const { stderr } = await run('node_modules/jest/bin/jest.js', '--maxWorkers=1', ...tests);

  expect(stderr).toMatch(/Test Suites: 3 passed, 3 total/);
});
