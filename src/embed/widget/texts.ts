import { scriptOf } from '../../events/facts/words.js';

/** The texts of the widget. */
export interface WidgetTexts {
  /** The language of these texts, a BCP 47 tag. */
  readonly language: string;
  /** Short, for the date block. */
  readonly months: readonly string[];
  readonly weekdays: readonly string[];
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
  readonly colon: string;
  /** Separates items of one kind. */
  readonly and: string;
  /** With `#` for the number. */
  readonly session: string;
  /** With `#` for the name. */
  readonly timeZone: string;
}

const en: WidgetTexts = {
  language: 'en',
  months: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  weekdays: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
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
  colon: ': ',
  and: ', ',
  session: 'Session #',
  timeZone: ' (#)',
};

const chineseMonths = Array.from({ length: 12 }, (_, month) => `${month + 1}月`);
const chineseWeekdays = [...'日一二三四五六'].map((day) => `星期${day}`);

const zhHant: WidgetTexts = {
  language: 'zh-Hant',
  months: chineseMonths,
  weekdays: chineseWeekdays,
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
  colon: '：',
  and: '、',
  session: '第 # 場',
  timeZone: '（#）',
};

const zhHans: WidgetTexts = {
  language: 'zh-Hans',
  months: chineseMonths,
  weekdays: chineseWeekdays,
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
  colon: '：',
  and: '、',
  session: '第 # 场',
  timeZone: '（#）',
};

/** The texts for a language tag; English for unsupported languages and invalid tags. */
export function textsFor(tag: string): WidgetTexts {
  const script = scriptOf(tag);
  if (script === 'zh-Hant') return zhHant;
  return script === 'zh-Hans' ? zhHans : en;
}
