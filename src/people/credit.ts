import type { LocalizedText } from '../content/language/translation.js';
import { Part } from '../content/model/content.entity.js';
import { choice, translated } from '../content/model/fields.js';
import { part, partType } from '../content/model/model.js';
import { owner, printedReference } from '../content/model/references.js';
import { paged, relate } from '../content/model/relation.js';
import { isOneOf } from '../content/sql/conditions.js';
import { printedName } from '../content/sql/printed-names.js';
import { PersonRole } from './person.enum.js';
import { Person, person } from './person.js';

/** The event or the article whose key is set has it; by name, since their modules import this one. */
@part('What a person does at an event or for an article.')
export class Credit extends Part {
  @owner('Event', { isOneOf: true }) eventId!: string | null;
  @owner('Article', { isOneOf: true }) articleId!: string | null;
  @printedReference(() => Person, 'The person.', {
    as: 'displayName',
    within: ['eventId', 'articleId'],
    own: 'displayName',
    isRequired: true,
  })
  personId!: string;
  @choice(PersonRole, 'The role.', { isRequired: true, label: 'The label of the role.' }) role!: PersonRole;
  @translated(
    'The name as printed there: it stays when the person is renamed, or has no page any more. Until it is first published, the name of the person with honorifics.',
    { plan: printedName('person'), written: 'The name as printed, where it differs.' },
  )
  displayName!: LocalizedText | null;
  @translated('The office or company as printed there; it stays when the person moves on.')
  affiliation!: LocalizedText | null;
}

export const ofRole = {
  type: () => [PersonRole],
  description: 'Only these roles.',
  condition: isOneOf('role'),
};

export const credit = partType(Credit, { searchable: { localized: ['displayName', 'affiliation'] } });

relate(person, {
  credits: paged(() => credit, {
    key: 'personId',
    description: 'What the person did at events and for articles, the most recently added first.',
    arguments: { role: ofRole },
    orders: { ADDED: { keys: [], direction: 'desc' } },
    defaultOrder: 'ADDED',
  }),
});
