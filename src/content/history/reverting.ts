import { refuse } from '../../foundation/errors.js';
import { assertMay, type Viewer } from '../access.js';
import type { ContentType } from '../content-type.js';
import { oneAtATime } from '../publishing/one-at-a-time.js';
import type { ContentStore, Transaction } from '../store.js';
import type { Written } from '../writing/change.js';
import type { Document } from '../writing/document.js';
import { sentences } from '../writing/sentences.js';
import { documentOf, readStored } from '../writing/snapshot.js';
import { writeDrafts } from '../writing/writing.js';
import { Revision, RevisionAction } from './revision.entity.js';
import { withoutErased } from './scrub.js';

interface Request {
  readonly content: ContentType;
  readonly id: string;
  readonly expectedVersion: number;
}

/** Makes a draft again what is published. */
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
  const document = documentOf(content, (await store.inputs).typeOf(content), stored);
  const written = await writeDrafts(transaction, store, viewer, [
    whole(request, document, RevisionAction.DISCARD),
  ]);
  // What is published is this version now: both say the same, unless others changed something since.
  for (const { version, isMerged } of written)
    if (!isMerged) await transaction.published.update(content.entity, { id }, { version });
  return written;
}

/** Makes a draft again what it was in one of its revisions. */
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
