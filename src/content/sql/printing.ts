import { snakeCase } from '../../foundation/naming.js';
import { literal } from './json.js';
import { PRINTED_NAMES } from './printed-names.js';
import type { Printing, Table } from './row.js';

/** Which rows get printed names: those of some subjects, those that name some targets, or all. */
export type PrintedRows = 'of subjects' | 'naming targets' | 'all';

/**
 * The names of published targets in the locales `$1` that are to be printed: subject, target, locale and name. A name
 * that an editor gave in the place is not printed again. Subjects of a target that is published again are printed in
 * their own locales only.
 * @param ids the placeholder of the ids of subjects or targets
 */
export function namesToPrint(
  shape: Table,
  owner: string,
  printed: Printing,
  rows: PrintedRows,
  { ids = '', page }: { readonly ids?: string; readonly page?: Table | undefined } = {},
): string {
  const subject = `named.${snakeCase(owner)}`;
  const target = `named.${snakeCase(printed.key)}`;
  const name = `texts.${snakeCase(printed.name)}`;
  const own = printed.own ? `(named.${snakeCase(printed.own)} -> texts.locale)` : 'null::jsonb';
  const conditions = [
    `texts.locale = any($1)`,
    `${name} is not null`,
    `not jsonb_exists(texts.fallback, ${literal(printed.name)})`,
    `(${own} is null or jsonb_exists(${own}, 'from'))`,
    ...(rows === 'of subjects' ? [`${subject} = any(${ids}::uuid[])`] : [`${subject} is not null`]),
    ...(rows === 'naming targets' ? [`${target} = any(${ids}::uuid[])`] : []),
    ...(rows === 'naming targets' && page
      ? [
          `exists (select 1 from published.${page.textTable} page where page.content_id = ${subject} and page.locale = texts.locale and page.own)`,
        ]
      : []),
  ];
  return `select ${subject} as subject, ${target} as target, texts.locale, ${name} as name
    from published.${shape.table} named join published.${printed.target().textTable} texts on texts.content_id = ${target}
    where ${conditions.join(' and ')}`;
}

/** Prints names that are not printed yet. */
export function printing(names: readonly string[]): string {
  return `insert into ${PRINTED_NAMES} as known (subject_id, target_id, names)
    select subject, target, jsonb_object_agg(locale, name) from (${names.join(' union ')}) fresh group by 1, 2
    on conflict (subject_id, target_id) do update set names = excluded.names || known.names
    where known.names is distinct from excluded.names || known.names`;
}
