import { readFileSync } from 'node:fs';
import { readConfig } from '../src/config.js';
import { startEmpty, type TestApplication } from './support/application.js';
import { Programs } from './support/program.js';

let app: TestApplication;
let programs: Programs;
beforeAll(async () => {
  app = await startEmpty();
  programs = new Programs({ DATABASE_URL: app.databaseUrl, DEMO_CONTENT: 'false' });
  // What a newer version would leave.
  await app.database.pool.query(
    "insert into system.migration (timestamp, name) values (9999999999999, 'CreateSubscribers9999999999999')",
  );
});
afterAll(async () => {
  programs.kill();
  await app.close();
});

describe('on a database that a newer version has brought up to date', () => {
  test.each([
    ['the program', {}, []],
    ['a read node', { READ_ONLY: 'true' }, []],
    ['the command "migrate"', {}, ['migrate']],
    ['making a key', {}, ['create-key', 'website', 'READER']],
    ['checking the text', {}, ['check-text']],
  ])(
    '%s does nothing, and reports what can be done',
    async (_what, settings, words) => {
      const { ended, output } = await programs.run(settings as Record<string, string>, ...words);

      expect(await ended).toBe(1);
      expect(output()).toMatch(/newer version.*CreateSubscribers9999999999999.*ALLOW_NEWER_DATABASE=true/);
      expect(output()).not.toMatch(/at \w+ \(/);
    },
    60_000,
  );

  test('nothing is written by a program that was refused', async () => {
    const { rows } = await app.database.pool.query('select count(*)::int as keys from system.api_key');

    expect(rows).toEqual([{ keys: 0 }]);
  });

  test.each([{}, { READ_ONLY: 'true' }])(
    'an operator can let it serve all the same: %j',
    async (settings) => {
      const { url, program, ended } = await programs.start({
        ...settings,
        ALLOW_NEWER_DATABASE: 'true',
      } as Record<string, string>);

      expect((await fetch(`${url}/readyz`)).status).toBe(200);
      program.kill('SIGTERM');
      expect(await ended).toBe(0);
    },
    60_000,
  );
});

test('a setting that is empty, or blank, is one that is not there', () => {
  const source = readFileSync('src/config.ts', 'utf8');
  const names = [...source.matchAll(/^\s{6}([A-Z][A-Z_]+): /gm)].map(([, name]) => String(name));
  const all = (value: string) => Object.fromEntries(names.map((name) => [name, value]));

  expect(names).toContain('PUBLIC_URL');
  expect(readConfig(all(''))).toEqual(readConfig({}));
  expect(readConfig(all(' '))).toEqual(readConfig({}));
});
