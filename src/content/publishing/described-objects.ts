import type { EntityManager } from 'typeorm';
import { globalId } from '../contract/global-id.js';
import type { Content } from '../model/content.entity.js';
import type { ContentType } from '../model/content-type.js';
import { type Document } from '../model/document.js';
import type { Selection } from '../storage/listeners.js';
import type { ContentStore } from '../storage/store.js';
import { inputsOf } from '../writing/input.js';
import { documentOf, readStored } from '../writing/snapshot.js';

export interface DescribedObject {
  readonly content: ContentType;
  readonly id: string;
  readonly document: Document;
  readonly version: number;
  /** The first publication, unless every trace of it was removed. */
  readonly publishedAt: Date | null;
  readonly updatedAt: Date;
}

/** Objects as documents, by global id: one query for each table, for any number of objects. */
export async function documentsOf(
  manager: EntityManager,
  store: ContentStore,
  selection: Selection,
): Promise<Map<string, DescribedObject>> {
  const inputs = await inputsOf(store);
  const documents = new Map<string, DescribedObject>();
  for (const [content, ids] of selection) {
    for (const [id, stored] of await readStored(manager, content, [...ids])) {
      const document = documentOf(content, inputs.typeOf(content), stored);
      const { version, publishedAt, updatedAt } = stored.root as Pick<
        Content,
        'version' | 'publishedAt' | 'updatedAt'
      >;
      documents.set(globalId(content.table, id), { content, id, document, version, publishedAt, updatedAt });
    }
  }
  return documents;
}

/** The documents of other objects with the same reference, by global id, as they are public afterwards. */
export type Siblings = ReadonlyMap<string, readonly Document[]>;

export type Described = ReadonlyMap<string, DescribedObject>;
