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

/** Owned by the event or the article whose key is set; referenced by name, since their modules import this one. */
@part('The role of a person at an event or for an article.')
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
  @choice(PersonRole, 'The role.', {
    isRequired: true,
    label: 'The label of the role, in the language of the request.',
  })
  role!: PersonRole;
  @translated(
    'The name as printed there. It stays when the person is renamed, or has no page any more; before the first publication it is the current name with honorifics.',
    { plan: printedName('person'), written: 'The printed name, if it differs.' },
  )
  displayName!: LocalizedText | null;
  @translated('The office or company as printed there; it stays when the person moves on.')
  affiliation!: LocalizedText | null;
}

export const ofRole = {
  type: () => [PersonRole],
  description: 'Only people with these roles.',
  condition: isOneOf('role'),
};

export const credit = partType(Credit, { searchable: { localized: ['displayName', 'affiliation'] } });

relate(person, {
  credits: paged(() => credit, {
    key: 'personId',
    description: 'The credits of the person at events and for articles, the most recently added first.',
    arguments: { role: ofRole },
    orders: { ADDED: { keys: [], direction: 'desc' } },
    defaultOrder: 'ADDED',
  }),
});
