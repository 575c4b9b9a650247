import type { Sentence } from '../foundation/errors.js';

/** Messages about partner feeds, in the languages of the people who manage them. */
export const feedSentences = {
  noSuchFeed: {
    en: 'Feed not found.',
    'zh-Hant': '找不到此活動清單。',
  },
  isDeleted: {
    en: 'The feed has been deleted for good: its URL responds with 410 (gone). Create another one.',
    'zh-Hant': '此活動清單已刪除，無法恢復，其網址會回應 410（已不存在）；請建立另一個。',
  },
  isRequired: (name: string): Sentence => ({
    en: `"${name}" is required and cannot be null.`,
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
    en: 'List at least one language, or omit "locales" for all.',
    'zh-Hant': '請列出至少一種語言；如要包括所有語言，請勿填寫「locales」。',
  },
  defaultNotAllowed: (locale: string, allowed: readonly string[]): Sentence => ({
    en: `The language "${locale}" is not among the languages of the feed: ${allowed.join(', ')}.`,
    'zh-Hant': `語言「${locale}」不在此活動清單的語言之內：${allowed.join('、')}。`,
  }),
  localeNotAllowed: (locale: string, allowed: readonly string[]): Sentence => ({
    en: `This feed is not available in "${locale}"; use one of: ${allowed.join(', ')}.`,
    'zh-Hant': `此活動清單沒有「${locale}」版本；可用的語言：${allowed.join('、')}。`,
  }),
  eitherAccount: {
    en: 'Set either "account" or "accountName".',
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
  changedSinceIsPerRequest: {
    en: '"changedSince" is set by the reader of a feed for each request; it cannot be saved.',
    'zh-Hant': '「changedSince」由讀取資料的一方每次指定，不能儲存。',
  },
};
