import { In } from 'typeorm';
import { groupBy } from '../../foundation/collections.js';
import { globalId, parseGlobalId } from '../contract/global-id.js';
import type { Columns, ContentType } from '../model/content-type.js';
import type { Document } from '../model/document.js';
import type { ContentStore } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';
import type { Decided, Decision } from './decision.js';
import { documentsOf, type Siblings } from './described-objects.js';

/** Finds the siblings of public objects; a few queries for each type that needs them. */
export async function siblingsOf(
  transaction: Transaction,
  store: ContentStore,
  { objects }: Decision,
): Promise<Siblings> {
  const found = new Map<string, Document[]>();
  const shown = [...objects.values()].filter(isShown);
  for (const [content, own] of groupBy(shown, (object) => object.content)) {
    const field = content.declaration.siblings;
    const reference = field === undefined ? undefined : content.references.get(field);
    if (field === undefined || !reference) continue;
    const targets = own.map(({ draft }) => draft.document[field]).filter((id) => typeof id === 'string');
    const others = await othersWith(transaction, store, content, reference.key, targets);
    const all = new Map([...others].map(([name, { document }]) => [name, document]));
    for (const { id, draft } of own) all.set(globalId(content.table, id), draft.document);
    for (const { id, draft } of own) {
      const name = globalId(content.table, id);
      const beside = [...all].filter(
        ([other, document]) =>
          other !== name && draft.document[field] !== undefined && document[field] === draft.document[field],
      );
      found.set(
        name,
        beside.map(([, document]) => document),
      );
    }
  }
  return found;
}

async function othersWith(
  { published }: Transaction,
  store: ContentStore,
  content: ContentType,
  key: string,
  targets: readonly string[],
) {
  if (targets.length === 0) return new Map<string, never>();
  const ids = targets.map((target) => parseGlobalId(target, []).id);
  const rows = (await published.find(content.entity, {
    select: { id: true },
    where: { [key]: In(ids) },
  })) as Columns[];
  return documentsOf(published, store, new Map([[content, new Set(rows.map(({ id }) => String(id)))]]));
}

function isShown({ outcome }: Decided): boolean {
  return outcome.kind === 'PUBLISHED' || outcome.kind === 'UNCHANGED';
}
