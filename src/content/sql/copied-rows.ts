import type { StoredTable } from './stored-table.js';

/** A table in the draft and in the published stage. */
export interface StagedTable {
  readonly from: StoredTable;
  readonly to: StoredTable;
}

/**
 * Publishes the rows of objects themselves.
 * @param ids a condition for their ids, such as `any($1)`
 * @param now an expression of the time of publication
 */
export function copiedRoots({ from, to }: StagedTable, ids: string, now: string): string {
  const values: Readonly<Record<string, string>> = {
    updatedAt: now,
    publishedAt: `coalesce(d.published_at, ${now})`,
    // It exists in the published stage only (see AffectedObjects).
    changedAt: 'null',
  };
  const columns = from.columns.map(({ property, name }) => ({
    name,
    value: values[property] ?? `d.${name}`,
  }));
  const kept = to.columns.filter(({ property, isKey }) => !isKey && property !== 'changedAt');
  return `insert into ${to.name} (${columns.map(({ name }) => name).join(', ')})
    select ${columns.map(({ value }) => value).join(', ')} from ${from.name} d where d.id = ${ids}
    on conflict (id) do update set ${kept.map(({ name }) => `${name} = excluded.${name}`).join(', ')}`;
}

/** Notes in drafts that they have been published. */
export function firstPublications({ from }: StagedTable, ids: string, now: string): string {
  return `update ${from.name} set published_at = ${now} where id = ${ids} and published_at is null`;
}

/**
 * Deletes public rows of objects that the draft does not have, or not with the same values of some properties: where
 * these are unique, a row has to go before another may take its value.
 * @param owner the property with the id of the object
 */
export function goneRows(
  { from, to }: StagedTable,
  owner: string,
  ids: string,
  unique: readonly string[],
): string {
  const key = to.column(owner);
  const same = [...to.keys.map(({ name }) => name), key, ...unique.map((property) => to.column(property))];
  return `delete from ${to.name} p where p.${key} = ${ids} and not exists
    (select 1 from ${from.name} d where ${same.map((name) => `d.${name} = p.${name}`).join(' and ')}) returning 1`;
}

/** Copies the rows of objects, as far as they differ, once the part of the statement is done that deletes others. */
export function copiedRows({ from, to }: StagedTable, owner: string, ids: string, gone: string): string {
  const columns = to.columns.map(({ name }) => name);
  const changing = to.columns.filter(({ isKey }) => !isKey).map(({ name }) => name);
  const of = (alias: string) => changing.map((name) => `${alias}.${name}`).join(', ');
  return `insert into ${to.name} as p (${columns.join(', ')})
    select ${columns.map((name) => `d.${name}`).join(', ')} from ${from.name} d
    where d.${to.column(owner)} = ${ids} and (select count(*) from ${gone}) >= 0
    on conflict (${to.keys.map(({ name }) => name).join(', ')}) do update
    set ${changing.map((name) => `${name} = excluded.${name}`).join(', ')} where (${of('p')}) is distinct from (${of('excluded')})`;
}

/** Makes former slugs of those that objects give up. */
export function slugsGivenUp(
  { from, to }: StagedTable,
  former: StoredTable,
  type: string,
  ids: string,
): string {
  return `insert into ${former.name} (type, locale, slug, content_id)
    select '${type}', p.locale, p.slug, p.content_id from ${to.name} p
    where p.content_id = ${ids} and not exists
      (select 1 from ${from.name} d where d.content_id = ${ids} and d.locale = p.locale and d.slug = p.slug)
    on conflict (type, locale, slug) do update set content_id = excluded.content_id`;
}

/** Deletes former slugs that are in use again: a slug in use belongs to its present object alone. */
export function slugsTaken({ from }: StagedTable, former: StoredTable, type: string, ids: string): string {
  return `delete from ${former.name} f using ${from.name} d
    where d.content_id = ${ids} and f.type = '${type}' and f.locale = d.locale and f.slug = d.slug`;
}

/** Sets the versions `$2` of the public rows `$1`. */
export function versionsOf({ name }: StoredTable): string {
  return `update ${name} t set version = draft.version from unnest($1::uuid[], $2::int[]) draft (id, version)
    where t.id = draft.id`;
}
