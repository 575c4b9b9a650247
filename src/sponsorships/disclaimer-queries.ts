import type { Table } from '../content/sql/row.js';
import { snakeCase } from '../foundation/naming.js';
import type { Demands } from './disclaimer-plans.js';
import { presentedWith, publicBearersOf, publicTable } from './presentations.js';

/** The state to query: drafts as they are, what is public now, or what will be once the objects `$2` are published. */
export type Outlook = 'drafts' | 'public' | 'published';

/** A query for the ids in a parameter. */
export function idsIn(parameter: string): string {
  return `select unnest(${parameter}::uuid[])`;
}

/** The same ids, of which the database expects a few: it prepares for thousands from a recursive query. */
function few(ids: string): string {
  return `select distinct unnest(array(${ids}))`;
}

/** A query for the demands on the objects of a query for ids: the object, the sponsorship and the programme. */
export function demandsOn(owners: string, demands: Demands, outlook: Outlook): string {
  const rows = { drafts: ofDrafts, public: publicTable, published: ofPublished }[outlook];
  const presented = presentedWith(demands.presentations, {
    start: `select id, id from (${owners}) owner(id)`,
    tableOf: ({ by, own, other }) => rows(by(), own, [other]),
    isSeen: outlook === 'public' ? isPublic : isPublicThen,
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
    where programme.${snakeCase(isMandatory)}`;
}

/**
 * A query for what publishing has to do with disclaimers, as one row: the demands on the drafts of the objects `$1`,
 * programmes among the objects `$2` whose disclaimers are demanded by public sponsorships other than `$5`, the wordings of
 * all these programmes once `$2` are published; and whether any demand may go (see demandsThen). `$3` are the sponsorships
 * and programmes of the publication, `$4` its objects that pass demands on.
 */
export function demandsBefore(demands: Demands): string {
  const { programmeKey, isMandatory, wording, wordingKey } = demands;
  const [sponsorship, programme] = [demands.sponsorship().table, demands.programme().table];
  const [key, ofProgramme] = [snakeCase(programmeKey), snakeCase(wordingKey)];
  const wordings = ofPublished(wording(), wordingKey, ['text', 'effectiveFrom']);
  return `with wanted as (${demandsOn(idsIn('$1'), demands, 'drafts')}),
    used as (select distinct backing.${key} as programme from published.${sponsorship} backing
      join draft.${programme} programme on programme.id = backing.${key}
      where programme.id = any($3) and programme.${snakeCase(isMandatory)} and not backing.id = any($5::uuid[])),
    wording as (select ${ofProgramme} as programme, text, effective_from as "effectiveFrom" from ${wordings} wording
      where ${ofProgramme} in (select programme from wanted union all select programme from used))
    select ${jsonRows('select * from wanted order by owner, sponsorship')} as wanted,
      array(select programme from used order by programme) as used,
      ${jsonRows('select * from wording')} as wordings, ${anyLess(demands)} as "isLess"`;
}

/** Whether drafts of the publication lack anything that makes their public version demand or pass on a disclaimer. */
function anyLess({
  presentations,
  sponsorship,
  subjects,
  programme,
  programmeKey,
  isMandatory,
}: Demands): string {
  const links = (rows: (table: Table) => string | undefined) =>
    presentations.flatMap(({ by, own, other }) => {
      const [table, key, to] = [rows(by()), snakeCase(own), snakeCase(other)];
      return table === undefined
        ? []
        : [`select ${key}, ${to} from ${table} where ${key} = any($4::uuid[]) and ${to} is not null`];
    });
  const backing = ['id', programmeKey, ...subjects].map(snakeCase).join(', ');
  const less = [
    `(${links(publicTable).join(' union all ')}) except (${links(ofDrafts).join(' union all ')})`,
    ...[
      { columns: backing, table: sponsorship().table, condition: 'true' },
      { columns: 'id', table: programme().table, condition: snakeCase(isMandatory) },
    ].map(({ columns, table, condition }) =>
      ['published', 'draft']
        .map(
          (stage) => `select ${columns} from ${stage}.${table} where id = any($3::uuid[]) and ${condition}`,
        )
        .join(' except '),
    ),
  ];
  return less.map((query) => `exists (${query})`).join(' or ');
}

/** A query for the demands on the objects `$1` that the public will see once the objects `$2` are published. */
export function demandsThen(demands: Demands): string {
  return demandsOn(idsIn('$1'), demands, 'published');
}

/**
 * A query for the demands that public content loses once the objects `$2` are published, by the sponsorships and programmes
 * `$3`, and by the objects `$4`, which pass demands on; and for those of demandsThen, as one row.
 */
export function demandsThenAndLost(demands: Demands): string {
  return `with shown as (${demandsThen(demands)}),
    bearer as (${demandersOf(demands, idsIn('$3'), idsIn('$4'))}),
    before as (${demandsOn(few('select id from bearer'), demands, 'public')}),
    after as (${demandsOn(few('select owner from before'), demands, 'published')}),
    lost as (select distinct bearer.origin, bearer.name as bearer, before.programme from before join bearer on bearer.id = before.owner
      where (before.owner, before.programme) not in (select owner, programme from after))
    select ${jsonRows('select * from shown')} as shown,
      ${jsonRows('select * from lost order by origin, programme, bearer')} as lost`;
}

function jsonRows(query: string): string {
  return `(select coalesce(json_agg(found), '[]') from (${query}) found)`;
}

/**
 * A query for what hides the demands on objects `$1` once the objects `$2` are published: for each
 * sponsorship, on the shortest path to it, the objects that are not public or differ from their draft, the farthest
 * first.
 */
export function hidersOf(demands: Demands): string {
  const { subjects, programmeKey, isMandatory, presentations } = demands;
  const steps = presentations.flatMap((presentation) => {
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
function isPublicThen(table: Table, id: string): string {
  return `(${isChosen(id)} or ${isPublic(table, id)})`;
}

/** Whether an object is public now; not as `exists`, for which the database would read the whole table. */
function isPublic({ table }: Table, id: string): string {
  return `(select true from published.${table} seen where seen.id = ${id})`;
}

/** A query for all public content that shows demands on the objects of a query for ids: they, and what presents them. */
export function publicBearers(demands: Demands, objects: string): string {
  const bearers = publicBearersOf(
    demands.presentations,
    `select null::uuid, id from (${objects}) demanded(id)`,
  );
  const shown = bearing(demands).map(
    ({ table }) => `select seen.id, ${nameOf(table)} as name from bearers ${joinById(table)}`,
  );
  return `with bearers as (${bearers}) ${shown.join(' union all ')} order by name`;
}

/** A query for what the public sponsorships `$1` demand disclaimers on. */
export function subjectsOf({ sponsorship, subjects, programme, programmeKey, isMandatory }: Demands): string {
  const subject = `coalesce(${subjects.map((key) => `backing.${snakeCase(key)}`).join(', ')})`;
  return `select ${subject} from published.${sponsorship().table} backing
    join published.${programme().table} programme on programme.id = backing.${snakeCase(programmeKey)}
    where backing.id = any($1::uuid[]) and programme.${snakeCase(isMandatory)}`;
}

/**
 * A query for public content whose disclaimers may change with `changed(id, type)`: with a programme or a sponsorship, or
 * with an object that passes disclaimers on (see Surroundings).
 */
export function bearersOfChanged(demands: Demands): string {
  const among = (tables: readonly Table[]) =>
    `select id from changed where type in (${[...new Set(tables)].map(({ table }) => `'${table}'`).join(', ')})`;
  const presenting = among(demands.presentations.map(({ of }) => of()));
  const handing = few(`select owner from (${demandsOn(presenting, demands, 'public')}) demand`);
  const bearers = demandersOf(demands, among([demands.sponsorship(), demands.programme()]), handing);
  return `select origin, id, "table" as type from (${bearers}) bearer`;
}

/**
 * A query for all public content whose disclaimers may change with objects: the object that changes (`origin`), the id,
 * the table and the name.
 * @param backing a query for the ids of sponsorships and programmes
 * @param handing a query for the ids of objects that pass demands on
 */
export function demandersOf(demands: Demands, backing: string, handing: string): string {
  const { sponsorship, programmeKey, subjects } = demands;
  const subject = `coalesce(${subjects.map((key) => `backing.${snakeCase(key)}`).join(', ')})`;
  const start = `(select changed, ${subject} from (${backing}) changed(changed)
    join published.${sponsorship().table} backing on changed in (backing.id, backing.${snakeCase(programmeKey)})
    union all select changed, changed from (${handing}) changed(changed))`;
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

/** Whether an object is published now: a hash table of thousands, of which an array in a parameter would be searched. */
const isChosen = (id: string) => `((${id} in (select unnest($2::uuid[]))) is true)`;

function ofPublished({ table }: Table, key: string, properties: readonly string[]): string {
  const columns = [...new Set([key, ...properties])].map(snakeCase).join(', ');
  const chosen = isChosen(snakeCase(key));
  // Tombstones disappear when withdrawn objects come back.
  if (table.includes('.')) return `(select ${columns} from ${table} where not ${chosen})`;
  return `(select ${columns} from draft.${table} where ${chosen}
    union all select ${columns} from published.${table} where not ${chosen})`;
}
