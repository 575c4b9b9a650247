import { In } from 'typeorm';
import { columnTypesOf } from '../content/model/shape.js';
import type { Surroundings } from '../content/sql/affected.js';
import type {
  ErasureListener,
  ForgettingListener,
  RedirectionListener,
} from '../content/storage/listeners.js';
import { snakeCase } from '../foundation/naming.js';
import { event } from './event.js';
import { WithdrawnEvent, WithdrawnParticipation } from './withdrawn-event.entity.js';

const COLUMNS = columnsOf(WithdrawnEvent);
/** Columns named like those of events. */
const SAME = COLUMNS.filter((column) => !['title', 'person_ids', 'withdrawn_at'].includes(column));
const GONE = "select id from changed where type = 'event' and action in ('UNPUBLISHED', 'DELETED')";

/** Creates tombstones of withdrawn events, and removes them when events come back (see Surroundings). */
export const keepWithdrawn: Surroundings['along'] = {
  back: `delete from published.withdrawn_event
    where id in (select id from changed where type = 'event' and action in ('PUBLISHED', 'UPDATED'))`,
  // Withdrawn later than any state that was visible.
  gone: `insert into published.withdrawn_event (title, person_ids, withdrawn_at, ${SAME.join(', ')})
    select (select jsonb_object_agg(locale, jsonb_build_object('text', title) || case
          when jsonb_exists(fallback, 'title') then jsonb_build_object('from', fallback -> 'title') else '{}' end)
        from published.event_text where content_id = event.id and title <> ''),
      array(select person_id from published.credit where event_id = event.id order by position, id),
      greatest($4, coalesce(changed_at, updated_at) + interval '1 second'), ${SAME.join(', ')}
    from published.event event where id in (${GONE}) ${orReplaced(COLUMNS)}`,
  gone_from: `insert into published.withdrawn_participation (${columnsOf(WithdrawnParticipation).join(', ')})
    select ${columnsOf(WithdrawnParticipation).join(', ')} from published.participation where event_id in (${GONE})
    ${orReplaced(columnsOf(WithdrawnParticipation))}`,
};

/** An event that is public again changes after it was withdrawn: calendars ignore what is older. */
export const afterWithdrawal: Surroundings['after'] = {
  event: '(select withdrawn_at from published.withdrawn_event where id = published.event.id)',
};

function columnsOf(entity: new () => object): string[] {
  return [...columnTypesOf(entity).keys()].map(snakeCase);
}

function orReplaced(columns: readonly string[]): string {
  return `on conflict (id) do update set ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`;
}

/** Tombstones contain the ids of people. */
export const erasePeopleOfWithdrawn: ErasureListener = async ({ published }, { id }) => {
  await published.query(
    'update published.withdrawn_event set person_ids = array_remove(person_ids, $1::uuid) where $1::uuid = any(person_ids)',
    [id],
  );
};

/** Filters of feeds find tombstones by the object that has stayed. */
export const redirectWithdrawn: RedirectionListener = async ({ published }, { from, to }) => {
  await published.query(
    'update published.withdrawn_event set person_ids = array_replace(person_ids, $1::uuid, $2::uuid) where $1::uuid = any(person_ids)',
    [from, to],
  );
  await published.update(WithdrawnParticipation, { organisationId: from }, { organisationId: to });
};

/** Deletes tombstones of events that are withdrawn without trace. */
export const forgetWithdrawn: ForgettingListener = async ({ published }, content, ids) => {
  if (content !== event) return [];
  const { raw } = await published
    .createQueryBuilder()
    .delete()
    .from(WithdrawnEvent)
    .where({ id: In([...ids]) })
    .returning('id')
    .execute();
  return (raw as Pick<WithdrawnEvent, 'id'>[]).map(({ id }) => id);
};
