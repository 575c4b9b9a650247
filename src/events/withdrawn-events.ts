import { type EntityManager, In } from 'typeorm';
import type { LocalizedText } from '../content/language/translation.js';
import { type TextRow, textOf } from '../content/model/model.js';
import type { ErasureListener } from '../content/storage/listeners.js';
import {
  type ForgettingListener,
  PublicationAction,
  type PublicationListener,
} from '../content/storage/listeners.js';
import type { Clock } from '../foundation/clock.js';
import { Credit } from '../people/credit.js';
import { Event, event } from './event.js';
import { Participation } from './participation.js';
import { WithdrawnEvent, WithdrawnParticipation } from './withdrawn-event.entity.js';

const WITHDRAWING_ACTIONS: readonly PublicationAction[] = [
  PublicationAction.UNPUBLISHED,
  PublicationAction.DELETED,
];

/** Creates tombstones of withdrawn events, and removes them when events come back. */
export function keepWithdrawn(clock: Clock): PublicationListener {
  return async ({ published }, changes) => {
    const ids = (isGone: boolean) =>
      changes
        .filter(({ content, action }) => content === event && WITHDRAWING_ACTIONS.includes(action) === isGone)
        .map(({ id }) => id);
    const [back, gone] = [ids(false), ids(true)];
    if (back.length > 0) await published.delete(WithdrawnEvent, { id: In(back) });
    if (gone.length > 0) await createTombstones(published, gone, clock());
  };
}

/** Tombstones contain the ids of people. */
export const erasePeopleOfWithdrawn: ErasureListener = async ({ published }, { id }) => {
  await published.query(
    'update published.withdrawn_event set person_ids = array_remove(person_ids, $1::uuid) where $1::uuid = any(person_ids)',
    [id],
  );
};

/** Deletes tombstones of events that are withdrawn without trace. */
export const forgetWithdrawn: ForgettingListener = async ({ published }, content, ids) => {
  if (content !== event) return [];
  const where = { id: In([...ids]) };
  const left = await published.findBy(WithdrawnEvent, where);
  await published.delete(WithdrawnEvent, where);
  return left.map(({ id }) => id);
};

async function createTombstones(published: EntityManager, ids: readonly string[], now: Date): Promise<void> {
  const ofEvents = { where: { eventId: In([...ids]) } };
  const events = await published.find(Event, { where: { id: In([...ids]) } });
  const texts = await published.find(textOf(Event), { where: { contentId: In([...ids]) } });
  const credits = await published.find(Credit, ofEvents);
  const participations = await published.find(Participation, ofEvents);
  const rows = events.map((row) => ({
    ...row,
    title: titleOf(texts.filter(({ contentId }) => contentId === row.id)),
    personIds: credits.filter(({ eventId }) => eventId === row.id).map(({ personId }) => personId),
    // Later than any state that was visible.
    withdrawnAt: new Date(Math.max(now.getTime(), (row.changedAt ?? row.updatedAt).getTime() + 1_000)),
  }));
  await published.upsert(WithdrawnEvent, rows, ['id']);
  await published.upsert(
    WithdrawnParticipation,
    participations.map(({ id, eventId, organisationId, role }) => ({ id, eventId, organisationId, role })),
    ['id'],
  );
}

function titleOf(texts: readonly TextRow<Event>[]): LocalizedText | null {
  const entries = texts.flatMap(({ locale, title, fallback }) => {
    if (!title) return [];
    return [[locale, fallback.title ? { text: title, from: fallback.title } : { text: title }] as const];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : null;
}
