import { Contact } from '../events/contact.js';
import { ContactStatus, LinkRel, LinkStatus, OrganisationRole } from '../events/event.enum.js';
import { Link } from '../events/link.js';
import { Participation } from '../events/participation.js';
import { Credit } from '../people/credit.js';
import { PersonRole } from '../people/person.enum.js';
import type { SeedPlan } from './plan.js';
import { rowOf, type SeedRow } from './seed-object.js';

/** How many credits events have in turn: six per five events. */
const CREDITS = [1, 0, 3, 1, 1] as const;

/** From one to five organisations: fifteen per five events. */
export function participationsOf(plan: SeedPlan, index: number): SeedRow[] {
  const choices = plan.choices('event', index);
  const seen = new Set<string>();
  const rows: SeedRow[] = [];
  while (rows.length < 1 + (index % 5)) {
    const organisation = choices.skewedIndex(plan.count('organisation'));
    const role =
      rows.length === 0 ? OrganisationRole.ORGANISER : choices.oneOf(Object.values(OrganisationRole));
    // An organisation has a role in an event once.
    if (seen.has(`${organisation} ${role}`)) continue;
    seen.add(`${organisation} ${role}`);
    rows.push(
      rowOf(Participation, {
        id: plan.partId('event', index, `participation ${rows.length}`),
        position: rows.length,
        eventId: plan.id('event', index),
        organisationId: plan.id('organisation', organisation),
        role,
      }),
    );
  }
  return rows;
}

export function creditsOf(plan: SeedPlan, index: number): SeedRow[] {
  const choices = plan.choices('event', index);
  const texts = plan.texts('event', index);
  return Array.from({ length: CREDITS[index % CREDITS.length] ?? 0 }, (_, position) =>
    rowOf(Credit, {
      id: plan.partId('event', index, `credit ${position}`),
      position,
      eventId: plan.id('event', index),
      personId: plan.id('person', choices.skewedIndex(plan.count('person'))),
      role: choices.oneOf(Object.values(PersonRole)),
      affiliation: texts.part(['Guest of the association', '協會嘉賓', '协会嘉宾']),
    }),
  );
}

/** Every fifth event has a contact. */
export function contactsOf(plan: SeedPlan, index: number): SeedRow[] {
  if (index % 5 !== 0) return [];
  return [
    rowOf(Contact, {
      id: plan.partId('event', index, 'contact 0'),
      position: 0,
      eventId: plan.id('event', index),
      label: plan.texts('event', index).part(['Enquiries', '查詢', '查询']),
      organisationId: plan.id('organisation', index % plan.count('organisation')),
      status: ContactStatus.OK,
      email: `event-${index + 1}@example.org`,
    }),
  ];
}

/** Every other event has a page elsewhere. */
export function linksOf(plan: SeedPlan, index: number): SeedRow[] {
  if (index % 2 !== 0) return [];
  return [
    rowOf(Link, {
      id: plan.partId('event', index, 'link 0'),
      position: 0,
      eventId: plan.id('event', index),
      rel: LinkRel.DETAILS,
      url: `https://events.example.org/${index + 1}`,
      label: plan.texts('event', index).part(['Details', '詳情', '详情']),
      status: LinkStatus.OK,
    }),
  ];
}
