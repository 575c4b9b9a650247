import { MAX_BULK_OBJECTS, MAX_OBJECTS } from '../foundation/object-limit.js';
import type { UserError } from './api.js';
import { type Bulk, type Ended, performInBulk, refuseUnlessPerformed, resultsOf } from './bulk-operation.js';
import type { CheckedFile, Checking } from './checked-files.js';
import type { Context } from './command.js';
import { batchLimits, flagsFor, placeOf } from './content-push.js';
import { toBatches } from './order.js';
import { forgetPush, rememberPush } from './pending-push.js';
import type { FileError, PushedFile, PushSet } from './push-set.js';
import { loadAll, noteOrigin, type Sent, type Written } from './write-batches.js';

/** Whether so many files are too many for a request, and not too many for a bulk operation. */
export function isForBulk(count: number): boolean {
  return count > MAX_OBJECTS && count <= MAX_BULK_OBJECTS;
}

/**
 * Writes files in one bulk operation, all or none, and records the new version of each.
 * @returns undefined if the server has none
 */
export async function writeInBulk(
  context: Pick<Context, 'api' | 'output'>,
  { set }: Checking,
  wanted: readonly CheckedFile[],
): Promise<Written | undefined> {
  const sent: Sent[] = [];
  const done = await performInBulk(context, {
    input: { push: flagsFor(set.settings) },
    total: wanted.length,
    doing: 'Writing',
    additions: additionsOf(set, wanted, sent),
    onStaged: (id) => remember(context, set, id, sent),
  });
  if (!done) return undefined;
  const { id, ended } = done;
  const written = await resultOf(context, set, id, ended, sent);
  await forgetPush(set.folder, id);
  return written;
}

/** In order; the documents themselves may not fit into memory. */
async function* additionsOf(set: PushSet, wanted: readonly CheckedFile[], sent: Sent[]): Bulk['additions'] {
  const limits = { items: MAX_OBJECTS, bytes: batchLimits.bytes };
  const batches = toBatches(
    wanted.map((each) => [each]),
    limits,
  );
  for (const batch of batches) {
    const files = await loadAll(set, batch);
    for (const { file, digest, entry } of files)
      sent.push({ file, digest, expectedVersion: entry.expectedVersion });
    yield { addition: { entries: files.map(({ entry }) => entry) }, count: batch.length };
  }
}

function remember({ api }: Pick<Context, 'api'>, set: PushSet, id: string, sent: readonly Sent[]) {
  const { isOverwriting } = set.settings;
  const files = sent.map(({ file: { path }, digest, expectedVersion }) => {
    return { path, digest, ...(isOverwriting ? {} : { expectedVersion }) };
  });
  return rememberPush(set.folder, id, { url: api.settings.url, files });
}

async function resultOf(
  { api }: Pick<Context, 'api'>,
  set: PushSet,
  id: string,
  ended: Ended,
  sent: readonly Sent[],
): Promise<Written> {
  refuseUnlessPerformed(ended);
  const { userErrors } = ended;
  if (userErrors.length > 0)
    return { count: 0, created: 0, merged: [], fileErrors: await fileErrorsOf(set, sent, userErrors) };
  let created = 0;
  const merged: PushedFile[] = [];
  for await (const results of resultsOf(api, id)) {
    for (const { index, outcome, version } of results) {
      const file = sent[index];
      if (file) merged.push(...noteOrigin(set, file, { outcome, version }));
      if (outcome === 'CREATED') created += 1;
    }
  }
  await set.origins.save();
  return { count: sent.length, created, merged, fileErrors: [] };
}

async function fileErrorsOf(
  set: PushSet,
  sent: readonly Sent[],
  errors: readonly UserError[],
): Promise<readonly FileError[]> {
  const fileErrors: FileError[] = [];
  for (const error of errors) {
    const place = placeOf(error);
    const file = place && sent[place.index]?.file;
    const loaded = file && (await set.load(file));
    const { code, message } = error;
    if (loaded && 'entry' in loaded) fileErrors.push(set.fileErrorIn(loaded, error, place.path));
    else fileErrors.push({ file: file ? set.placeOf(file) : set.folder, line: 1, code, message });
  }
  return fileErrors;
}
