import type { Sentence } from '../../foundation/errors.js';
import { MAX_OBJECTS } from '../../foundation/object-limit.js';

export const mergeSentences = {
  withItself: {
    en: 'An object cannot be merged with itself; name two different ones.',
    'zh-Hant': '不可與自身合併；請指明兩項不同的內容。',
  },
  tooMany: (count: number): Sentence => ({
    en: `${count} objects refer to the duplicate; a merge rewrites at most ${MAX_OBJECTS}. Merge the other way round, or change some of them first.`,
    'zh-Hant': `共有 ${count} 項內容引用該重複項；每次合併最多改寫 ${MAX_OBJECTS} 項。請反過來合併，或先修改部分內容。`,
  }),
  isNotPublic: {
    en: 'The duplicate is public and this one is not. Publish this one first, or merge the other way round.',
    'zh-Hant': '重複項已發布，而此項尚未發布；請先發布此項，或反過來合併。',
  },
  noSuchMerge: (id: string): Sentence => ({
    en: `There is no merge with the id "${id}".`,
    'zh-Hant': `沒有識別碼為「${id}」的合併記錄。`,
  }),
  isUndone: {
    en: 'This merge was undone already.',
    'zh-Hant': '此合併已經撤銷。',
  },
  isGone: {
    en: 'The duplicate is neither in the drafts nor in the bin any more, so the merge cannot be undone.',
    'zh-Hant': '草稿和回收箱內都已沒有該重複項，無法撤銷合併。',
  },
} as const;
