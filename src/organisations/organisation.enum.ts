import { labelledEnum } from '../content/language/labels.js';

export const OrganisationKind = labelledEnum('OrganisationKind', 'The kind of an organisation.', {
  ASSOCIATION: {
    means: 'A membership association.',
    en: 'Association',
    'zh-Hant': '協會',
    'zh-Hans': '协会',
  },
  GOVERNMENT_BUREAU: {
    means: 'A policy bureau of the government.',
    en: 'Government bureau',
    'zh-Hant': '政府決策局',
    'zh-Hans': '政府决策局',
  },
  GOVERNMENT_DEPARTMENT: {
    means: 'A department or office of the government.',
    en: 'Government department',
    'zh-Hant': '政府部門',
    'zh-Hans': '政府部门',
  },
  STATUTORY_BODY: {
    means: 'A body established by law.',
    en: 'Statutory body',
    'zh-Hant': '法定機構',
    'zh-Hans': '法定机构',
  },
  LEGISLATURE: {
    means: 'A law-making assembly, or a panel of one.',
    en: 'Legislature',
    'zh-Hant': '立法機關',
    'zh-Hans': '立法机关',
  },
  UNIVERSITY: {
    means: 'A university, or an institute of one.',
    en: 'University',
    'zh-Hant': '大學',
    'zh-Hans': '大学',
  },
  COMPANY: { means: 'A business.', en: 'Company', 'zh-Hant': '公司', 'zh-Hans': '公司' },
  MEDIA: {
    means: 'A newspaper, broadcaster or publisher.',
    en: 'Media',
    'zh-Hant': '媒體',
    'zh-Hans': '媒体',
  },
  NGO: {
    means: 'A charity or other non-governmental organisation.',
    en: 'Non-governmental organisation',
    'zh-Hant': '非政府機構',
    'zh-Hans': '非政府机构',
  },
  CHAPTER: {
    means: 'The local chapter of a wider organisation.',
    en: 'Chapter',
    'zh-Hant': '分會',
    'zh-Hans': '分会',
  },
  COMMITTEE: {
    means: 'A committee of another organisation.',
    en: 'Committee',
    'zh-Hant': '委員會',
    'zh-Hans': '委员会',
  },
  LAB: {
    means: 'A research institution or laboratory.',
    en: 'Research institution',
    'zh-Hant': '研究機構',
    'zh-Hans': '研究机构',
  },
  ACADEMY: {
    means: 'A body that teaches.',
    en: 'Academy',
    'zh-Hant': '學院',
    'zh-Hans': '学院',
  },
  STANDARDS_BODY: {
    means: 'A body that sets standards.',
    en: 'Standards body',
    'zh-Hant': '標準機構',
    'zh-Hans': '标准机构',
  },
});

export type OrganisationKind = keyof typeof OrganisationKind;

export const OrganisationNameKind = labelledEnum('OrganisationNameKind', 'The kind of a name.', {
  FULL: { means: 'A full name.', en: 'Full name', 'zh-Hant': '全名', 'zh-Hans': '全名' },
  SHORT: { means: 'A short name.', en: 'Short name', 'zh-Hant': '簡稱', 'zh-Hans': '简称' },
  ACRONYM: { means: 'An acronym.', en: 'Acronym', 'zh-Hant': '縮寫', 'zh-Hans': '缩写' },
  FORMER: {
    means: 'A name it no longer has.',
    en: 'Former name',
    'zh-Hant': '前稱',
    'zh-Hans': '前称',
  },
  MISSPELLING: {
    means: 'A wrong spelling that occurs; for search, not for display.',
    en: 'Misspelling',
    'zh-Hant': '誤寫',
    'zh-Hans': '误写',
  },
});

export type OrganisationNameKind = keyof typeof OrganisationNameKind;

export const OrganisationRelationType = labelledEnum(
  'OrganisationRelationType',
  'The relation of an organisation to another one.',
  {
    ESTABLISHED_BY: {
      means: 'The other one established it.',
      en: 'Established by',
      'zh-Hant': '成立機構',
      'zh-Hans': '成立机构',
    },
    OPERATED_BY: {
      means: 'The other one runs it.',
      en: 'Operated by',
      'zh-Hant': '營運機構',
      'zh-Hans': '运营机构',
    },
    SUPPORTED_BY: {
      means: 'The other one supports it.',
      en: 'Supported by',
      'zh-Hant': '支持機構',
      'zh-Hans': '支持机构',
    },
    SUCCEEDED_BY: {
      means: 'The other one took its place.',
      en: 'Succeeded by',
      'zh-Hant': '後繼機構',
      'zh-Hans': '后继机构',
    },
    CHAPTER_OF: {
      means: 'It is the local chapter of the other one.',
      en: 'Chapter of',
      'zh-Hant': '所屬總會',
      'zh-Hans': '所属总会',
    },
  },
);

export type OrganisationRelationType = keyof typeof OrganisationRelationType;
