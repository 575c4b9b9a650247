import 'reflect-metadata';
import { startDemo, type TestApplication } from './support/application.js';

let app: TestApplication;
beforeAll(async () => {
  app = await startDemo();
});
afterAll(() => app.close());

describe('the language of a request', () => {
  test.each([
    ['zh-HK', 'zh-Hant'],
    ['zh-TW', 'zh-Hant'],
    ['zh-MO', 'zh-Hant'],
    ['zh-Hant-HK', 'zh-Hant'],
    ['zh-CN', 'zh-Hans'],
    ['zh-SG', 'zh-Hans'],
    ['zh', 'zh-Hant'],
    ['en-GB', 'en'],
  ])('the argument %s means %s', async (tag, locale) => {
    const { latestIssue } = await app.data(
      `query ($tag: Locale) { latestIssue(locale: $tag) { localization { requested } } }`,
      { tag },
    );
    expect(latestIssue.localization.requested).toBe(locale);
  });
});
