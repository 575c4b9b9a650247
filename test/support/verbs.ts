import type { Viewer } from '../../src/content/contract/access.js';
import type { ContentType } from '../../src/content/model/content-type.js';
import { collapse, type Document } from '../../src/content/model/document.js';
import * as publishing from '../../src/content/publishing/publish.js';
import type { PublishRequest } from '../../src/content/publishing/publish-request.js';
import * as unpublishing from '../../src/content/publishing/unpublish.js';
import type { ContentStore } from '../../src/content/storage/store.js';
import { inputsOf } from '../../src/content/writing/input.js';
import * as writing from '../../src/content/writing/write-drafts.js';

/** An object as a test wants it to be, whole, in the form of its GraphQL input or of a content file. */
export interface Draft {
  readonly content: ContentType;
  readonly externalRef: string;
  readonly input: Document;
}

/** Writes objects in one transaction; returns their ids. */
export async function writeDrafts(
  store: ContentStore,
  viewer: Viewer,
  drafts: readonly Draft[],
): Promise<string[]> {
  const inputs = await inputsOf(store);
  const changes = drafts.map(({ content, externalRef, input }) => ({
    content,
    externalRef,
    mode: 'PUT' as const,
    isWhole: true,
    document: collapse(inputs.typeOf(content), input, store.locales),
  }));
  const written = await store.transaction((transaction) =>
    writing.writeDrafts(transaction, store, viewer, changes),
  );
  return written.map(({ id }) => id);
}

export function publish(store: ContentStore, viewer: Viewer, request: PublishRequest) {
  return store.transaction((transaction) => publishing.publish(transaction, store, viewer, request));
}

export function unpublish(store: ContentStore, viewer: Viewer, request: unpublishing.UnpublishRequest) {
  return store.transaction((transaction) => unpublishing.unpublish(transaction, store, viewer, request));
}
