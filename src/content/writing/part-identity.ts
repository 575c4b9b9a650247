import { type EntityManager, In } from 'typeorm';
import type { Columns, ContentType } from '../model/content-type.js';
import type { Shape } from '../model/shape.js';
import type { OwnedRow } from './columns.js';

/**
 * Gives parts that are written again the ids that they had. A part is the same one when everything but its place
 * and its localized words is the same. So a language that is published later finds the words of the other one, and
 * never the words of another part.
 */
export async function keepPartIds(
  manager: EntityManager,
  content: ContentType,
  owners: readonly string[],
  parts: readonly OwnedRow[],
): Promise<OwnedRow[]> {
  const replaced = new Map<unknown, unknown>();
  let kept: readonly OwnedRow[] = parts;
  // Owners of rows inside of rows come first: the inner ones are known by the ids of the outer ones.
  for (const { shape, key } of content.parts) {
    const known = await idsByIdentity(manager, shape, key, owners);
    kept = kept.map((part) => {
      if (part.shape !== shape) return part;
      const columns = withIds(part.columns, replaced);
      const id = known.get(identityOf(shape, columns))?.shift();
      if (id === undefined) return { shape, columns };
      replaced.set(columns.id, id);
      return { shape, columns: { ...columns, id } };
    });
  }
  return [...kept];
}

async function idsByIdentity(
  manager: EntityManager,
  shape: Shape,
  key: string,
  owners: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await manager.find(shape.entity, {
    where: { [key]: In([...owners]) },
    order: { position: 'ASC' },
  });
  const ids = new Map<string, string[]>();
  for (const row of rows as Columns[]) {
    const identity = identityOf(shape, row);
    ids.set(identity, [...(ids.get(identity) ?? []), String(row.id)]);
  }
  return ids;
}

function identityOf(shape: Shape, columns: Columns): string {
  const ignored = new Set(['id', 'position', ...shape.localized.part, ...shape.localized.list]);
  const telling = Object.entries(columns).filter(
    ([name, value]) => !ignored.has(name) && (value ?? null) !== null,
  );
  return JSON.stringify(telling.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function withIds(columns: Columns, replaced: ReadonlyMap<unknown, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, value]) => [name, replaced.get(value) ?? value]),
  );
}
