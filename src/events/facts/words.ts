import { asWritten, canonicalTag } from '../../content/language/language-tag.js';

/** The words around the facts of an event. */
export interface FactWords {
  /** The language of these words, a BCP 47 tag. */
  readonly language: string;
  readonly colon: string;
  /** Separates items of one kind. */
  readonly comma: string;
  readonly status: string;
  readonly time: string;
  readonly toBeAnnounced: string;
  /** When a moved event was to begin. */
  readonly previously: string;
  readonly place: string;
  readonly online: string;
  readonly sponsors: string;
  readonly admission: string;
  readonly admissions: Readonly<Record<'FREE' | 'PAID' | 'MEMBERS', string>>;
  readonly registration: string;
  readonly opens: string;
  readonly deadline: string;
  readonly spoken: string;
  readonly dayParts: Readonly<Record<'MORNING' | 'AFTERNOON' | 'EVENING', string>>;
  /** With `#` for the name of the time zone. */
  readonly timeZone: string;
  readonly homeTime: string;
}

const english: FactWords = {
  language: 'en',
  colon: ': ',
  comma: ', ',
  status: 'Status',
  time: 'Time',
  toBeAnnounced: 'To be announced',
  previously: 'Originally',
  place: 'Venue',
  online: 'Online',
  sponsors: 'Sponsored by',
  admission: 'Admission',
  admissions: { FREE: 'Free', PAID: 'Fee applies', MEMBERS: 'Members only' },
  registration: 'Registration',
  opens: 'Registration opens',
  deadline: 'Register by',
  spoken: 'Language',
  dayParts: { MORNING: 'morning', AFTERNOON: 'afternoon', EVENING: 'evening' },
  timeZone: ' (#)',
  homeTime: 'Hong Kong time',
};

const traditional: FactWords = {
  language: 'zh-Hant',
  colon: '：',
  comma: '、',
  status: '狀態',
  time: '日期及時間',
  toBeAnnounced: '待定',
  previously: '原定',
  place: '地點',
  online: '網上',
  sponsors: '贊助',
  admission: '入場',
  admissions: { FREE: '免費', PAID: '收費', MEMBERS: '只限會員' },
  registration: '報名',
  opens: '開始報名',
  deadline: '截止報名',
  spoken: '語言',
  dayParts: { MORNING: '上午', AFTERNOON: '下午', EVENING: '晚上' },
  timeZone: '（#）',
  homeTime: '香港時間',
};

const simplified: FactWords = {
  ...traditional,
  language: 'zh-Hans',
  status: '状态',
  time: '日期及时间',
  place: '地点',
  online: '线上',
  sponsors: '赞助',
  admission: '入场',
  admissions: { FREE: '免费', PAID: '收费', MEMBERS: '只限会员' },
  registration: '报名',
  opens: '开始报名',
  deadline: '截止报名',
  spoken: '语言',
  homeTime: '香港时间',
};

/** The words in a language; English for one that there are none in. */
export function factWords(language: string): FactWords {
  const script = scriptOf(language);
  if (script === 'zh-Hant') return traditional;
  return script === 'zh-Hans' ? simplified : english;
}

/** The Chinese script that a reader of a language reads; empty for other languages, and for invalid tags. */
export function scriptOf(text: string): 'zh-Hant' | 'zh-Hans' | '' {
  const tag = canonicalTag(text);
  const written = tag ? asWritten(tag) : '';
  if (written === 'zh' || written.startsWith('zh-Hant')) return 'zh-Hant';
  return written.startsWith('zh-Hans') ? 'zh-Hans' : '';
}
