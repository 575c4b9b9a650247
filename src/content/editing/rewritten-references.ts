import type { Stage } from '../contract/stage.js';
import type { Locales } from '../language/locale.js';
import { fillPart, type LocalizedText, ownPartText } from '../language/translation.js';
import type { Columns } from '../model/content-type.js';
import type { Shape } from '../model/shape.js';
import type { ReferringKey } from '../storage/references-to.js';
import type { StoredObject } from '../storage/stored-objects.js';
import type { ObjectRows } from '../writing/object-rows.js';

/** A reference that a merge has rewritten, by its row. */
export interface RewrittenReference {
  readonly stage: Stage;
  /** The table and the id of the object. */
  readonly type: string;
  readonly id: string;
  readonly field: string;
  /** The table and the id of the row. */
  readonly table: string;
  readonly row: string;
  readonly key: string;
  /** The row, if it was removed: the object has one with the other target already. */
  readonly removed?: Columns;
}

/** From one target to another. */
export interface Rewriting {
  readonly from: string;
  readonly to: string;
}

type Rows = { root: ObjectRows['root']; parts: Map<Shape, readonly Columns[]> };

/** An object with other references, and what was rewritten. */
export interface Rewritten {
  readonly after: ObjectRows;
  readonly references: readonly RewrittenReference[];
}

/**
 * Rewrites the references of an object. A row that it has already is removed instead, and so is a reference to itself.
 * @param printed the name that the object prints of the former target beside that of the other one, which is given to
 *   the place, so that it stays
 */
export function rewriteReferences(
  { content, root, texts, parts }: StoredObject,
  stage: Stage,
  keys: readonly ReferringKey[],
  { from, to }: Rewriting,
  printed: Readonly<Record<string, string>> | undefined,
  locales: Locales,
): Rewritten {
  const rows: Rows = { root, parts: new Map(parts) };
  const references: RewrittenReference[] = [];
  for (const { shape, owner, field, key } of keys) {
    const place = { stage, type: content.table, id: root.id, field, table: shape.table, key };
    if (owner === 'id') {
      if (root[key] !== from) continue;
      rows.root = { ...rows.root, [key]: root.id === to ? null : to };
      references.push({ ...place, row: root.id });
      continue;
    }
    const before = rows.parts.get(shape) ?? [];
    const after = before.flatMap((row) => {
      if (row[key] !== from) return [row];
      const rewritten = { ...withPrintedName(shape, row, key, printed, locales), [key]: to };
      const isRemoved = root.id === to || clashes(shape, rewritten, key, before);
      references.push({ ...place, row: String(row.id), ...(isRemoved ? { removed: row } : {}) });
      return isRemoved ? [] : [rewritten];
    });
    rows.parts.set(shape, after.length === before.length ? after : numbered(after));
  }
  return { after: { root: rows.root, texts, parts: rows.parts }, references };
}

/** Takes the rewriting back where the row is still as the merge has left it. */
export function restoreReferences(
  { root, texts, parts }: StoredObject,
  references: readonly RewrittenReference[],
  { from, to }: Rewriting,
): Rewritten {
  const rows: Rows = { root, parts: new Map(parts) };
  const restored: RewrittenReference[] = [];
  for (const reference of references) {
    const shape = [...parts.keys()].find(({ table }) => table === reference.table);
    const isDone = shape
      ? restoreRow(rows, shape, reference, { from, to })
      : restoreRoot(rows, reference, { from, to });
    if (isDone) restored.push(reference);
  }
  return { after: { root: rows.root, texts, parts: rows.parts }, references: restored };
}

function restoreRoot(rows: Rows, { key }: RewrittenReference, { from, to }: Rewriting): boolean {
  if (rows.root[key] !== (rows.root.id === to ? null : to)) return false;
  rows.root = { ...rows.root, [key]: from };
  return true;
}

function restoreRow(
  rows: Rows,
  shape: Shape,
  { row: id, key, removed }: RewrittenReference,
  { from, to }: Rewriting,
): boolean {
  const before = rows.parts.get(shape) ?? [];
  const known = before.find((row) => row.id === id);
  const restored = removed ?? { ...known, [key]: from };
  if (clashes(shape, restored, key, before)) return false;
  if (removed) {
    if (known) return false;
    const place = Math.min(Number(removed.position), before.length);
    rows.parts.set(shape, numbered([...before.slice(0, place), removed, ...before.slice(place)]));
    return true;
  }
  if (known?.[key] !== to) return false;
  rows.parts.set(
    shape,
    before.map((row) => (row === known ? restored : row)),
  );
  return true;
}

/** Whether another row has the same values where these have to be unique. */
function clashes(shape: Shape, row: Columns, key: string, others: readonly Columns[]): boolean {
  return shape.uniques
    .filter((columns) => columns.includes(key))
    .some((columns) =>
      others.some((other) => other.id !== row.id && columns.every((column) => other[column] === row[column])),
    );
}

function numbered(rows: readonly Columns[]): Columns[] {
  return rows.map((row, position) => ({ ...row, position }));
}

function withPrintedName(
  shape: Shape,
  row: Columns,
  key: string,
  printed: Readonly<Record<string, string>> | undefined,
  locales: Locales,
): Columns {
  const own = [...shape.printed.values()].find((each) => each.key === key)?.own;
  if (!own || !printed) return row;
  return {
    ...row,
    [own]: fillPart({ ...printed, ...ownPartText(row[own] as LocalizedText | null) }, locales),
  };
}
