import { refuse } from '../../foundation/errors.js';
import type { Viewer } from '../contract/access.js';
import { globalId } from '../contract/global-id.js';
import { sentences } from '../contract/sentences.js';
import type { ContentType } from '../model/content-type.js';
import { type Document, isRecord } from '../model/document.js';
import type { ContentStore } from '../storage/store.js';
import { readStored } from '../storage/stored-objects.js';
import type { Transaction } from '../storage/transaction.js';
import type { Written } from '../writing/change.js';
import { inputsOf } from '../writing/input.js';
import { documentOf } from '../writing/snapshot.js';
import { writeDrafts } from '../writing/write-drafts.js';

/**
 * Creates a draft from another one: with everything but its names in addresses and other systems, and what its type
 * expects to be different (see `template`).
 */
export async function copyDraft(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  content: ContentType,
  id: string,
): Promise<Written[]> {
  const path = ['input', 'id'];
  const stored = (await readStored(transaction.draft, content, [id])).get(id);
  if (!stored)
    return refuse('NOT_FOUND', sentences.noSuchObject(content.name, globalId(content.table, id)), path);
  const source = documentOf(content, (await inputsOf(store)).typeOf(content), stored);
  const { externalRef: _name, text, ...shared } = content.declaration.template?.(source) ?? source;
  const document = isRecord(text) ? { ...shared, text: withoutSlugs(text) } : shared;
  const locate = () => path;
  return writeDrafts(transaction, store, viewer, [
    { content, mode: 'CREATE', document, taken: source, locate },
  ]);
}

function withoutSlugs(text: Document): Document {
  return Object.fromEntries(
    Object.entries(text).map(([locale, own]) => {
      const { slug: _slug, ...rest } = isRecord(own) ? own : {};
      return [locale, rest];
    }),
  );
}
