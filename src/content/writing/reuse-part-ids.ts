import type { Columns, ContentType } from '../model/content-type.js';
import type { Shape } from '../model/shape.js';
import type { OwnedRow } from './columns.js';

/**
 * Gives rewritten parts their previous ids. A part is the same if everything but its position and its text is, so that
 * a language published later is matched with the right part.
 */
export function reusePartIds(
  content: ContentType,
  before: ReadonlyMap<Shape, readonly Columns[]>,
  parts: readonly OwnedRow[],
): OwnedRow[] {
  const replaced = new Map<unknown, unknown>();
  let result: readonly OwnedRow[] = parts;
  // Parents come before nested rows, which are identified by the ids of their parents.
  for (const { shape } of content.parts) {
    const ids = idsByIdentity(shape, before.get(shape) ?? []);
    result = result.map((part) => {
      if (part.shape !== shape) return part;
      const columns = withIds(part.columns, replaced);
      const id = ids.get(identityOf(shape, columns))?.shift();
      if (id === undefined) return { shape, columns };
      replaced.set(columns.id, id);
      return { shape, columns: { ...columns, id } };
    });
  }
  return [...result];
}

function idsByIdentity(shape: Shape, rows: readonly Columns[]): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const row of rows) {
    const identity = identityOf(shape, row);
    ids.set(identity, [...(ids.get(identity) ?? []), String(row.id)]);
  }
  return ids;
}

function identityOf(shape: Shape, columns: Columns): string {
  const ignored = new Set(['id', 'position', ...shape.localized.part, ...shape.localized.list]);
  const identifying = Object.entries(columns).filter(
    ([name, value]) => !ignored.has(name) && (value ?? null) !== null,
  );
  return JSON.stringify(identifying.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function withIds(columns: Columns, replaced: ReadonlyMap<unknown, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, value]) => [name, replaced.get(value) ?? value]),
  );
}
