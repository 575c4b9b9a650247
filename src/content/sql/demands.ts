import { snakeCase } from '../../foundation/naming.js';
import { presentedWith, publicBearersOf } from './presented.js';
import type { Table } from './row.js';
import type { Demands } from './wording.js';

/** What is asked about: drafts as they are, or what the public sees once the objects `$2` are published. */
export type Outlook = 'drafts' | 'published';

/** A query for the demands on objects `$1` of a type: the object, the sponsorship and the programme. */
export function demandsOn(content: Table, demands: Demands, outlook: Outlook): string {
  const rows = outlook === 'drafts' ? ofDrafts : ofPublished;
  const presented = presentedWith(content, demands.presentations, {
    start: 'select id, id from unnest($1::uuid[]) id',
    tableOf: ({ by, own, other }) => rows(by(), own, [other]),
    isSeen: ({ table }, id) =>
      `(${id} = any($2) or exists (select 1 from published.${table} seen where seen.id = ${id}))`,
  });
  const { subjects, programmeKey, isMandatory } = demands;
  const backing = rows(demands.sponsorship(), 'id', [programmeKey, ...subjects]);
  const programme = rows(demands.programme(), 'id', [isMandatory]);
  const isOf = subjects.map((key) => `backing.${snakeCase(key)} = presented.id`).join(' or ');
  return `select distinct presented.owner, backing.id as sponsorship, programme.id as programme
    from (${presented}) presented(owner, id) join ${backing} backing on ${isOf}
    join ${programme} programme on programme.id = backing.${snakeCase(programmeKey)}
    where programme.${snakeCase(isMandatory)} and $2::uuid[] is not null`;
}

/** A query for everything public that shows a demand on the objects `$1`: they themselves, and what presents them. */
export function publicBearers(demands: Demands): string {
  const bearers = publicBearersOf(demands.presentations, 'select null::uuid, unnest($1::uuid[])');
  const shown = bearing(demands).map(
    ({ table }) =>
      `select seen.id, ${nameOf(table)} as name
        from published.${table} seen join bearers on bearers.id = seen.id`,
  );
  return `with bearers as (${bearers}) ${shown.join(' union all ')} order by name`;
}

/**
 * A query for everything public that may have to show other wordings when objects change: with which of them (`origin`), its
 * id, its table and its name. `$1` are sponsorships and programmes, `$2` what hands demands on.
 */
export function demandersOf(demands: Demands): string {
  const { sponsorship, programmeKey, subjects } = demands;
  const subject = `coalesce(${subjects.map((key) => `backing.${snakeCase(key)}`).join(', ')})`;
  const start = `(select changed, ${subject} from unnest($1::uuid[]) changed
    join published.${sponsorship().table} backing on changed in (backing.id, backing.${snakeCase(programmeKey)})
    union all select changed, changed from unnest($2::uuid[]) changed)`;
  const shown = bearing(demands).map(
    ({ table }) =>
      `select bearers.origin, seen.id, '${table}' as table, ${nameOf(table)} as name from published.${table} seen join bearers on bearers.id = seen.id`,
  );
  return `with bearers as (${publicBearersOf(demands.presentations, start)}) ${shown.join(' union all ')}`;
}

const nameOf = (table: string) => `coalesce(seen.external_ref, '${table}_' || seen.id)`;

function bearing({ presentations }: Demands): Table[] {
  return [...new Set(presentations.flatMap(({ of, target }) => [of(), target()]))];
}

/** Tables that are in `published` alone are about what is not there. */
function ofDrafts({ table }: Table): string | undefined {
  return table.includes('.') ? undefined : `draft.${table}`;
}

function ofPublished({ table }: Table, key: string, properties: readonly string[]): string {
  const columns = [...new Set([key, ...properties])].map(snakeCase).join(', ');
  const isChosen = `${snakeCase(key)} = any($2)`;
  // What is left of withdrawn objects goes when they come back.
  if (table.includes('.')) return `(select ${columns} from ${table} where not ${isChosen})`;
  return `(select ${columns} from draft.${table} where ${isChosen}
    union all select ${columns} from published.${table} where not ${isChosen})`;
}
