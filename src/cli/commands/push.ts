import { batchesOf } from '../batches.js';
import { reportMistakes } from '../change-text.js';
import type { Command, Context } from '../command.js';
import { exitCodes } from '../failure.js';
import { checkPush, pushOptions, refresh } from '../push-command.js';
import type { PushedFile } from '../push-set.js';
import { selectionOperands } from '../selection.js';
import { howFar, isMerged, writeBatches } from '../write-batches.js';

export const push: Command = {
  name: 'push',
  operands: selectionOperands,
  count: [1, 1_000],
  summary: 'write files into the draft',
  details: [
    'First everything is tried out; when something is wrong with any file, nothing is written. What a file does not',
    'mention stays as it is; write null to clear a field. Files that say what was pulled are left out. When somebody else',
    'has changed the same since, a file is refused; what others have changed elsewhere in the object is kept, and comes',
    'into the file. A push that was interrupted is simply run again: what is there already is not written a second time.',
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
  const { api, output } = context;
  const checking = await checkPush(context);
  const { checked, mistakes, set } = checking;
  if (mistakes.length > 0) {
    reportMistakes(output, mistakes);
    output.note(`${mistakes.length} problems; nothing was written.`);
    output.result({ written: 0, problems: mistakes });
    return exitCodes.refused;
  }
  const batches = batchesOf(checked);
  const written = await writeBatches(api, checking, batches, output.progress);
  const merged = [...written.merged, ...noteUnchanged(checking)];
  await refresh(context, set, merged);
  await set.origins.save();
  if (written.mistakes.length > 0) {
    reportMistakes(output, written.mistakes);
    output.note(howFar(written.count, batches.flat().length));
    output.result({ written: written.count, problems: written.mistakes });
    return exitCodes.refused;
  }
  const { count, created } = written;
  const updated = count - created;
  const unchanged = checked.length - count;
  output.line(`${checked.length} files: ${created} new, ${updated} changed, ${unchanged} unchanged.`);
  output.result({ written: count, created, updated, unchanged, problems: [] });
  return exitCodes.done;
}

/** What is on the server already was made from what is there. @returns files of objects that say more than the files */
function noteUnchanged({ checked, set }: Awaited<ReturnType<typeof checkPush>>): PushedFile[] {
  const merged: PushedFile[] = [];
  for (const { file, outcome, version, digest, expectedVersion } of checked) {
    if (outcome !== 'UNCHANGED' || version === undefined) continue;
    if (isMerged(expectedVersion, { outcome, version })) merged.push({ file, digest, isUnchanged: true });
    else set.origins.note(file.path, { version, digest });
  }
  return merged;
}
