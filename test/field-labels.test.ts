import 'reflect-metadata';
import { contentTypes } from '../src/app/content-types.js';
import { fieldLabels } from '../src/app/field-labels.js';
import { contentFieldsOf } from '../src/content/editing/content-fields.js';
import { FieldLabels, type LabelledField } from '../src/content/language/field-labels.js';
import { Locales } from '../src/content/language/locale.js';
import { InputReader } from '../src/content/writing/input.js';
import { sentenceCase } from '../src/foundation/naming.js';

const { catalogues } = fieldLabels;
const ALL_TYPES = '*';

let fields: readonly LabelledField[];
beforeAll(async () => {
  const reader = await InputReader.create(contentTypes, new Locales('en', 'zh-Hant'));
  const all = contentTypes.flatMap((type) => contentFieldsOf(reader, type).map(({ labelled }) => labelled));
  fields = [...new Map(all.map((field) => [keyOf(field), field])).values()];
});

const keyOf = ({ type, name }: { readonly type: string; readonly name: string }) => `${type}.${name}`;

interface Entry {
  readonly type: string;
  readonly name: string;
  readonly label?: string;
  readonly help?: string;
}

function entriesOf(language: string): Entry[] {
  return Object.entries(catalogues[language] ?? {}).flatMap(([type, words]) =>
    Object.entries(words).map(([name, said]) => ({
      type,
      name,
      ...(typeof said === 'string' ? { label: said } : said),
    })),
  );
}

/** The entries that are not as they should be. */
const wrong = (language: string, isWrong: (entry: Entry) => boolean) =>
  entriesOf(language).filter(isWrong).map(keyOf);

describe.each(Object.keys(catalogues))('the catalogue of %s', (language) => {
  const locales = new Locales(language, language);

  test('has a label for every field that editors can write', () => {
    const missing = fields.filter((field) => fieldLabels.label(field, language, locales).locale !== language);

    expect(fields.length).toBeGreaterThan(100);
    expect(missing.map(keyOf)).toEqual([]);
  });

  test('helps with the same fields as the others', () => {
    const missing = fields.filter((field) => {
      const help = fieldLabels.help(field, language, locales);
      return help !== undefined && help.locale !== language;
    });

    expect(missing.map(keyOf)).toEqual([]);
  });

  test('has no entry without a field that it is for', () => {
    const labelled = new Set(
      entriesOf(language)
        .filter(({ label }) => label !== undefined)
        .map(keyOf),
    );
    const isOf = (entry: Entry, field: LabelledField) =>
      entry.name === field.name &&
      (entry.type === field.type || (entry.type === ALL_TYPES && !labelled.has(keyOf(field))));

    expect(wrong(language, (entry) => !fields.some((field) => isOf(entry, field)))).toEqual([]);
  });

  test('has no duplicates', () => {
    const common = entriesOf(language).filter(({ type }) => type === ALL_TYPES);
    const again = ({ type, name, label }: Entry) =>
      type !== ALL_TYPES && common.some((each) => each.name === name && each.label === label);

    expect(wrong(language, again)).toEqual([]);
  });

  test('has short labels, and help in sentences', () => {
    expect(wrong(language, ({ label = 'A' }) => label.length > 40 || /[.。]$/.test(label))).toEqual([]);
    expect(wrong(language, ({ help = '.' }) => !/[.。]$/.test(help))).toEqual([]);
  });
});

test('the English catalogue omits what the schema has', () => {
  const said = ({ type, name, label, help }: Entry) =>
    label === sentenceCase(name) ||
    fields.some((field) => keyOf(field) === `${type}.${name}` && field.description === help);

  expect(wrong('en', said)).toEqual([]);
});

/** The characters that an encoding has for one of the two Chinese scripts, by where their two bytes begin. */
function charactersOf(encoding: string, lead: number, trail: number): Set<string> {
  const decoder = new TextDecoder(encoding);
  const from = (first: number) => Array.from({ length: 0xff - first }, (_, index) => first + index);
  const pairs = from(lead).flatMap((first) => from(trail).map((second) => [first, second]));
  return new Set(pairs.map((pair) => decoder.decode(Uint8Array.from(pair))));
}

/** Forms that are usual in Hong Kong, and not in Big5. */
const HONG_KONG = '着衞滙綫峯邨';

test.each([
  ['zh-Hant', 'Traditional', new Set([...charactersOf('big5', 0xa4, 0x40), ...HONG_KONG]), /「[^」]*」/g],
  ['zh-Hans', 'Simplified', charactersOf('gbk', 0xb0, 0xa1), /“[^”]*”/g],
])('the catalogue of %s is in %s Chinese alone', (language, _script, characters, quoted) => {
  const isForeign = (text: string) => {
    const own = text.replace(quoted, '');
    const han = own.match(/\p{Script=Han}/gu) ?? [];
    return /\p{Script=Latin}/u.test(own) || han.some((each) => !characters.has(each));
  };

  expect(wrong(language, ({ label = '', help = '' }) => isForeign(label) || isForeign(help))).toEqual([]);
});

describe('labels of a field', () => {
  const field = { type: 'Topic', name: 'startsOn', description: 'The first day; none when absent.' };
  const locales = new Locales('pt>zh-Hant>en, zh-Hant>en, en>zh-Hant, ja', 'zh-Hant');
  const labels = new FieldLabels({
    en: {},
    'zh-Hant': { '*': { startsOn: '開始日期' }, Topic: { startsOn: { help: '第一天。' } } },
  });

  test.each([
    ['pt', 'zh-Hant', '開始日期', '第一天。'],
    ['zh-Hant', 'zh-Hant', '開始日期', '第一天。'],
    ['en', 'en', 'Starts on', 'The first day; none when absent.'],
    ['ja', 'en', 'Starts on', 'The first day; none when absent.'],
  ])('for readers of %s are in %s', (locale, served, label, help) => {
    expect(labels.label(field, locale, locales)).toEqual({ text: label, locale: served });
    expect(labels.help(field, locale, locales)).toEqual({ text: help, locale: served });
  });
});
