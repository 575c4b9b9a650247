import type { Sentence } from '../foundation/errors.js';

/** What is said about schedules, in the languages of the editors. */
export const scheduleSentences = {
  noObject: {
    en: 'Name at least one object.',
    'zh-Hant': '請列出至少一項內容。',
  },
  noLocale: {
    en: 'Name the languages, or leave them out.',
    'zh-Hant': '請列出語言，或不要填寫此項。',
  },
  isPast: {
    en: '"at" must be in the future.',
    'zh-Hant': '「at」必須是未來的時間。',
  },
  noSuchSchedule: {
    en: 'There is no such schedule.',
    'zh-Hant': '沒有這項排程。',
  },
  isFinished: {
    en: 'It is not pending any more: it was carried out or cancelled, or has failed.',
    'zh-Hant': '此排程已執行、已取消或已失敗，不能再取消。',
  },
  keyIsRevoked: {
    en: 'The key that it was scheduled with has been revoked, or its account disabled; schedule it again.',
    'zh-Hant': '建立此排程的金鑰已被撤銷，或其帳戶已停用；請重新安排。',
  },
  hasFault: {
    en: 'It failed several times by a fault of the server, which has been logged; schedule it again.',
    'zh-Hant': '因伺服器故障，多次嘗試均告失敗（已有記錄）；請重新安排。',
  },
} as const satisfies Readonly<Record<string, Sentence>>;
