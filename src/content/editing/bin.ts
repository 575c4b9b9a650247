import type { EntityManager } from 'typeorm';
import { problem, Refusal, refuse } from '../../foundation/errors.js';
import { assertMay, type Viewer } from '../contract/access.js';
import { globalId } from '../contract/global-id.js';
import { sentences } from '../contract/sentences.js';
import { BinEntry } from '../history/bin-entry.entity.js';
import { RevisionAction } from '../history/revision.entity.js';
import { recordActions } from '../history/revisions.js';
import type { Locales } from '../language/locale.js';
import type { Content } from '../model/content.entity.js';
import type { ContentType } from '../model/content-type.js';
import type { Document } from '../model/document.js';
import { oneAtATime } from '../publishing/one-at-a-time.js';
import { removal } from '../sql/removal.js';
import { PublicationAction } from '../storage/listeners.js';
import type { ReferringKey } from '../storage/references-to.js';
import { allReferrers, type Referrer } from '../storage/referrers.js';
import type { ContentStore } from '../storage/store.js';
import { readStored } from '../storage/stored-objects.js';
import type { Transaction } from '../storage/transaction.js';
import type { Written } from '../writing/change.js';
import { assertVersion } from '../writing/current-version.js';
import { inputsOf } from '../writing/input.js';
import { documentOf } from '../writing/snapshot.js';
import { writeDrafts } from '../writing/write-drafts.js';
import { withoutErased } from './scrub.js';

interface DeleteRequest {
  readonly content: ContentType;
  readonly id: string;
  readonly expectedVersion: number;
}

/**
 * Deletes an object from both stages, into the bin. Refused while other objects refer to it.
 * @returns the schedules that it was removed from
 */
export async function deleteDraft(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  { content, id, expectedVersion }: DeleteRequest,
): Promise<string[]> {
  assertMay(viewer, 'WRITE', content.name);
  const { draft, published, system } = transaction;
  await oneAtATime(transaction);
  const row = await assertVersion(transaction, store, content, id, expectedVersion);
  const isPublished = await published.existsBy(content.entity, { id });
  if (isPublished) assertMay(viewer, 'PUBLISH', content.name, ['input', 'id']);
  if (viewer.locales)
    refuse('FORBIDDEN', sentences.notInLocale(content.name, viewer.locales), ['input', 'id']);
  await refuseWhileInUse(transaction, store, content, id, isPublished);
  const stored = (await readStored(draft, content, [id])).get(id);
  if (!stored) throw new Error(`${content.name} ${id} has vanished.`);
  const document = documentOf(content, (await inputsOf(store)).typeOf(content), stored);
  await system.insert(BinEntry, {
    id,
    type: content.table,
    externalRef: row.externalRef,
    title: titleOf(content, document, store),
    version: row.version,
    createdAt: row.createdAt,
    publishedAt: row.publishedAt,
    deletedAt: store.clock(),
    deletedBy: viewer.name,
    document: document as never,
  });
  if (isPublished) {
    const { codes: locales } = store.locales;
    const removals = [{ content, id, action: PublicationAction.DELETED, locales }];
    await store.prepareForPublication(transaction, removals);
    await store.notifyPublication(transaction, removals);
  }
  const schedules = await store.notifyWithdrawal(transaction, {
    content,
    ids: [id],
    viewer,
    locales: store.locales.codes,
    isDeleted: true,
  });
  await draft.query(removal(content, ['draft', 'published']), [[id]]);
  const gone = { type: content.table, id, version: row.version, document };
  await recordActions(system, viewer, store.clock(), RevisionAction.DELETE, [gone]);
  return schedules;
}

interface RestoreRequest {
  readonly content: ContentType;
  readonly id: string;
  /** Other slugs, and another external reference, for those that were taken. */
  readonly slugs?: readonly { readonly locale: string; readonly slug: string }[] | null;
  readonly externalRef?: string | null;
}

function withSlugs(
  document: Document,
  slugs: NonNullable<RestoreRequest['slugs']>,
  locales: Locales,
): Document {
  const text = new Map(Object.entries((document.text ?? {}) as Document));
  for (const [index, { locale: tag, slug }] of slugs.entries()) {
    const locale = locales.match(tag, ['input', 'slugs', String(index), 'locale']);
    text.set(locale, { ...(text.get(locale) as Document | undefined), slug });
  }
  return text.size > 0 ? { ...document, text: Object.fromEntries(text) } : document;
}

/** Restores an object from the bin, with its former id. */
export async function restoreDeleted(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  { content, id, slugs, externalRef }: RestoreRequest,
): Promise<Written[]> {
  assertMay(viewer, 'WRITE', content.name);
  const entry = await transaction.system.findOne(BinEntry, {
    where: { id, type: content.table },
    lock: { mode: 'pessimistic_write' },
  });
  if (!entry) return refuse('NOT_FOUND', sentences.notInBin(globalId(content.table, id)), ['input', 'id']);
  const { version, createdAt, publishedAt, document } = entry;
  const written = await writeDrafts(transaction, store, viewer, [
    {
      content,
      id,
      mode: 'CREATE',
      isWhole: true,
      document: {
        ...withSlugs(document, slugs ?? [], store.locales),
        ...(externalRef ? { externalRef } : {}),
      },
      taken: withoutErased(document) as Document,
      since: { version, createdAt, publishedAt },
      action: RevisionAction.RESTORE,
      locate: ([name, , field]) => [
        'input',
        field === 'slug' ? 'slugs' : name === 'externalRef' ? name : 'id',
      ],
    },
  ]);
  await transaction.system.delete(BinEntry, { id });
  return written;
}

/** The title of an object, in the default language or the first that has one. */
function titleOf(content: ContentType, document: Document, store: ContentStore): string | null {
  const text = (document.text ?? {}) as Readonly<Record<string, Readonly<Record<string, string>>>>;
  const translation = text[store.locales.default] ?? Object.values(text)[0];
  return translation?.[content.titleField ?? ''] ?? null;
}

/** How many of the objects that refer to one are named when it cannot be deleted. */
const NAMED = 5;

/** @throws Refusal IN_USE if objects refer to it in the draft or, if it is public, in published */
async function refuseWhileInUse(
  { draft }: Transaction,
  store: ContentStore,
  content: ContentType,
  id: string,
  isPublished: boolean,
): Promise<void> {
  const { types } = store;
  const drafts = await allReferrers(draft, types, content, id, { stages: ['draft'] });
  // A link or a printed name can lose its target in public, but an event cannot lose its venue.
  const isMeant = ({ owner }: ReferringKey) => owner === 'id';
  const shown = isPublished
    ? await allReferrers(draft, types, content, id, { stages: ['published'], isMeant })
    : [];
  const users = new Map([...shown, ...drafts].map((user) => [user.id, user]));
  if (users.size === 0) return;
  const named = await namesOfUsers(draft, [...users.values()].reverse().slice(0, NAMED));
  const path = ['input', 'id'];
  const problems = named.map(({ user, name }) => {
    const sentence = user.stages.includes('draft') ? sentences.isUsedBy : sentences.isShownBy;
    return problem('IN_USE', sentence(user.content.name, name), path);
  });
  if (users.size > NAMED) problems.push(problem('IN_USE', sentences.isUsedByMore(users.size - NAMED), path));
  throw new Refusal(problems);
}

async function namesOfUsers(draft: EntityManager, users: readonly Referrer[]) {
  const named = [];
  for (const user of users) {
    const row = (await draft.findOneBy(user.content.entity, { id: user.id })) as Content | null;
    named.push({ user, name: row?.externalRef ?? globalId(user.content.table, user.id) });
  }
  return named;
}
