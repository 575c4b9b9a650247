import 'reflect-metadata';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../foundation/database.js';
import { createLogger } from '../foundation/logger.js';
import { contentTypes } from './content-types.js';
import { migrate } from './migrate.js';
import { migrationText } from './migration-text.js';

// Run from the root of the project, with a name such as create-topics: writes and prints the missing migration. If data
// would be lost, only with --drops.
const given = process.argv.slice(2);
const [name = '', ...more] = given.filter((each) => each !== '--drops');
if (!/^[a-z][a-z\d]*(-[a-z\d]+)*$/.test(name) || more.length > 0) {
  console.error(
    'The name of the migration must consist of lower-case letters, digits and hyphens, such as: npm run migration create-topics',
  );
  process.exit(2);
}
const publicRole = 'scc_public';
const dataDir = await mkdtemp(join(tmpdir(), 'scc-migration-'));
const settings = { databaseUrl: undefined, databasePoolSize: 1, publicRole, dataDir };
const database = await openDatabase(settings, createLogger('silent'));
try {
  await migrate(database, { publicRole });
  const numbers = (await readdir('migrations')).map((file) => Number.parseInt(file, 10)).filter(Boolean);
  const number = Math.max(...numbers) + 1;
  const printed = await migrationText(database, contentTypes, name, number);
  for (const line of [...(printed?.losses ?? []), ...(printed?.notes ?? [])]) console.error(`${line}.`);
  if (!printed)
    console.error(
      'Nothing to migrate: the tables match the declarations of all types in src/app/content-types.ts. A new type must be listed there first.',
    );
  else if (printed.losses.length > 0 && !given.includes('--drops')) {
    console.error(
      `Nothing was written, because data would be lost. If that is intended, run: npm run migration ${name} -- --drops`,
    );
    process.exitCode = 1;
  } else {
    const file = join('migrations', `${number}-${name}.ts`);
    await writeFile(file, printed.text);
    console.log(printed.text);
    console.error(`Written to ${file}; review it, and run "npm run format".`);
  }
} finally {
  await database.close();
  await rm(dataDir, { recursive: true, force: true });
}
