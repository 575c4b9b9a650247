import 'reflect-metadata';
import pg from 'pg';
import { editor, startEmpty, type TestApplication } from './support/application.js';
import { anArticle, anEvent, changed, Desk, type Piece } from './support/builders.js';

let app: TestApplication;
let desk: Desk;
beforeAll(async () => {
  app = await startEmpty();
  desk = await Desk.open(app);
});
afterAll(() => app.close());

const read = `query ($slug: String, $locale: Locale, $stage: Stage!) {
  event(slug: $slug, locale: $locale, stage: $stage) { title slug redirectedFrom }
}`;
const inPublic = async (slug: string, locale = 'en') =>
  (await app.data(read, { slug, locale, stage: 'PUBLISHED' })).event;
const inDraft = async (slug: string) =>
  (await app.dataAs(editor, read, { slug, locale: 'en', stage: 'DRAFT' })).event;
const withSlug = (event: Piece, slug: string) => changed(event, { text: { en: { title: event.ref, slug } } });

describe('slugs in several languages', () => {
  test('are looked up in the requested language, filled in from its chain', async () => {
    const both = anEvent({
      text: { en: { title: 'Both', slug: 'both' }, 'zh-Hant': { title: '兩者', slug: '兩者' } },
    });
    const chinese = anEvent({ text: { 'zh-Hant': { title: '只有中文' } } });
    await desk.release(both, chinese);
    const find = async (slug: string, locale: string) => {
      const { event } = await app.data(
        `query ($slug: String, $locale: Locale) { event(slug: $slug, locale: $locale) { title slug redirectedFrom } }`,
        { slug, locale },
      );
      return event;
    };

    expect(await find('both', 'en')).toEqual({ title: 'Both', slug: 'both', redirectedFrom: null });
    expect(await find('兩者', 'zh-HK')).toEqual({ title: '兩者', slug: '兩者', redirectedFrom: null });
    expect(await find('兩者', 'zh-Hans')).toMatchObject({ title: '兩者' });
    expect(await find('both', 'zh-Hant')).toEqual({ title: '兩者', slug: '兩者', redirectedFrom: 'both' });
    expect(await find('兩者', 'en')).toEqual({ title: 'Both', slug: 'both', redirectedFrom: '兩者' });
    expect(await find('只有中文', 'en')).toMatchObject({ slug: '只有中文' });
  });

  test('lead to the object that has it in the requested language rather than in another', async () => {
    const slugs = (en: string, zh: string) => ({
      en: { title: `${en} in English`, slug: en },
      'zh-Hant': { title: `${zh} in Chinese`, slug: zh },
    });
    await desk.release(
      anEvent({ text: slugs('north', 'south') }),
      anEvent({ text: slugs('south', 'north') }),
    );

    const { en, zh } = await app.data(`{
      en: event(slug: "south") { title redirectedFrom }
      zh: event(slug: "south", locale: "zh-HK") { title redirectedFrom }
    }`);

    expect(en).toEqual({ title: 'south in English', redirectedFrom: null });
    expect(zh).toEqual({ title: 'south in Chinese', redirectedFrom: null });
  });

  test('of the languages that an object can be read in are its alternates', async () => {
    const text = { en: { title: 'Alternates' }, 'zh-Hans': { title: '替代', slug: '替代' } };
    const [id] = await desk.release(anEvent({ text }));

    const { event } = await app.data(
      `query ($id: ID) { event(id: $id, locale: "zh-Hant") { localization { alternates { locale slug } } } }`,
      { id },
    );

    expect(event.localization.alternates).toEqual([
      { locale: 'en', slug: 'alternates' },
      { locale: 'zh-Hans', slug: '替代' },
    ]);
  });
});

describe('a slug that was changed', () => {
  test('leads on to its object, in public only after the new one is published', async () => {
    const event = anEvent({ ref: 'renamed' });
    await desk.release(withSlug(event, 'first'));
    await desk.write(withSlug(event, 'second'));

    const before = {
      old: await inPublic('first'),
      new: await inPublic('second'),
      draft: await inDraft('first'),
    };
    await desk.publish(event);
    const after = { old: await inPublic('first'), new: await inPublic('second') };

    const now = { title: 'renamed', slug: 'second', redirectedFrom: null };
    expect(before).toEqual({
      old: { title: 'renamed', slug: 'first', redirectedFrom: null },
      new: null,
      draft: { title: 'renamed', slug: 'second', redirectedFrom: 'first' },
    });
    expect(after).toEqual({ old: { ...now, redirectedFrom: 'first' }, new: now });
  });

  test('leads on through several changes, and no longer once it is taken up again', async () => {
    const event = anEvent({ ref: 'restless' });
    for (const slug of ['spring', 'summer', 'autumn', 'summer']) await desk.release(withSlug(event, slug));

    expect(await inPublic('spring')).toMatchObject({ slug: 'summer', redirectedFrom: 'spring' });
    expect(await inPublic('autumn')).toMatchObject({ slug: 'summer', redirectedFrom: 'autumn' });
    expect(await inPublic('summer')).toMatchObject({ slug: 'summer', redirectedFrom: null });
  });

  test('belongs to the object that takes it over', async () => {
    const [former, heir] = [anEvent({ ref: 'former' }), anEvent({ ref: 'heir' })];
    await desk.release(withSlug(former, 'contested'));
    await desk.release(withSlug(former, 'elsewhere'));

    await desk.release(withSlug(heir, 'contested'));

    expect(await inPublic('contested')).toEqual({ title: 'heir', slug: 'contested', redirectedFrom: null });
    expect(await inPublic('elsewhere')).toMatchObject({ title: 'former', redirectedFrom: null });
    await desk.unpublish(heir);
    expect(await inPublic('contested')).toBeNull();
  });

  test('leads on from other languages, too, but not to other types', async () => {
    const text = (slug: string) => ({
      en: { title: 'Split', slug: 'split' },
      'zh-Hant': { title: '分', slug },
    });
    const event = anEvent({ ref: 'split' });
    await desk.release(changed(event, { text: text('舊') }));
    await desk.release(changed(event, { text: text('新') }));
    await desk.release(
      anArticle({ ref: 'former-article', text: { en: { title: 'Article', slug: 'split' } } }),
    );

    expect(await inPublic('舊', 'zh-Hant')).toMatchObject({ slug: '新', redirectedFrom: '舊' });
    expect(await inPublic('舊', 'en')).toMatchObject({ slug: 'split', redirectedFrom: '舊' });
    expect(await inPublic('split')).toMatchObject({ title: 'Split', redirectedFrom: null });
    expect((await app.data(`{ article(slug: "舊", locale: "zh-Hant") { title } }`)).article).toBeNull();
  });

  test('leads nowhere when its object is unpublished', async () => {
    const event = anEvent({ ref: 'vanished' });
    await desk.release(withSlug(event, 'vanished-1'));
    await desk.release(withSlug(event, 'vanished-2'));

    await desk.unpublish(event);

    expect([await inPublic('vanished-1'), await inPublic('vanished-2')]).toEqual([null, null]);
  });
});

describe('slugs that look the same', () => {
  const visible = 'scc-week-1';
  const variants = ['SCC-Week-1', 'ＳＣＣ-Ｗｅｅｋ-１', 's\u200bcc-we\u00adek-1\ufe0f'];

  test.each(variants)('are one when they are entered: %j', async (slug) => {
    const event = anEvent({ text: { en: { title: slug, slug } } });
    await desk.write(event);
    const other = anEvent({ text: { en: { title: 'Another', slug: visible } } });

    await expect(desk.write(other)).rejects.toThrow(`"${visible}" in "en" is used by`);
    expect(await inDraft(visible)).toMatchObject({ slug: visible, redirectedFrom: null });
    await desk.write(withSlug(event, `no-longer-${variants.indexOf(slug)}`));
  });

  test('are one when they are asked for, also former ones and in filters', async () => {
    expect(await inPublic('CAFÉ-Talks')).toBeNull();
    const event = anEvent({ text: { en: { title: 'Café talks' } } });
    const child = anEvent({ text: { en: { title: 'A talk' } }, parent: event.ref });
    await desk.release(event, child);
    const children = async (parent: string) =>
      (
        await app.data('query ($parent: ID) { events(filter: { parent: $parent }) { totalCount } }', {
          parent,
        })
      ).events;

    expect(await inPublic('CAFÉ-Talks')).toEqual({
      title: 'Café talks',
      slug: 'café-talks',
      redirectedFrom: 'CAFÉ-Talks',
    });
    expect(await inPublic('cafe\u0301-talks')).toMatchObject({ slug: 'café-talks' });
    expect(await children('Café-\u200btalks')).toEqual({ totalCount: 1 });
    await desk.release(withSlug(event, 'coffee'));
    expect(await inPublic('CAFÉ-Talks')).toMatchObject({ slug: 'coffee' });
    expect(await children('CAFÉ-TALKS')).toEqual({ totalCount: 1 });
  });

  test('are found as they are stored when they are older than the normal form', async () => {
    const event = anEvent({ text: { en: { title: 'Old' } } });
    const [id = ''] = await desk.release(event);
    const connection = new pg.Client({ connectionString: app.databaseUrl });
    await connection.connect();
    for (const stage of ['draft', 'published'])
      await connection.query(`update ${stage}.event_text set slug = 'Old-Slug' where content_id = $1`, [
        id.slice('event_'.length),
      ]);
    await connection.end();

    expect(await inPublic('Old-Slug')).toMatchObject({ slug: 'Old-Slug', redirectedFrom: null });
    await desk.write(changed(event, { text: { en: { title: 'Old, with a new title', slug: 'Old-Slug' } } }));
    expect(await inDraft('Old-Slug')).toMatchObject({ title: 'Old, with a new title', slug: 'Old-Slug' });
  });
});

describe("the public's connection to the database", () => {
  let connection: pg.Client;
  beforeAll(async () => {
    connection = new pg.Client({ connectionString: app.databaseUrl, options: '-c role=scc_public' });
    await connection.connect();
  });
  afterAll(() => connection.end());

  test('can read what is published', async () => {
    const { rows } = await connection.query('select count(*)::int as events from published.event');

    expect(rows[0].events).toBeGreaterThan(0);
  });

  test.each([
    'select * from draft.event',
    'select * from draft.event_text',
    'select * from draft.former_slug',
    'insert into published.former_slug values (null, null, null, null)',
    'update published.event set version = 2',
    'delete from published.event',
    'truncate published.event',
    'create table published.mine (id int)',
    'create table public.mine (id int)',
    'select * from system.migration',
    'create table system.mine (id int)',
    'drop table published.event',
    'create schema mine',
  ])('may not: %s', async (statement) => {
    await expect(connection.query(statement)).rejects.toThrow(/permission denied|must be owner/);
  });
});
