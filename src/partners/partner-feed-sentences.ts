import type { Sentence } from '../foundation/errors.js';

/** What is said about the feeds of partners, in the languages of the people who manage them. */
export const feedSentences = {
  noSuchFeed: {
    en: 'There is no such feed.',
    'zh-Hant': '沒有這個訂閱源。',
  },
  isDeleted: {
    en: 'The feed has been deleted, and stays so: its address answers that it is gone. Create another one.',
    'zh-Hant': '這個訂閱源已刪除，無法恢復，其網址會回應已不存在；請建立另一個。',
  },
  isRequired: (name: string): Sentence => ({
    en: `"${name}" cannot be taken away.`,
    'zh-Hant': `「${name}」不可清空。`,
  }),
  noOrigin: (text: string): Sentence => ({
    en: `${JSON.stringify(text)} is not an origin: it begins with https://, and has a host and nothing after it, such as "https://www.example.org".`,
    'zh-Hant': `${JSON.stringify(text)} 不是有效的來源：須以 https:// 開頭，後接主機名稱，其後不可再有內容，例如「https://www.example.org」。`,
  }),
  tooMany: (name: string, max: number): Sentence => ({
    en: `"${name}" can have at most ${max} entries.`,
    'zh-Hant': `「${name}」最多可有 ${max} 項。`,
  }),
  noColour: (text: string): Sentence => ({
    en: `${JSON.stringify(text)} is not a colour: write it as "#" and six hexadecimal digits, such as "#0b5fff".`,
    'zh-Hant': `${JSON.stringify(text)} 不是有效的顏色：請以「#」加六位十六進制數字表示，例如「#0b5fff」。`,
  }),
  noLocale: {
    en: 'Name the languages, or leave them out for all of them.',
    'zh-Hant': '請列出語言，或不要填寫此項以包括所有語言。',
  },
  defaultNotAllowed: (locale: string, allowed: readonly string[]): Sentence => ({
    en: `The language "${locale}" is not one of those that the feed has: ${allowed.join(', ')}.`,
    'zh-Hant': `語言「${locale}」不在此訂閱源的語言之內：${allowed.join('、')}。`,
  }),
  localeNotAllowed: (locale: string, allowed: readonly string[]): Sentence => ({
    en: `This feed is not to be had in "${locale}"; use one of: ${allowed.join(', ')}.`,
    'zh-Hant': `此訂閱源沒有「${locale}」版本；可用的語言：${allowed.join('、')}。`,
  }),
  eitherAccount: {
    en: 'Give either "account" or "accountName".',
    'zh-Hant': '請填寫「account」或「accountName」其中一項。',
  },
  accountDisabled: {
    en: 'The account is disabled.',
    'zh-Hant': '這個帳戶已停用。',
  },
  isFuture: {
    en: '"since" must not be in the future.',
    'zh-Hant': '「since」不可是未來的時間。',
  },
  isAskedEachTime: {
    en: '"changedSince" is for whoever reads a feed, each time; it cannot be saved with it.',
    'zh-Hant': '「changedSince」由讀取資料的一方每次指定，不能儲存。',
  },
};
