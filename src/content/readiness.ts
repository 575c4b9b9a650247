import { type Problem, problem, Refusal, type Sentence } from '../foundation/errors.js';
import type { Selection } from './closure.js';
import type { ContentType } from './content-type.js';
import { type Document } from './document.js';
import { globalId } from './global-id.js';
import { documentOf, readStored } from './snapshot.js';
import type { ContentStore, Transaction } from './store.js';

/** How much a finding matters: an ERROR keeps the object from being published. */
export enum Severity {
  ERROR = 'ERROR',
  WARNING = 'WARNING',
  INFO = 'INFO',
}

/** Something about an object that readers would stumble over. */
export interface Finding {
  readonly severity: Severity;
  /** The place in the document. */
  readonly path: readonly string[];
  readonly sentence: Sentence;
}

/** An object that is about to be published, and those that go with it. */
export interface Inspected {
  readonly id: string;
  readonly document: Document;
  readonly now: Date;
  /** The document of another object that is published together with it, by its global id. */
  readonly companion: (id: unknown) => Document | undefined;
}

/** What content types say of objects, one after the other. */
export interface FoundIn extends Finding {
  readonly content: ContentType;
  readonly id: string;
}

/** The drafts of a selection as documents, by global id. */
export async function documentsOf(
  { draft }: Transaction,
  store: ContentStore,
  selection: Selection,
): Promise<Map<string, { readonly content: ContentType; readonly id: string; readonly document: Document }>> {
  const inputs = await store.inputs;
  const documents = new Map<string, { content: ContentType; id: string; document: Document }>();
  for (const [content, ids] of selection) {
    for (const [id, stored] of await readStored(draft, content, [...ids])) {
      const document = documentOf(content, inputs.typeOf(content), stored);
      documents.set(globalId(content.table, id), { content, id, document });
    }
  }
  return documents;
}

/** Everything that the types have to say of the objects of a selection. */
export async function inspect(
  transaction: Transaction,
  store: ContentStore,
  selection: Selection,
): Promise<FoundIn[]> {
  const inspecting = [...selection.keys()].some(({ declaration }) => declaration.inspect);
  if (!inspecting) return [];
  const documents = await documentsOf(transaction, store, selection);
  const companion = (id: unknown) => documents.get(String(id))?.document;
  return [...documents.values()].flatMap(({ content, id, document }) => {
    const findings = content.declaration.inspect?.({ id, document, now: store.clock(), companion }) ?? [];
    return findings.map((finding) => ({ ...finding, content, id }));
  });
}

/** @throws Refusal NOT_READY with every error that the types find */
export async function assertReady(
  transaction: Transaction,
  store: ContentStore,
  selection: Selection,
): Promise<void> {
  const found = await inspect(transaction, store, selection);
  const errors = found.filter(({ severity }) => severity === Severity.ERROR);
  if (errors.length === 0) return;
  const problems: Problem[] = errors.map(({ content, id, path, sentence }) =>
    problem('NOT_READY', sentence, [globalId(content.table, id), ...path]),
  );
  throw new Refusal(problems);
}
