import { In } from 'typeorm';
import { assertMay, type Viewer } from '../access.js';
import { RevisionAction } from '../history/revision.entity.js';
import { indexForSearch } from '../search/search-index.js';
import type { ContentStore, Transaction } from '../store.js';
import { publishedTogether, type Selection } from './closure.js';
import { publishParts, publishRoots, publishText, rowsById } from './copying.js';
import { printNames } from './printed-names.js';
import { PublicationAction, type PublicationChange } from './publication.js';
import { localesOf, lockForPublishing, type PublishRequest, recordInHistory } from './publish-request.js';
import { assertReady } from './readiness.js';
import { assertOnlyWordsChanged } from './shared-changes.js';
import { withoutWordless } from './wordless.js';

/** Copies objects with all that belongs to them from draft to published, all or none. Returns what was published. */
export async function publish(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  request: PublishRequest,
): Promise<Selection> {
  assertMay(viewer, 'PUBLISH', request.content.name);
  const locales = localesOf(store, viewer, request);
  await lockForPublishing(transaction, request.content, request.ids);
  const together = await publishedTogether(store, transaction, request, request.withContents ?? false);
  const selection = await withoutWordless(transaction, request, together, locales);
  for (const [content, ids] of selection) await lockForPublishing(transaction, content, [...ids]);
  await assertOnlyWordsChanged(transaction, store, viewer, selection);
  await assertReady(transaction, store, selection);
  const changes = await changesBy(transaction, selection, locales);
  await store.prepareForPublication(transaction, changes);
  for (const [content, ids] of selection) await publishRoots(store, transaction, content, [...ids], locales);
  for (const [content, ids] of selection) await publishText(store, transaction, content, [...ids], locales);
  for (const [content, ids] of selection) await publishParts(store, transaction, content, [...ids], locales);
  await printNames(transaction, store, selection, locales);
  for (const [content, ids] of selection)
    await indexForSearch(transaction.published, content, [...ids], store.locales);
  await recordInHistory(transaction, store, viewer, RevisionAction.PUBLISH, selection, locales);
  await store.tellOfPublication(transaction, changes);
  return selection;
}

/** Told apart before anything is written: what is there already is updated. */
async function changesBy(
  { published }: Transaction,
  selection: Selection,
  locales: readonly string[],
): Promise<PublicationChange[]> {
  const changes: PublicationChange[] = [];
  for (const [content, ids] of selection) {
    const before = await rowsById(published, content, { id: In([...ids]) });
    for (const id of ids) {
      const action = before.has(id) ? PublicationAction.UPDATED : PublicationAction.PUBLISHED;
      changes.push({ content, id, action, locales });
    }
  }
  return changes;
}
