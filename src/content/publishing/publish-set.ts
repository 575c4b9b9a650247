import type { EntityManager } from 'typeorm';
import { groupBy } from '../../foundation/collections.js';
import { yieldToEventLoop } from '../../foundation/event-loop.js';
import type { ContentType } from '../model/content-type.js';
import type { Shape } from '../model/shape.js';
import { linksFrom } from '../sql/links.js';
import { StoredTable } from '../sql/stored-table.js';
import type { Selection } from '../storage/listeners.js';
import type { ContentStore } from '../storage/store.js';
import type { StoredObjects } from '../storage/stored-objects.js';
import type { Transaction } from '../storage/transaction.js';

/** How an object belongs to a publication. */
export enum PublishRelation {
  ASKED_FOR = 'ASKED_FOR',
  CONTENT = 'CONTENT',
  COMPANION = 'COMPANION',
  REFERENCE = 'REFERENCE',
}

/** An object within the scope of a publication. */
export interface Candidate {
  readonly content: ContentType;
  readonly id: string;
  readonly relation: PublishRelation;
  /** The candidates that it is published along with, by UUID. */
  readonly parents: Set<string>;
}

/** That an object is published together with another one. */
interface Link {
  readonly content: ContentType;
  readonly id: string;
  readonly parent: string;
  readonly relation: PublishRelation;
}

/** Where the traversal starts: requested objects, and chosen ones that are only referred to. */
export type Start = readonly Pick<Candidate, 'content' | 'id' | 'relation'>[];

/**
 * Everything that may be published together with objects, by UUID: companions, which have no page and belong to them or
 * are used by them, and contents (the articles and events of an issue). One statement.
 */
export async function publishSetOf(
  store: ContentStore,
  { draft }: Pick<Transaction, 'draft'>,
  start: Start,
): Promise<Map<string, Candidate>> {
  const found = new Map(start.map((each) => [each.id, { ...each, parents: new Set<string>() }]));
  const links = groupBy(await findLinks(store, draft, start), ({ parent }) => parent);
  let pending: readonly Candidate[] = [...found.values()];
  while (pending.length > 0) {
    const fresh: Candidate[] = [];
    const own = pending.flatMap(({ id }) => links.get(id) ?? []);
    const isContent = ({ relation }: Link) => relation === PublishRelation.CONTENT;
    // Contents first, since an object may be both.
    for (const link of [...own.filter(isContent), ...own.filter((each) => !isContent(each))]) {
      const { content, id, parent, relation } = link;
      const known = found.get(id);
      if (known) known.parents.add(parent);
      if (known) continue;
      const candidate = { content, id, relation, parents: new Set([parent]) };
      found.set(id, candidate);
      fresh.push(candidate);
      await yieldToEventLoop();
    }
    pending = fresh;
  }
  return found;
}

/** Groups objects by type. */
export function selectionOf(objects: Iterable<Pick<Candidate, 'content' | 'id'>>): Selection {
  const selection: Selection = new Map();
  for (const { content, id } of objects) {
    const ids = selection.get(content) ?? new Set();
    selection.set(content, ids.add(id));
  }
  return selection;
}

/** A column that leads from objects of one type to what is published along. */
interface Way {
  readonly from: ContentType;
  readonly to: ContentType;
  readonly relation: PublishRelation;
  /** The rows with the ids of both. */
  readonly rows: Shape;
  /** Properties. */
  readonly parent: string;
  readonly id: string;
}

/** Whether objects, as they are stored now, lead to others than were found. */
export async function leadsFurther(
  { types }: ContentStore,
  drafts: StoredObjects,
  found: ReadonlyMap<string, Candidate>,
): Promise<boolean> {
  const ways = groupBy(waysBetween(types), ({ from }) => from);
  for (const { content, root, parts } of drafts.values()) {
    const leads = (ways.get(content) ?? []).some(({ rows, id }) => {
      const own = rows === content ? [root] : (parts.get(rows) ?? []);
      return own.some((row) => typeof row[id] === 'string' && !found.has(row[id]));
    });
    if (leads) return true;
    await yieldToEventLoop();
  }
  return false;
}

/** All links that lead from objects to others, directly or not. */
async function findLinks({ types }: ContentStore, draft: EntityManager, start: Start): Promise<Link[]> {
  const ways = waysBetween(types);
  const columns = ways.map(({ from, to, rows, parent, id }) => {
    const table = StoredTable.of(draft, rows.entity);
    const [of, other] = [from, to].map((type) => types.indexOf(type)) as [number, number];
    return { from: of, to: other, table: table.name, parent: table.column(parent), id: table.column(id) };
  });
  const links: { way: number; id: string; parent: string }[] = await draft.query(linksFrom(columns), [
    start.map(({ content }) => types.indexOf(content)),
    start.map(({ id }) => id),
  ]);
  return links.map(({ way, id, parent }) => {
    const { to, relation } = ways[way] as Way;
    return { content: to, id, parent, relation };
  });
}

const knownWays = new WeakMap<readonly ContentType[], readonly Way[]>();

function waysBetween(types: readonly ContentType[]): readonly Way[] {
  const ways = knownWays.get(types) ?? findWays(types);
  knownWays.set(types, ways);
  return ways;
}

function findWays(types: readonly ContentType[]): Way[] {
  return types.flatMap((content): Way[] => {
    const of = (target: Shape) => types.filter((type) => type === target);
    const contents = contentParts(content).flatMap(({ part, ownerKey }) =>
      [...part.references.values()].flatMap(({ key, target }) =>
        of(target()).map((to) => ({
          from: content,
          to,
          rows: part,
          parent: ownerKey,
          id: key,
          relation: PublishRelation.CONTENT,
        })),
      ),
    );
    const carried = referencesNamed(content, content.declaration.carries).flatMap(({ key, target }) =>
      of(target()).map((to) => ({
        from: content,
        to,
        rows: content,
        parent: 'id',
        id: key,
        relation: PublishRelation.COMPANION,
      })),
    );
    const accompanied = referencesNamed(content, content.declaration.accompanies).flatMap(({ key, target }) =>
      of(target()).map((from) => ({
        from,
        to: content,
        rows: content,
        parent: key,
        id: 'id',
        relation: PublishRelation.COMPANION,
      })),
    );
    return [...contents, ...carried, ...accompanied];
  });
}

function referencesNamed(content: ContentType, names: readonly string[] = []) {
  return names.map((name) => {
    const reference = content.references.get(name);
    if (!reference) throw new Error(`${content.name} has no reference "${name}".`);
    return reference;
  });
}

function contentParts(content: ContentType): { readonly part: Shape; readonly ownerKey: string }[] {
  const owned = content.owned.get(content.declaration.contents ?? '');
  if (!owned) return [];
  return [{ part: owned.inner?.shape() ?? owned.shape(), ownerKey: owned.key }];
}
