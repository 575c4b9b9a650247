import type { Table } from '../content/sql/row.js';
import { snakeCase } from '../foundation/naming.js';
import type { Demands } from './disclaimer-plans.js';
import { presentedWith, publicBearersOf, reachable } from './presentations.js';

/** The state to query: drafts as they are, or the public state once the objects `$2` are published. */
export type Outlook = 'drafts' | 'published';

/** A query for the demands on objects `$1` of a type: the object, the sponsorship and the programme. */
export function demandsOn(content: Table, demands: Demands, outlook: Outlook): string {
  const rows = outlook === 'drafts' ? ofDrafts : ofPublished;
  const presented = presentedWith(content, demands.presentations, {
    start: 'select id, id from unnest($1::uuid[]) id',
    tableOf: ({ by, own, other }) => rows(by(), own, [other]),
    isSeen: isPublicThen,
  });
  const { subjects, programmeKey, isMandatory } = demands;
  const backing = rows(demands.sponsorship(), 'id', [programmeKey, ...subjects]);
  const programme = rows(demands.programme(), 'id', [isMandatory]);
  // One after the other, by an index each: a condition with all of them would read every sponsorship.
  const each = subjects.map(
    (key) =>
      `select id, ${snakeCase(programmeKey)} from ${backing} backing where ${snakeCase(key)} = presented.id`,
  );
  return `select distinct presented.owner, backing.id as sponsorship, programme.id as programme
    from (${presented}) presented(owner, id) cross join lateral (${each.join(' union all ')}) backing
    join ${programme} programme on programme.id = backing.${snakeCase(programmeKey)}
    where programme.${snakeCase(isMandatory)} and $2::uuid[] is not null`;
}

/**
 * A query for what hides the demands on objects `$1` of a type once the objects `$2` are published: for each
 * sponsorship, on the shortest path to it, the objects that are not public or differ from their draft, the farthest
 * first.
 */
export function hidersOf(content: Table, demands: Demands): string {
  const { subjects, programmeKey, isMandatory, presentations } = demands;
  const steps = reachable(content, presentations).flatMap((presentation) => {
    const { of, by, target, isShown } = presentation;
    const table = ofDrafts(by());
    if (table === undefined) return [];
    const [own, other] = [snakeCase(presentation.own), snakeCase(presentation.other)];
    const shown = `from ${ofPublished(by(), presentation.own, [presentation.other])} shown
      where shown.${own} = presented.id and shown.${other} = step.${other}`;
    const seen = isShown ? ` and ${isPublicThen(target(), `step.${other}`)}` : '';
    return [
      `select step.${other}, ${nameUnless(shown, of(), 'presented.id')} from ${table} step
        where step.${own} = presented.id and step.${other} is not null${seen}`,
    ];
  });
  const [sponsorship, programme] = [demands.sponsorship(), demands.programme()];
  const isOf = (row: string) => subjects.map((key) => `${row}.${snakeCase(key)} = presented.id`).join(' or ');
  const key = snakeCase(programmeKey);
  const backed = `from ${ofPublished(sponsorship, 'id', [programmeKey, ...subjects])} shown
    where shown.id = backing.id and shown.${key} = backing.${key} and (${isOf('shown')})`;
  const demanded = `from ${ofPublished(programme, 'id', [isMandatory])} shown
    where shown.id = programme.id and shown.${snakeCase(isMandatory)}`;
  const ends = [
    nameUnless(demanded, programme, 'programme.id'),
    nameUnless(backed, sponsorship, 'backing.id'),
  ];
  return `with recursive presented(owner, id, hiders) as (select id, id, '{}'::text[] from unnest($1::uuid[]) id
    union select presented.owner, next.id, array_remove(array[next.hider], null) || presented.hiders
      from presented cross join lateral (${steps.join(' union all ')}) next(id, hider))
    select distinct on (presented.owner, backing.id) presented.owner, backing.id as sponsorship,
      array_remove(array[${ends.join(', ')}], null) || presented.hiders as hiders
    from presented join draft.${sponsorship.table} backing on ${isOf('backing')}
    join draft.${programme.table} programme on programme.id = backing.${key}
    where programme.${snakeCase(isMandatory)} order by presented.owner, backing.id, cardinality(presented.hiders)`;
}

/** The name of an object, and null if the condition `shown` holds. */
function nameUnless(shown: string, { table }: Table, id: string): string {
  return `case when not exists (select 1 ${shown}) then (select ${nameOf(table)} from draft.${table} seen where seen.id = ${id}) end`;
}

/** Whether an object is public once the objects `$2` are published. */
function isPublicThen({ table }: Table, id: string): string {
  return `(${id} = any($2) or exists (select 1 from published.${table} seen where seen.id = ${id}))`;
}

/** A query for all public content that shows a demand on the objects `$1`: they themselves, and what presents them. */
export function publicBearers(demands: Demands): string {
  const bearers = publicBearersOf(demands.presentations, 'select null::uuid, unnest($1::uuid[])');
  const shown = bearing(demands).map(
    ({ table }) => `select seen.id, ${nameOf(table)} as name from bearers ${joinById(table)}`,
  );
  return `with bearers as (${bearers}) ${shown.join(' union all ')} order by name`;
}

/**
 * A query for all public content whose disclaimers may change with objects: the object that changes (`origin`), the id,
 * the table and the name. `$1` are sponsorships and programmes, `$2` objects that pass demands on.
 */
export function demandersOf(demands: Demands): string {
  const { sponsorship, programmeKey, subjects } = demands;
  const subject = `coalesce(${subjects.map((key) => `backing.${snakeCase(key)}`).join(', ')})`;
  const start = `(select changed, ${subject} from unnest($1::uuid[]) changed
    join published.${sponsorship().table} backing on changed in (backing.id, backing.${snakeCase(programmeKey)})
    union all select changed, changed from unnest($2::uuid[]) changed)`;
  const shown = bearing(demands).map(
    ({ table }) =>
      `select bearers.origin, seen.id, '${table}' as table, ${nameOf(table)} as name from bearers ${joinById(table)}`,
  );
  return `with bearers as (${publicBearersOf(demands.presentations, start)}) ${shown.join(' union all ')}`;
}

/** A few are looked for in a large table, where the database expects many of a recursive query. */
const joinById = (table: string) =>
  `cross join lateral (select id, external_ref from published.${table} where id = bearers.id limit 1) seen`;

const nameOf = (table: string) => `coalesce(seen.external_ref, '${table}_' || seen.id)`;

/** The types that show disclaimers. */
export function bearing({ presentations }: Demands): Table[] {
  return [...new Set(presentations.flatMap(({ of, target }) => [of(), target()]))];
}

/** Tables that are only in `published` have no drafts. */
function ofDrafts({ table }: Table): string | undefined {
  return table.includes('.') ? undefined : `draft.${table}`;
}

function ofPublished({ table }: Table, key: string, properties: readonly string[]): string {
  const columns = [...new Set([key, ...properties])].map(snakeCase).join(', ');
  const isChosen = `${snakeCase(key)} = any($2)`;
  // Tombstones disappear when withdrawn objects come back.
  if (table.includes('.')) return `(select ${columns} from ${table} where not ${isChosen})`;
  return `(select ${columns} from draft.${table} where ${isChosen}
    union all select ${columns} from published.${table} where not ${isChosen})`;
}
