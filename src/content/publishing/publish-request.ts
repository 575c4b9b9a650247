import { problem, Refusal, refuse } from '../../foundation/errors.js';
import { type Viewer } from '../contract/access.js';
import { globalId } from '../contract/global-id.js';
import { sentences } from '../contract/sentences.js';
import { changesSince } from '../history/changes-since.js';
import { Revision, type RevisionAction } from '../history/revision.entity.js';
import { actionRevisions } from '../history/revisions.js';
import type { Content } from '../model/content.entity.js';
import type { Columns, ContentType } from '../model/content-type.js';
import type { ContentStore } from '../storage/store.js';
import type { StoredObjects } from '../storage/stored-objects.js';
import type { Transaction } from '../storage/transaction.js';
import { conflict } from '../writing/current-version.js';
import { chosenLocales } from './chosen-locales.js';

export interface PublishRequest {
  readonly content: ContentType;
  readonly ids: readonly string[];
  /** The locales to publish; all when absent. */
  readonly locales?: readonly string[];
  /**
   * Global ids of what is published along, among everything that the objects list, refer to or bring along; when
   * absent, what is new, and what nobody else has changed since its last publication.
   */
  readonly withContents?: readonly string[] | null;
  /** The fingerprint of the plan that the publication has to match. */
  readonly expectedFingerprint?: string | null;
  /** The version of the only requested object. */
  readonly expectedVersion?: number | null;
  /** The locale for names of objects. */
  readonly locale?: string;
  /** Is called with the share of the objects that have been copied, after each chunk. */
  readonly onCopied?: (share: number) => Promise<void>;
}

/** @throws Refusal FORBIDDEN for a key that is restricted to other languages */
export function localesOf(store: ContentStore, viewer: Viewer, { locales }: PublishRequest): string[] {
  return chosenLocales(store, viewer, locales, ['input', 'locales']) ?? [...store.locales.codes];
}

/** @throws Refusal NOT_FOUND for each missing object */
export function foundAmong(content: ContentType, ids: readonly string[], objects: StoredObjects): Content[] {
  const problems = ids.flatMap((id, index) =>
    objects.has(id)
      ? []
      : [
          problem('NOT_FOUND', sentences.noSuchObject(content.name, globalId(content.table, id)), [
            'input',
            'ids',
            String(index),
          ]),
        ],
  );
  if (problems.length > 0) throw new Refusal(problems);
  return ids.flatMap((id) => objects.get(id)?.root ?? []);
}

/**
 * Asserts that the published languages of the object are as the caller saw them.
 * @throws Refusal CONFLICT, INVALID_INPUT for several objects
 */
export async function assertVersions(
  transaction: Transaction,
  store: ContentStore,
  rows: readonly Content[],
  expectedVersion: number | null | undefined,
  locales: readonly string[],
): Promise<void> {
  if (typeof expectedVersion !== 'number') return;
  const path = ['input', 'expectedVersion'];
  const [row, ...others] = rows;
  if (!row || others.length > 0) return refuse('INVALID_INPUT', sentences.versionIsOfOne, path);
  if (row.version === expectedVersion) return;
  const since = await changesSince(transaction.system, row, expectedVersion, store.locales);
  const changes = since?.changes.filter(({ locale }) => locale === null || locales.includes(locale));
  if (changes?.length === 0) return;
  throw new Refusal([await conflict(transaction, row, expectedVersion, changes ?? [], path)]);
}

/** An object with the languages that are published or withdrawn. */
export interface InLocales {
  readonly content: ContentType;
  readonly id: string;
  readonly version: number;
  readonly locales: readonly string[];
}

export async function recordInHistory(
  { system }: Transaction,
  store: ContentStore,
  viewer: Viewer,
  action: RevisionAction,
  objects: readonly InLocales[],
): Promise<void> {
  const rows = publicationRevisions(store, viewer, action, objects);
  if (rows.length > 0) await system.insert(Revision, rows as never);
}

/** The revisions of objects that are published or withdrawn. */
export function publicationRevisions(
  store: ContentStore,
  viewer: Viewer,
  action: RevisionAction,
  objects: readonly InLocales[],
): Columns[] {
  const rows = objects.map(({ content, id, version, locales }) => ({
    type: content.table,
    id,
    version,
    locales,
  }));
  return actionRevisions(viewer, store.clock(), action, rows);
}
