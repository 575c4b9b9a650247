import { describeEnum } from '../content/localization/labels.js';

export enum SectionKind {
  LEAD = 'LEAD',
  REVIEW = 'REVIEW',
  COLUMN = 'COLUMN',
  UPCOMING = 'UPCOMING',
  NOTICE = 'NOTICE',
  ABOUT = 'ABOUT',
}

export const sectionKindLabels = describeEnum(
  SectionKind,
  'SectionKind',
  'What a section of an issue is for.',
  {
    LEAD: ['The lead story.', 'Lead', '頭條', '头条'],
    REVIEW: ['Reports on what has been.', 'Review', '活動回顧', '活动回顾'],
    COLUMN: ['A column.', 'Column', '專欄', '专栏'],
    UPCOMING: ['What is to come.', 'Upcoming', '活動預告', '活动预告'],
    NOTICE: ['Notices.', 'Notices', '通告', '通告'],
    ABOUT: ['About the publisher.', 'About', '關於我們', '关于我们'],
  },
);
