import { Int } from 'type-graphql';
import { Unique } from 'typeorm';
import type { LocalizedText } from '../content/language/translation.js';
import { Part } from '../content/model/content.entity.js';
import { choice, computed, translated } from '../content/model/fields.js';
import { part, partType } from '../content/model/model.js';
import { owner, printedReference } from '../content/model/references.js';
import { isOneOf } from '../content/sql/conditions.js';
import { column, localizedPartOr } from '../content/sql/expressions.js';
import { printedName } from '../content/sql/printed-names.js';
import { Organisation } from '../organisations/organisation.js';
import { OrganisationRole } from './event.enum.js';
import { participationRules } from './event.rules.js';

@part('The role of an organisation in an event.')
@Unique(['eventId', 'organisationId', 'role'])
export class Participation extends Part {
  @owner('Event') eventId!: string;
  @printedReference(() => Organisation, 'The organisation.', {
    as: 'name',
    within: ['eventId'],
    own: 'displayName',
    isRequired: true,
  })
  organisationId!: string;
  @choice(OrganisationRole, 'The role.', {
    isRequired: true,
    label: 'The label of the role: as printed for this event, else the default one.',
    labelPlan: (usual) => localizedPartOr('label', usual),
  })
  role!: OrganisationRole;
  @translated('The printed label of the role, if it differs from the default.', { output: null })
  label!: LocalizedText | null;
  @translated(
    'The name of the organisation as printed there. It stays when the organisation is renamed, or has no page any more; before the first publication it is the current name.',
    {
      plan: printedName('organisation'),
      written: 'The printed name of the organisation, if it differs.',
    },
  )
  displayName!: LocalizedText | null;
  @computed(
    () => Int,
    'The position among the organisations of the event, counted from 0.',
    column('position'),
  )
  override position!: number;
}

export const ofOrganisationRole = {
  type: () => [OrganisationRole],
  description: 'Only organisations with these roles.',
  condition: isOneOf('role'),
};

export const participation = partType(Participation, participationRules);
