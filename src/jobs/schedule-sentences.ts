import type { Sentence } from '../foundation/errors.js';

/** What is said about schedules, in the languages of the editors. */
export const scheduleSentences = {
  isPast: {
    en: '"at" must be in the future.',
    'zh-Hant': '「at」必須是未來的時間。',
  },
  withContentsIsForPublishing: {
    en: '"withContents" is for publishing; name everything that is to be taken out in "ids".',
    'zh-Hant': '「withContents」只適用於發布；要撤回的內容請全部列於「ids」。',
  },
  noSuchSchedule: {
    en: 'There is no such schedule.',
    'zh-Hant': '沒有這項排程。',
  },
  isFinished: {
    en: 'It is not pending any more: it was carried out or cancelled, or has failed.',
    'zh-Hant': '此排程已執行、已取消或已失敗，不能再取消。',
  },
  isOpposite: (by: string, id: string) => ({
    en: `${by} has scheduled the opposite for the same instant; cancel ${id}, or choose another time.`,
    'zh-Hant': `${by} 已在同一時間安排相反的操作；請取消 ${id}，或選擇另一時間。`,
  }),
  keyIsRevoked: {
    en: 'The key that it was scheduled with has been revoked, or its account disabled; schedule it again.',
    'zh-Hant': '建立此排程的金鑰已被撤銷，或其帳戶已停用；請重新安排。',
  },
  hasFault: {
    en: 'It failed several times by a fault of the server, which has been logged; schedule it again.',
    'zh-Hant': '因伺服器故障，多次嘗試均告失敗（已有記錄）；請重新安排。',
  },
  wasAboutWhatIsGone: {
    en: 'What it was about has been taken out, deleted or erased since, so it is cancelled; schedule anew what is to come back.',
    'zh-Hant': '排程所涉及的內容其後已撤回或刪除，因此排程已取消；如要重新發布，請重新安排。',
  },
  wasForThePlan: {
    en: 'It was for exactly what was looked at, and some of that has been taken out, deleted or erased since, so it is cancelled; look at "publishPlan" again, and schedule anew.',
    'zh-Hant':
      '排程只適用於當時查看的計劃，而計劃內有內容其後已撤回或刪除，因此排程已取消；請重新查看「publishPlan」，再重新安排。',
  },
  wasWithdrawn: (by: string) => ({
    en: `${by} took it out after it was scheduled, so this schedule does not publish it any more; to publish it all the same, schedule it again.`,
    'zh-Hant': `建立排程後，${by} 已撤回此內容，因此排程不再發布它；如仍要發布，請重新安排。`,
  }),
  wordsWereWithdrawn: (by: string, locales: string) => ({
    en: `${by} took out its words in ${locales} after it was scheduled, so this schedule does not publish it any more, in no language; to publish it all the same, schedule it again.`,
    'zh-Hant': `建立排程後，${by} 已撤回此內容的 ${locales} 文字，因此排程不再發布此內容的任何語言版本；如仍要發布，請重新安排。`,
  }),
  isInOtherLanguages: (by: string, locales: string) => ({
    en: `${by} took out its words in ${locales} after it was scheduled, so this schedule publishes it in its other languages only; to publish these words all the same, schedule it again.`,
    'zh-Hant': `建立排程後，${by} 已撤回此內容的 ${locales} 文字，因此排程只發布其他語言版本；如仍要發布這些文字，請重新安排。`,
  }),
  wasDeleted: (by: string) => ({
    en: `${by} deleted it after it was scheduled, so this schedule leaves it alone; restore it and schedule it again.`,
    'zh-Hant': `建立排程後，${by} 已刪除此內容，因此排程不再處理它；請先還原，再重新安排。`,
  }),
} as const satisfies Readonly<Record<string, Sentence | ((by: string, locales: string) => Sentence)>>;
