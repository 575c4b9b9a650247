import type { Sentence } from '../foundation/errors.js';

/** Messages about webhooks, in the languages of the editors. */
export const webhookSentences = {
  noSuchWebhook: { en: 'Webhook not found.', 'zh-Hant': '找不到此 webhook。' },
  noSuchDelivery: { en: 'Delivery not found.', 'zh-Hant': '找不到此傳送記錄。' },
  noDelivery: { en: 'List at least one delivery.', 'zh-Hant': '請列出至少一項傳送記錄。' },
  noLocale: {
    en: 'List at least one language, or omit "locales" for all.',
    'zh-Hant': '請列出至少一種語言；如要包括所有語言，請勿填寫「locales」。',
  },
  isDisabled: {
    en: 'The webhook is disabled; enable it first.',
    'zh-Hant': '此 webhook 已停用；請先啟用。',
  },
  isBeingSent: {
    en: 'The delivery is being sent; try again in a few seconds.',
    'zh-Hant': '此傳送記錄正在傳送，請於數秒後再試。',
  },
  waitsForAnother: {
    en: 'An earlier delivery about the same object is not finished; redeliver that one instead.',
    'zh-Hant': '同一內容有較早的傳送尚未完成，請改為重新傳送該項。',
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
    en: `List 1 to ${most} topics.`,
    'zh-Hant': `請列出 1 至 ${most} 個主題。`,
  }),
  noSuchTopic: (nouns: readonly string[], actions: readonly string[]): Sentence => ({
    en: `A topic is "TYPE.ACTION", "*" or "schedule.failed". TYPE is * or one of: ${nouns.join(', ')}. ACTION is * or one of: ${actions.join(', ')}.`,
    'zh-Hant': `主題的格式為「類型.動作」、「*」或「schedule.failed」。類型為 * 或：${nouns.join('、')}。動作為 * 或：${actions.join('、')}。`,
  }),
  selectionLength: (most: number): Sentence => ({
    en: `"selection" must not be longer than ${most} characters.`,
    'zh-Hant': `「selection」不可多於 ${most} 個字元。`,
  }),
  invalidSelection: (problems: readonly string[]): Sentence => ({
    en: `Invalid selection. ${problems.join(' ')}`,
    'zh-Hant': `「selection」無效。${problems.join(' ')}`,
  }),
  notAUrl: {
    en: '"url" must be an absolute URL such as https://example.org/webhooks, without spaces and without a fragment.',
    'zh-Hant': '「url」須為完整網址，例如 https://example.org/webhooks，不含空格及片段識別碼。',
  },
  notHttps: { en: '"url" must begin with https://.', 'zh-Hant': '「url」須以 https:// 開始。' },
  hasCredentials: {
    en: '"url" must not contain a user name or a password; deliveries are signed instead.',
    'zh-Hant': '「url」不可包含用戶名稱或密碼；傳送內容已附簽署。',
  },
  wrongPort: {
    en: '"url" may only use the port 443 or 8443.',
    'zh-Hant': '「url」的連接埠只可為 443 或 8443。',
  },
  isIpAddress: {
    en: '"url" must have a host name, not an IP address.',
    'zh-Hant': '「url」須使用主機名稱，不可使用 IP 位址。',
  },
  notPublicHost: {
    en: '"url" must point to a host on the public Internet.',
    'zh-Hant': '「url」須指向公共互聯網上的主機。',
  },
} as const satisfies Readonly<Record<string, Sentence | ((...given: never[]) => Sentence)>>;
