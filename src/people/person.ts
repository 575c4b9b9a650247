import { ArrayUnique } from 'class-validator';
import { ID } from 'type-graphql';
import { labelsOf } from '../content/language/labels.js';
import type { LocalizedText } from '../content/language/translation.js';
import { Content, Part } from '../content/model/content.entity.js';
import {
  choice,
  choices,
  computed,
  day,
  line,
  locale,
  richText,
  text,
  translated,
} from '../content/model/fields.js';
import { byTitle, lastChanged } from '../content/model/listing.js';
import { contentType, page, part, partType } from '../content/model/model.js';
import { owner, parts, reference } from '../content/model/references.js';
import { many, one, paged, relate } from '../content/model/relation.js';
import { inOrder, rules } from '../content/model/rules.js';
import { DateScalar } from '../content/model/scalars.js';
import { coversDay, isLinkedTo, isOneOf, onlyWith } from '../content/sql/conditions.js';
import { isToday, localizedPartOrLabel } from '../content/sql/expressions.js';
import { HOME_TIME_ZONE } from '../foundation/calendar.js';
import { Organisation, organisation } from '../organisations/organisation.js';
import { Honorific, OfficeKind, PersonNameKind } from './person.enum.js';

const heldOn = {
  type: () => DateScalar,
  description: 'Only offices held on this day.',
  condition: coversDay('startDate', 'endDate'),
};

@part('A name of a person in one language or script.')
export class PersonName extends Part {
  @owner(() => Person) personId!: string;
  @locale('The language of the name.', { isRequired: true }) locale!: string;
  @line('The full name.', { min: 1, max: 200, isRequired: true }) text!: string;
  @line('The family name, for sorting and forms.', { max: 200 }) family!: string | null;
  @line('The given name.', { max: 200 }) given!: string | null;
  @choice(PersonNameKind, 'The kind of name.', { isRequired: true }) kind!: PersonNameKind;
}

@part('A current or former office of a person in an organisation.')
export class Office extends Part {
  @owner(() => Person) personId!: string;
  @reference(() => Organisation, 'The organisation.', { isRequired: true }) organisationId!: string;
  @choice(OfficeKind, 'The kind of office.', { isRequired: true }) kind!: OfficeKind;
  @translated(
    'The title of the office; by default, and instead of a title in another language, the label of its kind.',
    {
      plan: localizedPartOrLabel('title', 'kind', OfficeKind, OfficeKind.OTHER),
      output: { isNullable: false },
    },
  )
  title!: LocalizedText | null;
  /** A label, not a period. */
  @line('The term as printed, such as "2024/26".', { max: 50 }) term!: string | null;
  @day('The first day in office.', { name: 'start' }) startDate!: string | null;
  @day('The last day in office.', { name: 'end' }) endDate!: string | null;
  @computed(
    () => Boolean,
    'Whether the term includes today, in Hong Kong time; open ends count.',
    isToday('startDate', 'endDate', HOME_TIME_ZONE),
  )
  isCurrent?: boolean;
}

@page({
  one: 'person',
  many: 'people',
  noun: 'a person',
  description: 'A person who is written about, speaks or holds an office.',
})
export class Person extends Content {
  @text('The name without titles.', { min: 1, max: 200 }) name?: string | null;
  @text('The name with honorifics, as used in by-lines.', { max: 250, hint: 'made from both by default.' })
  displayName?: string | null;
  @choices(Honorific, 'The honorifics, in order.', { rules: [ArrayUnique()] })
  honorifics!: Honorific[];
  @richText('A short biography.') bio?: string | null;
  @parts(() => PersonName, 'The names in all languages and scripts.') names?: PersonName[];
  @parts(() => Office, 'The current and former offices.', { arguments: { at: heldOn } }) offices?: Office[];
}

export const personName = partType(PersonName, { searchable: { names: ['text'] } });

export const office = partType(Office, {
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

export const person = contentType(Person, {
  isKnownByName: true,
  searchable: { title: 'displayName', names: ['name'] },
  deriveText: (texts, locale, row) => ({
    displayName: texts.displayName ?? addressed(texts.name, locale, row.honorifics as Honorific[]),
  }),
  list: {
    filters: {
      organisation: {
        type: () => ID,
        description: 'Only people with a current or former office in this organisation; its id, or a slug.',
        condition: isLinkedTo({
          link: () => office,
          target: () => organisation,
          also: { office: isOneOf('kind') },
        }),
      },
      office: {
        type: () => [OfficeKind],
        description: 'With `organisation`: only offices of these kinds.',
        condition: onlyWith('organisation'),
      },
    },
    orders: { NAME_ASC: byTitle('name'), UPDATED_AT_DESC: lastChanged },
  },
});

relate(office, {
  person: one(() => person, { key: 'personId', isRequired: true, description: 'The person.' }),
});

relate(organisation, {
  people: paged(() => person, {
    key: 'organisationId',
    through: { link: () => office, target: 'personId' },
    description: 'The people with a current or former office in it, by name.',
    arguments: { at: heldOn },
    orders: { NAME: byTitle('name') },
    defaultOrder: 'NAME',
  }),
  officers: many(() => office, {
    key: 'organisationId',
    description: 'The current and former offices in it.',
    arguments: {
      at: heldOn,
      kind: {
        type: () => [OfficeKind],
        description: 'Only offices of these kinds.',
        condition: isOneOf('kind'),
      },
    },
  }),
});

/** English puts honorifics before the name, Chinese after it. */
function addressed(
  name: string | null | undefined,
  locale: string,
  honorifics: readonly Honorific[],
): string | null {
  if (!name) return null;
  const { values } = labelsOf(Honorific);
  const titles = honorifics.map((honorific) => values[honorific]?.labels[locale] ?? '');
  return locale.startsWith('zh') ? [name, ...titles].join('') : [...titles, name].filter(Boolean).join(' ');
}
