import { Any, type EntityManager } from 'typeorm';
import type { Columns, ContentType } from '../content-type.js';
import { keysOf, keysTo, type ReferringKey } from '../referring.js';

export interface Found {
  readonly content: ContentType;
  readonly id: string;
}

/** What may look different because an object has changed. */
export interface Affected {
  /** What shows the object: it refers to it, directly or by way of content without a page. */
  readonly showing: readonly Found[];
  /** What the object refers to, and what may list it therefore: its organisers, its series. */
  readonly shown: readonly Found[];
}

/** Objects by type and id, each with the changed objects that led to it. */
type Trail = Map<ContentType, Map<string, Set<string>>>;

/**
 * What changes of objects affect in the stage of the manager, by the ids of these objects: a query for each reference,
 * however many objects. Pages are not followed: what lists an event is not affected by the venue of the event.
 */
export async function affectedBy(
  manager: EntityManager,
  types: readonly ContentType[],
  changed: readonly Found[],
): Promise<ReadonlyMap<string, Affected>> {
  const start: Trail = new Map();
  for (const { content, id } of changed) add(start, content, id, [id]);
  const showing: Trail = new Map();
  for (let pending = start; pending.size > 0; ) {
    const next: Trail = new Map();
    for (const [content, objects] of await showingOf(manager, types, pending)) {
      for (const [id, origins] of objects) {
        const fresh = add(showing, content, id, origins);
        if (!content.isPage && fresh.length > 0) add(next, content, id, fresh);
      }
    }
    pending = next;
  }
  const shown: Trail = new Map();
  for (const [content, objects] of start) {
    for (const key of keysOf(content)) await follow(manager, types, key, objects, shown);
  }
  const lists = { showing: byOrigin(showing), shown: byOrigin(shown) };
  return new Map(
    changed.map(({ id }) => [id, { showing: lists.showing.get(id) ?? [], shown: lists.shown.get(id) ?? [] }]),
  );
}

/** What refers to objects, and what those are part of though they refer to it: a sponsorship is shown with its event. */
async function showingOf(
  manager: EntityManager,
  types: readonly ContentType[],
  trail: Trail,
): Promise<Trail> {
  const found: Trail = new Map();
  for (const [content, objects] of trail) {
    for (const type of types) {
      for (const { shape, owner, key } of keysTo(content, type)) {
        for (const row of await rowsOf(manager, { shape, owner, key }, key, objects))
          add(found, type, row[owner], objects.get(String(row[key])) ?? []);
      }
    }
    for (const name of content.declaration.accompanies ?? []) {
      const reference = content.references.get(name);
      if (!reference) continue;
      await follow(manager, types, { shape: content, owner: 'id', ...reference }, objects, found);
    }
  }
  return found;
}

/** Adds what objects refer to by a key. */
async function follow(
  manager: EntityManager,
  types: readonly ContentType[],
  reference: ReferringKey,
  objects: ReadonlyMap<string, Set<string>>,
  found: Trail,
): Promise<void> {
  const { owner, key, target } = reference;
  const type = types.find((each) => each === target());
  if (!type) return;
  for (const row of await rowsOf(manager, reference, owner, objects))
    add(found, type, row[key], objects.get(String(row[owner])) ?? []);
}

function rowsOf(
  manager: EntityManager,
  { shape, owner, key }: Pick<ReferringKey, 'shape' | 'owner' | 'key'>,
  property: string,
  objects: ReadonlyMap<string, unknown>,
): Promise<Columns[]> {
  const select = Object.fromEntries(['id', owner, key].map((name) => [name, true]));
  return manager.find(shape.entity, { select, where: { [property]: Any([...objects.keys()]) } }) as Promise<
    Columns[]
  >;
}

/** @returns the origins that are new to the object */
function add(trail: Trail, content: ContentType, id: unknown, origins: Iterable<string>): string[] {
  if (typeof id !== 'string') return [];
  const objects = trail.get(content) ?? new Map<string, Set<string>>();
  trail.set(content, objects);
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
