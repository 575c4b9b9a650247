import { labelledEnum } from '../content/language/labels.js';

export const Honorific = labelledEnum('Honorific', 'A title before or after a name.', {
  MR: { means: 'Mister.', en: 'Mr', 'zh-Hant': '先生', 'zh-Hans': '先生' },
  MS: { means: 'Ms.', en: 'Ms', 'zh-Hant': '女士', 'zh-Hans': '女士' },
  DR: { means: 'Doctor.', en: 'Dr', 'zh-Hant': '博士', 'zh-Hans': '博士' },
  PROF: { means: 'Professor.', en: 'Prof.', 'zh-Hant': '教授', 'zh-Hans': '教授' },
  IR: { means: 'Engineer.', en: 'Ir', 'zh-Hant': '工程師', 'zh-Hans': '工程师' },
  HON: {
    means: 'The Honourable: a member of the legislature.',
    en: 'Hon',
    'zh-Hant': '議員',
    'zh-Hans': '议员',
  },
});

export type Honorific = keyof typeof Honorific;

export const PersonNameKind = labelledEnum('PersonNameKind', 'The kind of a name.', {
  PRIMARY: { means: 'The name in full.', en: 'Name', 'zh-Hant': '姓名', 'zh-Hans': '姓名' },
  INITIALS: {
    means: 'The name with initials, such as "K.F. Tsang".',
    en: 'Initials',
    'zh-Hant': '縮寫',
    'zh-Hans': '缩写',
  },
  ALIAS: { means: 'Another name of the same person.', en: 'Alias', 'zh-Hant': '別名', 'zh-Hans': '别名' },
});

export type PersonNameKind = keyof typeof PersonNameKind;

export const OfficeKind = labelledEnum('OfficeKind', 'The kind of an office.', {
  PRESIDENT: { means: 'The president.', en: 'President', 'zh-Hant': '會長', 'zh-Hans': '会长' },
  VICE_PRESIDENT: {
    means: 'A vice president.',
    en: 'Vice President',
    'zh-Hant': '副會長',
    'zh-Hans': '副会长',
  },
  HON_TREASURER: {
    means: 'The honorary treasurer.',
    en: 'Honorary Treasurer',
    'zh-Hant': '義務司庫',
    'zh-Hans': '义务司库',
  },
  HON_SECRETARY: {
    means: 'The honorary secretary.',
    en: 'Honorary Secretary',
    'zh-Hant': '義務秘書',
    'zh-Hans': '义务秘书',
  },
  FOUNDER: { means: 'A founder.', en: 'Founder', 'zh-Hant': '創辦人', 'zh-Hans': '创办人' },
  HON_PRESIDENT: {
    means: 'An honorary president.',
    en: 'Honorary President',
    'zh-Hant': '榮譽會長',
    'zh-Hans': '荣誉会长',
  },
  HON_DIRECTOR: {
    means: 'An honorary director.',
    en: 'Honorary Director',
    'zh-Hant': '榮譽主任',
    'zh-Hans': '荣誉主任',
  },
  COMMITTEE_CHAIR: {
    means: 'The chair of a committee.',
    en: 'Committee Chair',
    'zh-Hant': '委員會主席',
    'zh-Hans': '委员会主席',
  },
  COMMITTEE_VICE_CHAIR: {
    means: 'A vice chair of a committee.',
    en: 'Committee Vice Chair',
    'zh-Hant': '委員會副主席',
    'zh-Hans': '委员会副主席',
  },
  COUNCIL_MEMBER: {
    means: 'A member of the council.',
    en: 'Council Member',
    'zh-Hant': '理事',
    'zh-Hans': '理事',
  },
  LEGISLATOR: {
    means: 'A member of a legislature.',
    en: 'Legislator',
    'zh-Hant': '立法會議員',
    'zh-Hans': '立法会议员',
  },
  OTHER: {
    means: 'Any other office; see its title.',
    en: 'Other office',
    'zh-Hant': '其他職務',
    'zh-Hans': '其他职务',
  },
});

export type OfficeKind = keyof typeof OfficeKind;

export const PersonRole = labelledEnum('PersonRole', 'The role of a person at an event or for an article.', {
  SPEAKER: { means: 'Speaks.', en: 'Speaker', 'zh-Hant': '講者', 'zh-Hans': '讲者' },
  KEYNOTE_SPEAKER: {
    means: 'A keynote speaker.',
    en: 'Keynote speaker',
    'zh-Hant': '主題演講嘉賓',
    'zh-Hans': '主题演讲嘉宾',
  },
  MODERATOR: {
    means: 'The moderator of a discussion.',
    en: 'Moderator',
    'zh-Hant': '主持',
    'zh-Hans': '主持',
  },
  GUEST_OF_HONOUR: {
    means: 'The guest of honour.',
    en: 'Guest of honour',
    'zh-Hant': '主禮嘉賓',
    'zh-Hans': '主礼嘉宾',
  },
  HOST: { means: 'Receives visitors.', en: 'Host', 'zh-Hant': '接待人', 'zh-Hans': '接待人' },
  WITNESS: { means: 'A witness of a signing.', en: 'Witness', 'zh-Hant': '見證人', 'zh-Hans': '见证人' },
  VISITOR: { means: 'Visits.', en: 'Visitor', 'zh-Hant': '訪客', 'zh-Hans': '访客' },
  BRIEFER: { means: 'Briefs visitors.', en: 'Briefed by', 'zh-Hant': '簡介人員', 'zh-Hans': '简介人员' },
  AWARDEE: { means: 'The recipient of an award.', en: 'Awardee', 'zh-Hant': '得獎者', 'zh-Hans': '得奖者' },
  PRESENTER: {
    means: 'Presents awards, certificates or letters of appointment.',
    en: 'Presenter',
    'zh-Hant': '頒授嘉賓',
    'zh-Hans': '颁授嘉宾',
  },
  AUTHOR: { means: 'The author.', en: 'Author', 'zh-Hant': '作者', 'zh-Hans': '作者' },
  SIGNATORY: { means: 'Signs for a party.', en: 'Signatory', 'zh-Hant': '簽署人', 'zh-Hans': '签署人' },
});

export type PersonRole = keyof typeof PersonRole;
