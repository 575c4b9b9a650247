import { Role } from '../src/content/contract/access.js';
import { type Asking, startDemo, type TestApplication } from './support/application.js';
import { Mutations, type Payload } from './support/mutations.js';

let app: TestApplication;
let anna: Mutations;
let ben: Mutations;
let annasName: string;
beforeAll(async () => {
  app = await startDemo();
  anna = new Mutations(app, await app.as(Role.EDITOR, Role.PUBLISHER));
  ben = new Mutations(app, await app.as(Role.EDITOR, Role.PUBLISHER));
  annasName = (await anna.who.data('{ viewer { name } }')).viewer.name;
});
afterAll(() => app.close());

const LISTS = ['articles', 'events', 'issues', 'organisations', 'people'];

async function anArticle(by: Mutations, ...locales: readonly string[]) {
  const translations = locales.map((locale) => ({ locale, title: `Bridges ${locale}`, body: 'Text' }));
  const { article } = await by.done('articleCreate', { kind: 'NEWS', translations }, 'article { id }');
  return article.id as string;
}

async function change(by: Mutations, id: string, body: string, locale = 'en') {
  const { article } = await by.who.data('query ($id: ID!) { article(id: $id, stage: DRAFT) { version } }', {
    id,
  });
  const input = { id, expectedVersion: article.version, translations: [{ locale, body }] };
  await by.done('articleUpdate', input);
}

const publish = (id: string, locales?: readonly string[]) =>
  anna.done('articlePublish', { ids: [id], ...(locales ? { locales } : {}) });

async function idsOf(who: Asking, filter: object, list = 'articles'): Promise<string[]> {
  const type = `${list === 'people' ? 'Person' : list[0]?.toUpperCase() + list.slice(1, -1)}Filter`;
  const data = await who.data(
    `query ($filter: ${type}) { ${list}(stage: DRAFT, first: 100, filter: $filter) { totalCount nodes { id } } }`,
    { filter },
  );
  const ids = data[list].nodes.map(({ id }: Payload) => id);
  expect(data[list].totalCount).toBe(ids.length);
  return ids;
}

test('drafts that lack a language are listed, whatever the others have', async () => {
  const id = await anArticle(anna, 'en');
  const both = await anArticle(anna, 'en', 'zh-Hant');

  const lacking = await idsOf(anna.who, { lacksLocale: 'zh-HK' });

  expect(lacking).toContain(id);
  expect(lacking).not.toContain(both);
});

describe('changed drafts', () => {
  test.each<[string, (id: string) => Promise<unknown>, boolean]>([
    ['is new', async () => undefined, false],
    ['is public as it is', publish, false],
    ['was changed since', (id) => publish(id).then(() => change(ben, id, 'New')), true],
    ['was changed in a language that was not published', (id) => changedInBoth(id, ['en']), true],
    ['was changed and published language by language', (id) => changedInBoth(id, ['en'], ['zh-Hant']), false],
    [
      'was taken out in one language',
      (id) => publish(id).then(() => anna.done('articleUnpublish', { ids: [id], locales: ['en'] })),
      true,
    ],
  ])('a draft that %s', async (_what, happens, isListed) => {
    const id = await anArticle(anna, 'en', 'zh-Hant');

    await happens(id);

    expect((await idsOf(anna.who, { isChanged: true })).includes(id)).toBe(isListed);
    expect((await idsOf(anna.who, { isChanged: false })).includes(id)).toBe(!isListed);
  });

  async function changedInBoth(id: string, ...published: readonly (readonly string[])[]) {
    await publish(id);
    await change(anna, id, 'New');
    await change(anna, id, '新', 'zh-Hant');
    for (const locales of published) await publish(id, locales);
  }

  test.each(LISTS)('%s that are listed are those with the status CHANGED', async (list) => {
    const { [list]: all } = await anna.who.data(
      `{ ${list}(stage: DRAFT, first: 100) { nodes { id publication { status } } } }`,
    );
    const having = (statuses: readonly string[]) =>
      all.nodes
        .filter(({ publication }: Payload) => statuses.includes(publication.status))
        .map(({ id }: Payload) => id);

    expect(await idsOf(anna.who, { isChanged: true }, list)).toEqual(having(['CHANGED']));
    expect(await idsOf(anna.who, { isPublic: false }, list)).toEqual(having(['DRAFT']));
    expect(await idsOf(anna.who, { isPublic: true }, list)).toEqual(having(['CHANGED', 'PUBLISHED']));
  });
});

describe('drafts by who changed them', () => {
  test('are those that an account created or changed, by its name or by me', async () => {
    const hers = await anArticle(anna, 'en');
    const both = await anArticle(ben, 'en');
    const his = await anArticle(ben, 'en');
    await change(anna, both, 'Corrected');

    const byAnna = await idsOf(ben.who, { changedBy: annasName });

    expect(byAnna).toEqual(expect.arrayContaining([hers, both]));
    expect(byAnna).not.toContain(his);
    expect(await idsOf(anna.who, { changedBy: 'me' })).toEqual(byAnna);
    expect(await idsOf(anna.who, { changedBy: 'nobody' })).toEqual([]);
  });

  test('with isChanged are those with changes of the account that are not public yet', async () => {
    const id = await anArticle(anna, 'en');
    await publish(id);
    await change(ben, id, 'His');

    expect(await idsOf(anna.who, { changedBy: 'me', isChanged: true })).not.toContain(id);
    expect(await idsOf(ben.who, { changedBy: 'me', isChanged: true })).toContain(id);
    expect(await idsOf(anna.who, { changedBy: 'me' })).toContain(id);
  });
});

describe('the filters of drafts', () => {
  test('are pages in the chosen order', async () => {
    const query = `query ($after: String) {
      articles(stage: DRAFT, filter: { changedBy: "me" }, orderBy: UPDATED_AT_DESC, first: 2, after: $after) {
        nodes { id } pageInfo { endCursor hasNextPage }
      }
    }`;
    const pages: string[] = [];
    let after: string | null = null;
    do {
      const { articles }: Payload = await anna.who.data(query, { after });
      pages.push(...articles.nodes.map(({ id }: Payload) => id));
      after = articles.pageInfo.hasNextPage ? articles.pageInfo.endCursor : null;
    } while (after !== null);

    expect(new Set(pages)).toEqual(new Set(await idsOf(anna.who, { changedBy: 'me' })));
    expect(pages.length).toBe(new Set(pages).size);
  });

  const filters = ['lacksLocale: "zh-Hant"', 'isChanged: true', 'isPublic: false', 'changedBy: "me"'];

  test.each(filters)('%s is refused for what is public', async (filter) => {
    for (const who of [app, anna.who]) {
      const { errors } = await who.ask(`{ articles(filter: { ${filter} }) { totalCount } }`);
      const [name] = filter.split(':');
      expect(errors?.[0]).toMatchObject({
        message: `"${name}" is for editors; use it with stage: DRAFT.`,
        extensions: { code: 'FORBIDDEN' },
      });
    }
  });

  test('are not among those of feeds', async () => {
    const response = await fetch(`${app.url}/feeds/articles.rss?isChanged=true`);

    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain('lacksLocale');
  });
});
