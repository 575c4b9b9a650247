import { issueKey } from '../src/accounts/first-key.js';
import { Role } from '../src/content/contract/access.js';
import { startDemo, type TestApplication } from './support/application.js';
import { Mutations } from './support/mutations.js';

let app: TestApplication;
let editor: Mutations;
beforeAll(async () => {
  app = await startDemo();
  editor = new Mutations(app, await app.as(Role.EDITOR, Role.PUBLISHER));
});
afterAll(() => app.close());

interface Named {
  readonly id: string;
  version: number;
}

const NAMES = [
  { locale: 'en', text: 'Harbour Watch', kind: 'SHORT' },
  { locale: 'zh-Hant', text: '海港觀察', kind: 'SHORT' },
  { locale: 'en', text: 'HW', kind: 'ACRONYM' },
  { locale: 'ja', text: 'ハーバー', kind: 'SHORT' },
];

async function anOrganisation(names: object[] = NAMES): Promise<Named> {
  const translations = [
    { locale: 'en', name: 'Harbour Society' },
    { locale: 'zh-Hant', name: '海港學會' },
  ];
  const input = { kind: 'ASSOCIATION', names, translations };
  return (await editor.done('organisationCreate', input, 'organisation { id version }')).organisation;
}

async function rename(it: Named, names: object[]): Promise<void> {
  const input = { id: it.id, expectedVersion: it.version, names };
  it.version = (
    await editor.done('organisationUpdate', input, 'organisation { version }')
  ).organisation.version;
}

const publish = (it: Named, locales?: string[]) =>
  editor.done('organisationPublish', { ids: [it.id], ...(locales ? { locales } : {}) });

async function namesOf({ id }: Named): Promise<string[]> {
  const { organisation } = await app.data('query ($id: ID!) { organisation(id: $id) { names { text } } }', {
    id,
  });
  return organisation?.names.map(({ text }: { text: string }) => text);
}

async function find(query: string): Promise<number> {
  return (await app.data('query ($query: String!) { search(query: $query) { totalCount } }', { query }))
    .search.totalCount;
}

describe('names of an organisation', () => {
  test('are published with their language, in their order', async () => {
    const it = await anOrganisation();

    await publish(it, ['zh-Hant']);
    expect(await namesOf(it)).toEqual(['海港觀察', 'ハーバー']);
    expect(await find('HW')).toBe(0);

    await publish(it, ['en']);
    expect(await namesOf(it)).toEqual(NAMES.map(({ text }) => text));
    expect(await find('HW')).toBe(1);
  });

  test('stay as they are published while another language is published', async () => {
    const it = await anOrganisation();
    await publish(it);
    await rename(it, [
      { locale: 'zh-Hant', text: '海港新名', kind: 'SHORT' },
      { locale: 'en', text: 'Secret Watch', kind: 'SHORT' },
    ]);

    await publish(it, ['zh-Hant']);

    expect((await namesOf(it)).sort()).toEqual(['HW', 'Harbour Watch', '海港新名'].sort());
    await publish(it);
    expect(await namesOf(it)).toEqual(['海港新名', 'Secret Watch']);
  });

  test('are withdrawn with their language', async () => {
    const it = await anOrganisation();
    await publish(it);

    await editor.done('organisationUnpublish', { ids: [it.id], locales: ['en'] });

    expect(await namesOf(it)).toEqual(['海港觀察', 'ハーバー']);
  });

  test('are written and published by a key for their language', async () => {
    const it = await anOrganisation();
    await publish(it);
    const roles = [Role.EDITOR, Role.PUBLISHER];
    const key = { accountName: 'Translator', name: 'k', roles, locales: ['zh-Hant'] };
    const translator = new Mutations(app, app.withKey(await issueKey(app.store, key)));
    const update = (names: object[]) =>
      translator.ask('organisationUpdate', { id: it.id, expectedVersion: it.version, names });
    const [english, chinese, ...others] = NAMES;

    expect(
      await update([{ ...english, text: 'Mine' }, chinese, ...others].filter((each) => each !== undefined)),
    ).toMatchObject({
      userErrors: [{ code: 'FORBIDDEN' }],
    });
    expect(
      await update([{ ...chinese, text: '觀海' }, english, ...others].filter((each) => each !== undefined)),
    ).toMatchObject({
      userErrors: [],
    });
    await translator.done('organisationPublish', { ids: [it.id], locales: ['zh-Hant'] });
    expect(await namesOf(it)).toContain('觀海');
  });
});

describe('the names of a person', () => {
  test('are published with their language', async () => {
    const names = [
      { locale: 'en', text: 'Chan Tai Man', kind: 'ALIAS' },
      { locale: 'zh-Hant', text: '陳大文', kind: 'ALIAS' },
    ];
    const translations = [
      { locale: 'en', name: 'Peter Chan' },
      { locale: 'zh-Hant', name: '陳彼得' },
    ];
    const { person } = await editor.done('personCreate', { names, translations }, 'person { id }');

    await editor.done('personPublish', { ids: [person.id], locales: ['zh-Hant'] });

    const { person: seen } = await app.data(
      'query ($id: ID!) { person(id: $id, locale: "en") { name names { text } } }',
      { id: person.id },
    );
    expect(seen).toEqual({ name: '陳彼得', names: [{ text: '陳大文' }] });
  });
});

describe('the wordings of a disclaimer', () => {
  const wording = (version: number, locale: string, text: string) => ({
    version,
    locale,
    text,
    effectiveFrom: '2024-01-01',
  });

  async function aProgramme(disclaimers: object[]): Promise<string> {
    const translations = [
      { locale: 'en', name: 'A fund' },
      { locale: 'zh-Hant', name: '基金' },
    ];
    const input = { disclaimers, translations };
    return (await editor.done('fundingProgrammeCreate', input, 'fundingProgramme { id }')).fundingProgramme
      .id;
  }

  async function wordingsOf(id: string): Promise<string[]> {
    const { node } = await app.data(
      'query ($id: ID!) { node(id: $id) { ... on FundingProgramme { disclaimers { text } } } }',
      { id },
    );
    return node?.disclaimers.map(({ text }: { text: string }) => text);
  }

  const publishIn = (id: string, locales: string[]) =>
    editor.done('fundingProgrammePublish', { ids: [id], locales });

  test('are published with their language', async () => {
    const id = await aProgramme([wording(1, 'en', 'English one'), wording(1, 'zh-Hant', '中文一')]);

    await publishIn(id, ['zh-Hant']);
    expect(await wordingsOf(id)).toEqual(['中文一']);
    await publishIn(id, ['en']);
    expect(await wordingsOf(id)).toEqual(['English one', '中文一']);
  });

  test('stand in for a language that has none: nothing is shown without the disclaimer', async () => {
    const id = await aProgramme([
      wording(1, 'en', 'English one'),
      wording(1, 'zh-Hant', '中文一'),
      wording(2, 'en', 'English two'),
    ]);

    await publishIn(id, ['zh-Hant']);

    expect(await wordingsOf(id)).toEqual(['中文一', 'English two']);
    await editor.done('fundingProgrammeUnpublish', { ids: [id], locales: ['en'] });
    expect(await wordingsOf(id)).toEqual(['中文一', 'English two']);
  });
});
