import type { Sentence } from '../foundation/errors.js';

/** What is said about webhooks, in the languages of the editors. */
export const webhookSentences = {
  noSuchWebhook: { en: 'There is no such webhook.', 'zh-Hant': '沒有這個 webhook。' },
  noSuchDelivery: { en: 'There is no such delivery.', 'zh-Hant': '沒有這項傳送記錄。' },
  noDelivery: { en: 'Name at least one delivery.', 'zh-Hant': '請列出至少一項傳送記錄。' },
  noLocale: { en: 'Name the languages, or leave them out.', 'zh-Hant': '請列出語言，或不要填寫此項。' },
  isDisabled: {
    en: 'The webhook is disabled; enable it first.',
    'zh-Hant': '此 webhook 已停用；請先啟用。',
  },
  isBeingSent: {
    en: 'It is being sent at this moment; look again in a few seconds.',
    'zh-Hant': '正在傳送中；請稍後再看。',
  },
  waitsForAnother: {
    en: 'An earlier delivery about the same object is not finished; send that one again.',
    'zh-Hant': '同一內容有較早的傳送尚未完成；請重新傳送該項。',
  },
  nameLength: (most: number): Sentence => ({
    en: `"name" must have 1 to ${most} characters.`,
    'zh-Hant': `「name」須有 1 至 ${most} 個字元。`,
  }),
  hours: (most: number): Sentence => ({
    en: `"hours" must be from 0 to ${most}.`,
    'zh-Hant': `「hours」須為 0 至 ${most}。`,
  }),
  countTopics: (most: number): Sentence => ({
    en: `Name 1 to ${most} topics.`,
    'zh-Hant': `請列出 1 至 ${most} 個主題。`,
  }),
  noSuchTopic: (nouns: readonly string[], actions: readonly string[]): Sentence => ({
    en: `A topic is "TYPE.ACTION" or "*". TYPE is * or one of: ${nouns.join(', ')}. ACTION is * or one of: ${actions.join(', ')}.`,
    'zh-Hant': `主題的格式為「類型.動作」或「*」。類型為 * 或：${nouns.join('、')}。動作為 * 或：${actions.join('、')}。`,
  }),
  selectionLength: (most: number): Sentence => ({
    en: `"selection" must not be longer than ${most} characters.`,
    'zh-Hant': `「selection」不可多於 ${most} 個字元。`,
  }),
  wrongSelection: (problems: readonly string[]): Sentence => ({
    en: `The selection cannot be used. ${problems.join(' ')}`,
    'zh-Hant': `「selection」不能使用。${problems.join(' ')}`,
  }),
  notAnAddress: {
    en: '"url" must be an absolute address such as https://example.org/webhooks, without spaces and without a fragment.',
    'zh-Hant': '「url」須為完整網址，例如 https://example.org/webhooks，不含空格及片段識別碼。',
  },
  notHttps: { en: '"url" must begin with https://.', 'zh-Hant': '「url」須以 https:// 開始。' },
  hasCredentials: {
    en: '"url" must not contain a user name or a password; deliveries are signed instead.',
    'zh-Hant': '「url」不可包含用戶名稱或密碼；傳送內容已附簽署。',
  },
  wrongPort: {
    en: '"url" may have the port 443 or 8443 and no other.',
    'zh-Hant': '「url」的連接埠只可為 443 或 8443。',
  },
  isIpAddress: {
    en: '"url" must have the name of a host, not an IP address.',
    'zh-Hant': '「url」須使用主機名稱，不可使用 IP 位址。',
  },
  notPublic: {
    en: '"url" must lead to a host on the public Internet; this one does not.',
    'zh-Hant': '「url」須指向公共互聯網上的主機；此網址並非如此。',
  },
} as const satisfies Readonly<Record<string, Sentence | ((...given: never[]) => Sentence)>>;
