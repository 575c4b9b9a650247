import { choiceOptions, chosenContents } from '../choice.js';
import type { Command, Context } from '../command.js';
import { timeOf } from '../dates.js';
import { exitCodes } from '../failure.js';
import { findKind, readKinds } from '../kinds.js';
import { wholeNumber } from '../numbers.js';
import { findIds, reportErrors } from '../objects.js';
import { PreviewDocument } from '../operations.generated.js';

const MINUTES_OF_A_WEEK = 7 * 24 * 60;

export const preview: Command = {
  name: 'preview',
  operands: 'KIND REF',
  count: [2, 2],
  summary: 'make a token that shows the draft of an object for a time',
  options: {
    ...choiceOptions,
    minutes: {
      type: 'string',
      value: 'N',
      help: `for how long, up to the ${MINUTES_OF_A_WEEK} of a week (60)`,
    },
  },
  examples: [
    'scc preview issue 2024-q2 --minutes 1440',
    'scc preview issue 2024-q2 --with article/about-scc',
  ],
  run: runPreview,
};

async function runPreview({ api, output, words }: Context): Promise<number> {
  const [word = '', name = ''] = words.positionals;
  const kinds = await readKinds(api);
  const kind = findKind(kinds, word);
  const [id = ''] = await findIds(api, kind, [name]);
  const withContents = await chosenContents(api, kinds, words, { ids: [id], locales: [] });
  const minutes = wholeNumber('minutes', words.text('minutes'), 60, MINUTES_OF_A_WEEK);
  const { payload } = await api.mutate(PreviewDocument, {
    input: { id, minutes, ...(withContents ? { withContents } : {}) },
  });
  const { token, expiresAt, userErrors } = payload;
  if (!token || !expiresAt) return reportErrors(output, userErrors);
  output.note(`It shows the draft of ${id} until ${timeOf(expiresAt)}, to whoever has it.`);
  output.newKey(token, { id, expiresAt });
  return exitCodes.done;
}
