import { labelledEnum } from '../content/language/labels.js';

export const ArticleKind = labelledEnum('ArticleKind', 'The kind of an article.', {
  NEWS: { means: 'News.', en: 'News', 'zh-Hant': '消息', 'zh-Hans': '消息' },
  EVENT_REPORT: {
    means: 'A report on an event.',
    en: 'Event report',
    'zh-Hant': '活動報道',
    'zh-Hans': '活动报道',
  },
  INITIATIVE: {
    means: 'A report on an initiative of the association.',
    en: 'Initiatives and partnerships',
    'zh-Hant': '計劃及合作',
    'zh-Hans': '计划及合作',
  },
  ANNOUNCEMENT: {
    means: 'An announcement of something upcoming.',
    en: 'Announcement',
    'zh-Hant': '預告',
    'zh-Hans': '预告',
  },
  VISIT: { means: 'A report on a visit.', en: 'Visit', 'zh-Hant': '參觀', 'zh-Hans': '参观' },
  COLUMN: { means: 'An instalment of a column.', en: 'Column', 'zh-Hant': '專欄', 'zh-Hans': '专栏' },
  NOTICE: { means: 'A notice.', en: 'Notice', 'zh-Hant': '通告', 'zh-Hans': '通告' },
});

export type ArticleKind = keyof typeof ArticleKind;
