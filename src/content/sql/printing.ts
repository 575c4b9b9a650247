import { snakeCase } from '../../foundation/naming.js';
import { literal } from './json.js';
import { PRINTED_NAMES } from './printed-names.js';
import type { Printing, Table } from './row.js';

/** Which rows get printed names: those of some subjects, those that name some targets, or all. */
export type PrintedRows = 'of subjects' | 'naming targets' | 'all';

/**
 * Prints the names of published targets in the locales `$1` that are not printed yet. `$2` are the ids of subjects or
 * targets. A name that an editor gave in the place is not printed again. Subjects of a target that is published again
 * are printed in their own locales only.
 */
export function printing(
  shape: Table,
  owner: string,
  printed: Printing,
  rows: PrintedRows,
  page?: Table,
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
    ...(rows === 'all' ? [`${subject} is not null`] : []),
    ...(rows === 'of subjects' ? [`${subject} = any($2)`] : []),
    ...(rows === 'naming targets' ? [`${subject} is not null`, `${target} = any($2)`] : []),
    ...(rows === 'naming targets' && page
      ? [
          `exists (select 1 from published.${page.textTable} page where page.content_id = ${subject} and page.locale = texts.locale and page.own)`,
        ]
      : []),
  ];
  return `insert into ${PRINTED_NAMES} as known (subject_id, target_id, names)
    select ${subject}, ${target}, jsonb_object_agg(texts.locale, ${name})
    from published.${shape.table} named join published.${printed.target().textTable} texts on texts.content_id = ${target}
    where ${conditions.join(' and ')} group by 1, 2
    on conflict (subject_id, target_id) do update set names = excluded.names || known.names
    where known.names is distinct from excluded.names || known.names`;
}
