import type { AdmissionType } from '../operations.generated.js';

/** The labels of the facts of an event. */
export interface EventLabels {
  readonly colon: string;
  readonly comma: string;
  readonly status: string;
  readonly lifecycle: Readonly<Partial<Record<string, string>>>;
  readonly time: string;
  readonly toBeAnnounced: string;
  readonly place: string;
  readonly online: string;
  readonly organisers: string;
  readonly performers: string;
  readonly sponsors: string;
  readonly admission: string;
  readonly admissions: Readonly<Record<AdmissionType, string>>;
  readonly registration: string;
  day(year: number, month: number, day: number, weekday: number): string;
}

const english: EventLabels = {
  colon: ': ',
  comma: ', ',
  status: 'Status',
  lifecycle: { CANCELLED: 'Cancelled', POSTPONED: 'Postponed', RESCHEDULED: 'Rescheduled' },
  time: 'Time',
  toBeAnnounced: 'To be announced',
  place: 'Venue',
  online: 'Online',
  organisers: 'Organisers',
  performers: 'Speakers',
  sponsors: 'Sponsors',
  admission: 'Admission',
  admissions: { FREE: 'Free', PAID: 'Paid', MEMBERS: 'Members only' },
  registration: 'Registration',
  day: (year, month, day, weekday) => `${DAYS[weekday]} ${day} ${MONTHS[month - 1]} ${year}`,
};

const traditional: EventLabels = {
  colon: '：',
  comma: '、',
  status: '狀況',
  lifecycle: { CANCELLED: '取消', POSTPONED: '延期', RESCHEDULED: '改期' },
  time: '時間',
  toBeAnnounced: '待定',
  place: '地點',
  online: '網上',
  organisers: '主辦',
  performers: '講者',
  sponsors: '贊助',
  admission: '入場',
  admissions: { FREE: '免費', PAID: '收費', MEMBERS: '只限會員' },
  registration: '報名',
  day: chineseDay,
};

const simplified: EventLabels = {
  ...traditional,
  status: '状况',
  time: '时间',
  place: '地点',
  online: '网上',
  organisers: '主办',
  performers: '讲者',
  sponsors: '赞助',
  admission: '入场',
  admissions: { FREE: '免费', PAID: '收费', MEMBERS: '只限会员' },
  registration: '报名',
};

const labels: Readonly<Record<string, EventLabels>> = {
  en: english,
  'zh-Hant': traditional,
  'zh-Hans': simplified,
};

/** The labels in a language, found by lookup (RFC 4647, section 3.4); English by default. */
export function eventLabels(language: string): EventLabels {
  for (let tag = language; tag !== ''; tag = tag.slice(0, Math.max(0, tag.lastIndexOf('-')))) {
    const match = labels[tag];
    if (match) return match;
  }
  return english;
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

function chineseDay(year: number, month: number, day: number, weekday: number): string {
  return `${year}年${month}月${day}日（星期${'日一二三四五六'[weekday]}）`;
}
