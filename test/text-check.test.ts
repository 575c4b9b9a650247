import 'reflect-metadata';
import { openApplication } from '../src/app/application.js';
import { readConfig } from '../src/config.js';
import { checkText } from '../src/content/editing/text-check.js';
import { createLogger } from '../src/foundation/logger.js';
import { startDemo, type TestApplication } from './support/application.js';

let app: TestApplication;
beforeAll(async () => {
  app = await startDemo();
});
afterAll(() => app.close());

/** Starts the program once more on the same database, with other locales. */
async function restartWith<Result>(
  locales: string,
  work: (application: Awaited<ReturnType<typeof openApplication>>) => Promise<Result>,
  logger = createLogger('silent'),
): Promise<Result> {
  const config = { ...readConfig({}), databaseUrl: app.databaseUrl, locales, demoContent: false };
  const application = await openApplication(config, logger, () => new Date());
  try {
    return await work(application);
  } finally {
    await application.close();
  }
}

describe('the stored text', () => {
  test('is what a fresh computation gives', async () => {
    expect(await checkText(app.store)).toEqual([]);
  });

  test('is found out when something else wrote it', async () => {
    await app.database.pool.query(
      `update published.event_text set title = 'Tampered' where locale = 'zh-Hans' and slug = (select min(slug) from published.event_text where locale = 'zh-Hans')`,
    );

    expect(await checkText(app.store)).toEqual([
      expect.objectContaining({ stage: 'published', type: 'Event' }),
    ]);
  });

  test('is recomputed when the chains change, and no text is lost when a locale goes and comes back', async () => {
    const words = `select content_id, title, slug from draft.article_text where own and locale = 'zh-Hant' order by 1`;
    const before = await app.database.pool.query(words);

    const stale = await restartWith('en', (application) => checkText(application.store));
    const between = await app.database.pool.query(
      `select count(*) filter (where locale = 'zh-Hans') as dropped, count(*) filter (where own and locale = 'zh-Hant') as kept from draft.article_text`,
    );
    await restartWith('en>zh-Hant, zh-Hant>en, zh-Hans>zh-Hant>en', async () => undefined);

    expect(stale).toEqual([]);
    expect(between.rows).toEqual([{ dropped: '0', kept: String(before.rowCount) }]);
    expect((await app.database.pool.query(words)).rows).toEqual(before.rows);
    expect(await checkText(app.store)).toEqual([]);
  });

  test('has its keys to sort by made anew when the order of characters is that of another version', async () => {
    const { pool } = app.database;
    await pool.query(`update published.organisation_text set sort_key = name where locale = 'zh-Hant'`);
    await pool.query(`update system.setting set value = '4, CLDR 1' where key = 'text-rules'`);

    const stale = await checkText(app.store);
    await restartWith('en>zh-Hant, zh-Hant>en, zh-Hans>zh-Hant>en', async () => undefined);

    expect(new Set(stale.map(({ type }) => type))).toEqual(new Set(['Organisation']));
    expect(await checkText(app.store)).toEqual([]);
  });

  test('is rendered anew by other rules, and an interrupted start is continued where it was', async () => {
    const { pool } = app.database;
    const tamper = (table: string) =>
      pool.query(`update draft.${table} set description_html = 'old' where description_html is not null`);
    await tamper('organisation_text');
    await tamper('event_text');
    await pool.query("delete from system.setting where key = 'text-rules'");
    await pool.query(
      `create function draft.interrupt() returns trigger language plpgsql as $$ begin raise 'interrupted'; end $$`,
    );
    await pool.query(
      'create trigger interrupt before update on draft.event_text execute function draft.interrupt()',
    );
    const lines: { readonly done: number; readonly total: number }[] = [];
    const logger = createLogger('info', { write: (line) => lines.push(JSON.parse(line)) });
    const start = () =>
      restartWith('en>zh-Hant, zh-Hant>en, zh-Hans>zh-Hant>en', async () => undefined, logger);

    await expect(start()).rejects.toThrow('interrupted');
    const before = lines.filter(({ total }) => total).map(({ done }) => done);
    await pool.query('drop function draft.interrupt() cascade');
    const between = await checkText(app.store);
    // What was done is not visited again.
    await tamper('organisation_text');
    await start();

    const progress = lines.filter(({ total }) => total);
    expect(before.length).toBeGreaterThan(0);
    expect(progress.map(({ done }) => done)).toEqual(progress.map(({ done }) => done).sort((a, b) => a - b));
    expect(progress.at(-1)?.done).toBe(progress.at(-1)?.total);
    expect(new Set(between.map(({ type }) => type))).toEqual(new Set(['Event']));
    const after = await checkText(app.store);
    expect(new Set(after.map(({ type }) => type))).toEqual(new Set(['Organisation']));
  });
});
