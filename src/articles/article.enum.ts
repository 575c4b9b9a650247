import { describeEnum } from '../content/localization/labels.js';

export enum ArticleKind {
  NEWS = 'NEWS',
  EVENT_REPORT = 'EVENT_REPORT',
  INITIATIVE = 'INITIATIVE',
  ANNOUNCEMENT = 'ANNOUNCEMENT',
  VISIT = 'VISIT',
  COLUMN = 'COLUMN',
  NOTICE = 'NOTICE',
}

export const articleKindLabels = describeEnum(ArticleKind, 'ArticleKind', 'What sort of article it is.', {
  NEWS: ['News.', 'News', '消息', '消息'],
  EVENT_REPORT: ['A report on an event.', 'Event report', '活動報道', '活动报道'],
  INITIATIVE: ['About an initiative of the association.', 'Initiative', '倡議', '倡议'],
  ANNOUNCEMENT: ['An announcement of something to come.', 'Announcement', '預告', '预告'],
  VISIT: ['A report on a visit.', 'Visit', '參觀', '参观'],
  COLUMN: ['An instalment of a column.', 'Column', '專欄', '专栏'],
  NOTICE: ['A notice.', 'Notice', '通告', '通告'],
});
