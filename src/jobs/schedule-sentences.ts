import type { Sentence } from '../foundation/errors.js';

/** Messages about schedules, in the languages of the editors. */
export const scheduleSentences = {
  isPast: {
    en: '"at" must be in the future.',
    'zh-Hant': '「at」必須是未來的時間。',
  },
  withContentsIsForPublishing: {
    en: '"withContents" is for publishing; list everything to unpublish in "ids".',
    'zh-Hant': '「withContents」只適用於發布；要撤回的內容請全部列於「ids」。',
  },
  noSuchSchedule: {
    en: 'Schedule not found.',
    'zh-Hant': '找不到此排程。',
  },
  isFinished: {
    en: 'It is no longer pending: it has run, failed, or been cancelled.',
    'zh-Hant': '此排程已執行、已失敗或已取消，不能再取消。',
  },
  isOpposite: (by: string, id: string) => ({
    en: `${by} has scheduled the opposite for the same time; cancel ${id}, or choose another time.`,
    'zh-Hant': `${by} 已在同一時間安排相反的操作；請取消 ${id}，或選擇另一時間。`,
  }),
  keyIsRevoked: {
    en: 'The key that scheduled it has been revoked, or its account disabled; schedule it again.',
    'zh-Hant': '建立此排程的金鑰已被撤銷，或其帳戶已停用；請重新安排。',
  },
  hasFault: {
    en: 'It failed repeatedly because of an internal error, which has been logged; schedule it again.',
    'zh-Hant': '因伺服器故障，多次嘗試均告失敗（已有記錄）；請重新安排。',
  },
  objectsAreGone: {
    en: 'Its objects have been withdrawn, deleted or erased since, so it is cancelled; create a new schedule for what is to be published again.',
    'zh-Hant': '排程所涉及的內容其後已撤回或刪除，因此排程已取消；如要重新發布，請重新安排。',
  },
  wasForThePlan: {
    en: 'Some objects of its plan have been withdrawn, deleted or erased since, so it is cancelled; query "publishPlan" again, and create a new schedule.',
    'zh-Hant':
      '排程只適用於當時查看的計劃，而計劃內有內容其後已撤回或刪除，因此排程已取消；請重新查看「publishPlan」，再重新安排。',
  },
  wasWithdrawn: (by: string) => ({
    en: `${by} withdrew it after it was scheduled, so this schedule no longer publishes it; to publish it all the same, schedule it again.`,
    'zh-Hant': `建立排程後，${by} 已撤回此內容，因此排程不再發布它；如仍要發布，請重新安排。`,
  }),
  textWasWithdrawn: (by: string, locales: string) => ({
    en: `${by} withdrew its text in ${locales} after it was scheduled, so this schedule no longer publishes it in any language; to publish it all the same, schedule it again.`,
    'zh-Hant': `建立排程後，${by} 已撤回此內容的 ${locales} 文字，因此排程不再發布此內容的任何語言版本；如仍要發布，請重新安排。`,
  }),
  isInOtherLanguages: (by: string, locales: string) => ({
    en: `${by} withdrew its text in ${locales} after it was scheduled, so this schedule publishes it in its other languages only; to publish this text all the same, schedule it again.`,
    'zh-Hant': `建立排程後，${by} 已撤回此內容的 ${locales} 文字，因此排程只發布其他語言版本；如仍要發布這些文字，請重新安排。`,
  }),
  wasDeleted: (by: string) => ({
    en: `${by} deleted it after it was scheduled, so this schedule leaves it out; restore it and schedule it again.`,
    'zh-Hant': `建立排程後，${by} 已刪除此內容，因此排程不再處理它；請先還原，再重新安排。`,
  }),
} as const satisfies Readonly<Record<string, Sentence | ((by: string, locales: string) => Sentence)>>;
