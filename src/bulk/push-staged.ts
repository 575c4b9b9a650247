import type { EntityManager } from 'typeorm';
import type { Viewer } from '../content/contract/access.js';
import { PushOutcome } from '../content/editing/content-push.type.js';
import { pushedChange } from '../content/editing/pushed-change.js';
import type { Document } from '../content/model/document.js';
import type { ContentStore } from '../content/storage/store.js';
import type { Transaction } from '../content/storage/transaction.js';
import type { Change, Description } from '../content/writing/change.js';
import { inputsOf } from '../content/writing/input.js';
import { writeInChunks } from '../content/writing/write-in-chunks.js';
import { yieldToEventLoop } from '../foundation/event-loop.js';
import type { BulkOperation } from './bulk-operation.entity.js';
import { exchangingSlugs } from './exchanging-slugs.js';

interface StagedDocument {
  readonly position: number;
  readonly type: string;
  readonly externalRef: string;
  readonly expectedVersion: number | null;
}

/**
 * Pushes the staged documents of an operation and stores the results.
 * @param advance is called with the numbers of processed objects
 * @returns the global ids of what was changed
 */
export async function pushStaged(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  { id, options: { recreate = false, overruleOthers = false, overwriteOthers = false } }: BulkOperation,
  advance: (count: number) => Promise<void>,
): Promise<{ readonly targets: string[] }> {
  const { system } = transaction;
  const inputs = await inputsOf(store);
  // Weak: loaded documents must not be kept.
  const staged = new WeakMap<Change, StagedDocument>();
  const changeOf = (each: StagedDocument, document: Document): Change => {
    const content = store.types.find(({ table }) => table === each.type);
    if (!content) throw new Error(`There is no content type "${each.type}".`);
    const pushed = { ...each, content, document, index: each.position };
    const change = pushedChange(store, inputs, pushed, { recreate, overruleOthers, overwriteOthers });
    staged.set(change, each);
    return change;
  };
  const headers: Change[] = [];
  for (const each of await stagedDocuments(system, id)) {
    headers.push(changeOf(each, {}));
    await yieldToEventLoop();
  }
  const exchanging = await exchangingSlugs(transaction, new Set(headers.map(({ content }) => content)), id);
  const targets: string[] = [];
  await writeInChunks(transaction, store, viewer, headers, {
    isTogether: (change) => exchanging.has(staged.get(change)?.position ?? -1),
    async load(changes) {
      const rows = changes.flatMap((change) => staged.get(change) ?? []);
      const documents = await documentsAt(system, id, rows);
      return rows.map((each) => changeOf(each, documents.get(each.position) ?? {}));
    },
    async onChunk(written, size) {
      await storeResults(system, id, written, (change) => staged.get(change)?.position ?? 0);
      targets.push(...written.filter(isChange).map(({ result }) => result.target));
      await advance(size);
    },
  });
  return { targets };
}

function isChange({ result }: Description): boolean {
  return result.isNew || result.changes.length > 0;
}

function stagedDocuments(system: EntityManager, id: string): Promise<StagedDocument[]> {
  return system.query(
    `select position, type, external_ref as "externalRef", expected_version as "expectedVersion"
      from system.bulk_operation_item where operation_id = $1 order by position`,
    [id],
  );
}

async function documentsAt(
  system: EntityManager,
  id: string,
  rows: readonly StagedDocument[],
): Promise<ReadonlyMap<number, Document>> {
  const found: { position: number; document: Document }[] = await system.query(
    'select position, document from system.bulk_operation_item where operation_id = $1 and position = any($2)',
    [id, rows.map(({ position }) => position)],
  );
  return new Map(found.map(({ position, document }) => [position, document]));
}

/** The document is not needed any more, and the reference may be a name. */
async function storeResults(
  system: EntityManager,
  id: string,
  written: readonly Description[],
  positionOf: (change: Change) => number,
): Promise<void> {
  const results = written.map(({ object, result }) => ({
    position: positionOf(object.change),
    content_id: result.id,
    outcome: outcomeOf(result),
    version: result.version,
  }));
  await system.query(
    `update system.bulk_operation_item item
      set document = null, external_ref = null, content_id = fresh.content_id, outcome = fresh.outcome, version = fresh.version
      from json_to_recordset($2::json) as fresh(position int, content_id uuid, outcome text, version int)
      where item.operation_id = $1 and item.position = fresh.position`,
    [id, JSON.stringify(results)],
  );
}

function outcomeOf({ isNew, changes }: Description['result']): PushOutcome {
  if (isNew) return PushOutcome.CREATED;
  return changes.length > 0 ? PushOutcome.UPDATED : PushOutcome.UNCHANGED;
}
