import { asWritten, canonicalTag } from '../../content/language/language-tag.js';

/** The texts of the widget. */
export interface WidgetTexts {
  /** The language of these texts, a BCP 47 tag. */
  readonly language: string;
  /** The region for date formats if the reader's is unknown. */
  readonly datesOf: string;
  readonly events: string;
  readonly loading: string;
  readonly none: string;
  readonly failed: string;
  readonly openPage: string;
  readonly retry: string;
  readonly dateToCome: string;
  /** Short, for the date block. */
  readonly toCome: string;
  readonly originally: string;
  readonly cancelled: string;
  readonly postponed: string;
  readonly rescheduled: string;
  readonly online: string;
  readonly hybrid: string;
  readonly map: string;
  readonly register: string;
  readonly takePart: string;
  readonly addToCalendar: string;
  readonly subscribe: string;
  readonly free: string;
  readonly paid: string;
  readonly members: string;
  readonly organisers: string;
  readonly sponsors: string;
  readonly spoken: string;
  readonly colon: string;
  /** Separates the parts of an address, and items of one kind. */
  readonly comma: string;
  readonly and: string;
  /** With `#` for the number. */
  readonly session: string;
  /** With `#` for the name. */
  readonly timeZone: string;
}

const en: WidgetTexts = {
  language: 'en',
  datesOf: 'en-HK',
  events: 'Events',
  loading: 'Loading events…',
  none: 'There are no events to show at present.',
  failed: 'The events could not be loaded.',
  openPage: 'See the events on their own page',
  retry: 'Try again',
  dateToCome: 'Date to be announced',
  toCome: 'TBA',
  originally: 'Originally ',
  cancelled: 'Cancelled',
  postponed: 'Postponed: new date to be announced',
  rescheduled: 'New date',
  online: 'Online',
  hybrid: 'In person and online',
  map: 'Map',
  register: 'Register',
  takePart: 'Take part online',
  addToCalendar: 'Add to calendar',
  subscribe: 'Subscribe in your calendar',
  free: 'Free',
  paid: 'Fee applies',
  members: 'Members only',
  organisers: 'Organised by',
  sponsors: 'Sponsored by',
  spoken: 'Language',
  colon: ': ',
  comma: ', ',
  and: ', ',
  session: 'Session #',
  timeZone: ' (#)',
};

const zhHant: WidgetTexts = {
  language: 'zh-Hant',
  datesOf: 'zh-HK',
  events: '活動',
  loading: '正在載入活動…',
  none: '目前沒有活動。',
  failed: '未能載入活動。',
  openPage: '在獨立頁面查看活動',
  retry: '再試一次',
  dateToCome: '日期待定',
  toCome: '待定',
  originally: '原定 ',
  cancelled: '已取消',
  postponed: '延期，新日期待定',
  rescheduled: '已改期',
  online: '網上',
  hybrid: '現場及網上',
  map: '地圖',
  register: '報名',
  takePart: '網上參與',
  addToCalendar: '加入日曆',
  subscribe: '訂閱活動日曆',
  free: '免費',
  paid: '收費',
  members: '只限會員',
  organisers: '舉辦機構',
  sponsors: '贊助機構',
  spoken: '語言',
  colon: '：',
  comma: '，',
  and: '、',
  session: '第 # 節',
  timeZone: '（#）',
};

const zhHans: WidgetTexts = {
  language: 'zh-Hans',
  datesOf: 'zh-CN',
  events: '活动',
  loading: '正在加载活动…',
  none: '目前没有活动。',
  failed: '未能加载活动。',
  openPage: '在独立页面查看活动',
  retry: '再试一次',
  dateToCome: '日期待定',
  toCome: '待定',
  originally: '原定 ',
  cancelled: '已取消',
  postponed: '延期，新日期待定',
  rescheduled: '已改期',
  online: '线上',
  hybrid: '现场及线上',
  map: '地图',
  register: '报名',
  takePart: '线上参与',
  addToCalendar: '加入日历',
  subscribe: '订阅活动日历',
  free: '免费',
  paid: '收费',
  members: '只限会员',
  organisers: '主办单位',
  sponsors: '赞助单位',
  spoken: '语言',
  colon: '：',
  comma: '，',
  and: '、',
  session: '第 # 节',
  timeZone: '（#）',
};

/** The texts for a language tag; English for unsupported languages and invalid tags. */
export function textsFor(tag: string): WidgetTexts {
  const written = writtenTag(tag);
  if (written === 'zh' || written.startsWith('zh-Hant')) return zhHant;
  return written.startsWith('zh-Hans') ? zhHans : en;
}

/** The tag for date formats: the reader's own variety of the language, if it is known. */
export function dateTagFor(texts: WidgetTexts, readerLanguages: readonly string[] = []): string {
  const ofLanguage = new RegExp(`^${texts.language}\\b`);
  return readerLanguages.map(writtenTag).find((tag) => ofLanguage.test(tag)) ?? texts.datesOf;
}

/** The tag as the server reads it; an invalid one is empty, and matches no language. */
function writtenTag(text: string): string {
  const tag = canonicalTag(text);
  return tag ? asWritten(tag) : '';
}
