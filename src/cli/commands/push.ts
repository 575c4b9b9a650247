import { MAX_BULK_OBJECTS, MAX_OBJECTS } from '../../foundation/object-limit.js';
import { batchesOf } from '../batches.js';
import { reportFileErrors } from '../change-text.js';
import type { CheckedFile, Checking } from '../checked-files.js';
import { type Command, type Context, MAX_OPERANDS } from '../command.js';
import { exitCodes } from '../failure.js';
import { checkPush, pushOptions, refresh } from '../push-command.js';
import type { PushedFile } from '../push-set.js';
import { selectionOperands } from '../selection.js';
import { howFar, isMerged, type Written, writeBatches } from '../write-batches.js';
import { isForBulk, writeInBulk } from '../write-in-bulk.js';

export const push: Command = {
  name: 'push',
  operands: selectionOperands,
  count: [1, MAX_OPERANDS],
  summary: 'write files into the draft',
  details: [
    'Everything is checked first; if any file has errors, nothing is written. Fields that a file does not contain',
    'stay as they are; null clears a field. Files that are unchanged since the pull are skipped. If somebody else has',
    'changed the same fields since, the file is refused; changes elsewhere in the object are merged, and written',
    'into the file. An interrupted push can be run again: what was written is not written a second time.',
    `${MAX_OBJECTS + 1} to ${MAX_BULK_OBJECTS} changed files are written together, all or none, if the server uses PostgreSQL.`,
    'Nothing is published; see scc publish.',
  ].join('\n'),
  options: pushOptions,
  examples: [
    'scc push content',
    'scc push content/events/innoex-2024.yaml',
    'scc push content --type event,venue',
    'SCC_URL=https://cms.example.org/graphql scc push content',
  ],
  run: runPush,
};

async function runPush(context: Context): Promise<number> {
  const { output } = context;
  const checking = await checkPush(context);
  const { checked, fileErrors, set } = checking;
  if (fileErrors.length > 0) {
    reportFileErrors(output, fileErrors);
    output.note(`Errors: ${fileErrors.length}; nothing was written.`);
    output.result({ written: 0, problems: fileErrors });
    return exitCodes.refused;
  }
  const written = await write(context, checking);
  const merged = [...written.merged, ...noteUnchanged(checking)];
  await refresh(context, set, merged);
  await set.origins.save();
  if (written.fileErrors.length > 0) {
    reportFileErrors(output, written.fileErrors);
    output.note(howFar(written.count, wantedIn(checked).length));
    output.result({ written: written.count, problems: written.fileErrors });
    return exitCodes.refused;
  }
  const { count, created } = written;
  const updated = count - created;
  const unchanged = checked.length - count;
  output.line(`${checked.length} files: ${created} new, ${updated} changed, ${unchanged} unchanged.`);
  output.result({ written: count, created, updated, unchanged, problems: [] });
  return exitCodes.done;
}

/** What is too much for a request is written in bulk, where the server can do that; the rest in batches. */
async function write({ api, output }: Context, checking: Checking): Promise<Written> {
  const wanted = wantedIn(checking.checked);
  const isBulk = isForBulk(wanted.length);
  const written = isBulk ? await writeInBulk({ api, output }, checking, wanted) : undefined;
  if (isBulk && !written)
    output.note(
      'This server uses the embedded database: the files are written in batches of up to 100, each of them all or none.',
    );
  return written ?? writeBatches(api, checking, batchesOf(wanted), output.progress);
}

function wantedIn(checked: readonly CheckedFile[]): readonly CheckedFile[] {
  return checked.filter(({ outcome }) => outcome !== 'UNCHANGED');
}

/** Records the versions of what is on the server. @returns files whose objects were merged */
function noteUnchanged({ checked, set }: Awaited<ReturnType<typeof checkPush>>): PushedFile[] {
  const merged: PushedFile[] = [];
  for (const { file, outcome, version, digest, expectedVersion } of checked) {
    if (outcome !== 'UNCHANGED' || version === undefined) continue;
    if (isMerged(set.settings, expectedVersion, { outcome, version }))
      merged.push({ file, digest, isUnchanged: true });
    else set.origins.note(file.path, { version, digest });
  }
  return merged;
}
