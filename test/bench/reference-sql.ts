/**
 * The reference: for each page the one statement that a careful engineer would write by hand over the tables of
 * schema `published`, with `$1` the slug and `$2` the language. It gives what our answers hold and is no more than that:
 * an address finds its page by the present slug in the language asked for (no former slugs, no other languages); lists
 * have no cursors; the language cannot be told per field; nothing is there for `fallback: false` or drafts.
 *
 * It knows and uses what the program guarantees: every object has a row of text in every language, so that the row of
 * text alone shows that an object is published; what points to an unpublished organisation or person is not shown.
 * What is upcoming is what goes on, and then what is still to begin: an index for each.
 */
const TEXT_OF = (table: string, id: string, alias: string) =>
  `published.${table}_text ${alias} on ${alias}.content_id = ${id} and ${alias}.locale = $2`;

const array = (element: string, order: string) =>
  `coalesce(json_agg(${element} order by ${order}), '[]'::json)`;

const VENUE = `
  (select json_build_object('name', name) from published.venue_text
   where content_id = e.venue_id and locale = $2)`;

// Who has two roles is named once.
const ORGANISERS = `
  (select ${array(`json_build_object('name', o.name)`, 'p.position, p.id')}
   from (select organisation_id as id, min(position) as position from published.participation
         where event_id = e.id and role in ('HOST', 'ORGANISER', 'JOINT_ORGANISER', 'CO_ORGANISER')
         group by organisation_id) p
   join ${TEXT_OF('organisation', 'p.id', 'o')})`;

// A sponsor of the series sponsors its sessions.
const SPONSORSHIPS = `
  (select ${array(`json_build_object('tier', s.tier, 'organisation', json_build_object('name', o.name))`, 's.position, s.id')}
   from published.sponsorship s
   join ${TEXT_OF('organisation', 's.organisation_id', 'o')}
   where s.event_id = e.id
      or s.series_id = e.series_id and exists (select 1 from published.event_series where id = s.series_id))`;

const SPEAKERS = `
  (select ${array(`json_build_object('displayName', coalesce(c.display_name -> $2 ->> 'text', p.display_name))`, 'c.position, c.id')}
   from published.credit c
   join ${TEXT_OF('person', 'c.person_id', 'p')}
   where c.event_id = e.id and c.role = 'SPEAKER')`;

const wallTime = (instant: string) => `
  (select to_char(local, 'YYYY-MM-DD"T"HH24:MI:SS') || case when local < utc then '-' else '+' end
          || to_char(greatest(local - utc, utc - local), 'HH24:MI')
   from (select ${instant} at time zone e.time_zone as local, ${instant} at time zone 'UTC' as utc) times
   where local is not null)`;

const TERMS = 'published.search_vector(locale, terms)';

/** A query for the one word `$1` in a place of the index. */
const lexeme = (place: string) => `('''' || $2 || '${place}' || $1 || '''')::tsquery`;

export interface ReferenceStatement {
  /** The field of the answer that the statement gives the value of. */
  readonly field: string;
  /** What the statement takes beside the language. */
  readonly takes: 'slug' | 'now';
  readonly text: string;
}

export const referenceStatements: Readonly<Record<string, ReferenceStatement>> = {
  issue: {
    field: 'issue',
    takes: 'slug',
    text: `
select json_build_object(
  'title', i.title,
  'articles', json_build_object('nodes',
    (select ${array(`json_build_object('title', a.title, 'body', a.body_html)`, 'item.position')}
     from published.issue_item item
     join ${TEXT_OF('article', 'item.article_id', 'a')}
     where item.issue_id = i.content_id)),
  'events', json_build_object('nodes',
    (select ${array(
      `json_build_object('title', t.title, 'summary', t.summary, 'venue', ${VENUE},
      'schedule', json_build_object('precision', e.precision, 'start', ${wallTime('e.starts_at')}, 'end', ${wallTime('e.ends_at')},
        'startDate', e.start_date, 'endDate', e.end_date, 'timeZone', e.time_zone),
      'organisers', ${ORGANISERS})`,
      'item.position',
    )}
     from published.issue_item item
     join published.event e on e.id = item.event_id
     join ${TEXT_OF('event', 'e.id', 't')}
     where item.issue_id = i.content_id)),
  'sponsorships',
    (select ${array(`json_build_object('organisation', json_build_object('name', o.name))`, 's.position, s.id')}
     from published.sponsorship s
     join ${TEXT_OF('organisation', 's.organisation_id', 'o')}
     where s.issue_id = i.content_id))
from published.issue_text i where i.locale = $2 and i.slug = $1`,
  },
  upcoming: {
    field: 'events',
    takes: 'now',
    text: `
select json_build_object('nodes', ${array(
      `json_build_object('title', t.title, 'summary', t.summary, 'venue', ${VENUE}, 'organisers', ${ORGANISERS},
  'sponsorships', ${SPONSORSHIPS}, 'credits', ${SPEAKERS})`,
      `e.place, e.id`,
    )})
from (
  (select id, venue_id, series_id, begins_at, coalesce(begins_at, 'infinity') as place from published.event
   where begins_at is not null and tstzrange(begins_at, over_at) @> $1::timestamptz
   order by place, id limit 20)
  union all
  (select id, venue_id, series_id, begins_at, coalesce(begins_at, 'infinity') as place from published.event
   where coalesce(begins_at, 'infinity') > $1::timestamptz
   order by place, id limit 20)
  order by place, id limit 20) e
join ${TEXT_OF('event', 'e.id', 't')}`,
  },
  event: {
    field: 'event',
    takes: 'slug',
    text: `
select json_build_object('description', t.description_html, 'title', t.title, 'summary', t.summary, 'venue', ${VENUE},
  'organisers', ${ORGANISERS}, 'sponsorships', ${SPONSORSHIPS}, 'credits', ${SPEAKERS})
from published.event_text t join published.event e on e.id = t.content_id
where t.locale = $2 and t.slug = $1`,
  },
  organisation: {
    field: 'organisation',
    takes: 'slug',
    text: `
select json_build_object('name', host.name,
  'events', json_build_object('nodes',
    (select ${array(
      `json_build_object('title', t.title, 'organisers', ${ORGANISERS}, 'sponsorships', ${SPONSORSHIPS})`,
      `coalesce(e.begins_at, 'infinity') desc, e.id desc`,
    )}
     from (select id, series_id, begins_at from published.event
           where id in (select event_id from published.participation where organisation_id = host.content_id)
           order by coalesce(begins_at, 'infinity') desc, id desc limit 20) e
     join ${TEXT_OF('event', 'e.id', 't')})))
from published.organisation_text host where host.locale = $2 and host.slug = $1`,
  },
  // Takes no slug, but a parameter needs a type.
  feed: {
    field: 'events',
    takes: 'slug',
    text: `
select ${array(
      `json_build_object('id', e.id, 'slug', t.slug, 'title', t.title, 'summary', t.summary, 'description', t.description_text,
  'publishedAt', e.published_at, 'changedAt', e.changed_at, 'lifecycle', e.lifecycle, 'categories', e.categories,
  'schedule', json_build_object('precision', e.precision, 'start', ${wallTime('e.starts_at')}, 'end', ${wallTime('e.ends_at')},
    'startDate', e.start_date, 'endDate', e.end_date, 'timeZone', e.time_zone),
  'venue', ${VENUE}, 'organisers', ${ORGANISERS}, 'sponsorships', ${SPONSORSHIPS}, 'credits', ${SPEAKERS})`,
      `e.place desc, e.id desc`,
    )}
from (select *, coalesce(begins_at, 'infinity') as place from published.event order by place desc, id desc limit 10000) e
join ${TEXT_OF('event', 'e.id', 't')}
where $1::text is not null`,
  },
  search: {
    field: 'search',
    takes: 'slug',
    text: `
select json_build_object('nodes', ${array(`json_build_object('kind', kind, 'title', title)`, 'score desc, content_id desc')})
from (
  (select content_id, kind, title, 200000000 as score from published.search_entry
   where ${TERMS} @@ ${lexeme('=')} limit 10)
  union all
  (select content_id, kind, title, 100000000 - title_length from published.search_entry
   where ${TERMS} @@ (${lexeme('!')} && !!${lexeme('=')}) order by 4 desc, 1 desc limit 10)
  union all
  (select content_id, kind, title, -text_length from published.search_entry
   where ${TERMS} @@ (${lexeme(' ')} && !!${lexeme('!')} && !!${lexeme('=')}) order by 4 desc, 1 desc limit 10)
  order by score desc, content_id desc limit 10) hits`,
  },
};
