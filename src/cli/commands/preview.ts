import { choiceOptions, chosenContents } from '../choice.js';
import type { Command, Context } from '../command.js';
import { timeOf } from '../dates.js';
import { exitCodes } from '../failure.js';
import { findKind, readKinds } from '../kinds.js';
import { wholeNumber } from '../numbers.js';
import { findIds, reportErrors } from '../objects.js';
import { PreviewDocument } from '../operations.generated.js';

const MAX_MINUTES = 7 * 24 * 60;

export const preview: Command = {
  name: 'preview',
  operands: 'KIND REF',
  count: [2, 2],
  summary: 'create a token for previewing the draft of an object',
  options: {
    ...choiceOptions,
    minutes: {
      type: 'string',
      value: 'N',
      help: `for how long, up to the ${MAX_MINUTES} of a week (60)`,
    },
  },
  examples: [
    'scc preview issue 2024-q2 --minutes 1440',
    'scc preview issue 2024-q2 --with article/about-scc',
  ],
  run: runPreview,
};

async function runPreview({ api, output, args }: Context): Promise<number> {
  const [kindName = '', name = ''] = args.positionals;
  const kinds = await readKinds(api);
  const kind = findKind(kinds, kindName);
  const [id = ''] = await findIds(api, kind, [name]);
  const withContents = await chosenContents(api, kinds, args, { ids: [id], locales: [] });
  const minutes = wholeNumber('minutes', args.text('minutes'), 60, MAX_MINUTES);
  const { payload } = await api.mutate(PreviewDocument, {
    input: { id, minutes, ...(withContents ? { withContents } : {}) },
  });
  const { token, expiresAt, userErrors } = payload;
  if (!token || !expiresAt) return reportErrors(output, userErrors);
  output.note(`It shows the draft of ${id} until ${timeOf(expiresAt)} to anyone who has it.`);
  output.newKey(token, { id, expiresAt });
  return exitCodes.done;
}
