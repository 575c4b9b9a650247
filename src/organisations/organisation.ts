import { ID } from 'type-graphql';
import { Content, Part } from '../content/model/content.entity.js';
import { choice, day, line, locale, matches, richText, text, url } from '../content/model/fields.js';
import { byText, lastChanged } from '../content/model/listing.js';
import { contentType, page, part, partType } from '../content/model/model.js';
import { owner, parts, reference } from '../content/model/references.js';
import { paged, relate } from '../content/model/relation.js';
import { inOrder, isAnother, keptByDatabase, rules } from '../content/model/rules.js';
import { isOneOf, refersTo } from '../content/sql/conditions.js';
import { OrganisationKind, OrganisationNameKind, OrganisationRelationType } from './organisation.enum.js';

@part('A further name of an organisation.')
export class OrganisationName extends Part {
  @owner(() => Organisation) organisationId!: string;
  @locale('The language of the name.', { isRequired: true }) locale!: string;
  @line('The name.', { min: 1, max: 300, isRequired: true }) text!: string;
  @choice(OrganisationNameKind, 'What sort of name it is.', { isRequired: true }) kind!: OrganisationNameKind;
}

@part('How an organisation stands to another one.')
export class OrganisationRelation extends Part {
  @owner(() => Organisation) organisationId!: string;
  @choice(OrganisationRelationType, 'The kind of relation.', {
    isRequired: true,
    label: 'The label of the kind of relation.',
  })
  type!: OrganisationRelationType;
  @reference(() => Organisation, 'The other organisation.', { name: 'organisation', isRequired: true })
  otherId!: string;
  @day('The first day it holds.') validFrom!: string | null;
  @day('The last day it holds.') validTo!: string | null;
}

@page({
  one: 'organisation',
  many: 'organisations',
  noun: 'an organisation',
  description: 'A body that takes part in events, sponsors, publishes or is written about.',
})
export class Organisation extends Content {
  @choice(OrganisationKind, 'What sort of organisation it is.', {
    isRequired: true,
    label: 'The label of its kind.',
  })
  kind!: OrganisationKind;
  @text('Its name.', { min: 1, max: 300 }) name?: string | null;
  @text('The short form of its name, such as an acronym.', { max: 100 }) shortName?: string | null;
  @richText('What it is and does.') description?: string | null;
  @url('Its website.') website!: string | null;
  @line('Where it is based: ISO 3166-1 alpha-2, such as "HK".', {
    rules: [
      matches(
        /^[A-Z]{2}$/,
        '$property must be two upper-case letters',
        '「$property」必須是兩個大寫英文字母',
      ),
    ],
  })
  region!: string | null;
  @reference(() => Organisation, 'The organisation it is a part of.') parentId!: string | null;
  @parts(() => OrganisationName, 'Its further names: aliases, acronyms, former names, known misspellings.')
  names?: OrganisationName[];
  @parts(() => OrganisationRelation, 'How it stands to other organisations.')
  relations?: OrganisationRelation[];
}

const notPartOfItself = {
  path: ['parent'],
  sentence: {
    en: 'An organisation cannot be a part of itself, not even by way of others.',
    'zh-Hant': '機構不可隸屬於自己，亦不可經其他機構間接隸屬於自己。',
  },
};

export const organisationName = partType(OrganisationName, { searchable: { names: ['text'] } });

export const organisationRelation = partType(
  OrganisationRelation,
  rules(
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
);

export const organisation = contentType(Organisation, {
  ...rules(
    isAnother('parentId', 'id', { constraint: 'organisation_check', ...notPartOfItself }),
    keptByDatabase({ constraint: 'organisation_ancestor_check', ...notPartOfItself }),
  ),
  searchable: { names: ['name', 'shortName'] },
  list: {
    filters: {
      kind: {
        type: () => [OrganisationKind],
        description: 'Of one of these kinds.',
        condition: isOneOf('kind'),
      },
      parent: {
        type: () => ID,
        description: 'Directly below this organisation; its id, or a slug of it.',
        condition: refersTo(() => organisation, 'parentId'),
      },
    },
    orders: { NAME_ASC: byText('name'), UPDATED_AT_DESC: lastChanged },
  },
});

relate(organisation, {
  children: paged(() => organisation, {
    key: 'parentId',
    description: 'The organisations that are a part of it, such as committees.',
    orders: { NAME: byText('name') },
    defaultOrder: 'NAME',
  }),
});
