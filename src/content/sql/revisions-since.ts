/**
 * The revisions of objects since their last publication in all requested locales, that included; oldest first.
 * `touched` has the locales of changed text, and '' for shared fields. The parameters are the ids and the locales.
 */
export const REVISIONS_SINCE = `
  select recent.id, recent.content_id as "contentId", recent.action, recent.at, recent.by, recent.account_id as "accountId",
    recent.locales,
    array(select distinct coalesce(change ->> 'locale', '') from jsonb_array_elements(recent.changes) change) as touched
  from unnest($1::uuid[]) as object (id)
  cross join lateral (
    select revision.* from system.revision
    where revision.content_id = object.id and not revision.is_continued and revision.id >= coalesce(
      (select settled.id from system.revision settled
       where settled.content_id = object.id and settled.action = 'PUBLISH' and settled.locales @> $2::text[]
       order by settled.id desc limit 1),
      '00000000-0000-0000-0000-000000000000')
  ) recent
  order by recent.id`;
