import { ContentType, PartType } from '../content/content-type.js';
import { labelsOf } from '../content/localization/labels.js';
import { coversDay, hasLocale, isLinkedTo, isOneOf, onlyWith } from '../content/planner/conditions.js';
import { column, isToday, label, localizedPartOr } from '../content/planner/expressions.js';
import { printedName } from '../content/planner/printed-names.js';
import { many, one, owned, paged, printed, relate } from '../content/relation.js';
import { DateScalar } from '../content/scalars.js';
import { inOrder, rules } from '../content/writing/rules.js';
import { organisation } from '../organisations/organisation.js';
import { Credit } from './credit.entity.js';
import { Office, Person, PersonName, PersonText } from './person.entity.js';
import { Honorific, OfficeKind, PersonRole } from './person.enum.js';
import { PersonFilter, PersonInput, PersonOrder, PersonTranslationInput } from './person.input.js';
import { CreditType, OfficeType, PersonNameType, PersonType } from './person.type.js';

export const personName = new PartType({
  name: 'PersonName',
  entity: PersonName,
  type: PersonNameType,
  searchable: { names: ['text'] },
});

export const office = new PartType({
  name: 'Office',
  entity: Office,
  type: OfficeType,
  fields: {
    title: localizedPartOr('title', label('kind', OfficeKind)),
    start: column('startDate'),
    end: column('endDate'),
    isCurrent: isToday('startDate', 'endDate', 'Asia/Hong_Kong'),
  },
  groups: { start: 'startDate', end: 'endDate' },
  ...rules(
    inOrder('startDate', 'endDate', {
      constraint: 'office_check',
      path: ['end'],
      sentence: {
        en: 'The last day in office must not be before the first.',
        'zh-Hant': '離任日期不可早於就任日期。',
      },
    }),
  ),
  searchable: { localized: ['title'] },
});

export const person: ContentType = new ContentType({
  name: 'Person',
  folder: 'people',
  root: { one: 'person', many: 'people', noun: 'A person' },
  entity: Person,
  text: PersonText,
  type: PersonType,
  input: PersonInput,
  translationInput: PersonTranslationInput,
  defaults: { honorifics: [] },
  searchable: { title: 'displayName', names: ['name'] },
  deriveText: (text, locale, row) => ({
    displayName: text.displayName ?? addressed(text.name, locale, row.honorifics as Honorific[]),
  }),
  listing: {
    filterType: PersonFilter,
    filter: {
      organisation: isLinkedTo({
        link: () => office,
        key: 'personId',
        target: () => organisation,
        targetKey: 'organisationId',
        also: { office: isOneOf('kind') },
      }),
      office: onlyWith('organisation'),
      hasLocale,
    },
    orderType: PersonOrder,
    orders: {
      NAME_ASC: { keys: [{ property: 'name', from: 'text', type: 'text' }], direction: 'asc' },
      UPDATED_AT_DESC: { keys: [{ property: 'updatedAt', type: 'timestamptz' }], direction: 'desc' },
    },
    defaultOrder: 'NAME_ASC',
  },
});

export const credit = new PartType({
  name: 'Credit',
  entity: Credit,
  type: CreditType,
  searchable: { localized: ['displayName', 'affiliation'] },
  fields: {
    roleLabel: label('role', PersonRole),
    displayName: printedName('person'),
  },
});

const at = {
  type: () => DateScalar,
  description: 'Only offices held on this day.',
  condition: coversDay('startDate', 'endDate'),
};

relate(office, {
  organisation: one(() => organisation, {
    key: 'organisationId',
    isRequired: true,
    description: 'The organisation.',
  }),
  person: one(() => person, { key: 'personId', isRequired: true, description: 'The person.' }),
});

relate(credit, {
  person: printed(() => person, {
    key: 'personId',
    name: 'displayName',
    subject: ['eventId', 'articleId'],
    own: 'displayName',
    isRequired: true,
    description:
      'The person; null while there is no page about the person. The name stays as it was printed.',
  }),
});

relate(person, {
  names: owned(() => personName, { key: 'personId', description: 'The names in all languages and scripts.' }),
  offices: owned(() => office, { key: 'personId', description: 'The offices held.', arguments: { at } }),
  credits: paged(() => credit, {
    key: 'personId',
    description: 'What the person did at events and for articles, the most recently added first.',
    arguments: {
      role: { type: () => [PersonRole], description: 'Only these roles.', condition: isOneOf('role') },
    },
    orders: { ADDED: { keys: [], direction: 'desc' } },
    defaultOrder: 'ADDED',
  }),
});

relate(organisation, {
  people: paged(() => person, {
    key: 'organisationId',
    through: { link: () => office, target: 'personId' },
    description: 'The people who hold or held an office in it, by name.',
    arguments: { at },
    orders: { NAME: { keys: [{ property: 'name', from: 'text', type: 'text' }], direction: 'asc' } },
    defaultOrder: 'NAME',
  }),
  officers: many(() => office, {
    key: 'organisationId',
    description: 'Who holds or held an office in it.',
    arguments: {
      at,
      kind: {
        type: () => [OfficeKind],
        description: 'Only offices of these kinds.',
        condition: isOneOf('kind'),
      },
    },
  }),
});

/** English says honorifics before the name, Chinese after it. */
function addressed(
  name: string | null | undefined,
  locale: string,
  honorifics: readonly Honorific[],
): string | null {
  if (!name) return null;
  const words = honorifics.map((honorific) => labelsOf(Honorific).values[honorific]?.labels[locale] ?? '');
  return locale.startsWith('zh') ? [name, ...words].join('') : [...words, name].filter(Boolean).join(' ');
}
