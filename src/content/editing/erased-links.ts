import { In } from 'typeorm';
import type { Viewer } from '../contract/access.js';
import { RevisionAction } from '../history/revision.entity.js';
import { recordActions } from '../history/revisions.js';
import { type LocalizedText, ownPartText } from '../language/translation.js';
import type { Content } from '../model/content.entity.js';
import type { Columns, ContentType } from '../model/content-type.js';
import { indexForSearch } from '../search/search-index.js';
import { PublicationAction } from '../storage/listeners.js';
import { keysTo } from '../storage/references-to.js';
import type { ContentStore } from '../storage/store.js';
import { readStored } from '../storage/stored-objects.js';
import type { Transaction } from '../storage/transaction.js';
import { inputsOf } from '../writing/input.js';
import { documentOf } from '../writing/snapshot.js';

/** The objects that referred to the erased one, with the referring fields. */
type Owners = Map<ContentType, { readonly ids: Set<string>; readonly fields: Set<string> }>;

/** Removes the object from everything that refers to it, in both stages. */
export async function removeLinks(
  { draft, published }: Transaction,
  store: ContentStore,
  content: ContentType,
  id: string,
): Promise<{ readonly owners: Owners; readonly names: readonly string[] }> {
  const owners: Owners = new Map();
  const names: string[] = [];
  for (const manager of [draft, published]) {
    const keys = store.types.flatMap((type) => keysTo(content, type).map((link) => ({ type, ...link })));
    // Parts of several types may share a table, so all owners are collected before rows are deleted.
    for (const { type, shape, field, owner, key } of keys) {
      const rows = (await manager.find(shape.entity, { where: { [key]: id } })) as Columns[];
      const others = rows.map((row) => row[owner]).filter((each) => typeof each === 'string');
      for (const other of others.filter((each) => each !== id)) {
        const known = owners.get(type) ?? { ids: new Set(), fields: new Set() };
        owners.set(type, known);
        known.ids.add(other);
        known.fields.add(field);
      }
      names.push(...rows.flatMap((row) => namesGiven(shape.printed.values(), key, row)));
    }
    for (const { type, shape, key } of keys) {
      if (shape === type) await manager.update(shape.entity, { [key]: id }, { [key]: null });
      else await manager.delete(shape.entity, { [key]: id });
    }
  }
  return { owners, names };
}

/** Names of the object that editors gave beside a reference. */
function namesGiven(
  printed: Iterable<{ readonly key: string; readonly own?: string }>,
  key: string,
  row: Columns,
): string[] {
  return [...printed]
    .filter((each) => each.key === key && each.own)
    .flatMap(({ own = '' }) => Object.values(ownPartText(row[own] as LocalizedText | null)));
}

/** Records and notifies the changes of objects that referred to it: for their editors, the search, and the public. */
export async function settleOwners(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  owners: Owners,
): Promise<void> {
  const { draft, published, system } = transaction;
  const now = store.clock();
  for (const [content, { ids: owned, fields }] of owners) {
    const ids = [...owned];
    // The fields, so that editors with an earlier version get a conflict, but not their values.
    const changes = [...fields].map((path) => ({ path, locale: null, before: null, after: null }));
    const type = (await inputsOf(store)).typeOf(content);
    const isSame = await unchangedDrafts(transaction, content, ids);
    await draft.update(content.entity, { id: In(ids) }, { version: () => 'version + 1', updatedAt: now });
    await published.update(content.entity, { id: In(isSame) }, { version: () => 'version + 1' });
    for (const manager of [draft, published]) await indexForSearch(manager, content, ids, store.locales);
    const rows = (await draft.find(content.entity, { where: { id: In(ids) } })) as Content[];
    const stored = await readStored(draft, content, ids);
    const objects = rows.flatMap(({ id, version }) => {
      const object = stored.get(id);
      return object
        ? [{ type: content.table, id, version, document: documentOf(content, type, object), changes }]
        : [];
    });
    await recordActions(system, viewer, now, RevisionAction.ERASE, objects);
    await notifyUpdate(transaction, store, content, ids);
  }
}

/** Objects whose draft is published as it is, which they remain. */
async function unchangedDrafts(
  { draft, published }: Transaction,
  content: ContentType,
  ids: readonly string[],
): Promise<string[]> {
  const where = { id: In([...ids]) };
  const drafts = (await draft.find(content.entity, { where })) as Content[];
  const versions = new Map(drafts.map(({ id, version }) => [id, version]));
  const shown = (await published.find(content.entity, { where })) as Content[];
  return shown.filter(({ id, version }) => versions.get(id) === version).map(({ id }) => id);
}

/** Notifies of changes to public objects. */
export async function notifyUpdate(
  transaction: Transaction,
  store: ContentStore,
  content: ContentType,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const { codes: locales } = store.locales;
  const where = { id: In([...ids]) };
  const shown = (await transaction.published.find(content.entity, { where })) as Content[];
  const action = PublicationAction.UPDATED;
  await store.notifyPublication(
    transaction,
    shown.map(({ id }) => ({ content, id, action, locales })),
  );
}
