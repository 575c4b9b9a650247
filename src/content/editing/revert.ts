import { isDeepStrictEqual } from 'node:util';
import { IsNull, Not } from 'typeorm';
import { refuse } from '../../foundation/errors.js';
import { assertMay, type Viewer } from '../contract/access.js';
import { sentences } from '../contract/sentences.js';
import { changesBetween, isPerLocaleList, languageOf } from '../history/changes.js';
import { Revision, RevisionAction } from '../history/revision.entity.js';
import type { Locales } from '../language/locale.js';
import type { ContentType } from '../model/content-type.js';
import { type Document, isRecord } from '../model/document.js';
import { oneAtATime } from '../publishing/one-at-a-time.js';
import type { ContentStore } from '../storage/store.js';
import { readStored } from '../storage/stored-objects.js';
import type { Transaction } from '../storage/transaction.js';
import type { Written } from '../writing/change.js';
import { inputsOf } from '../writing/input.js';
import { documentOf } from '../writing/snapshot.js';
import { overrule } from '../writing/three-way.js';
import { writeDrafts } from '../writing/write-drafts.js';
import { withoutErased } from './scrub.js';

interface Request {
  readonly content: ContentType;
  readonly id: string;
  readonly expectedVersion: number;
}

/**
 * Resets a draft to the published version, in the languages that are public. Text in other languages stays, since there
 * is no public text to replace it.
 */
export async function discardDraft(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  request: Request,
): Promise<Written[]> {
  assertMay(viewer, 'WRITE', request.content.name);
  const { content, id } = request;
  await oneAtATime(transaction);
  const stored = (await readStored(transaction.published, content, [id])).get(id);
  if (!stored) return refuse('NOT_FOUND', sentences.isNotPublished, ['input', 'id']);
  const seen = documentOf(content, (await inputsOf(store)).typeOf(content), stored);
  const document = withHiddenText(seen, await documentAt(transaction, store, request), store.locales);
  const isSame = changesBetween(seen, document, store.locales).length === 0;
  const written = await writeDrafts(transaction, store, viewer, [
    whole(request, document, RevisionAction.DISCARD),
  ]);
  // This version is published, so both are the same unless others have changed something since.
  for (const { version, isMerged } of written)
    if (isSame && !isMerged) await transaction.published.update(content.entity, { id }, { version });
  return written;
}

/** Resets a draft to an earlier revision. */
export async function restoreRevision(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  request: Request & { readonly version: number },
): Promise<Written[]> {
  assertMay(viewer, 'WRITE', request.content.name);
  const { id: contentId, version } = request;
  const revisions = await transaction.system.find(Revision, {
    where: { contentId, version },
    order: { id: 'ASC' },
  });
  const document = revisions.map((revision) => revision.document).find((each) => each !== null);
  if (!document) return refuse('NOT_FOUND', sentences.noSuchRevision(version), ['input', 'version']);
  return writeDrafts(transaction, store, viewer, [whole(request, document, RevisionAction.REVERT)]);
}

/** The draft as the caller saw it. */
async function documentAt(
  { draft, system }: Transaction,
  store: ContentStore,
  { content, id, expectedVersion: version }: Request,
): Promise<Document> {
  const where = { contentId: id, version, document: Not(IsNull()) };
  const revision = await system.findOne(Revision, { where, order: { id: 'DESC' } });
  if (revision?.document) return revision.document;
  const stored = (await readStored(draft, content, [id])).get(id);
  return stored ? documentOf(content, (await inputsOf(store)).typeOf(content), stored) : {};
}

/** The public document, with the draft's text in languages that are not public. */
function withHiddenText(seen: Document, draft: Document, locales: Locales): Document {
  const without = (value: unknown, codes: readonly string[]) => withoutText(value, codes, locales);
  const hidden = locales.codes.filter((code) => isDeepStrictEqual(without(seen, [code]), seen));
  const shown = without(draft, hidden) as Document;
  return overrule(shown, seen, draft, locales).document;
}

/** Without the text in some languages, which has their name as its key, or is an entry with them as its locale. */
function withoutText(value: unknown, codes: readonly string[], locales: Locales): unknown {
  if (Array.isArray(value)) {
    const left = isPerLocaleList(value)
      ? value.filter((entry) => !codes.includes(languageOf(entry, locales)))
      : value;
    return left.map((entry) => withoutText(entry, codes, locales));
  }
  if (!isRecord(value)) return value;
  const left = Object.entries(value).filter(([name]) => !codes.includes(name));
  return Object.fromEntries(left.map(([name, inner]) => [name, withoutText(inner, codes, locales)]));
}

function whole(
  { content, id, expectedVersion }: Request,
  document: Revision['document'],
  action: RevisionAction,
) {
  const locate = (path: readonly string[]) =>
    path[0] === 'expectedVersion' ? ['input', ...path] : ['input', 'id', ...path];
  return {
    content,
    id,
    mode: 'UPDATE' as const,
    isWhole: true,
    document: document ?? {},
    taken: withoutErased(document ?? {}) as Document,
    expectedVersion,
    action,
    locate,
  };
}
