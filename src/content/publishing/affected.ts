import type { EntityManager } from 'typeorm';
import type { ContentType } from '../model/content-type.js';
import { besides } from '../sql/beside.js';
import { endsOf } from '../sql/hops.js';
import type { PublicationChange } from '../storage/listeners.js';
import type { ContentStore } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';
import { referredBy, type Showing, showingsAmong } from './shown-with.js';

export interface Found {
  readonly content: ContentType;
  readonly id: string;
}

/** What may look different because an object has changed. */
export interface Affected {
  /** What shows the object, directly or by way of content without a page. */
  readonly showing: readonly Found[];
  /** What else may list it: what it refers to (its organisers), and what has it in a list aside. */
  readonly listing: readonly Found[];
}

/**
 * Finds what else shows objects of the stage `published`, in a way that no relation says.
 * @param changed ids by type
 * @returns what shows them, each with the changed object (`origin`) that it shows
 */
export type FindAffected = (
  published: EntityManager,
  changed: ReadonlyMap<ContentType, readonly string[]>,
) => Promise<readonly (Found & { readonly origin: string })[]>;

const NOTHING: Affected = { showing: [], listing: [] };

/** Objects by type and id, each with the changed objects that led to it. */
type Trail = Map<ContentType, Map<string, Set<string>>>;

type Changes = readonly PublicationChange[];

/** What publications affect, found once for all who have to know. */
export class Affecting {
  /** By each change and not by all: they are announced together, and told as they are made. */
  readonly #before = new WeakMap<PublicationChange, Affected>();
  readonly #all = new WeakMap<Changes, ReadonlyMap<string, Affected>>();
  readonly #showings: readonly Showing[];

  constructor(
    readonly store: ContentStore,
    readonly further: readonly FindAffected[] = [],
  ) {
    this.#showings = showingsAmong(store.types);
    store.beforePublication(async ({ published }, changes) => {
      const affected = await affectedBy(published, further, this.#showings, changes);
      for (const change of changes) this.#before.set(change, affected.get(change.id) ?? NOTHING);
    });
  }

  /** By the ids of what changes: as it was before, where the changes were announced, and as it is now. */
  async of({ published }: Transaction, changes: Changes): Promise<ReadonlyMap<string, Affected>> {
    const known = this.#all.get(changes);
    if (known) return known;
    const now = await affectedBy(published, this.further, this.#showings, changes);
    const before = this.before(changes);
    const both = (id: string, key: keyof Affected) =>
      onceEach([...(now.get(id)?.[key] ?? []), ...(before.get(id)?.[key] ?? [])]);
    const all = new Map(
      changes.map(({ id }) => [id, { showing: both(id, 'showing'), listing: both(id, 'listing') }]),
    );
    this.#all.set(changes, all);
    return all;
  }

  /** As it was before, where that is known. */
  before(changes: Changes): ReadonlyMap<string, Affected> {
    return new Map(changes.map((change) => [change.id, this.#before.get(change) ?? NOTHING]));
  }
}

export function onceEach(found: readonly Found[]): Found[] {
  return [...new Map(found.map((each) => [each.id, each])).values()];
}

/**
 * What changes of objects affect in the stage `published`, by the ids of these objects: a query for each step away from
 * them, however many objects. Pages are not followed: what lists an event is not affected by its venue.
 */
async function affectedBy(
  manager: EntityManager,
  further: readonly FindAffected[],
  showings: readonly Showing[],
  changes: Changes,
): Promise<ReadonlyMap<string, Affected>> {
  const changed = changes.filter(({ isOfTraces }) => !isOfTraces);
  const start: Trail = new Map();
  for (const { content, id } of changed) add(start, content, id, [id]);
  const [showing, listing]: [Trail, Trail] = [new Map(), new Map()];
  let ways: readonly Showing[] = [...showings, ...[...start.keys()].flatMap(referredBy)];
  for (let pending = start; pending.size > 0; ways = showings) {
    const next: Trail = new Map();
    for (const { way, id, origins } of await follow(manager, ways, pending)) {
      const fresh = add(way.isAside ? listing : showing, way.by, id, origins);
      if (!way.by.isPage && !way.isAside && fresh.length > 0) add(next, way.by, id, fresh);
    }
    pending = next;
  }
  await addNeighbours(manager, start, showing);
  await addFurther(manager, further, start, showing);
  const lists = { showing: byOrigin(showing), listing: byOrigin(listing) };
  return new Map(
    changed.map(({ id }) => [
      id,
      { showing: lists.showing.get(id) ?? [], listing: lists.listing.get(id) ?? [] },
    ]),
  );
}

interface Followed {
  readonly way: Showing;
  readonly id: string;
  /** The changed objects that led there. */
  readonly origins: Iterable<string>;
}

/** What is there at the end of all ways that begin at pending objects, in one query. */
async function follow(manager: EntityManager, ways: readonly Showing[], pending: Trail): Promise<Followed[]> {
  const contents = [...pending.keys()];
  const open = ways.filter(({ of }) => pending.has(of));
  if (open.length === 0) return [];
  const queries = open.map((way, index) => endsOf(way, index, contents.indexOf(way.of) + 1));
  const rows: { way: number; from: string; id: string }[] = await manager.query(
    queries.join(' union all '),
    contents.map((content) => [...(pending.get(content)?.keys() ?? [])]),
  );
  return rows.flatMap(({ way: index, from, id }) => {
    const way = open[index];
    return way ? [{ way, id, origins: pending.get(way.of)?.get(from) ?? [] }] : [];
  });
}

/** What comes before and after an object in an order, where types show that. */
async function addNeighbours(manager: EntityManager, start: Trail, showing: Trail): Promise<void> {
  for (const [content, objects] of start) {
    for (const order of content.neighbours.values()) {
      const rows: Pair[] = await manager.query(besides(content, order), [[...objects.keys()]]);
      for (const { origin, id } of rows) add(showing, content, id, [origin]);
    }
  }
}

interface Pair {
  readonly origin: string;
  readonly id: string;
}

async function addFurther(
  manager: EntityManager,
  further: readonly FindAffected[],
  start: Trail,
  showing: Trail,
): Promise<void> {
  const changed = new Map([...start].map(([content, objects]) => [content, [...objects.keys()]]));
  for (const find of further) {
    for (const { origin, content, id } of await find(manager, changed)) add(showing, content, id, [origin]);
  }
}

/** @returns the origins that are new to the object */
function add(trail: Trail, content: ContentType, id: string, origins: Iterable<string>): string[] {
  const objects = trail.get(content) ?? new Map<string, Set<string>>();
  trail.set(content, objects);
  return addAll(objects, id, origins);
}

function addAll(objects: Map<string, Set<string>>, id: string, origins: Iterable<string>): string[] {
  const known = objects.get(id) ?? new Set();
  objects.set(id, known);
  const fresh = [...origins].filter((origin) => !known.has(origin));
  for (const origin of fresh) known.add(origin);
  return fresh;
}

function byOrigin(trail: Trail): Map<string, Found[]> {
  const found = new Map<string, Found[]>();
  for (const [content, objects] of trail) {
    for (const [id, origins] of objects) {
      for (const origin of origins) {
        if (origin === id) continue;
        const list = found.get(origin) ?? [];
        found.set(origin, list);
        list.push({ content, id });
      }
    }
  }
  return found;
}
