import type { EntityManager } from 'typeorm';
import { globalId } from '../contract/global-id.js';
import type { Content } from '../model/content.entity.js';
import type { ContentType } from '../model/content-type.js';
import { type Document } from '../model/document.js';
import type { FoundIn, Selection } from '../storage/listeners.js';
import type { ContentStore } from '../storage/store.js';
import { inputsOf } from '../writing/input.js';
import { documentOf, readStored } from '../writing/snapshot.js';
import { brokenEmailsIn } from './broken-email.js';

export interface DescribedObject {
  readonly content: ContentType;
  readonly id: string;
  readonly document: Document;
  readonly version: number;
  /** The first publication, unless every trace of it was removed. */
  readonly publishedAt: Date | null;
  readonly updatedAt: Date;
}

/** The objects of a selection as documents, by global id: a query for each table, however many objects. */
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

/** By global id the documents of others that have a reference in common, as the public sees them afterwards. */
export type Siblings = ReadonlyMap<string, readonly Document[]>;

type Described = ReadonlyMap<string, DescribedObject>;

/** What there is beside the objects that are inspected, by global id. */
interface Surroundings {
  /** What else the public sees afterwards. */
  readonly besides?: Described;
  /** What goes along with them and stays hidden. */
  readonly hidden?: Described;
  /** What the public sees of them so far. */
  readonly before?: Described;
  readonly siblings?: Siblings;
}

/** Everything that there is to say of objects: what their types find, and what the kernel finds in any words. */
export function inspect(
  documents: Described,
  now: Date,
  { besides, hidden, before, siblings }: Surroundings = {},
): FoundIn[] {
  const lookUp = {
    companion: (id: unknown) => (documents.get(String(id)) ?? besides?.get(String(id)))?.document,
    hidden: (id: unknown) => hidden?.get(String(id))?.document,
  };
  return [...documents].flatMap(([name, { content, id, document }]) => {
    const beside = siblings?.get(name) ?? [];
    const about = { id, document, before: before?.get(name)?.document, siblings: beside, now, ...lookUp };
    const own = content.declaration.inspect?.(about) ?? [];
    const places = new Set(own.map(({ path }) => path.join('.')));
    // Where the type has something to say of a place, that is more to the point.
    const others = brokenEmailsIn(document).filter(({ path }) => !places.has(path.join('.')));
    return [...own, ...others].map((finding) => ({ ...finding, content, id }));
  });
}
