import type { Sentence } from '../foundation/errors.js';
import { MAX_BULK_OBJECTS, MAX_OBJECTS } from '../foundation/object-limit.js';

/** Messages about bulk operations, in the languages of the editors. */
export const bulkSentences = {
  needsServer: {
    en: `Bulk operations need PostgreSQL, and this server uses the embedded database: send requests of at most ${MAX_OBJECTS} objects.`,
    'zh-Hant': `批量操作須使用 PostgreSQL，而此伺服器使用內置資料庫；請分次提交，每次最多 ${MAX_OBJECTS} 項。`,
  },
  oneAction: {
    en: 'Give exactly one of "push", "publish" and "unpublish".',
    'zh-Hant': '「push」、「publish」及「unpublish」必須填寫其中一項，且只可填寫一項。',
  },
  notFound: {
    en: 'Bulk operation not found; finished ones are deleted after three days.',
    'zh-Hant': '找不到此批量操作；已結束的批量操作會在三天後刪除。',
  },
  isOfOthers: (by: string): Sentence => ({
    en: `${by} has created this bulk operation; create one of your own.`,
    'zh-Hant': `此批量操作由 ${by} 建立；請自行建立另一項批量操作。`,
  }),
  isStarted: {
    en: 'It has been started or cancelled already; create another bulk operation.',
    'zh-Hant': '此批量操作已經開始或已取消；請建立另一項批量操作。',
  },
  isFinished: {
    en: 'It has finished already.',
    'zh-Hant': '此批量操作已經結束。',
  },
  isForPushing: {
    en: 'This bulk operation pushes documents: give "entries".',
    'zh-Hant': '此批量操作用於推送文件，請填寫「entries」。',
  },
  isForPublishing: {
    en: 'This bulk operation publishes or unpublishes: give "ids".',
    'zh-Hant': '此批量操作用於發布或撤回，請填寫「ids」。',
  },
  withContentsIsForPublishing: {
    en: '"withContents" is for publishing; list everything to unpublish in "ids".',
    'zh-Hant': '「withContents」只適用於發布；要撤回的內容請全部列於「ids」。',
  },
  tooMany: (count: number): Sentence => ({
    en: `A bulk operation takes at most ${MAX_BULK_OBJECTS} objects; this one would have ${count}. Create another one for the rest.`,
    'zh-Hant': `每項批量操作最多 ${MAX_BULK_OBJECTS} 項內容，現為 ${count} 項；其餘內容請建立另一項批量操作。`,
  }),
  keyIsRevoked: {
    en: 'The key that started it has been revoked, or its account disabled; nothing was written.',
    'zh-Hant': '開始此批量操作的金鑰已被撤銷，或其帳戶已停用；沒有寫入任何內容。',
  },
  hasFault: {
    en: 'It failed repeatedly because of an internal error, which has been logged; nothing was written.',
    'zh-Hant': '伺服器發生內部錯誤，多次嘗試均未成功；沒有寫入任何內容，錯誤已記錄。',
  },
  isErased: {
    en: 'It contained personal data that have been erased; its documents were deleted. Stage them again without these data.',
    'zh-Hant': '此批量操作含有已被永久刪除的個人資料，暫存的文件已一併刪除；請剔除有關資料後重新提交。',
  },
} as const satisfies Readonly<Record<string, Sentence | ((text: never) => Sentence)>>;
