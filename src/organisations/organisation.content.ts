import { ContentType, PartType } from '../content/content-type.js';
import { hasLocale, isOneOf, refersTo } from '../content/planner/conditions.js';
import { label } from '../content/planner/expressions.js';
import { one, owned, paged, relate } from '../content/relation.js';
import { inOrder, isAnother, keptByDatabase, rules } from '../content/writing/rules.js';
import {
  Organisation,
  OrganisationName,
  OrganisationRelation,
  OrganisationText,
} from './organisation.entity.js';
import { OrganisationKind, OrganisationRelationType } from './organisation.enum.js';
import {
  OrganisationFilter,
  OrganisationInput,
  OrganisationOrder,
  OrganisationTranslationInput,
} from './organisation.input.js';
import { OrganisationNameType, OrganisationRelationObject, OrganisationType } from './organisation.type.js';

export const organisationName = new PartType({
  name: 'OrganisationName',
  entity: OrganisationName,
  type: OrganisationNameType,
  searchable: { names: ['text'] },
});

const notPartOfItself = {
  path: ['parent'],
  sentence: {
    en: 'An organisation cannot be a part of itself, not even by way of others.',
    'zh-Hant': '機構不可隸屬於自己，亦不可經其他機構間接隸屬於自己。',
  },
};

export const organisationRelation = new PartType({
  name: 'OrganisationRelation',
  entity: OrganisationRelation,
  type: OrganisationRelationObject,
  fields: { typeLabel: label('type', OrganisationRelationType) },
  ...rules(
    isAnother('otherId', 'organisationId', {
      constraint: 'organisation_relation_check',
      path: ['organisation'],
      sentence: {
        en: 'The other organisation must be another one.',
        'zh-Hant': '請選擇另一個機構，不可選擇該機構自己。',
      },
    }),
    inOrder('validFrom', 'validTo', {
      constraint: 'organisation_relation_check1',
      path: ['validTo'],
      sentence: {
        en: 'The last day it holds must not be before the first day.',
        'zh-Hant': '關係結束的日期不可早於開始的日期。',
      },
    }),
  ),
});

export const organisation: ContentType = new ContentType({
  name: 'Organisation',
  folder: 'organisations',
  root: { one: 'organisation', many: 'organisations', noun: 'An organisation' },
  entity: Organisation,
  text: OrganisationText,
  type: OrganisationType,
  input: OrganisationInput,
  translationInput: OrganisationTranslationInput,
  fields: { kindLabel: label('kind', OrganisationKind) },
  ...rules(
    isAnother('parentId', 'id', { constraint: 'organisation_check', ...notPartOfItself }),
    keptByDatabase({ constraint: 'organisation_ancestor_check', ...notPartOfItself }),
  ),
  searchable: { names: ['name', 'shortName'] },
  listing: {
    filterType: OrganisationFilter,
    filter: { kind: isOneOf('kind'), parent: refersTo(() => organisation, 'parentId'), hasLocale },
    orderType: OrganisationOrder,
    orders: {
      NAME_ASC: { keys: [{ property: 'name', from: 'text', type: 'text' }], direction: 'asc' },
      UPDATED_AT_DESC: { keys: [{ property: 'updatedAt', type: 'timestamptz' }], direction: 'desc' },
    },
    defaultOrder: 'NAME_ASC',
  },
});

relate(organisationRelation, {
  organisation: one(() => organisation, {
    key: 'otherId',
    isRequired: true,
    description: 'The other organisation.',
  }),
});

relate(organisation, {
  names: owned(() => organisationName, {
    key: 'organisationId',
    description: 'Its further names: aliases, acronyms, former names, known misspellings.',
  }),
  parent: one(() => organisation, { key: 'parentId', description: 'The organisation it is a part of.' }),
  children: paged(() => organisation, {
    key: 'parentId',
    description: 'The organisations that are a part of it, such as committees.',
    orders: { NAME: { keys: [{ property: 'name', from: 'text', type: 'text' }], direction: 'asc' } },
    defaultOrder: 'NAME',
  }),
  relations: owned(() => organisationRelation, {
    key: 'organisationId',
    description: 'How it stands to other organisations.',
  }),
});
