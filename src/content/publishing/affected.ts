import type { EntityManager } from 'typeorm';
import type { ContentType } from '../model/content-type.js';
import { endsOf } from '../sql/hops.js';
import { neighboursOf } from '../sql/neighbours.js';
import type { PublicationChange } from '../storage/listeners.js';
import type { ContentStore } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';
import { referredBy, type Showing, showingsAmong } from './shown-with.js';

export interface Found {
  readonly content: ContentType;
  readonly id: string;
}

/** What a change of an object affects in public. */
export interface Affected {
  /** Objects that show it, directly or through content without a page. */
  readonly showing: readonly Found[];
  /** Objects that may list it: those that it refers to (its organisers), and those that list it in passing. */
  readonly listing: readonly Found[];
}

/**
 * Finds other objects that show changed ones in the stage `published`, beyond the relations of the types.
 * @param changed ids by type
 * @returns objects, each with the changed object (`origin`) that it shows
 */
export type FindAffected = (
  published: EntityManager,
  changed: ReadonlyMap<ContentType, readonly string[]>,
) => Promise<readonly (Found & { readonly origin: string })[]>;

const NOTHING: Affected = { showing: [], listing: [] };

/** Objects by type and id, each with the changed objects that lead to it. */
type Trail = Map<ContentType, Map<string, Set<string>>>;

type Changes = readonly PublicationChange[];

/** What publications affect, found once for everybody who needs to know. */
export class AffectedObjects {
  /** By change and not by publication: changes are announced together, and notified one by one. */
  readonly #before = new WeakMap<PublicationChange, Affected>();
  readonly #all = new WeakMap<Changes, ReadonlyMap<string, Affected>>();
  readonly #showings: readonly Showing[];

  constructor(
    readonly store: ContentStore,
    readonly further: readonly FindAffected[] = [],
  ) {
    this.#showings = showingsAmong(store.types);
    store.beforePublication(async ({ published }, changes) => {
      const affected = await findAffected(published, further, this.#showings, changes);
      for (const change of changes) this.#before.set(change, affected.get(change.id) ?? NOTHING);
    });
  }

  /** By the id of each changed object: what it affected before the change and affects now. */
  async of({ published }: Transaction, changes: Changes): Promise<ReadonlyMap<string, Affected>> {
    const known = this.#all.get(changes);
    if (known) return known;
    const now = await findAffected(published, this.further, this.#showings, changes);
    const before = this.before(changes);
    const both = (id: string, key: keyof Affected) =>
      onceEach([...(now.get(id)?.[key] ?? []), ...(before.get(id)?.[key] ?? [])]);
    const all = new Map(
      changes.map(({ id }) => [id, { showing: both(id, 'showing'), listing: both(id, 'listing') }]),
    );
    this.#all.set(changes, all);
    return all;
  }

  /** What the changes affected before, if they were announced. */
  before(changes: Changes): ReadonlyMap<string, Affected> {
    return new Map(changes.map((change) => [change.id, this.#before.get(change) ?? NOTHING]));
  }
}

export function onceEach(found: readonly Found[]): Found[] {
  return [...new Map(found.map((each) => [each.id, each])).values()];
}

/**
 * What changes affect in the stage `published`, by the id of the changed object: one query for each step away from it, for
 * any number of objects. Pages are not followed: a page that lists an event is not affected by its venue.
 */
async function findAffected(
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
  /** The changed objects that lead there. */
  readonly origins: Iterable<string>;
}

/** The objects at the end of all paths from the pending ones, in one query. */
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

/** Adds the previous and next object in an order, for types that show them. */
async function addNeighbours(manager: EntityManager, start: Trail, showing: Trail): Promise<void> {
  for (const [content, objects] of start) {
    for (const order of content.neighbours.values()) {
      const rows: Pair[] = await manager.query(neighboursOf(content, order), [[...objects.keys()]]);
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
