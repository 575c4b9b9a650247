import { listingOf } from '../content/model/listing.js';
import { groupPlan } from '../content/model/model.js';
import { Shape } from '../content/model/shape.js';
import { hasId, hasOwnWords, isAfter, isLinkedTo, isOneOf } from '../content/sql/conditions.js';
import { literal } from '../content/sql/json.js';
import type { Condition } from '../content/sql/relations.js';
import { listOfAll } from '../content/sql/roots.js';
import { organisation } from '../organisations/organisation.js';
import { person } from '../people/person.js';
import { event } from './event.js';
import { Schedule } from './event-groups.js';
import { WithdrawnEvent, WithdrawnParticipation } from './withdrawn-event.entity.js';
import { WithdrawnEventType } from './withdrawn-event.type.js';

export const withdrawnEvent = new Shape({
  name: 'WithdrawnEvent',
  schema: 'published',
  entity: WithdrawnEvent,
  type: WithdrawnEventType,
  remainsOf: event.name,
  fields: {
    id: (row) => `(${literal(`${event.table}_`)} || ${row.column('id')})`,
    schedule: groupPlan(Schedule),
  },
});

const withdrawnParticipation = new Shape({
  name: 'WithdrawnParticipation',
  schema: 'published',
  entity: WithdrawnParticipation,
  type: WithdrawnParticipation,
});

/** The filters of events, applied to tombstones; filters that are added to events are included. */
const conditions = (): Record<string, Condition> => ({
  ...listingOf(event).filter,
  organisation: isLinkedTo({
    link: () => withdrawnParticipation,
    target: () => organisation,
    also: { role: isOneOf('role') },
  }),
  person: hasId(() => person, 'personIds'),
  changedSince: isAfter('withdrawnAt'),
  hasLocale: hasOwnWords('title'),
});

/** All tombstones, the latest first. */
export const withdrawnEvents = listOfAll(withdrawnEvent, {
  get filter() {
    return conditions();
  },
  orders: { LATEST: { keys: [{ property: 'withdrawnAt', type: 'timestamptz' }], direction: 'desc' } },
  defaultOrder: 'LATEST',
});
