import { batchesOf } from '../batches.js';
import { reportMistakes } from '../change-text.js';
import { Checking } from '../checking.js';
import type { Command, Context } from '../command.js';
import { exitCodes } from '../failure.js';
import { readKinds } from '../kinds.js';
import { PushSet } from '../push-set.js';
import { howFar, writeBatches } from '../write-batches.js';

export const push: Command = {
  name: 'push',
  operands: 'DIR',
  count: [1, 1],
  summary: 'write files into the draft',
  details: [
    'First everything is tried out; when something is wrong with any file, nothing is written. What a file does not',
    'mention stays as it is; write null to clear a field. A push that was interrupted is simply run again: what is',
    'there already is not written a second time. Nothing is published; see scc publish.',
  ].join('\n'),
  options: {},
  examples: ['scc push content', 'SCC_URL=https://cms.example.org/graphql scc push content'],
  run: runPush,
};

async function runPush({ api, output, words }: Context): Promise<number> {
  const [folder = ''] = words.positionals;
  const checking = new Checking(api, await PushSet.open(folder, await readKinds(api)));
  await checking.checkAll(output.progress);
  const { checked, mistakes } = checking;
  if (mistakes.length > 0) {
    reportMistakes(output, mistakes);
    output.note(`${mistakes.length} problems; nothing was written.`);
    output.result({ written: 0, problems: mistakes });
    return exitCodes.refused;
  }
  const batches = batchesOf(checked);
  const written = await writeBatches(api, checking, batches, output.progress);
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
