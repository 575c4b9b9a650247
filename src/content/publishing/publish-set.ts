import { type EntityManager, In } from 'typeorm';
import type { Columns, ContentType } from '../model/content-type.js';
import type { Shape } from '../model/shape.js';
import type { Selection } from '../storage/listeners.js';
import type { ContentStore } from '../storage/store.js';
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

interface Link {
  readonly content: ContentType;
  readonly id: unknown;
  readonly parent: string;
  readonly relation: PublishRelation;
}

/** Where the traversal starts: requested objects, and chosen ones that are only referred to. */
export type Start = readonly Pick<Candidate, 'content' | 'id' | 'relation'>[];

/**
 * Everything that may be published together with objects, by UUID: companions, which have no page and belong to them or
 * are used by them, and contents (the articles and events of an issue). A few queries for each type.
 */
export async function publishSetOf(
  store: ContentStore,
  { draft }: Pick<Transaction, 'draft'>,
  start: Start,
): Promise<Map<string, Candidate>> {
  const found = new Map(start.map((each) => [each.id, { ...each, parents: new Set<string>() }]));
  let pending: readonly Candidate[] = [...found.values()];
  while (pending.length > 0) {
    const links = await linksOf(store, draft, selectionOf(pending));
    const fresh: Candidate[] = [];
    for (const { content, id, parent, relation } of links) {
      if (typeof id !== 'string') continue;
      const known = found.get(id);
      if (known) known.parents.add(parent);
      if (known) continue;
      const candidate = { content, id, relation, parents: new Set([parent]) };
      found.set(id, candidate);
      fresh.push(candidate);
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

/** Relations to what is published along; contents first, since an object may be both. */
async function linksOf(store: ContentStore, draft: EntityManager, selection: Selection): Promise<Link[]> {
  const contents: Link[] = [];
  const companions: Link[] = [];
  for (const [content, own] of selection) {
    const ids = In([...own]);
    const to = (shape: Shape) => store.types.find((type) => type === shape);
    const carried = referencesNamed(content, content.declaration.carries);
    const rows = carried.length > 0 ? await rowsOf(draft, content, { id: ids }) : [];
    for (const { key, target } of carried) {
      companions.push(...linksIn(rows, 'id', key, to(target()), PublishRelation.COMPANION));
    }
    for (const { type, key } of accompanying(store.types, content)) {
      const found = await rowsOf(draft, type, { [key]: ids });
      companions.push(...linksIn(found, key, 'id', type, PublishRelation.COMPANION));
    }
    for (const { part, ownerKey } of contentParts(content)) {
      const parts = await rowsOf(draft, part, { [ownerKey]: ids });
      for (const { key, target } of part.references.values())
        contents.push(...linksIn(parts, ownerKey, key, to(target()), PublishRelation.CONTENT));
    }
  }
  return [...contents, ...companions];
}

function rowsOf(draft: EntityManager, { entity }: Shape, where: object): Promise<Columns[]> {
  return draft.find(entity, { where }) as Promise<Columns[]>;
}

function linksIn(
  rows: readonly Columns[],
  parent: string,
  key: string,
  content: ContentType | undefined,
  relation: PublishRelation,
): Link[] {
  if (!content) return [];
  return rows.map((row) => ({ content, id: row[key], parent: String(row[parent]), relation }));
}

function referencesNamed(content: ContentType, names: readonly string[] = []) {
  return names.map((name) => {
    const reference = content.references.get(name);
    if (!reference) throw new Error(`${content.name} has no reference "${name}".`);
    return reference;
  });
}

function accompanying(types: readonly ContentType[], content: ContentType) {
  return types.flatMap((type) =>
    referencesNamed(type, type.declaration.accompanies)
      .filter(({ target }) => target() === content)
      .map(({ key }) => ({ type, key })),
  );
}

function contentParts(content: ContentType): { readonly part: Shape; readonly ownerKey: string }[] {
  const owned = content.owned.get(content.declaration.contents ?? '');
  if (!owned) return [];
  return [{ part: owned.inner?.shape() ?? owned.shape(), ownerKey: owned.key }];
}
