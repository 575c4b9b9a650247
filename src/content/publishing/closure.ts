import { In } from 'typeorm';
import type { ContentType } from '../content-type.js';
import type { Shape } from '../shape.js';
import type { ContentStore, Transaction } from '../store.js';

/** Objects by type. */
export type Selection = Map<ContentType, Set<string>>;
type Row = Readonly<Record<string, unknown>>;

/**
 * Everything that is published together with objects: content that has no page of its own and is used by them or
 * belongs to them, and with `withContents` what they list (the articles and events of an issue).
 */
export async function publishedTogether(
  store: ContentStore,
  { draft }: Pick<Transaction, 'draft'>,
  start: { readonly content: ContentType; readonly ids: readonly string[] },
  withContents: boolean,
): Promise<Selection> {
  const found: Selection = new Map();
  const pending = [{ content: start.content, ids: [...start.ids] }];
  const add = (shape: Shape, ids: readonly unknown[]) => {
    const content = store.types.find((type) => type === shape);
    const present = ids.filter((id): id is string => typeof id === 'string');
    if (content && present.length > 0) pending.push({ content, ids: present });
  };
  for (let next = pending.shift(); next; next = pending.shift()) {
    const { content } = next;
    const known = found.get(content) ?? new Set();
    const ids = next.ids.filter((id) => !known.has(id));
    if (ids.length === 0) continue;
    found.set(content, new Set([...known, ...ids]));
    const rows = (await draft.find(content.entity, { where: { id: In(ids) } })) as Row[];
    for (const { key, target } of carried(content))
      add(
        target,
        rows.map((row) => row[key]),
      );
    for (const { type, key } of accompanying(store.types, content)) {
      const companions = (await draft.find(type.entity, { where: { [key]: In(ids) } })) as Row[];
      add(
        type,
        companions.map((row) => row.id),
      );
    }
    if (withContents) {
      for (const { part, ownerKey } of contentParts(content)) {
        const parts = (await draft.find(part.entity, { where: { [ownerKey]: In(ids) } })) as Row[];
        for (const { key, target } of part.references.values())
          add(
            target(),
            parts.map((row) => row[key]),
          );
      }
    }
  }
  return found;
}

function carried(content: ContentType) {
  return (content.declaration.carries ?? []).map((name) => {
    const reference = content.references.get(name);
    if (!reference) throw new Error(`${content.name} carries "${name}", which is no reference.`);
    return { key: reference.key, target: reference.target() };
  });
}

function accompanying(types: readonly ContentType[], content: ContentType) {
  return types.flatMap((type) =>
    (type.declaration.accompanies ?? []).flatMap((name) => {
      const reference = type.references.get(name);
      return reference && reference.target() === content ? [{ type, key: reference.key }] : [];
    }),
  );
}

function contentParts(content: ContentType) {
  const owned = content.owned.get(content.declaration.contents ?? '');
  if (!owned) return [];
  return [{ part: owned.inner?.shape() ?? owned.shape(), ownerKey: owned.key }];
}
