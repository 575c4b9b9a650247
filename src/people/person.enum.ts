import { describeEnum } from '../content/localization/labels.js';

export enum Honorific {
  MR = 'MR',
  MS = 'MS',
  DR = 'DR',
  PROF = 'PROF',
  IR = 'IR',
  HON = 'HON',
}

export const honorificLabels = describeEnum(Honorific, 'Honorific', 'A title before or after a name.', {
  MR: ['Mister.', 'Mr', '先生', '先生'],
  MS: ['Ms.', 'Ms', '女士', '女士'],
  DR: ['Doctor.', 'Dr', '博士', '博士'],
  PROF: ['Professor.', 'Prof.', '教授', '教授'],
  IR: ['Engineer.', 'Ir', '工程師', '工程师'],
  HON: ['The Honourable: a member of the legislature.', 'Hon', '議員', '议员'],
});

export enum PersonNameKind {
  PRIMARY = 'PRIMARY',
  INITIALS = 'INITIALS',
  ALIAS = 'ALIAS',
}

describeEnum(PersonNameKind, 'PersonNameKind', 'What sort of name it is.', {
  PRIMARY: ['The name in full.', 'Name', '姓名', '姓名'],
  INITIALS: ['The name with initials, such as "K.F. Tsang".', 'Initials', '縮寫', '缩写'],
  ALIAS: ['Another name of the same person.', 'Alias', '別名', '别名'],
});

export enum OfficeKind {
  PRESIDENT = 'PRESIDENT',
  VICE_PRESIDENT = 'VICE_PRESIDENT',
  HON_TREASURER = 'HON_TREASURER',
  HON_SECRETARY = 'HON_SECRETARY',
  FOUNDER = 'FOUNDER',
  HON_PRESIDENT = 'HON_PRESIDENT',
  HON_DIRECTOR = 'HON_DIRECTOR',
  COMMITTEE_CHAIR = 'COMMITTEE_CHAIR',
  COMMITTEE_VICE_CHAIR = 'COMMITTEE_VICE_CHAIR',
  COUNCIL_MEMBER = 'COUNCIL_MEMBER',
  LEGISLATOR = 'LEGISLATOR',
  OTHER = 'OTHER',
}

export const officeKindLabels = describeEnum(OfficeKind, 'OfficeKind', 'What sort of office it is.', {
  PRESIDENT: ['The president.', 'President', '會長', '会长'],
  VICE_PRESIDENT: ['A vice president.', 'Vice President', '副會長', '副会长'],
  HON_TREASURER: ['The honorary treasurer.', 'Honorary Treasurer', '義務司庫', '义务司库'],
  HON_SECRETARY: ['The honorary secretary.', 'Honorary Secretary', '義務秘書', '义务秘书'],
  FOUNDER: ['A founder.', 'Founder', '創辦人', '创办人'],
  HON_PRESIDENT: ['An honorary president.', 'Honorary President', '榮譽會長', '荣誉会长'],
  HON_DIRECTOR: ['An honorary director.', 'Honorary Director', '榮譽主任', '荣誉主任'],
  COMMITTEE_CHAIR: ['The chair of a committee.', 'Committee Chair', '委員會主席', '委员会主席'],
  COMMITTEE_VICE_CHAIR: [
    'A vice chair of a committee.',
    'Committee Vice Chair',
    '委員會副主席',
    '委员会副主席',
  ],
  COUNCIL_MEMBER: ['A member of the council.', 'Council Member', '理事', '理事'],
  LEGISLATOR: ['A member of a legislature.', 'Legislator', '立法會議員', '立法会议员'],
  OTHER: ['Any other office; see its title.', 'Officer', '職員', '职员'],
});

export enum PersonRole {
  SPEAKER = 'SPEAKER',
  KEYNOTE_SPEAKER = 'KEYNOTE_SPEAKER',
  MODERATOR = 'MODERATOR',
  GUEST_OF_HONOUR = 'GUEST_OF_HONOUR',
  HOST = 'HOST',
  WITNESS = 'WITNESS',
  VISITOR = 'VISITOR',
  BRIEFER = 'BRIEFER',
  AWARDEE = 'AWARDEE',
  AUTHOR = 'AUTHOR',
  SIGNATORY = 'SIGNATORY',
}

export const personRoleLabels = describeEnum(
  PersonRole,
  'PersonRole',
  'What a person does at an event or for an article.',
  {
    SPEAKER: ['Speaks.', 'Speaker', '講者', '讲者'],
    KEYNOTE_SPEAKER: ['Gives a keynote.', 'Keynote speaker', '主題演講嘉賓', '主题演讲嘉宾'],
    MODERATOR: ['Leads the discussion.', 'Moderator', '主持', '主持'],
    GUEST_OF_HONOUR: ['Is guest of honour.', 'Guest of honour', '主禮嘉賓', '主礼嘉宾'],
    HOST: ['Receives the guests.', 'Host', '司儀', '司仪'],
    WITNESS: ['Witnesses a signing.', 'Witness', '見證人', '见证人'],
    VISITOR: ['Visits.', 'Visitor', '訪客', '访客'],
    BRIEFER: ['Briefs visitors.', 'Briefed by', '簡介人員', '简介人员'],
    AWARDEE: ['Receives an award.', 'Awardee', '得獎者', '得奖者'],
    AUTHOR: ['Wrote it.', 'Author', '作者', '作者'],
    SIGNATORY: ['Signs for a party.', 'Signatory', '簽署人', '签署人'],
  },
);
