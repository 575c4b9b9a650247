import { ID } from 'type-graphql';
import { Content, Part } from '../content/model/content.entity.js';
import { choice, day, line, locale, matches, richText, text, url } from '../content/model/fields.js';
import { byTitle, lastChanged } from '../content/model/listing.js';
import { contentType, page, part, partType } from '../content/model/model.js';
import { owner, parts, reference } from '../content/model/references.js';
import { paged, relate } from '../content/model/relation.js';
import { enforcedByDatabase, inOrder, isAnother, rules } from '../content/model/rules.js';
import { isOneOf, refersTo } from '../content/sql/conditions.js';
import { OrganisationKind, OrganisationNameKind, OrganisationRelationType } from './organisation.enum.js';

@part('An additional name of an organisation.')
export class OrganisationName extends Part {
  @owner(() => Organisation) organisationId!: string;
  @locale('The language of the name.', { isRequired: true }) locale!: string;
  @line('The name.', { min: 1, max: 300, isRequired: true }) text!: string;
  @choice(OrganisationNameKind, 'The kind of name.', { isRequired: true }) kind!: OrganisationNameKind;
}

@part('A relation between two organisations.')
export class OrganisationRelation extends Part {
  @owner(() => Organisation) organisationId!: string;
  @choice(OrganisationRelationType, 'The kind of relation.', {
    isRequired: true,
    label: 'The label of the relation, in the language of the request.',
  })
  type!: OrganisationRelationType;
  @reference(() => Organisation, 'The other organisation.', { name: 'organisation', isRequired: true })
  otherId!: string;
  @day('The first day of the relation.') validFrom!: string | null;
  @day('The last day of the relation.') validTo!: string | null;
}

@page({
  one: 'organisation',
  many: 'organisations',
  noun: 'an organisation',
  description: 'A body that takes part in events, sponsors, publishes or is written about.',
})
export class Organisation extends Content {
  @choice(OrganisationKind, 'The kind of organisation.', {
    isRequired: true,
    label: 'The label of its kind, in the language of the request.',
  })
  kind!: OrganisationKind;
  @text('The name of the organisation.', { min: 1, max: 300 }) name?: string | null;
  @text('The short name, such as an acronym.', { max: 100 }) shortName?: string | null;
  @richText('A description of the organisation.') description?: string | null;
  @url('The URL of the website.') website!: string | null;
  @line('The country or region: ISO 3166-1 alpha-2, such as "HK".', {
    rules: [
      matches(
        /^[A-Z]{2}$/,
        '$property must be two upper-case letters',
        '「$property」必須是兩個大寫英文字母',
      ),
    ],
  })
  region!: string | null;
  @reference(() => Organisation, 'The parent organisation.') parentId!: string | null;
  @parts(() => OrganisationName, 'Additional names: aliases, acronyms, former names, common misspellings.')
  names?: OrganisationName[];
  @parts(() => OrganisationRelation, 'The relations to other organisations.')
  relations?: OrganisationRelation[];
}

const notPartOfItself = {
  path: ['parent'],
  sentence: {
    en: 'An organisation cannot be a part of itself, directly or indirectly.',
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
        en: 'An organisation cannot have a relation to itself.',
        'zh-Hant': '請選擇另一個機構，不可選擇該機構自己。',
      },
    }),
    inOrder('validFrom', 'validTo', {
      constraint: 'organisation_relation_check1',
      path: ['validTo'],
      sentence: {
        en: 'The last day of the relation must not be before the first.',
        'zh-Hant': '關係結束的日期不可早於開始的日期。',
      },
    }),
  ),
);

export const organisation = contentType(Organisation, {
  isKnownByName: true,
  ...rules(
    isAnother('parentId', 'id', { constraint: 'organisation_check', ...notPartOfItself }),
    enforcedByDatabase({ constraint: 'organisation_ancestor_check', ...notPartOfItself }),
  ),
  searchable: { names: ['name', 'shortName'] },
  list: {
    filters: {
      kind: {
        type: () => [OrganisationKind],
        description: 'Only organisations of these kinds.',
        condition: isOneOf('kind'),
      },
      parent: {
        type: () => ID,
        description: 'Only direct children of this organisation; its id, or a slug.',
        condition: refersTo(() => organisation, 'parentId'),
      },
    },
    orders: { NAME_ASC: byTitle('name'), UPDATED_AT_DESC: lastChanged },
  },
});

relate(organisation, {
  children: paged(() => organisation, {
    key: 'parentId',
    description: 'The child organisations, such as committees.',
    orders: { NAME: byTitle('name') },
    defaultOrder: 'NAME',
  }),
});
