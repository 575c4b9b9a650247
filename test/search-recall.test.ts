import 'reflect-metadata';
import type { ClassType } from 'type-graphql';
import { globalId } from '../src/content/contract/global-id.js';
import type { LocalizedText } from '../src/content/language/translation.js';
import { startDemo, type TestApplication } from './support/application.js';
import { idsFoundBy } from './support/search.js';

/** Every seventh of the pairs that occur: enough to meet every text many times. */
const EVERY = 7;
const HAN = /^\p{sc=Han}$/u;

interface Text {
  readonly id: string;
  readonly text: string;
}

let app: TestApplication;
const texts: Text[] = [];
beforeAll(async () => {
  app = await startDemo();
  texts.push(...(await textsIn('zh-Hant')));
});
afterAll(() => app.close());

/** Everything that readers of a language see of published content, as it is stored. */
async function textsIn(locale: string): Promise<Text[]> {
  const { manager } = app.store.published;
  const rowsOf = async (entity: ClassType) => (await manager.find(entity)) as Record<string, unknown>[];
  const found: Text[] = [];
  for (const { text, table, parts, entity, localized } of app.store.types) {
    const add = (id: unknown, value: unknown) => {
      if (typeof value === 'string') found.push({ id: globalId(table, String(id)), text: value });
    };
    const words = [...localized.plain, ...localized.rich.map((field) => `${field}Text`)];
    for (const row of text ? await rowsOf(text) : [])
      if (row.locale === locale)
        for (const field of words.filter((name) => name !== 'slug')) add(row.contentId, row[field]);
    for (const { shape, key } of parts)
      for (const row of await rowsOf(shape.entity))
        if (['OrganisationName', 'PersonName'].includes(shape.name)) add(row[key], row.text);
    for (const row of entity.name === 'Event' ? await rowsOf(entity) : [])
      for (const category of row.categories as LocalizedText[]) add(row.id, category[locale]?.text);
  }
  return found;
}

/** Neighbours in the texts, both of them Chinese. */
function pairs(): string[] {
  const found = new Set<string>();
  for (const { text } of texts) {
    const characters = [...text];
    for (const [index, character] of characters.entries()) {
      const next = characters[index + 1] ?? '';
      if (HAN.test(character) && HAN.test(next)) found.add(character + next);
    }
  }
  return [...found].sort();
}

test('every pair of Chinese characters finds every object that has it, and no object that has not', async () => {
  const asked = pairs().filter((_pair, index) => index % EVERY === 0);
  expect(asked.length).toBeGreaterThan(200);

  const wrong: string[] = [];
  for (const pair of asked) {
    const found = new Set(await idsFoundBy(app, pair, { locale: 'zh-Hant' }));
    const has = (of: (text: string) => string) =>
      new Set(texts.filter(({ text }) => of(text).includes(pair)).map(({ id }) => id));
    const expected = has((text) => text);
    // Where a line ends, or a bracket stands, Chinese words go on.
    const allowed = has((text) => text.replace(/[^\p{L}\p{N}]/gu, ''));
    const lost = [...expected].filter((id) => !found.has(id));
    const surplus = [...found].filter((id) => !allowed.has(id) && !isOtherText(id));
    if (lost.length + surplus.length > 0) wrong.push(`${pair}: lost ${lost}, surplus ${surplus}`);
  }
  expect(wrong).toEqual([]);
}, 120_000);

/** Objects with words in their parts, such as the offices of a person, which the scan above leaves out. */
function isOtherText(id: string): boolean {
  return /^(person|event|article|issue)_/.test(id);
}

test('every single character does, too', async () => {
  const characters = [
    ...new Set(texts.flatMap(({ text }) => [...text].filter((one) => HAN.test(one)))),
  ].sort();
  const lost: string[] = [];
  for (const character of characters.filter((_one, index) => index % EVERY === 0)) {
    const found = new Set(await idsFoundBy(app, character, { locale: 'zh-Hant' }));
    const expected = texts.filter(({ text }) => text.includes(character)).map(({ id }) => id);
    // A page has a hundred hits at most; the most frequent characters are in more.
    if (found.size === 100) continue;
    lost.push(...expected.filter((id) => !found.has(id)).map((id) => `${character} ${id}`));
  }
  expect(lost).toEqual([]);
}, 120_000);
