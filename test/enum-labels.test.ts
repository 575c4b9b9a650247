import { isEnumType } from 'graphql';
import { startDemo, type TestApplication } from './support/application.js';

let app: TestApplication;
beforeAll(async () => {
  app = await startDemo();
});
afterAll(() => app.close());

interface Labels {
  readonly name: string;
  readonly values: readonly { readonly value: string; readonly label: string }[];
}

async function labelsIn(locale: string): Promise<Labels[]> {
  const { enumLabels } = await app.data(
    'query ($locale: Locale) { enumLabels(locale: $locale) { name values { value label } } }',
    { locale },
  );
  return enumLabels;
}

test('every enum that content shows or is filtered by has a label for each value in each language', async () => {
  const inEnglish = await labelsIn('en');
  const names = inEnglish.map(({ name }) => name);

  expect(names).toEqual(
    expect.arrayContaining(['EventKind', 'PersonRole', 'SponsorshipType', 'EventTime', 'DayPart']),
  );
  for (const locale of ['en', 'zh-Hant', 'zh-Hans']) {
    for (const { name, values } of await labelsIn(locale)) {
      const type = app.schema.getType(name);
      const declared = isEnumType(type) ? type.getValues().map((value) => value.name) : [];
      expect([name, values.map(({ value }) => value)]).toEqual([name, declared]);
      expect([name, values.filter(({ value, label }) => label === '' || label === value)]).toEqual([
        name,
        [],
      ]);
      const foreign = values.filter(({ label }) => /\p{Script=Han}/u.test(label) !== (locale !== 'en'));
      expect([name, foreign.filter(({ label }) => !/^[A-Z]+$/.test(label))]).toEqual([name, []]);
    }
  }
});

test('the labels are those that objects show', async () => {
  const { events, enumLabels } = await app.data(`{
    events(first: 100, locale: "zh-HK") { nodes { kind kindLabel } }
    enumLabels(names: ["EventKind"], locale: "zh-HK") { values { value label } }
  }`);
  const words = new Map(
    enumLabels[0].values.map(({ value, label }: Labels['values'][number]) => [value, label]),
  );

  for (const { kind, kindLabel } of events.nodes) expect(words.get(kind)).toBe(kindLabel);
});

test('two languages are requested at once by aliases, and fields by other names', async () => {
  const { en, zh } = await app.data(`{
    en: enumLabels(names: ["EventTime"], locale: "en") { __typename enum: name words: values { __typename it: label } }
    zh: enumLabels(names: ["EventTime"], locale: "zh-Hant") { values { label } }
  }`);

  expect(en).toEqual([
    {
      __typename: 'EnumLabelList',
      enum: 'EventTime',
      words: ['Upcoming', 'On now', 'Past'].map((it) => ({ __typename: 'EnumValueLabel', it })),
    },
  ]);
  expect(zh[0].values.map(({ label }: { label: string }) => label)).toEqual(['即將舉行', '進行中', '已結束']);
});

test('no names are no enums, and a wrong one is refused with what there is', async () => {
  expect(await app.data('{ enumLabels(names: []) { name } }')).toEqual({ enumLabels: [] });
  const { errors } = await app.ask('{ enumLabels(names: ["EventKind", "Nonsense"]) { name } }');
  expect(errors?.[0]?.extensions?.code).toBe('INVALID_INPUT');
  expect(errors?.[0]?.message).toMatch(/"Nonsense".*EventKind/);
});

test('the response is cacheable by everybody, once for all readers', async () => {
  const { response } = await app.ask('{ enumLabels(locale: "en") { name values { value label } } }');
  expect(response.headers.get('cache-control')).toMatch(/^public/);
  expect(response.headers.get('vary')).not.toMatch(/language/i);
  expect(response.headers.get('etag')).toMatch(/^"/);
});
