/**
 * The saves that a new one goes on with, by object: their revision is the last one of the object, by the same caller, and
 * they began at the given instant or later. It is marked as continued. The parameters are the ids of the objects, the
 * account, its key and the instant.
 */
export const CONTINUED_SAVES = `
  with continued as (
    select latest.id, latest.content_id, latest.base_version, latest.started_at, base.document
    from unnest($1::uuid[]) as object (id)
    cross join lateral (
      select * from system.revision where content_id = object.id order by id desc limit 1
    ) latest
    cross join lateral (
      select document from system.revision
      where content_id = object.id and version = latest.base_version and document is not null
      order by id desc limit 1
    ) base
    where latest.account_id = $2 and latest.key_id is not distinct from $3::uuid and latest.started_at >= $4
  ), marked as (
    update system.revision set is_continued = true from continued where revision.id = continued.id
  )
  select content_id as "contentId", base_version as "baseVersion", started_at as "startedAt", document from continued`;
