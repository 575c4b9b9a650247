import type { Command, Context } from '../command.js';
import { exitCodes } from '../failure.js';
import { wholeNumber } from '../numbers.js';
import { AuditDocument } from '../operations.generated.js';
import { firstOf } from '../pages.js';
import { table } from '../table.js';

const DEFAULT_FIRST = 50;

export const audit: Command = {
  name: 'audit',
  operands: '',
  count: [0, 0],
  summary: 'show who did what, newest first',
  details: 'Needs a key with the role ADMIN.',
  options: {
    first: { type: 'string', value: 'N', help: `at most so many entries (${DEFAULT_FIRST})` },
    operation: { type: 'string', value: 'NAME', help: 'only this mutation, such as eventPublish' },
  },
  examples: ['scc audit --first 10', 'scc audit --operation contentPush --json'],
  run: runAudit,
};

async function runAudit({ api, output, args }: Context): Promise<number> {
  const operation = args.text('operation') ?? null;
  const entries = await firstOf(
    wholeNumber('first', args.text('first'), DEFAULT_FIRST),
    async (first, after) => {
      const { auditLog } = await api.query(AuditDocument, { first, after, operation });
      return auditLog;
    },
  );
  const rows = entries.map(({ at, viewer, operation: name, outcome, targets, reasons }) => [
    at,
    viewer,
    name,
    outcome,
    [...few(targets), ...few(reasons)].join(', '),
  ]);
  for (const line of table(rows)) output.line(line);
  output.result(entries);
  return exitCodes.done;
}

/** A push has hundreds of targets; `--json` has them all. */
function few(args: readonly string[]): string[] {
  const more = args.length - 3;
  return more > 0 ? [...args.slice(0, 3), `and ${more} more`] : [...args];
}
