import type { Viewer } from './access.js';
import type { Change, Written } from './change.js';
import type { ContentType } from './content-type.js';
import { assertVersion } from './current-version.js';
import type { Document } from './document.js';
import { documentOf, readStored } from './snapshot.js';
import type { ContentStore, Transaction } from './store.js';
import { writeDrafts } from './writing.js';

/** Changes an object by what it says now: for what is easier said than by giving a list whole. */
export async function changeDocument(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  request: { readonly content: ContentType; readonly id: string; readonly expectedVersion: number },
  edit: (document: Document) => Document,
): Promise<Written[]> {
  const { content, id, expectedVersion } = request;
  await assertVersion(transaction, content, id, expectedVersion);
  const stored = (await readStored(transaction.draft, content, [id])).get(id);
  const document = stored ? documentOf(content, (await store.inputs).typeOf(content), stored) : {};
  const change: Change = {
    content,
    id,
    mode: 'UPDATE',
    document: edit(document),
    locate: (path) => ['input', ...path],
  };
  return writeDrafts(transaction, store, viewer, [change]);
}
