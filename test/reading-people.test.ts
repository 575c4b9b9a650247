import 'reflect-metadata';
import { slugify } from '../src/foundation/text.js';
import { startEmpty, type TestApplication } from './support/application.js';
import { anArticle, anEvent, anOrganisation, aPerson, Desk, type Piece } from './support/builders.js';

let app: TestApplication;
let desk: Desk;
beforeAll(async () => {
  app = await startEmpty();
  desk = await Desk.open(app);
});
afterAll(() => app.close());

describe('offices', () => {
  const body = anOrganisation({ ref: 'body' });
  const offices = (...held: object[]) => held.map((office) => ({ organisation: 'body', ...office }));
  const people = [
    aPerson({
      ref: 'old',
      text: { en: { name: 'Old President' } },
      offices: offices({ kind: 'PRESIDENT', term: '2022/24', start: '2022-05-01', end: '2024-06-10' }),
    }),
    aPerson({
      ref: 'new',
      text: { en: { name: 'New President' } },
      offices: offices(
        { kind: 'VICE_PRESIDENT', end: '2024-06-10' },
        { kind: 'PRESIDENT', start: '2024-06-11', title: { 'zh-Hant': '新會長' } },
      ),
    }),
    aPerson({ ref: 'always', text: { en: { name: 'Always There' } }, offices: offices({ kind: 'FOUNDER' }) }),
  ];
  beforeAll(() => desk.release(body, ...people));

  const readBody = async (fields: string) => {
    const query = `query ($id: ID) { organisation(id: $id) { ${fields} } }`;
    return (await app.data(query, { id: desk.id(body) })).organisation;
  };

  test.each([
    ['', ['Always There', 'New President', 'New President', 'Old President']],
    ['(at: "2024-06-10")', ['Always There', 'New President', 'Old President']],
    ['(at: "2024-06-11")', ['Always There', 'New President']],
    ['(at: "2022-04-30", kind: [PRESIDENT])', []],
    ['(kind: [PRESIDENT])', ['New President', 'Old President']],
    ['(at: "2024-06-10", kind: [PRESIDENT])', ['Old President']],
  ])('of an organisation%s are those held then, both days included', async (given, names) => {
    const { officers } = await readBody(`officers${given} { person { name } }`);

    const found = officers.map(({ person }: { person: { name: string } }) => person.name);
    expect(found.sort()).toEqual(names);
  });

  test('lead to each person once, by name', async () => {
    const found = await readBody(`people { nodes { name } totalCount }
      now: people(at: "2024-06-11", first: 1) { nodes { name } totalCount pageInfo { hasNextPage } }`);

    const names = ['Always There', 'New President', 'Old President'].map((name) => ({ name }));
    expect(found).toEqual({
      people: { nodes: names, totalCount: 3 },
      now: { nodes: names.slice(0, 1), totalCount: 2, pageInfo: { hasNextPage: true } },
    });
  });

  test('of a person are in order, with their texts and whether they are held today in Hong Kong', async () => {
    app.setNow('2024-06-10T16:00:00Z');
    const { person } = await app.data(
      `query ($id: ID) { person(id: $id) {
        offices { kind title zh: title(locale: "zh-Hant") start end isCurrent organisation { name } }
        earlier: offices(at: "2024-06-10") { kind }
      } }`,
      { id: desk.id(people[1] as Piece) },
    );

    const organisation = { name: 'body' };
    const vice = { title: 'Vice President', zh: '副會長', start: null, end: '2024-06-10', isCurrent: false };
    const president = { title: 'President', zh: '新會長', start: '2024-06-11', end: null, isCurrent: true };
    expect(person).toEqual({
      offices: [
        { kind: 'VICE_PRESIDENT', organisation, ...vice },
        { kind: 'PRESIDENT', organisation, ...president },
      ],
      earlier: [{ kind: 'VICE_PRESIDENT' }],
    });
  });

  test.each([
    ['organisation: $id', ['Always There', 'New President', 'Old President']],
    ['organisation: $id, office: [VICE_PRESIDENT, FOUNDER]', ['Always There', 'New President']],
    ['organisation: $id, hasLocale: "zh-Hant"', []],
  ])('are what people are found by: %s', async (filter, names) => {
    const query = `query ($id: ID) { people(filter: { ${filter} }) { nodes { name } totalCount } }`;

    const { people: found } = await app.data(query, { id: desk.id(body) });

    expect(found).toEqual({ nodes: names.map((name) => ({ name })), totalCount: names.length });
  });
});

describe('a person', () => {
  test.each([
    ['Prof. Hon Ada Lo', '羅雅教授議員', { honorifics: ['PROF', 'HON'] }, {}],
    ['Ada Lo', '羅雅', {}, {}],
    ['Dame Ada', '羅雅爵士', { honorifics: ['MS'] }, { en: 'Dame Ada', zh: '羅雅爵士' }],
  ])('is addressed as %s and %s', async (en, zh, values, given: { en?: string; zh?: string }) => {
    const words = (name: string, displayName?: string) => ({
      name,
      slug: slugify(`${en} ${name}`),
      ...(displayName ? { displayName } : {}),
    });
    const text = { en: words('Ada Lo', given.en), 'zh-Hant': words('羅雅', given.zh) };
    const person = aPerson({ ...values, text });
    await desk.release(person);

    const found = await app.data(
      `query ($id: ID) { person(id: $id) { displayName zh: displayName(locale: "zh-HK") name } }`,
      { id: desk.id(person) },
    );

    expect(found.person).toEqual({ displayName: en, zh, name: 'Ada Lo' });
  });

  test('has names in several scripts, and credits for events and articles', async () => {
    const person = aPerson({
      ref: 'kf',
      names: [
        { locale: 'en', text: 'Tsang Kim Fung', family: 'Tsang', given: 'Kim Fung', kind: 'PRIMARY' },
        { locale: 'en', text: 'K.F. Tsang', kind: 'INITIALS' },
      ],
    });
    const credits = (role: string, more: object = {}) => ({ credits: [{ person: 'kf', role, ...more }] });
    const event = anEvent({ ref: 'spoken', ...credits('SPEAKER', { affiliation: { en: 'SCC' } }) });
    const article = anArticle({ ref: 'written', ...credits('AUTHOR', { displayName: { en: 'KF' } }) });
    await desk.release(person, event, article);

    const fields =
      'nodes { role roleLabel displayName affiliation subject { ...on Event { title } ... on Article { title } } } totalCount';
    const found = await app.data(
      `query ($id: ID!) {
        person(id: $id) { names { locale text family given kind } credits { ${fields} } authored: credits(role: AUTHOR) { ${fields} } }
        articles(filter: { creditedTo: $id }) { nodes { title } }
        others: articles(filter: { person: $id }) { totalCount }
      }`,
      { id: desk.id(person) },
    );

    const authored = {
      role: 'AUTHOR',
      roleLabel: 'Author',
      displayName: 'KF',
      affiliation: null,
      subject: { title: 'written' },
    };
    const spoken = {
      role: 'SPEAKER',
      roleLabel: 'Speaker',
      displayName: 'kf',
      affiliation: 'SCC',
      subject: { title: 'spoken' },
    };
    expect(found.person.names).toEqual([
      { locale: 'en', text: 'Tsang Kim Fung', family: 'Tsang', given: 'Kim Fung', kind: 'PRIMARY' },
      { locale: 'en', text: 'K.F. Tsang', family: null, given: null, kind: 'INITIALS' },
    ]);
    expect(found.person.credits.totalCount).toBe(2);
    expect(found.person.credits.nodes).toEqual(expect.arrayContaining([authored, spoken]));
    expect(found.person.authored).toEqual({ nodes: [authored], totalCount: 1 });
    expect(found.articles.nodes).toEqual([{ title: 'written' }]);
    expect(found.others.totalCount).toBe(0);
  });
});
