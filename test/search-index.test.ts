import 'reflect-metadata';
import { openApplication } from '../src/app/application.js';
import { readConfig } from '../src/config.js';
import { checkText } from '../src/content/editing/text-check.js';
import { stem } from '../src/content/language/search-stem.js';
import { createLogger } from '../src/foundation/logger.js';
import { startDemo, startEmbedded, type TestApplication } from './support/application.js';
import { anArticle, Desk } from './support/builders.js';
import { idsFoundBy, searchAs } from './support/search.js';
import { sentDuring } from './support/sent-statements.js';

let app: TestApplication;
beforeAll(async () => {
  app = await startDemo();
});
afterAll(() => app.close());

const sql = async (statement: string) => (await app.database.pool.query(statement)).rows;

/** Everything in the index, as text. */
async function contents(): Promise<string> {
  const rows = await sql(
    `select 'draft' as stage, d.* from draft.search_entry d union all select 'published', p.* from published.search_entry p order by stage, content_id, locale`,
  );
  return JSON.stringify(rows);
}

/** Starts the program once more on the same database. */
async function restart(settings: object = {}): Promise<void> {
  const config = { ...readConfig({}), databaseUrl: app.databaseUrl, demoContent: false, ...settings };
  const application = await openApplication(config, createLogger('silent'), () => new Date());
  await application.close();
}

describe('the index', () => {
  test('is what a fresh computation gives; differences are found', async () => {
    expect(await checkText(app.store)).toEqual([]);

    const [{ id }] = await sql(
      `update published.search_entry set terms = ' x' where (content_id, locale) = (select content_id, locale from published.search_entry order by 1, 2 limit 1) returning content_id as id`,
    );
    expect(await checkText(app.store)).toEqual([expect.objectContaining({ stage: 'published', id })]);
    await sql(`delete from published.search_entry where content_id = '${id}'`);
    expect(await checkText(app.store)).toEqual([expect.objectContaining({ stage: 'published', id })]);
    await sql(
      `insert into published.search_entry select * from draft.search_entry where content_id = '${id}'`,
    );
    expect(await checkText(app.store)).toEqual([]);
  });

  test.each([
    ['PostgreSQL', startDemo],
    ['the embedded database', startEmbedded],
  ])('is what a search reads on %s, whatever is known of its size', async (_engine, start) => {
    const other = await start({ answerCacheMb: 0 });
    const { pool } = other.database;
    // As after many publications: new rows wait to be added to it, and nothing was analysed.
    await pool.query(`update published.search_entry set terms = terms || ' '`);
    const { statements } = await sentDuring(() => searchAs(other, 'ferry'));
    const search = statements.find(({ text }) => text.includes('search_entry'));
    const { rows } = await pool.query(`explain ${search?.text}`, [...(search?.values ?? [])]);
    await other.close();

    const plan = rows.map((row: Record<string, string>) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('on search_entry_terms_idx');
    expect(plan).not.toMatch(/Filter: .*(search_vector|array_to_tsvector)/);
  });

  test('is made by the start of the program where there is none, or one by other rules', async () => {
    const before = await contents();
    const found = await idsFoundBy(app, 'smart');

    await sql(`delete from draft.search_entry; delete from published.search_entry`);
    await sql(`delete from system.setting where key = 'search-index'`);
    await restart();
    expect(await contents()).toBe(before);
    expect(await idsFoundBy(app, 'smart')).toEqual(found);

    await sql(`update published.search_entry set terms = ' old'`);
    await sql(`update system.setting set value = '0 older rules' where key = 'search-index'`);
    await Promise.all([restart(), restart(), restart()]);
    expect(await contents()).toBe(before);
  });

  test('is left alone by a start where it is by the present rules', async () => {
    const versions = `select string_agg(xmin::text, ' ' order by content_id, locale) as xmin from published.search_entry`;
    const before = await sql(versions);
    await restart();
    expect(await sql(versions)).toEqual(before);
  });

  test('has the locales that are configured', async () => {
    const before = await contents();
    const locales = `select distinct locale from published.search_entry order by 1`;

    await restart({ locales: 'zh-Hant>en, en>zh-Hant' });
    expect(await sql(locales)).toEqual([{ locale: 'en' }, { locale: 'zh-Hant' }]);
    await restart();
    expect(await contents()).toBe(before);
  });

  test('takes words of any length, and texts of any size', async () => {
    const desk = await Desk.open(app);
    const letters = 'x'.repeat(3_000);
    const characters = Array.from({ length: 25_000 }, (_, index) =>
      String.fromCodePoint(0x4e00 + (index % 20_000)),
    );
    const [id] = await desk.release(
      anArticle({ text: { 'zh-Hant': { title: '極長', body: `${letters} ${characters.join('')}` } } }),
    );
    for (const query of ['x'.repeat(150), '乀乁', '極長 乀乁'])
      expect(await idsFoundBy(app, query, { locale: 'zh-Hant' })).toEqual([id]);
  });
});

test('the stem of a word is the one that PostgreSQL gives it', async () => {
  const texts = await sql(
    `select coalesce(title, '') || ' ' || coalesce(body, '') as text from draft.article_text union all select coalesce(description, '') from draft.event_text`,
  );
  const words = new Set<string>(
    texts.flatMap(({ text }) => text.toLowerCase().match(/\b[a-z]{1,30}\b/g) ?? []),
  );
  const endings =
    's ed ing ly er ers ness ful fulness ation ational ization izer ousness ative ies ied eed ll e y'.split(
      ' ',
    );
  const all = [...words].flatMap((word) => [word, ...endings.map((ending) => word + ending)]);
  const known = await app.database.pool.query(
    `select word, (ts_lexize('english_stem', word))[1] as stem from unnest($1::text[]) word`,
    [all],
  );
  const other = known.rows.filter((row) => row.stem !== null && stem(row.word) !== row.stem);

  expect(words.size).toBeGreaterThan(500);
  expect(other).toEqual([]);
  // By that, highlights find the words of a stem in a text.
  const elsewhere = all.filter((word) => !word.startsWith(stem(word).slice(0, -2)));
  expect(elsewhere).toEqual([]);
});
