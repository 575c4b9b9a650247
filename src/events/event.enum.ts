import { describeEnum } from '../content/localization/labels.js';

export enum EventKind {
  SUMMIT = 'SUMMIT',
  FORUM = 'FORUM',
  SEMINAR = 'SEMINAR',
  TRAINING = 'TRAINING',
  TALK = 'TALK',
  ROUNDTABLE = 'ROUNDTABLE',
  EXHIBITION = 'EXHIBITION',
  PAVILION = 'PAVILION',
  CONFERENCE = 'CONFERENCE',
  COMPETITION = 'COMPETITION',
  AWARD_SCHEME = 'AWARD_SCHEME',
  CEREMONY = 'CEREMONY',
  SIGNING = 'SIGNING',
  VISIT = 'VISIT',
  GOVERNANCE_MEETING = 'GOVERNANCE_MEETING',
  OTHER = 'OTHER',
}

export const eventKindLabels = describeEnum(EventKind, 'EventKind', 'What sort of event it is.', {
  SUMMIT: ['A summit.', 'Summit', '峰會', '峰会'],
  FORUM: ['A forum.', 'Forum', '論壇', '论坛'],
  SEMINAR: ['A seminar.', 'Seminar', '研討會', '研讨会'],
  TRAINING: ['A training class.', 'Training', '培訓', '培训'],
  TALK: ['A talk.', 'Talk', '講座', '讲座'],
  ROUNDTABLE: ['A roundtable.', 'Roundtable', '圓桌會議', '圆桌会议'],
  EXHIBITION: ['An exhibition or trade fair.', 'Exhibition', '展覽', '展览'],
  PAVILION: ['A pavilion inside an exhibition.', 'Pavilion', '展館', '展馆'],
  CONFERENCE: ['A conference.', 'Conference', '會議', '会议'],
  COMPETITION: ['A competition.', 'Competition', '比賽', '比赛'],
  AWARD_SCHEME: ['A scheme that organisations or people apply to.', 'Award scheme', '嘉許計劃', '嘉许计划'],
  CEREMONY: ['A ceremony.', 'Ceremony', '典禮', '典礼'],
  SIGNING: ['The signing of an agreement.', 'Signing', '簽署儀式', '签署仪式'],
  VISIT: ['A visit.', 'Visit', '參觀', '参观'],
  GOVERNANCE_MEETING: [
    'A meeting of members or of the council.',
    'Governance meeting',
    '會務會議',
    '会务会议',
  ],
  OTHER: ['Any other event.', 'Event', '活動', '活动'],
});

export enum SchedulePrecision {
  TIME = 'TIME',
  DATE = 'DATE',
  TBA = 'TBA',
}

describeEnum(SchedulePrecision, 'SchedulePrecision', 'How exactly it is known when an event takes place.', {
  TIME: ['To the minute: `start` is set.', 'Time', '時間', '时间'],
  DATE: ['To the day: `startDate` is set, `start` is not.', 'Date', '日期', '日期'],
  TBA: ['Not announced yet.', 'To be announced', '待定', '待定'],
});

export enum DayPart {
  MORNING = 'MORNING',
  AFTERNOON = 'AFTERNOON',
  EVENING = 'EVENING',
}

describeEnum(DayPart, 'DayPart', 'The part of a day, where no time is known.', {
  MORNING: ['The morning.', 'Morning', '上午', '上午'],
  AFTERNOON: ['The afternoon.', 'Afternoon', '下午', '下午'],
  EVENING: ['The evening.', 'Evening', '晚上', '晚上'],
});

export enum EventLifecycle {
  SCHEDULED = 'SCHEDULED',
  POSTPONED = 'POSTPONED',
  RESCHEDULED = 'RESCHEDULED',
  CANCELLED = 'CANCELLED',
  COMPLETED = 'COMPLETED',
}

export const eventLifecycleLabels = describeEnum(
  EventLifecycle,
  'EventLifecycle',
  'How the plans for an event stand.',
  {
    SCHEDULED: ['It takes place as planned.', 'Scheduled', '如期舉行', '如期举行'],
    POSTPONED: ['It is put off; there is no new date yet.', 'Postponed', '延期', '延期'],
    RESCHEDULED: ['It has a new date.', 'Rescheduled', '改期', '改期'],
    CANCELLED: ['It does not take place.', 'Cancelled', '取消', '取消'],
    COMPLETED: ['It has taken place.', 'Completed', '已舉行', '已举行'],
  },
);

export enum AttendanceMode {
  IN_PERSON = 'IN_PERSON',
  ONLINE = 'ONLINE',
  HYBRID = 'HYBRID',
}

describeEnum(AttendanceMode, 'AttendanceMode', 'How people take part.', {
  IN_PERSON: ['At the venue.', 'In person', '現場', '现场'],
  ONLINE: ['Online.', 'Online', '網上', '网上'],
  HYBRID: ['At the venue or online.', 'In person or online', '現場或網上', '现场或网上'],
});

export enum Allocation {
  FCFS = 'FCFS',
  LOTTERY = 'LOTTERY',
  INVITATION = 'INVITATION',
}

describeEnum(Allocation, 'Allocation', 'How places are given out.', {
  FCFS: ['First come, first served.', 'First come, first served', '先到先得', '先到先得'],
  LOTTERY: ['By drawing lots.', 'Ballot', '抽籤', '抽签'],
  INVITATION: ['By invitation only.', 'By invitation', '憑邀請', '凭邀请'],
});

export enum AdmissionType {
  FREE = 'FREE',
  PAID = 'PAID',
  MEMBERS = 'MEMBERS',
}

describeEnum(AdmissionType, 'AdmissionType', 'Who gets in, and whether it costs anything.', {
  FREE: ['Free of charge.', 'Free', '免費', '免费'],
  PAID: ['For a fee.', 'Paid', '收費', '收费'],
  MEMBERS: ['For members.', 'Members only', '只限會員', '只限会员'],
});

export enum OrganisationRole {
  HOST = 'HOST',
  ORGANISER = 'ORGANISER',
  JOINT_ORGANISER = 'JOINT_ORGANISER',
  CO_ORGANISER = 'CO_ORGANISER',
  IMPLEMENTER = 'IMPLEMENTER',
  OPERATOR = 'OPERATOR',
  SUPPORTING = 'SUPPORTING',
  MEDIA_PARTNER = 'MEDIA_PARTNER',
  STRATEGIC_PARTNER = 'STRATEGIC_PARTNER',
  SIGNATORY = 'SIGNATORY',
  EXHIBITOR = 'EXHIBITOR',
}

export const organisationRoleLabels = describeEnum(
  OrganisationRole,
  'OrganisationRole',
  'What an organisation does for an event.',
  {
    HOST: ['Hosts it.', 'Host', '主辦機構', '主办机构'],
    ORGANISER: ['Organises it.', 'Organiser', '主辦機構', '主办机构'],
    JOINT_ORGANISER: [
      'Organises it together with others on equal terms.',
      'Joint organiser',
      '合辦機構',
      '合办机构',
    ],
    CO_ORGANISER: ['Helps the organiser to organise it.', 'Co-organiser', '協辦機構', '协办机构'],
    IMPLEMENTER: ['Carries it out for the organiser.', 'Implementing organisation', '承辦機構', '承办机构'],
    OPERATOR: ['Runs it.', 'Operator', '營運機構', '营运机构'],
    SUPPORTING: ['Supports it.', 'Supporting organisation', '支持機構', '支持机构'],
    MEDIA_PARTNER: ['Reports on it as a partner.', 'Media partner', '媒體夥伴', '媒体伙伴'],
    STRATEGIC_PARTNER: ['Is a strategic partner.', 'Strategic partner', '策略夥伴', '战略伙伴'],
    SIGNATORY: ['Signs the agreement.', 'Signatory', '簽署機構', '签署机构'],
    EXHIBITOR: ['Exhibits.', 'Exhibitor', '參展商', '参展商'],
  },
);

/** The roles that readers mean by "who organises it". */
export const organiserRoles = [
  OrganisationRole.HOST,
  OrganisationRole.ORGANISER,
  OrganisationRole.JOINT_ORGANISER,
  OrganisationRole.CO_ORGANISER,
] as const;

export enum LinkRel {
  REGISTER = 'REGISTER',
  DETAILS = 'DETAILS',
  ARCHIVE = 'ARCHIVE',
}

describeEnum(LinkRel, 'LinkRel', 'What a link is for.', {
  REGISTER: ['To register.', 'Register', '報名', '报名'],
  DETAILS: ['To read more.', 'Details', '詳情', '详情'],
  ARCHIVE: ['To recordings, photographs or earlier editions.', 'Archive', '重溫', '重温'],
});

export enum LinkStatus {
  OK = 'OK',
  MISSING = 'MISSING',
  BROKEN = 'BROKEN',
}

describeEnum(LinkStatus, 'LinkStatus', 'Whether a link can be followed.', {
  OK: ['It works.', 'Works', '有效', '有效'],
  MISSING: ['The address is not known: `url` is null.', 'Missing', '缺漏', '缺漏'],
  BROKEN: ['The address did not answer when it was last checked.', 'Broken', '失效', '失效'],
});
