import type { Api, UserError } from './api.js';
import type { CheckedFile, Checking } from './checked-files.js';
import { type PushResult, type PushSettings, placeOf, pushBatch } from './content-push.js';
import { Failure, refused } from './failure.js';
import type { ContentPushEntry } from './operations.generated.js';
import type { Progress } from './progress.js';
import type { FileError, LoadedFile, PushedFile, PushSet } from './push-set.js';

/** The progress of a push. */
export interface Written {
  readonly count: number;
  readonly created: number;
  /** Files of objects that were merged with changes of others. */
  readonly merged: readonly PushedFile[];
  /** Errors despite the dry run: something has changed meanwhile. */
  readonly fileErrors: readonly FileError[];
}

/** Writes batches in order, and stops at the first that is refused. Records the new version of each file. */
export async function writeBatches(
  api: Api,
  checking: Checking,
  batches: readonly (readonly CheckedFile[])[],
  progress: Progress,
): Promise<Written> {
  const total = batches.reduce((sum, batch) => sum + batch.length, 0);
  let count = 0;
  let created = 0;
  const merged: PushedFile[] = [];
  progress.begin('Writing', total);
  for (const batch of batches) {
    try {
      const files = await loadAll(checking.set, batch);
      const entries = files.map(({ entry }) => entry);
      const { results, userErrors } = await pushBatch(api, entries, checking.set.settings);
      if (userErrors.length > 0)
        return { count, created, merged, fileErrors: await fileErrorsOf(checking, files, userErrors) };
      created += results.filter(({ outcome }) => outcome === 'CREATED').length;
      merged.push(...noteOrigins(checking.set, files, results));
      await checking.set.origins.save();
    } catch (error) {
      if (!(error instanceof Failure) || count === 0) throw error;
      throw new Failure(error.exitCode, `${error.message}\n${howFar(count, total)}`);
    }
    count += batch.length;
    progress.advance(batch.length);
  }
  progress.end();
  return { count, created, merged, fileErrors: [] };
}

/** A file that was sent. */
export interface Sent extends Pick<LoadedFile, 'file' | 'digest'> {
  readonly expectedVersion?: ContentPushEntry['expectedVersion'];
}

/** @returns the files of objects that were merged with changes of others, which differ from the files now */
function noteOrigins(
  set: PushSet,
  files: readonly LoadedFile[],
  results: readonly PushResult[],
): PushedFile[] {
  return files.flatMap(({ file, entry: { expectedVersion }, digest }) => {
    const result = results.find(
      ({ kind, externalRef }) => kind === file.kind && externalRef === file.externalRef,
    );
    return result ? noteOrigin(set, { file, digest, expectedVersion }, result) : [];
  });
}

/** Records the new version of a file. @returns the file if its object was merged, and differs from it now */
export function noteOrigin(
  { origins, settings }: PushSet,
  { file, digest, expectedVersion }: Sent,
  { outcome, version }: Pick<PushResult, 'outcome' | 'version'>,
): PushedFile[] {
  if (isMerged(settings, expectedVersion, { outcome, version }))
    return [{ file, digest, isUnchanged: outcome === 'UNCHANGED' }];
  origins.note(file.path, { version, digest });
  return [];
}

/** Whether the version is newer than the file and this push. */
export function isMerged(
  { isOverwriting }: Pick<PushSettings, 'isOverwriting'>,
  expectedVersion: ContentPushEntry['expectedVersion'],
  { outcome, version }: Pick<PushResult, 'outcome' | 'version'>,
): boolean {
  if (isOverwriting || typeof expectedVersion !== 'number' || outcome === 'CREATED') return false;
  return version !== expectedVersion + (outcome === 'UPDATED' ? 1 : 0);
}

export function howFar(count: number, total: number): string {
  return count === 0
    ? 'Nothing was written. Fix these errors and push again.'
    : `${count} of ${total} objects were written. Fix these errors and push again to continue with the others.`;
}

async function fileErrorsOf(
  checking: Checking,
  files: readonly LoadedFile[],
  errors: readonly UserError[],
): Promise<readonly FileError[]> {
  const fileErrors: FileError[] = [];
  const unlocated: UserError[] = [];
  for (const error of errors) {
    const place = placeOf(error);
    const loaded = place && files[place.index];
    if (loaded) fileErrors.push(checking.set.fileErrorIn(loaded, error, place.path));
    else unlocated.push(error);
  }
  return unlocated.length > 0 ? [...fileErrors, ...(await checking.locate(files, unlocated))] : fileErrors;
}

export function loadAll(set: PushSet, batch: readonly CheckedFile[]): Promise<LoadedFile[]> {
  return Promise.all(
    batch.map(async ({ file }) => {
      const loaded = await set.load(file);
      if ('fileErrors' in loaded) throw refused(`${set.placeOf(file)} has changed meanwhile; push again.`);
      return loaded;
    }),
  );
}
