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
): Promise<Result> {
  const config = { ...readConfig({}), databaseUrl: app.databaseUrl, locales, demoContent: false };
  const application = await openApplication(config, createLogger('silent'), () => new Date());
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
});
