import { describeEnum } from '../content/localization/labels.js';

export enum OrganisationKind {
  ASSOCIATION = 'ASSOCIATION',
  GOVERNMENT_BUREAU = 'GOVERNMENT_BUREAU',
  GOVERNMENT_DEPARTMENT = 'GOVERNMENT_DEPARTMENT',
  STATUTORY_BODY = 'STATUTORY_BODY',
  LEGISLATURE = 'LEGISLATURE',
  UNIVERSITY = 'UNIVERSITY',
  COMPANY = 'COMPANY',
  MEDIA = 'MEDIA',
  NGO = 'NGO',
  CHAPTER = 'CHAPTER',
  COMMITTEE = 'COMMITTEE',
  LAB = 'LAB',
  ACADEMY = 'ACADEMY',
  STANDARDS_BODY = 'STANDARDS_BODY',
}

export const organisationKindLabels = describeEnum(
  OrganisationKind,
  'OrganisationKind',
  'What sort of organisation it is.',
  {
    ASSOCIATION: ['An association of members.', 'Association', '協會', '协会'],
    GOVERNMENT_BUREAU: [
      'A policy bureau of the government.',
      'Government bureau',
      '政府決策局',
      '政府决策局',
    ],
    GOVERNMENT_DEPARTMENT: [
      'A department or office of the government.',
      'Government department',
      '政府部門',
      '政府部门',
    ],
    STATUTORY_BODY: ['A body established by law.', 'Statutory body', '法定機構', '法定机构'],
    LEGISLATURE: ['A law-making assembly, or a panel of one.', 'Legislature', '立法機關', '立法机关'],
    UNIVERSITY: ['A university, or an institute of one.', 'University', '大學', '大学'],
    COMPANY: ['A business.', 'Company', '公司', '公司'],
    MEDIA: ['A newspaper, broadcaster or publisher.', 'Media', '媒體', '媒体'],
    NGO: [
      'A charity or other non-governmental organisation.',
      'Non-governmental organisation',
      '非政府機構',
      '非政府机构',
    ],
    CHAPTER: ['The local chapter of a wider organisation.', 'Chapter', '分會', '分会'],
    COMMITTEE: ['A committee of another organisation.', 'Committee', '委員會', '委员会'],
    LAB: ['A laboratory.', 'Laboratory', '實驗室', '实验室'],
    ACADEMY: ['A body that teaches.', 'Academy', '學院', '学院'],
    STANDARDS_BODY: ['A body that sets standards.', 'Standards body', '標準機構', '标准机构'],
  },
);

export enum OrganisationNameKind {
  FULL = 'FULL',
  SHORT = 'SHORT',
  ACRONYM = 'ACRONYM',
  FORMER = 'FORMER',
  MISSPELLING = 'MISSPELLING',
}

describeEnum(OrganisationNameKind, 'OrganisationNameKind', 'What sort of name it is.', {
  FULL: ['A full name.', 'Full name', '全名', '全名'],
  SHORT: ['A short name.', 'Short name', '簡稱', '简称'],
  ACRONYM: ['An acronym.', 'Acronym', '縮寫', '缩写'],
  FORMER: ['A name it no longer has.', 'Former name', '前稱', '前称'],
  MISSPELLING: ['A wrong spelling that occurs; for search, not for display.', 'Misspelling', '誤寫', '误写'],
});

export enum OrganisationRelationType {
  ESTABLISHED_BY = 'ESTABLISHED_BY',
  OPERATED_BY = 'OPERATED_BY',
  SUPPORTED_BY = 'SUPPORTED_BY',
  SUCCEEDED_BY = 'SUCCEEDED_BY',
  CHAPTER_OF = 'CHAPTER_OF',
}

export const organisationRelationLabels = describeEnum(
  OrganisationRelationType,
  'OrganisationRelationType',
  'How one organisation stands to another.',
  {
    ESTABLISHED_BY: ['The other one established it.', 'Established by', '成立機構', '成立机构'],
    OPERATED_BY: ['The other one runs it.', 'Operated by', '營運機構', '营运机构'],
    SUPPORTED_BY: ['The other one supports it.', 'Supported by', '支持機構', '支持机构'],
    SUCCEEDED_BY: ['The other one took its place.', 'Succeeded by', '後繼機構', '后继机构'],
    CHAPTER_OF: ['It is the local chapter of the other one.', 'Chapter of', '所屬總會', '所属总会'],
  },
);
