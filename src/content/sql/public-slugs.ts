import { literal } from './json.js';
import type { Table } from './row.js';

/** A query for the public slugs of the objects `$1` of any of these types, and the former ones that still lead to them. */
export function publicSlugs(pages: readonly Table[]): string {
  const present = pages.map(
    ({ textTable }) =>
      `select content_id as "contentId", locale, slug, false as "isFormer" from published.${textTable} where content_id = any($1::uuid[]) and slug <> ''`,
  );
  const types = pages.map(({ table }) => literal(table)).join(', ');
  const former = `select content_id, locale, slug, true from published.former_slug where type in (${types}) and content_id = any($1::uuid[])`;
  return [...present, former].join(' union all ');
}
