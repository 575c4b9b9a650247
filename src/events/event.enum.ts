import { labelledEnum } from '../content/language/labels.js';

export const EventKind = labelledEnum('EventKind', 'The kind of an event.', {
  SUMMIT: { means: 'A summit of leaders or experts.', en: 'Summit', 'zh-Hant': '峰會', 'zh-Hans': '峰会' },
  FORUM: { means: 'A forum with several speakers.', en: 'Forum', 'zh-Hant': '論壇', 'zh-Hans': '论坛' },
  SEMINAR: { means: 'A seminar or workshop.', en: 'Seminar', 'zh-Hant': '研討會', 'zh-Hans': '研讨会' },
  TRAINING: { means: 'A training class.', en: 'Training', 'zh-Hant': '培訓', 'zh-Hans': '培训' },
  TALK: { means: 'A talk by one or few speakers.', en: 'Talk', 'zh-Hant': '講座', 'zh-Hans': '讲座' },
  ROUNDTABLE: {
    means: 'A discussion in a small circle.',
    en: 'Roundtable',
    'zh-Hant': '圓桌會議',
    'zh-Hans': '圆桌会议',
  },
  EXHIBITION: {
    means: 'An exhibition or trade fair.',
    en: 'Exhibition',
    'zh-Hant': '展覽',
    'zh-Hans': '展览',
  },
  PAVILION: {
    means: 'A pavilion inside an exhibition.',
    en: 'Pavilion',
    'zh-Hant': '展館',
    'zh-Hans': '展馆',
  },
  CONFERENCE: {
    means: 'A conference of a day or more.',
    en: 'Conference',
    'zh-Hant': '會議',
    'zh-Hans': '会议',
  },
  COMPETITION: {
    means: 'A competition or contest.',
    en: 'Competition',
    'zh-Hant': '比賽',
    'zh-Hans': '比赛',
  },
  AWARD_SCHEME: {
    means: 'A scheme that organisations or people apply to.',
    en: 'Award scheme',
    'zh-Hant': '嘉許計劃',
    'zh-Hans': '嘉许计划',
  },
  CEREMONY: {
    means: 'A ceremony, such as an opening or an award presentation.',
    en: 'Ceremony',
    'zh-Hant': '典禮',
    'zh-Hans': '典礼',
  },
  SIGNING: {
    means: 'The signing of an agreement.',
    en: 'Signing',
    'zh-Hant': '簽署儀式',
    'zh-Hans': '签署仪式',
  },
  VISIT: {
    means: 'A visit to a place or an organisation.',
    en: 'Visit',
    'zh-Hant': '參觀',
    'zh-Hans': '参观',
  },
  GOVERNANCE_MEETING: {
    means: 'A meeting of members or of the council.',
    en: 'Governance meeting',
    'zh-Hant': '會務會議',
    'zh-Hans': '会务会议',
  },
  OTHER: { means: 'Any other event.', en: 'Event', 'zh-Hant': '活動', 'zh-Hans': '活动' },
});

export type EventKind = keyof typeof EventKind;

export const SchedulePrecision = labelledEnum('SchedulePrecision', 'The precision of a schedule.', {
  TIME: { means: 'To the minute: `start` is set.', en: 'Time', 'zh-Hant': '時間', 'zh-Hans': '时间' },
  DATE: {
    means: 'To the day: `startDate` is set, `start` is not.',
    en: 'Date',
    'zh-Hant': '日期',
    'zh-Hans': '日期',
  },
  TBA: { means: 'Not announced yet.', en: 'To be announced', 'zh-Hant': '待定', 'zh-Hans': '待定' },
});

export type SchedulePrecision = keyof typeof SchedulePrecision;

export const DayPart = labelledEnum('DayPart', 'The part of a day, if the time is unknown.', {
  MORNING: { means: 'The morning.', en: 'Morning', 'zh-Hant': '上午', 'zh-Hans': '上午' },
  AFTERNOON: { means: 'The afternoon.', en: 'Afternoon', 'zh-Hant': '下午', 'zh-Hans': '下午' },
  EVENING: { means: 'The evening.', en: 'Evening', 'zh-Hant': '晚上', 'zh-Hans': '晚上' },
});

export type DayPart = keyof typeof DayPart;

export const EventLifecycle = labelledEnum('EventLifecycle', 'The status of an event.', {
  SCHEDULED: {
    means: 'It takes place as planned.',
    en: 'Scheduled',
    'zh-Hant': '將舉行',
    'zh-Hans': '将举行',
  },
  POSTPONED: {
    means: 'It is postponed; no new date is known.',
    en: 'Postponed',
    'zh-Hant': '延期',
    'zh-Hans': '延期',
  },
  RESCHEDULED: {
    means: 'It has been moved to a new date.',
    en: 'Rescheduled',
    'zh-Hant': '改期',
    'zh-Hans': '改期',
  },
  CANCELLED: { means: 'It is cancelled.', en: 'Cancelled', 'zh-Hant': '取消', 'zh-Hans': '取消' },
  COMPLETED: { means: 'It has taken place.', en: 'Completed', 'zh-Hant': '已舉行', 'zh-Hans': '已举行' },
});

export type EventLifecycle = keyof typeof EventLifecycle;

export const AttendanceMode = labelledEnum('AttendanceMode', 'How people take part in an event.', {
  IN_PERSON: { means: 'At the venue.', en: 'In person', 'zh-Hant': '現場', 'zh-Hans': '现场' },
  ONLINE: { means: 'Online.', en: 'Online', 'zh-Hant': '網上', 'zh-Hans': '线上' },
  HYBRID: {
    means: 'At the venue or online.',
    en: 'In person or online',
    'zh-Hant': '現場或網上',
    'zh-Hans': '现场或线上',
  },
});

export type AttendanceMode = keyof typeof AttendanceMode;

export const Allocation = labelledEnum('Allocation', 'How places are allocated.', {
  FCFS: {
    means: 'First come, first served.',
    en: 'First come, first served',
    'zh-Hant': '先到先得',
    'zh-Hans': '先到先得',
  },
  LOTTERY: { means: 'By ballot.', en: 'Ballot', 'zh-Hant': '抽籤', 'zh-Hans': '抽签' },
  INVITATION: {
    means: 'By invitation only.',
    en: 'By invitation',
    'zh-Hant': '憑邀請參加',
    'zh-Hans': '凭邀请参加',
  },
});

export type Allocation = keyof typeof Allocation;

export const AdmissionType = labelledEnum('AdmissionType', 'Who is admitted, and whether for a fee.', {
  FREE: { means: 'Free of charge.', en: 'Free', 'zh-Hant': '免費', 'zh-Hans': '免费' },
  PAID: { means: 'For a fee.', en: 'Paid', 'zh-Hant': '收費', 'zh-Hans': '收费' },
  MEMBERS: { means: 'For members.', en: 'Members only', 'zh-Hant': '只限會員', 'zh-Hans': '只限会员' },
});

export type AdmissionType = keyof typeof AdmissionType;

export const OrganisationRole = labelledEnum('OrganisationRole', 'The role of an organisation in an event.', {
  HOST: {
    means: 'Receives the guests, such as the organisation that is visited.',
    en: 'Host',
    'zh-Hant': '接待機構',
    'zh-Hans': '接待机构',
  },
  ORGANISER: { means: 'The organiser.', en: 'Organiser', 'zh-Hant': '主辦機構', 'zh-Hans': '主办机构' },
  JOINT_ORGANISER: {
    means: 'One of several organisers on equal terms.',
    en: 'Joint organiser',
    'zh-Hant': '合辦機構',
    'zh-Hans': '合办机构',
  },
  CO_ORGANISER: {
    means: 'Assists the organiser.',
    en: 'Co-organiser',
    'zh-Hant': '協辦機構',
    'zh-Hans': '协办机构',
  },
  IMPLEMENTER: {
    means: 'Carries out the event for the organiser.',
    en: 'Implementing organisation',
    'zh-Hant': '承辦機構',
    'zh-Hans': '承办机构',
  },
  OPERATOR: {
    means: 'The operator of the event.',
    en: 'Operator',
    'zh-Hant': '營運機構',
    'zh-Hans': '运营机构',
  },
  SUPPORTING: {
    means: 'Supports the event.',
    en: 'Supporting organisation',
    'zh-Hant': '支持機構',
    'zh-Hans': '支持机构',
  },
  MEDIA_PARTNER: {
    means: 'Reports on the event as a media partner.',
    en: 'Media partner',
    'zh-Hant': '媒體夥伴',
    'zh-Hans': '媒体伙伴',
  },
  STRATEGIC_PARTNER: {
    means: 'A strategic partner.',
    en: 'Strategic partner',
    'zh-Hant': '策略夥伴',
    'zh-Hans': '战略伙伴',
  },
  SIGNATORY: {
    means: 'A party to a signed agreement.',
    en: 'Signatory',
    'zh-Hant': '簽署機構',
    'zh-Hans': '签署机构',
  },
  EXHIBITOR: { means: 'Exhibits.', en: 'Exhibitor', 'zh-Hant': '參展商', 'zh-Hans': '参展商' },
});

export type OrganisationRole = keyof typeof OrganisationRole;

/** The roles that count as organisers. */
export const organiserRoles = [
  OrganisationRole.HOST,
  OrganisationRole.ORGANISER,
  OrganisationRole.JOINT_ORGANISER,
  OrganisationRole.CO_ORGANISER,
] as const;

export const LinkRel = labelledEnum('LinkRel', 'The purpose of a link.', {
  REGISTER: { means: 'Registration.', en: 'Register', 'zh-Hant': '報名', 'zh-Hans': '报名' },
  DETAILS: { means: 'More information.', en: 'Details', 'zh-Hant': '詳情', 'zh-Hans': '详情' },
  ARCHIVE: {
    means: 'Recordings, photographs or earlier editions.',
    en: 'Archive',
    'zh-Hant': '重溫',
    'zh-Hans': '重温',
  },
});

export type LinkRel = keyof typeof LinkRel;

export const ContactStatus = labelledEnum('ContactStatus', 'Whether a contact is complete.', {
  OK: { means: 'It is complete.', en: 'Complete', 'zh-Hant': '齊備', 'zh-Hans': '完整' },
  MISSING: {
    means: 'It has neither a telephone number nor an e-mail address, or what was printed cannot be used.',
    en: 'Missing',
    'zh-Hant': '缺漏',
    'zh-Hans': '缺漏',
  },
  MASKED: {
    means: 'Its e-mail address is hidden in the source: `email` is null.',
    en: 'Address hidden',
    'zh-Hant': '電郵被遮蓋',
    'zh-Hans': '邮箱被隐藏',
  },
});

export type ContactStatus = keyof typeof ContactStatus;

export const LinkStatus = labelledEnum('LinkStatus', 'Whether a link works.', {
  OK: { means: 'It works.', en: 'Works', 'zh-Hant': '有效', 'zh-Hans': '有效' },
  MISSING: {
    means: 'The URL is unknown: `url` is null.',
    en: 'Missing',
    'zh-Hant': '缺漏',
    'zh-Hans': '缺漏',
  },
  BROKEN: {
    means: 'The URL did not respond when it was last checked.',
    en: 'Broken',
    'zh-Hant': '失效',
    'zh-Hans': '失效',
  },
});

export type LinkStatus = keyof typeof LinkStatus;
