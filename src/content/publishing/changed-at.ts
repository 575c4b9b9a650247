import { type EntityManager, In } from 'typeorm';
import type { Columns, ContentType } from '../content-type.js';
import { keysTo } from '../referring.js';
import { columnTypesOf } from '../shape.js';
import type { ContentStore } from '../store.js';
import type { Selection } from './closure.js';
import type { PublicationListener } from './publication.js';

/**
 * Keeps `changedAt`, for types that have that column: when an object, or something that it shows, changed last in the
 * eyes of the public. It grows with each change, by a second at least: calendars and feeds tell versions apart by it.
 */
export function notingChanges(store: ContentStore): PublicationListener {
  return async ({ published }, changes) => {
    const seen: Selection = new Map();
    for (const content of new Set(changes.map((change) => change.content))) {
      const ids = changes.filter((change) => change.content === content).map(({ id }) => id);
      await follow(published, store, seen, content, ids);
    }
    const now = store.clock();
    for (const [content, ids] of seen) {
      if (!hasChangedAt(content)) continue;
      await published
        .createQueryBuilder()
        .update(content.entity)
        .set({ changedAt: () => `greatest(:now::timestamptz, changed_at + interval '1 second')` })
        .where({ id: In([...ids]) })
        .setParameter('now', now)
        .execute();
    }
  };
}

/** Adds what shows an object: the object itself, and what refers to it, also by way of content without a page. */
async function follow(
  published: EntityManager,
  store: ContentStore,
  seen: Selection,
  content: ContentType,
  ids: readonly string[],
): Promise<void> {
  const known = seen.get(content) ?? new Set();
  const fresh = ids.filter((id) => !known.has(id));
  seen.set(content, new Set([...known, ...fresh]));
  if (fresh.length === 0 || hasChangedAt(content)) return;
  for (const { type, ids: owners } of await showing(published, store, content, fresh)) {
    if (hasChangedAt(type) || !type.isPage) await follow(published, store, seen, type, owners);
  }
}

async function showing(
  published: EntityManager,
  store: ContentStore,
  content: ContentType,
  ids: readonly string[],
): Promise<{ readonly type: ContentType; readonly ids: readonly string[] }[]> {
  const found: { type: ContentType; ids: string[] }[] = [];
  for (const type of store.types) {
    for (const { shape, owner, key } of keysTo(content, type)) {
      const rows = (await published.find(shape.entity, { where: { [key]: In([...ids]) } })) as Columns[];
      found.push({ type, ids: idsIn(rows, owner) });
    }
  }
  const companies = content.declaration.accompanies ?? [];
  if (companies.length === 0) return found;
  const rows = (await published.find(content.entity, { where: { id: In([...ids]) } })) as Columns[];
  for (const name of companies) {
    const reference = content.references.get(name);
    const type = store.types.find((each) => each === reference?.target());
    if (reference && type) found.push({ type, ids: idsIn(rows, reference.key) });
  }
  return found;
}

function idsIn(rows: readonly Columns[], property: string): string[] {
  return [...new Set(rows.map((row) => row[property]).filter((id) => typeof id === 'string'))];
}

/** Whether objects of a type change with what they show. */
export function hasChangedAt(content: ContentType): boolean {
  return columnTypesOf(content.entity).has('changedAt');
}
