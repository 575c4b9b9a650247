import { entitiesOf } from '../content/editing/entities.js';
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { contentTypes } from '../app/content-types.js';
import { migrate } from '../app/migrate.js';
import { readConfig } from '../config.js';
import { renewText } from '../content/editing/text-renewal.js';
import { Locales } from '../content/language/locale.js';
import { ContentStore } from '../content/storage/store.js';
import { systemClock } from '../foundation/clock.js';
import { openDatabase } from '../foundation/database.js';
import { createLogger } from '../foundation/logger.js';
import type { SeedSettings } from './plan.js';
import { progressOn, wholeNumber } from './progress.js';
import { seed } from './seed.js';

try {
  await run(settingsFrom(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function settingsFrom(texts: string[]): SeedSettings {
  const { values } = parseArgs({
    args: texts,
    options: {
      scale: { type: 'string', default: '1' },
      // Not the present: the data has to be reproducible.
      now: { type: 'string', default: '2027-01-01' },
    },
  });
  return { scale: Number(values.scale), now: new Date(values.now) };
}

async function run(settings: SeedSettings): Promise<void> {
  const config = readConfig(process.env);
  const locales = new Locales(config.locales, config.plainChinese);
  // Seeding would be logged as slow statements.
  const database = await openDatabase({ ...config, slowQueryMs: 0 }, createLogger(config.logLevel));
  try {
    await migrate(database, config);
    const store = await ContentStore.open(database, contentTypes, {
      locales,
      clock: systemClock,
      entities: entitiesOf(contentTypes),
    });
    // Records the fallback chains; otherwise the next start would recompute all texts.
    await renewText(store, () => undefined);
    const { objects, rows, seconds } = await seed(store, settings, progressOn(process.stderr));
    const megabytes = process.resourceUsage().maxRSS / 1_024;
    process.stdout.write(
      [
        `Seeded ${wholeNumber(objects)} objects as ${wholeNumber(rows)} rows in both stages`,
        ` in ${seconds.toFixed(1)} s: ${wholeNumber(rows / seconds)} rows per second,`,
        ` with at most ${wholeNumber(megabytes)} MB of memory.\n`,
      ].join(''),
    );
  } finally {
    await database.close();
  }
}
