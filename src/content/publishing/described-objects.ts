import type { EntityManager } from 'typeorm';
import { yieldToEventLoop } from '../../foundation/event-loop.js';
import { globalId } from '../contract/global-id.js';
import type { ContentType } from '../model/content-type.js';
import { type Document } from '../model/document.js';
import type { Selection } from '../storage/listeners.js';
import type { ContentStore } from '../storage/store.js';
import { readAll, type StoredObject, type StoredObjects } from '../storage/stored-objects.js';
import { inputsOf } from '../writing/input.js';
import { documentOf } from '../writing/snapshot.js';

export interface DescribedObject {
  readonly content: ContentType;
  readonly id: string;
  readonly stored: StoredObject;
  readonly document: Document;
  readonly version: number;
  /** The first publication, unless every trace of it was removed. */
  readonly publishedAt: Date | null;
  readonly updatedAt: Date;
}

/** Objects as documents, by global id: one statement for hundreds of them. */
export async function documentsOf(
  manager: EntityManager,
  store: ContentStore,
  selection: Selection,
): Promise<Map<string, DescribedObject>> {
  return describe(store, selection, await readAll(manager, selection));
}

/** The objects that were found of a selection, by global id. */
export async function describe(
  store: ContentStore,
  selection: Selection,
  objects: StoredObjects,
): Promise<Map<string, DescribedObject>> {
  const inputs = await inputsOf(store);
  const documents = new Map<string, DescribedObject>();
  for (const [content, ids] of selection) {
    for (const id of ids) {
      const stored = objects.get(id);
      if (stored?.content !== content) continue;
      const document = documentOf(content, inputs.typeOf(content), stored);
      const { version, publishedAt, updatedAt } = stored.root;
      documents.set(globalId(content.table, id), {
        content,
        id,
        stored,
        document,
        version,
        publishedAt,
        updatedAt,
      });
      await yieldToEventLoop();
    }
  }
  return documents;
}

/** The documents of other objects with the same reference, by global id, as they are public afterwards. */
export type Siblings = ReadonlyMap<string, readonly Document[]>;

export type Described = ReadonlyMap<string, DescribedObject>;
