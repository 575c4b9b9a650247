import { describePlan, reportMistakes } from '../change-text.js';
import { Checking } from '../checking.js';
import type { Command, Context } from '../command.js';
import { exitCodes } from '../failure.js';
import { readKinds } from '../kinds.js';
import { PushSet } from '../push-set.js';

export const plan: Command = {
  name: 'plan',
  operands: 'DIR',
  count: [1, 1],
  summary: 'show what a push would change, and what is wrong with the files',
  details: 'Nothing is written. What a file does not mention stays as it is; write null to clear a field.',
  options: {},
  examples: ['scc plan content', 'scc plan content --json'],
  run: runPlan,
};

async function runPlan({ api, output, words }: Context): Promise<number> {
  const [folder = ''] = words.positionals;
  const set = await PushSet.open(folder, await readKinds(api));
  const checking = new Checking(api, set);
  await checking.checkAll(output.progress);
  const { checked, mistakes } = checking;
  const sum = describePlan(output, set, checked);
  reportMistakes(output, mistakes);
  if (mistakes.length === 0) output.line(sum);
  else output.note(`${mistakes.length} problems.`);
  output.result({
    objects: checked
      .filter(({ outcome }) => outcome !== 'UNCHANGED')
      .map(({ file, outcome, changes }) => ({
        file: set.placeOf(file),
        kind: file.kind,
        externalRef: file.externalRef,
        outcome,
        changes,
      })),
    unchanged: checked.filter(({ outcome }) => outcome === 'UNCHANGED').length,
    problems: mistakes,
  });
  return mistakes.length > 0 ? exitCodes.refused : exitCodes.done;
}
