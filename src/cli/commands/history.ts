import type { Command, Context } from '../command.js';
import { timeOf } from '../dates.js';
import { exitCodes, refused } from '../failure.js';
import { findKind, forKind, readKinds, wordFor } from '../kinds.js';
import { wholeNumber } from '../numbers.js';
import { findIds } from '../objects.js';
import { HistoryDocument } from '../operations.generated.js';
import { firstOf } from '../pages.js';
import { table } from '../table.js';

const DEFAULT_FIRST = 50;

export const history: Command = {
  name: 'history',
  operands: 'KIND REF',
  count: [2, 2],
  summary: 'show the revisions of an object, newest first',
  options: { first: { type: 'string', value: 'N', help: `at most so many revisions (${DEFAULT_FIRST})` } },
  examples: ['scc history event innoex-2024', 'scc history event innoex-2024 --first 5 --json'],
  run: runHistory,
};

async function runHistory({ api, output, args }: Context): Promise<number> {
  const [kindName = '', name = ''] = args.positionals;
  const kind = findKind(await readKinds(api), kindName);
  const ids = await findIds(api, kind, [name]);
  const count = wholeNumber('first', args.text('first'), DEFAULT_FIRST);
  const document = forKind(HistoryDocument, kind);
  const revisions = await firstOf(count, async (first, after) => {
    const { nodes } = await api.query(document, { ids, first, after });
    const [node] = nodes;
    if (!node?.revisions) throw refused(`There is no ${wordFor(kind)} "${name}".`);
    return node.revisions;
  });
  const rows = revisions.map(({ version, action, at, by, locales, changes }) => [
    String(version),
    timeOf(at),
    action,
    by,
    [...locales, ...new Set(changes.map(({ path }) => path))].join(', '),
  ]);
  for (const line of table(rows)) output.line(line);
  output.result(revisions);
  return exitCodes.done;
}
