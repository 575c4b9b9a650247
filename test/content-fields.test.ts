import { getNamedType, isInputObjectType, isNonNullType } from 'graphql';
import { Role } from '../src/content/contract/access.js';
import { startDemo, type TestApplication } from './support/application.js';
import { Mutations } from './support/mutations.js';

let app: TestApplication;
beforeAll(async () => {
  app = await startDemo();
});
afterAll(() => app.close());

interface Field {
  readonly path: string;
  readonly type: string;
  readonly format: string;
  readonly isList: boolean;
  readonly isLocalized: boolean;
  readonly isRequired: boolean;
  readonly maxLength: number | null;
  readonly references: readonly string[];
  readonly group: string | null;
}

interface TypeFields {
  readonly kind: string;
  readonly name: string;
  readonly fields: readonly Field[];
}

async function contentTypes(): Promise<readonly TypeFields[]> {
  const { contentTypes: types } = await app.data(`{
    contentTypes {
      kind name
      fields { path type format isList isLocalized isRequired maxLength references group }
    }
  }`);
  return types;
}

const typesIn = (data: unknown) => (data as { contentTypes: TypeFields[] }).contentTypes;

const plain = {
  type: 'String',
  isList: false,
  isLocalized: false,
  isRequired: false,
  maxLength: null,
  references: [],
};

const entries = { type: 'LocalizedTextInput', format: 'PROSE', isLocalized: true, maxLength: 5_000 };

describe('the fields that editors can write', () => {
  test.each<[type: string, path: string, field: object]>([
    ['Event', 'kind', { type: 'EventKind', format: 'ENUM', isRequired: true }],
    ['Event', 'title', { format: 'LINE', isLocalized: true, maxLength: 300 }],
    ['Event', 'summary', { format: 'PROSE', isLocalized: true, maxLength: 1_000 }],
    ['Event', 'description', { format: 'MARKDOWN', isLocalized: true, maxLength: 50_000 }],
    ['Event', 'slug', { format: 'SLUG', isLocalized: true, maxLength: 200 }],
    ['Event', 'externalRef', { format: 'LINE', maxLength: 100 }],
    ['Event', 'edition', { type: 'Int', format: 'INTEGER' }],
    ['Event', 'venue', { type: 'ID', format: 'REFERENCE', references: ['VENUE'] }],
    ['Event', 'onlineUrl', { type: 'URL', format: 'URL' }],
    ['Event', 'spokenLanguages', { type: 'Locale', format: 'LOCALE', isList: true }],
    ['Event', 'categories', { ...entries, isList: true }],
    ['Event', 'schedule', { type: 'ScheduleInput', format: 'GROUP', isRequired: true }],
    ['Event', 'schedule.start', { type: 'DateTime', format: 'DATE_TIME' }],
    ['Event', 'schedule.startDate', { type: 'Date', format: 'DATE' }],
    ['Event', 'schedule.timeZone', { format: 'TIME_ZONE' }],
    ['Event', 'registration.isRequired', { type: 'Boolean', format: 'BOOLEAN' }],
    ['Event', 'admission.price', { format: 'DECIMAL' }],
    ['Event', 'contacts', { type: 'ContactInput', format: 'PARTS', isList: true }],
    ['Event', 'contacts.email', { format: 'EMAIL' }],
    ['Event', 'contacts.label', entries],
    [
      'Event',
      'participations.organisation',
      { type: 'ID', format: 'REFERENCE', isRequired: true, references: ['ORGANISATION'] },
    ],
    ['Article', 'aboutPeople', { type: 'ID', format: 'REFERENCE', isList: true, references: ['PERSON'] }],
    ['Issue', 'sections.items', { type: 'IssueItemInput', format: 'PARTS', isList: true }],
    ['Issue', 'sections.items.article', { type: 'ID', format: 'REFERENCE', references: ['ARTICLE'] }],
    ['Person', 'honorifics', { type: 'Honorific', format: 'ENUM', isList: true }],
    ['Sponsorship', 'series', { type: 'ID', format: 'REFERENCE', references: ['EVENT_SERIES'] }],
    ['FundingProgramme', 'disclaimers.text', { format: 'PROSE', isRequired: true, maxLength: 5_000 }],
  ])('of %s have for %s what a form needs', async (type, path, field) => {
    const found = (await contentTypes()).find(({ name }) => name === type);
    const group = path.includes('.') ? path.replace(/\.\w+$/, '') : null;

    expect(found?.fields.find((each) => each.path === path)).toEqual({ ...plain, path, group, ...field });
  });

  test('are those of the inputs of mutations', async () => {
    for (const { name, fields } of await contentTypes()) {
      const told = fields.map(({ path, isRequired }) => `${path}${isRequired ? '!' : ''}`);
      expect([name, told.sort()]).toEqual([name, writable(app.schema.getType(`${name}Input`)).sort()]);
    }
  });

  test('are in the order in which the type declares them, those of a group after it', async () => {
    const [event] = (await contentTypes()).filter(({ name }) => name === 'Event');
    const paths = event?.fields.map(({ path }) => path) ?? [];

    expect(paths.slice(0, 4)).toEqual(['kind', 'title', 'shortName', 'theme']);
    expect(paths.slice(paths.indexOf('parent'), paths.indexOf('schedule.end') + 1)).toEqual([
      'parent',
      'schedule',
      'schedule.precision',
      'schedule.start',
      'schedule.end',
    ]);
    expect(paths.slice(-3)).toEqual(['links.status', 'externalRef', 'slug']);
  });

  test('have the length limit of a text: what is longer by a character is refused', async () => {
    const types = await contentTypes();
    const editor = new Mutations(app, await app.as(Role.EDITOR));
    const entries = types.map(({ kind, fields }) => ({
      kind,
      externalRef: 'far-too-long',
      document: tooLong(fields),
    }));
    const { userErrors } = await editor.ask('contentPush', { dryRun: true, entries });
    const refused = userErrors
      .filter(({ message }: { message: string }) => /characters\.$/.test(message))
      .map(({ path }: { path: string[] }) => placeOf(path));

    const limited = types.flatMap(({ fields }, index) =>
      fields.flatMap(({ path, maxLength }) => (maxLength === null ? [] : [`${index} ${path}`])),
    );
    expect(refused.sort()).toEqual(limited.sort());
  });

  test('have labels and help in the language of the reader, and in any other', async () => {
    const query = (asked = '') => `{ contentTypes { name fields { path label${asked} help${asked} } } }`;
    const start = { path: 'schedule.start', label: '開始時間', help: '只在已知時間時填寫。' };
    const inChinese = await app.ask(query(), {}, { 'accept-language': 'zh-HK' });
    const asked = await app.ask(query('(locale: "zh-HK")'), {}, { 'accept-language': 'en' });

    for (const { data, response } of [inChinese, asked]) {
      const event = typesIn(data).find(({ name }) => name === 'Event');
      expect(event?.fields).toContainEqual(start);
      expect(event?.fields).toContainEqual({ path: 'title', label: '標題', help: null });
      expect(response.headers.get('content-language')).toBe('zh-Hant');
    }
    expect(inChinese.response.headers.get('vary')).toMatch(/\bAccept-Language\b/);
  });

  test('have labels in two languages at once by aliases', async () => {
    const { data, response } = await app.ask(
      '{ contentTypes { fields { en: label(locale: "en") zh: label(locale: "zh-Hans") } } }',
    );

    expect(typesIn(data)[0]?.fields[0]).toEqual({ en: 'Kind', zh: '类别' });
    expect(response.headers.get('content-language')).toBe('en, zh-Hans');
  });

  test('have none in an unknown language', async () => {
    const { errors } = await app.ask('{ contentTypes { fields { label(locale: "fr") } } }');

    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['INVALID_LOCALE']);
  });

  test('cost no less than how many they are', async () => {
    const { data, extensions = {} } = await app.ask('{ contentTypes { fields { path } } }');
    const { requested } = extensions.cost as { requested: number };
    const there = typesIn(data).flatMap(({ fields }) => fields).length;

    expect(requested).toBeGreaterThanOrEqual(there);
    expect(requested).toBeLessThan(there * 2);
  });
});

/** The paths of an input, those that are required with a mark. */
function writable(type: unknown, group = ''): string[] {
  if (!isInputObjectType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => {
    const named = getNamedType(field.type);
    const { name } = field;
    if (name === 'translations') return writable(named).filter((path) => path !== 'locale!');
    const path = `${group}${name}`;
    const inner = named.name === 'LocalizedTextInput' ? [] : writable(named, `${path}.`);
    return [`${path}${isNonNullType(field.type) ? '!' : ''}`, ...inner];
  });
}

/** A document in which every text is too long by a character. */
function tooLong(fields: readonly Field[], group: string | null = null): Record<string, unknown> {
  const document: Record<string, unknown> = {};
  const text: Record<string, unknown> = {};
  for (const { path, type, format, isList, isLocalized, maxLength } of fields.filter(
    (each) => each.group === group,
  )) {
    const name = path.replace(/.*\./, '');
    if (format === 'GROUP' || format === 'PARTS') {
      const inner = tooLong(fields, path);
      document[name] = isList ? [inner] : inner;
    } else if (maxLength !== null) {
      const value = 'x'.repeat(maxLength + 1);
      if (type === 'LocalizedTextInput') document[name] = isList ? [{ en: value }] : { en: value };
      else if (isLocalized) text[name] = value;
      else document[name] = value;
    }
  }
  return group === null ? { ...document, text: { en: text } } : document;
}

/** The entry of a push that a path leads to, and the path in its document without positions and languages. */
function placeOf([, , entry, , ...path]: readonly string[]): string {
  const [first, ...rest] = path.filter((segment) => !/^(\d+|en)$/.test(segment));
  return `${entry} ${(first === 'text' ? rest : [first, ...rest]).join('.')}`;
}
