import type { EntityManager } from 'typeorm';
import { type Problem, problem, Refusal } from '../../foundation/errors.js';
import type { ContentType } from '../content-type.js';
import { globalId } from '../global-id.js';
import type { ContentStore, Transaction } from '../store.js';
import { type Document } from '../writing/document.js';
import { documentOf, readStored } from '../writing/snapshot.js';
import { brokenEmailsIn } from './broken-email.js';
import type { Selection } from './closure.js';
import { type Finding, Severity } from './finding.js';

/** An object that is about to be published, and those that go with it. */
export interface Inspected {
  readonly id: string;
  readonly document: Document;
  readonly now: Date;
  /** The document of another object that is published together with it, by its global id. */
  readonly companion: (id: unknown) => Document | undefined;
}

/** What is found in an object. */
export interface FoundIn extends Finding {
  readonly content: ContentType;
  readonly id: string;
}

export interface DescribedObject {
  readonly content: ContentType;
  readonly id: string;
  readonly document: Document;
}

/** The objects of a selection as documents, by global id: a query for each table, however many objects. */
export async function documentsOf(
  manager: EntityManager,
  store: ContentStore,
  selection: Selection,
): Promise<Map<string, DescribedObject>> {
  const inputs = await store.inputs;
  const documents = new Map<string, DescribedObject>();
  for (const [content, ids] of selection) {
    for (const [id, stored] of await readStored(manager, content, [...ids])) {
      const document = documentOf(content, inputs.typeOf(content), stored);
      documents.set(globalId(content.table, id), { content, id, document });
    }
  }
  return documents;
}

/** Everything that there is to say of objects: what their types find, and what the kernel finds in any words. */
export function inspect(documents: ReadonlyMap<string, DescribedObject>, now: Date): FoundIn[] {
  const companion = (id: unknown) => documents.get(String(id))?.document;
  return [...documents.values()].flatMap(({ content, id, document }) => {
    const own = content.declaration.inspect?.({ id, document, now, companion }) ?? [];
    const places = new Set(own.map(({ path }) => path.join('.')));
    // Where the type has something to say of a place, that is more to the point.
    const others = brokenEmailsIn(document).filter(({ path }) => !places.has(path.join('.')));
    return [...own, ...others].map((finding) => ({ ...finding, content, id }));
  });
}

/** @throws Refusal NOT_READY with every error that the types find */
export async function assertReady(
  transaction: Transaction,
  store: ContentStore,
  selection: Selection,
): Promise<void> {
  const found = inspect(await documentsOf(transaction.draft, store, selection), store.clock());
  const errors = found.filter(({ severity }) => severity === Severity.ERROR);
  if (errors.length === 0) return;
  const problems: Problem[] = errors.map(({ content, id, path, sentence }) =>
    problem('NOT_READY', sentence, [globalId(content.table, id), ...path]),
  );
  throw new Refusal(problems);
}
