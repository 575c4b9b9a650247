import 'reflect-metadata';
import { getMetadataStorage as validationRules } from 'class-validator';
import { getMetadataStorage } from 'type-graphql';
import { contentTypes } from '../src/app/content-types.js';
import { typeResolvers } from '../src/app/resolvers.js';
import { validationSentence } from '../src/content/contract/sentences.js';
import { Locales } from '../src/content/language/locale.js';
import type { ContentType } from '../src/content/model/content-type.js';
import { InputReader } from '../src/content/writing/input.js';

const chinese = /\p{Script=Han}.*。$/u;

describe('what an input class demands of a value', () => {
  // Inputs of whatever the program imports; the resolvers bring those that are not content.
  const rules = getMetadataStorage().inputTypes.flatMap(({ name, target }) =>
    validationRules()
      .getTargetValidationMetadatas(target, '', false, false)
      .map((rule) => ({ input: name, ...rule })),
  );

  test('is known', () => {
    expect(typeResolvers.length).toBeGreaterThan(0);
    expect(rules.length).toBeGreaterThan(80);
  });

  test('has a message in both languages', () => {
    const inEnglishOnly = rules.filter(({ name = '', propertyName, constraints, message, context }) => {
      const english = typeof message === 'string' ? message : 'class-validator says it in English';
      const sentence = validationSentence(name, propertyName, constraints ?? [], english, context);
      return (
        typeof sentence === 'string' || !chinese.test(sentence['zh-Hant']) || /undefined/.test(sentence.en)
      );
    });

    expect(inEnglishOnly.map(({ input, propertyName, name }) => `${input}.${propertyName} ${name}`)).toEqual(
      [],
    );
  });
});

describe('a value on its own', () => {
  let reader: InputReader;
  beforeAll(async () => {
    reader = await InputReader.create(contentTypes, new Locales('en>zh-Hant, zh-Hant>en', 'zh-Hant'));
  });

  const schedule = { precision: 'TBA' };
  test.each<[type: string, path: string, values: object, zh: string]>([
    ['Article', 'part', { kind: 'NEWS', part: 0 }, '「part」不可小於 1。'],
    [
      'FundingProgramme',
      'disclaimers.0.version',
      { disclaimers: [disclaimer(0)] },
      '「version」不可小於 1。',
    ],
    ['EventSeries', 'plannedSessions', { plannedSessions: 0 }, '「plannedSessions」不可小於 1。'],
    ['Event', 'edition', { kind: 'TALK', schedule, edition: 0 }, '「edition」不可小於 1。'],
    ['Event', 'session', { kind: 'TALK', schedule, session: -1 }, '「session」不可小於 1。'],
    [
      'Event',
      'registration.capacity',
      { kind: 'TALK', schedule, registration: { capacity: 0 } },
      '「capacity」不可小於 1。',
    ],
    ['Event', 'admission.price', priced({ price: '-1' }), '「price」必須是十進制數字，例如「120.00」。'],
    ['Event', 'admission.currency', priced({ currency: 'hkd' }), '「currency」必須是三個大寫英文字母。'],
    [
      'Event',
      'schedule.timeZone',
      { kind: 'TALK', schedule: { ...schedule, timeZone: 'Hong Kong' } },
      '「timeZone」必須是 IANA 時區，例如「Asia/Hong_Kong」。',
    ],
    [
      'Event',
      'contacts.0.email',
      { kind: 'TALK', schedule, contacts: [{ email: 'EventsManager@hkabaeima' }] },
      '「email」必須是電郵地址，並須有完整的網域。',
    ],
    [
      'Event',
      'contacts.0.phone',
      { kind: 'TALK', schedule, contacts: [{ phone: '3480 4230' }] },
      '「phone」必須是國際電話號碼，例如「+852 3480 4230」。',
    ],
    ['Issue', 'number', { number: 0 }, '「number」不可小於 1。'],
    ['Issue', 'quarter', { quarter: 5 }, '「quarter」不可大於 4。'],
    ['Issue', 'text.en.title', { text: { en: { title: '' } } }, '「title」須有 1 至 300 個字元。'],
    [
      'Issue',
      'text.en.slug',
      { text: { en: { slug: 'a b' } } },
      '「slug」只可由文字及數字組成，詞語之間以連字號連接。',
    ],
    [
      'Issue',
      'externalRef',
      { externalRef: 'Q2' },
      '「externalRef」只可由小寫英文字母及數字組成，詞語之間以連字號連接。',
    ],
    ['Organisation', 'region', { kind: 'NGO', region: 'hk' }, '「region」必須是兩個大寫英文字母。'],
    ['Person', 'honorifics', { honorifics: ['DR', 'DR'] }, '「honorifics」不可有重複的項目。'],
  ])('of %s is refused at %s', (type, path, values, zh) => {
    const { titleField = '' } = typed(type);
    const { problems } = reader.read(typed(type), { text: { en: { [titleField]: 'A name' } }, ...values });

    expect(problems).toEqual([
      {
        code: 'INVALID_INPUT',
        path: path.split('.'),
        message: expect.stringMatching(/[a-z].*\.$/),
        chinese: zh,
      },
    ]);
  });

  function priced(values: object) {
    return { kind: 'TALK', schedule, admission: { type: 'PAID', ...values } };
  }

  function disclaimer(version: number) {
    return { version, locale: 'en', text: 'Not our view.', effectiveFrom: '2024-01-01' };
  }

  function typed(name: string): ContentType {
    const found = contentTypes.find((type) => type.name === name);
    if (!found) throw new Error(`There is no content type ${name}.`);
    return found;
  }
});
