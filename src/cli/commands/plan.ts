import { describeConflicts, describePlan, reportFileErrors } from '../change-text.js';
import { type Command, type Context, MAX_OPERANDS } from '../command.js';
import { exitCodes } from '../failure.js';
import { readNames } from '../objects.js';
import { checkPush, pushOptions } from '../push-command.js';
import { selectionOperands } from '../selection.js';

export const plan: Command = {
  name: 'plan',
  operands: selectionOperands,
  count: [1, MAX_OPERANDS],
  summary: 'show what a push would change, and the errors in files',
  details: 'Nothing is written. Fields that a file does not contain stay as they are; null clears a field.',
  options: pushOptions,
  examples: ['scc plan content', 'scc plan content --json'],
  run: runPlan,
};

async function runPlan(context: Context): Promise<number> {
  const { api, output } = context;
  const { checked, fileErrors, set } = await checkPush(context);
  const conflicts = fileErrors.map(({ conflict }) => conflict);
  const names = await readNames(api, [checked.map(({ changes }) => changes), conflicts]);
  const sum = describePlan(output, set, checked, names);
  describeConflicts(output, fileErrors, names);
  reportFileErrors(output, fileErrors);
  if (fileErrors.length === 0) output.line(sum);
  else output.note(`Errors: ${fileErrors.length}.`);
  output.result({
    objects: checked
      .filter(({ outcome }) => outcome !== 'UNCHANGED')
      .map(({ file, outcome, changes, overruled }) => ({
        file: set.placeOf(file),
        kind: file.kind,
        externalRef: file.externalRef,
        outcome,
        changes,
        overruled,
      })),
    unchanged: checked.filter(({ outcome }) => outcome === 'UNCHANGED').length,
    problems: fileErrors,
  });
  return fileErrors.length > 0 ? exitCodes.refused : exitCodes.done;
}
