import { StageMigration } from './stage-migration.js';

/** What lists are sorted by, as the planner writes it: an absent value sorts last. */
const ORDERS = [
  ['event', 'updated_at', `coalesce(updated_at, 'infinity'::timestamptz), id`],
  ['article', 'updated_at', `coalesce(updated_at, 'infinity'::timestamptz), id`],
  ['article', 'occurred_from', `coalesce(occurred_from, 'infinity'::date), id`],
  ['organisation', 'updated_at', `coalesce(updated_at, 'infinity'::timestamptz), id`],
  ['person', 'updated_at', `coalesce(updated_at, 'infinity'::timestamptz), id`],
  ['issue', 'published_on', `coalesce(published_on, 'infinity'::date), id`],
  ['event_text', 'title', `locale, coalesce(title, U&'\\FFFF'), content_id`],
  ['article_text', 'title', `locale, coalesce(title, U&'\\FFFF'), content_id`],
  ['organisation_text', 'name', `locale, coalesce(name, U&'\\FFFF'), content_id`],
  ['person_text', 'name', `locale, coalesce(name, U&'\\FFFF'), content_id`],
] as const;

/** Indexes that no statement could use: lists are not sorted by the bare column. */
const UNUSED = [
  ['event_text', 'title'],
  ['article_text', 'title'],
  ['issue_text', 'title'],
  ['organisation_text', 'name'],
  ['person_text', 'name'],
] as const;

/**
 * Makes what lists cost independent of how much there is: their orders are read from an index, page by page, and what
 * goes on at an instant is found without a look at all that is over.
 */
export class IndexOrders extends StageMigration {
  override readonly name = 'IndexOrders1716800000019';

  protected override readonly tables = [
    ...UNUSED.map(([table, column]) => `drop index ${table}_locale_${column}_content_id_idx;`),
    ...ORDERS.map(([table, column, keys]) => `create index ${table}_${column}_order on ${table} (${keys});`),
    `create index event_span_order on event using gist (tstzrange(begins_at, over_at)) where begins_at is not null;`,
    // The planner looks a slug up in the language asked for. This is for what is not found there: first what had the
    // slug before, then what has or had it in another language, in the order of `locales`. A function, because a
    // statement pays for each of its parts each time it runs, for a call only where it comes to that.
    `create function id_of_other_slug(table_name text, asked_locale text, asked_slug text, locales text[]) returns uuid
       language plpgsql stable set search_path from current as $$
     declare
       found uuid;
     begin
       select content_id into found from former_slug
         where type = table_name and locale = asked_locale and slug = asked_slug;
       if found is not null then
         return found;
       end if;
       execute format(
         'select content_id from %I where locale = any($1) and slug = $2 order by array_position($1, locale) limit 1',
         table_name || '_text') into found using locales, asked_slug;
       if found is not null then
         return found;
       end if;
       select content_id into found from former_slug
         where type = table_name and locale = any(locales) and slug = asked_slug
         order by array_position(locales, locale) limit 1;
       return found;
     end $$;`,
  ].join('\n');

  protected override readonly drop = [
    'drop function id_of_other_slug(text, text, text, text[]);',
    'drop index event_span_order;',
    ...ORDERS.map(([table, column]) => `drop index ${table}_${column}_order;`),
    ...UNUSED.map(
      ([table, column]) =>
        `create index ${table}_locale_${column}_content_id_idx on ${table} (locale, ${column}, content_id);`,
    ),
  ].join('\n');
}
