import { entitiesOf } from '../src/content/editing/entities.js';
import 'reflect-metadata';
import { In } from 'typeorm';
import { Article, article } from '../src/articles/article.js';
import { checkText } from '../src/content/editing/text-check.js';
import { textOf } from '../src/content/model/model.js';
import { readTranslations, textRowsFor } from '../src/content/storage/text-rows.js';
import { Event } from '../src/events/event.js';
import { Participation } from '../src/events/participation.js';
import { Venue } from '../src/events/venue.js';
import { Setting } from '../src/foundation/setting.entity.js';
import { Issue, IssueItem } from '../src/issues/issue.js';
import { Organisation } from '../src/organisations/organisation.js';
import { Credit } from '../src/people/credit.js';
import { Person } from '../src/people/person.js';
import { seed } from '../src/seed/seed.js';
import { Sponsorship } from '../src/sponsorships/sponsorship.js';
import { startEmpty, type TestApplication } from './support/application.js';

/** A fiftieth: four issues and all that goes with them. */
const settings = { scale: 0.02, now: new Date('2027-01-01') };
const silent = { begin: () => undefined, advance: () => undefined, end: () => undefined };

let app: TestApplication;
let other: TestApplication;
beforeAll(async () => {
  [app, other] = await Promise.all([startEmpty(), startEmpty()]);
  app.setNow('2027-01-01T00:00:00Z');
  await Promise.all([app, other].map(({ store }) => seed(store, settings, silent)));
});
afterAll(() => Promise.all([app?.close(), other?.close()]));

/** A hash of all rows of every table, by table and stage. */
async function fingerprints({ store }: TestApplication): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const stage of [store.draft, store.published]) {
    for (const entity of entitiesOf(store.types).filter((candidate) => candidate !== Setting)) {
      const { tablePath } = stage.getMetadata(entity);
      const [row] = await stage.query(
        `select count(*) || ' rows ' || coalesce(md5(string_agg(r::text, ' ' order by r::text)), '') as hash from ${tablePath} r`,
      );
      found[tablePath] = row.hash;
    }
  }
  return found;
}

describe('the seeded data', () => {
  test('is the same in every database', async () => {
    const hashes = await fingerprints(app);

    expect(hashes['draft.article']).toMatch(/^120 rows \w{32}$/);
    expect(await fingerprints(other)).toEqual(hashes);
  });

  test('is published as it is', async () => {
    const hashes = Object.entries(await fingerprints(app));
    const of = (stage: string) =>
      hashes
        .filter(([table]) => table.startsWith(stage))
        // What was printed there is only in published.
        .filter(([table]) => table !== 'published.printed_name')
        .map(([table, hash]) => [table.slice(stage.length), hash]);

    expect(of('published.')).toEqual(of('draft.'));
  });

  test.each([
    { entity: Issue, count: 200 },
    { entity: Article, count: 6_000 },
    { entity: IssueItem, count: 200 * (30 + 10) },
    { entity: Event, count: 5_000 },
    { entity: Organisation, count: 800 },
    { entity: Person, count: 2_000 },
    { entity: Participation, count: 15_000 },
    { entity: Credit, count: 6_000 },
    { entity: Sponsorship, count: 8_000 },
    { entity: Venue, count: 100 },
  ])('has as many rows of $entity.name as promised', async ({ entity, count }) => {
    expect(await app.store.published.manager.count(entity)).toBe(count * settings.scale);
  });

  test('has articles of newsletter length, and leaves out 15 % of the translations', async () => {
    const [row] = await app.store.published.query(
      `select min(octet_length(body)) as least, max(octet_length(body)) as most, avg((not own)::int) as missing from published.article_text`,
    );

    expect(row.least).toBeGreaterThanOrEqual(1_500);
    expect(row.most).toBeLessThanOrEqual(4_096);
    expect(Number(row.missing)).toBeCloseTo(0.15, 1);
  });

  test('has the text that a fresh computation gives', async () => {
    const { published } = app.store;
    const some = (await published.manager.find(Article, { take: 20 })).map(({ id }) => id);
    const own = await readTranslations(published.manager, article, some);
    const stored = await published.manager.find(textOf(Article), { where: { contentId: In(some) } });
    const computed = some.flatMap((id) => textRowsFor(article, id, own.get(id) ?? {}, app.store.locales));

    expect(stored).toHaveLength(60);
    expect(stored).toEqual(expect.arrayContaining(computed.map((row) => expect.objectContaining(row))));
    expect(await checkText(app.store)).toEqual([]);
  });
});

describe('the API over the seeded data', () => {
  test('shows the latest issue with what it lists', async () => {
    const { latestIssue } = await app.data(`{
      latestIssue(locale: "zh-Hans") {
        number title
        sections { kind items { content { ... on Article { body } ... on Event { title venue { name } } } } }
        sponsorships { organisation { name } }
        previous { number }
      }
    }`);

    expect(latestIssue).toMatchObject({ number: 4, title: '电子通讯第 4 期', previous: { number: 3 } });
    expect(
      latestIssue.sections.map((section: { kind: string; items: unknown[] }) => [
        section.kind,
        section.items.length,
      ]),
    ).toEqual([
      ['LEAD', 1],
      ['REVIEW', 20],
      ['COLUMN', 5],
      ['UPCOMING', 10],
      ['NOTICE', 4],
    ]);
    expect(latestIssue.sections[0].items[0].content.body).toMatch(/^<p>/);
    expect(latestIssue.sponsorships).toHaveLength(5);
  });

  test('finds a fifth of the events to come', async () => {
    const answer = await app.data(`{
      all: events { totalCount }
      upcoming: events(filter: { time: UPCOMING }) { totalCount }
    }`);

    expect(answer).toEqual({ all: { totalCount: 100 }, upcoming: { totalCount: 20 } });
  });
});

describe('the seeding', () => {
  test('refuses a database that has content', async () => {
    await expect(seed(app.store, settings, silent)).rejects.toThrow('Only an empty database can be seeded');
  });

  test.each([
    [{ ...settings, scale: 0 }, '--scale must be a number above 0'],
    [{ ...settings, scale: Number.NaN }, '--scale must be a number above 0'],
    [{ ...settings, now: new Date('tomorrow') }, '--now must be a date'],
  ])('refuses the settings %j', async (wrong, sentence) => {
    await expect(seed(app.store, wrong, silent)).rejects.toThrow(sentence);
  });

  test('that fails reports that the database is half filled, and how to start again', async () => {
    const empty = await startEmpty();
    await empty.database.pool.query('alter table draft.person drop column honorifics');

    await expect(seed(empty.store, settings, silent)).rejects.toThrow(
      /^Seeding failed: .*honorifics.*\nThe database is half filled\. To start again, drop the database/,
    );
    await empty.close();
  });
});
