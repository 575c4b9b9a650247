import { labelledEnum } from '../content/language/labels.js';

export const SectionKind = labelledEnum('SectionKind', 'The kind of a section of an issue.', {
  LEAD: { means: 'The lead story.', en: 'Lead', 'zh-Hant': '頭條', 'zh-Hans': '头条' },
  REVIEW: { means: 'A review of past events.', en: 'Review', 'zh-Hant': '活動回顧', 'zh-Hans': '活动回顾' },
  COLUMN: { means: 'A column.', en: 'Column', 'zh-Hant': '專欄', 'zh-Hans': '专栏' },
  UPCOMING: { means: 'Upcoming events.', en: 'Upcoming', 'zh-Hant': '活動預告', 'zh-Hans': '活动预告' },
  NOTICE: { means: 'Notices.', en: 'Notices', 'zh-Hant': '通告', 'zh-Hans': '通告' },
  ABOUT: { means: 'About the publisher.', en: 'About', 'zh-Hant': '關於我們', 'zh-Hans': '关于我们' },
});

export type SectionKind = keyof typeof SectionKind;
