import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../files/write-content.js';
import { resultsOf, untilEnded } from './bulk-operation.js';
import type { Context } from './command.js';
import { BulkCancelDocument, BulkProgressDocument } from './operations.generated.js';
import type { Origins } from './origins.js';
import { isMerged } from './write-batches.js';

/** A file that was staged, in the order of the results. */
export interface PendingFile {
  readonly path: string;
  readonly digest: string;
  readonly expectedVersion?: number | null | undefined;
}

interface PendingPush {
  readonly url: string;
  readonly files: readonly PendingFile[];
}

/** Beside the folders of the types. */
const NAME = /^\.scc-push-(bulk_operation_[0-9a-f-]+)\.json$/;
const nameOf = (id: string) => `.scc-push-${id}.json`;

/** Remembers what is about to be written in bulk, in case this program does not live to see its end. */
export async function rememberPush(folder: string, id: string, pending: PendingPush): Promise<void> {
  await writeWhole(folder, nameOf(id), JSON.stringify(pending));
}

export async function forgetPush(folder: string, id: string): Promise<void> {
  await rm(join(folder, nameOf(id)), { force: true });
}

/** Finds out what has become of earlier pushes of a folder that were interrupted, and records their versions. */
export async function settlePushes(
  context: Pick<Context, 'api' | 'output'>,
  origins: Origins,
): Promise<void> {
  const { folder } = origins;
  for (const name of await readdir(folder).catch(() => [])) {
    const [, id] = NAME.exec(name) ?? [];
    if (id === undefined) continue;
    const pending = await readPending(join(folder, name));
    if (pending && pending.url !== context.api.settings.url) continue;
    if (pending) await settle(context, origins, id, pending.files);
    await forgetPush(folder, id);
  }
}

async function settle(
  { api, output }: Pick<Context, 'api' | 'output'>,
  origins: Origins,
  id: string,
  files: readonly PendingFile[],
): Promise<void> {
  const { bulkOperation } = await api.query(BulkProgressDocument, { id });
  if (!bulkOperation) return;
  if (bulkOperation.state === 'STAGING') {
    await api.mutate(BulkCancelDocument, { input: { id } });
    return;
  }
  if (bulkOperation.finishedAt === null)
    output.note(`An earlier push of this folder is still being written: ${id}. Waiting for it.`);
  const ended = await untilEnded(api, id, { total: files.length, doing: 'Writing' }, output.progress);
  if (ended.state !== 'DONE') return;
  output.note(
    `An earlier push of this folder was interrupted; the server has written its ${files.length} files.`,
  );
  for await (const results of resultsOf(api, id)) {
    for (const { index, outcome, version } of results) {
      const file = files[index];
      const known = file && origins.of(file.path);
      if (!file || isMerged({ isOverwriting: false }, file.expectedVersion, { outcome, version })) continue;
      if (!known || known.version < version) origins.note(file.path, { version, digest: file.digest });
    }
  }
  await origins.save();
}

/** Undefined for one that was not written completely. */
async function readPending(path: string): Promise<PendingPush | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as PendingPush;
  } catch {
    return undefined;
  }
}
