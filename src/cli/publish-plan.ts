import { readFile } from 'node:fs/promises';
import { groupBy } from '../foundation/collections.js';
import type { Context, Options, Words } from './command.js';
import { timeOf } from './dates.js';
import { exitCodes, refused, wrongUsage } from './failure.js';
import { nameOf, showLeftOut } from './left-out.js';
import { type FindingFragment, PublishPlanDocument } from './operations.generated.js';
import { table } from './table.js';

/** For what publishes: the plan that was looked at. */
export const plannedOption: Options = {
  'as-planned': {
    type: 'string',
    value: 'FILE',
    help: 'only if it is as in the plan that --plan --json wrote into this file; its options hold, too',
  },
};

/** What a plan was asked with. */
interface PublishScope {
  readonly locales?: readonly string[];
  readonly withContents?: readonly string[];
}

/** The fingerprint of the plan that somebody has looked at, and what it was asked with, as an input has it. @throws Failure */
export async function plannedIn(
  words: Words,
): Promise<PublishScope & { readonly expectedFingerprint?: string }> {
  const file = words.text('as-planned');
  if (file === undefined) return {};
  if (words.has('plan')) throw wrongUsage('Use --plan or --as-planned, not both.');
  if (words.has('also'))
    throw wrongUsage('Give --also to --plan: --as-planned publishes what that has shown.');
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw refused(`The file ${file} cannot be read: ${error.code}.`);
  });
  try {
    const [{ fingerprint, asked }] = JSON.parse(text) as [{ fingerprint: unknown; asked?: PublishScope }];
    if (typeof fingerprint === 'string') return { ...asked, expectedFingerprint: fingerprint };
  } catch {
    // Said below.
  }
  throw refused(`${file} is no plan; write one with --plan --json > ${file}`);
}

/** Shows what publishing objects would do, and what to put right before. Returns the exit code. */
export async function showPublishPlan(
  { api, output }: Pick<Context, 'api' | 'output'>,
  wanted: PublishScope & { readonly ids: readonly string[] },
  option: string,
): Promise<number> {
  const { publishPlan } = await api.query(PublishPlanDocument, wanted);
  const { items, leftOut, findings, isReady } = publishPlan;
  const rows = items.map((item) => [
    item.action,
    nameOf(item),
    item.locales.join(', '),
    item.title ?? '',
    item.changedBy.map(({ name, at }) => `${name}, ${timeOf(at)}`).join('; '),
  ]);
  for (const line of table(rows)) output.line(line);
  showLeftOut(output, leftOut, option);
  showFindings(
    output,
    findings.filter(({ target }) => !target),
  );
  showHidden(output, findings);
  const remarks = findings.filter(({ severity }) => severity === 'INFO').length;
  if (remarks > 0) output.line(`INFO: ${remarks} remarks, which --json has.`);
  output.line(isReady ? 'It can be published.' : 'It cannot be published yet.');
  const { ids: _, ...asked } = wanted;
  output.result([{ ...publishPlan, asked }]);
  return isReady ? exitCodes.done : exitCodes.refused;
}

/** What is more than good to know, each with its place. */
export function showFindings(output: Context['output'], findings: readonly FindingFragment[]): void {
  for (const { severity, message, path, object } of findings)
    if (severity !== 'INFO') output.line(`${severity}: ${[nameOf(object), ...path].join('.')}: ${message}`);
}

/** Once for each object, though much may refer to it. */
function showHidden(output: Context['output'], findings: readonly FindingFragment[]): void {
  const hidden = groupBy(
    findings.filter(({ target }) => target),
    ({ target }) => target?.id,
  );
  for (const own of hidden.values()) {
    const [first] = own;
    const places = own.map(({ object, path }) => [nameOf(object), ...path].join('.'));
    if (first?.target)
      output.line(`${first.severity}: ${nameOf(first.target)} stays hidden in ${places.join(', ')}`);
  }
}
