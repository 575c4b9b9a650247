import { readFile } from 'node:fs/promises';
import { groupBy } from '../foundation/collections.js';
import type { Arguments, Context, Options } from './command.js';
import { timeOf } from './dates.js';
import { exitCodes, refused, wrongUsage } from './failure.js';
import { nameOf, showLeftOut } from './left-out.js';
import { type FindingFragment, PublishPlanDocument } from './operations.generated.js';
import { table } from './table.js';

/** The options of commands that publish a reviewed plan. */
export const plannedOption: Options = {
  'as-planned': {
    type: 'string',
    value: 'FILE',
    help: 'only if nothing has changed since --plan --json wrote this file; its options apply, too',
  },
};

/** The arguments of a plan. */
interface PlanArguments {
  readonly locales?: readonly string[];
  readonly withContents?: readonly string[];
}

/** The fingerprint and the arguments of a reviewed plan, as input. @throws Failure */
export async function plannedIn(
  args: Arguments,
): Promise<PlanArguments & { readonly expectedFingerprint?: string }> {
  const file = args.text('as-planned');
  if (file === undefined) return {};
  if (args.has('plan')) throw wrongUsage('Use --plan or --as-planned, not both.');
  if (args.has('also'))
    throw wrongUsage('Use --also with --plan: --as-planned publishes what the plan shows.');
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw refused(`The file ${file} cannot be read: ${error.code}.`);
  });
  try {
    const [{ fingerprint, asked }] = JSON.parse(text) as [{ fingerprint: unknown; asked?: PlanArguments }];
    if (typeof fingerprint === 'string') return { ...asked, expectedFingerprint: fingerprint };
  } catch {
    // Reported below.
  }
  throw refused(`${file} is not a plan; write one with --plan --json > ${file}`);
}

/** Shows what publishing would do, and which errors to fix first. Returns the exit code. */
export async function showPublishPlan(
  { api, output }: Pick<Context, 'api' | 'output'>,
  wanted: PlanArguments & { readonly ids: readonly string[] },
  option: string,
): Promise<number> {
  const { publishPlan } = await api.query(PublishPlanDocument, wanted);
  const { items, leftOut, findings, isReady } = publishPlan;
  const rows = items.map((item) => [
    item.action,
    nameOf(item),
    item.publishedLocales.join(', '),
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
  if (remarks > 0) output.line(`INFO: ${remarks} remarks; see --json.`);
  output.line(isReady ? 'Ready to publish.' : 'Not ready to publish.');
  const { ids: _, ...asked } = wanted;
  output.result([{ ...publishPlan, asked }]);
  return isReady ? exitCodes.done : exitCodes.refused;
}

/** Lists errors and warnings with their paths. */
export function showFindings(output: Context['output'], findings: readonly FindingFragment[]): void {
  for (const { severity, message, path, object } of findings)
    if (severity !== 'INFO') output.line(`${severity}: ${[nameOf(object), ...path].join('.')}: ${message}`);
}

/** Once per object, however many refer to it; whether its name is shown all the same depends on the place. */
function showHidden(output: Context['output'], findings: readonly FindingFragment[]): void {
  const hidden = groupBy(
    findings.filter(({ target }) => target),
    ({ target, message }) => `${target?.id} ${message}`,
  );
  for (const own of hidden.values()) {
    const [first] = own;
    const places = own.map(({ object, path }) => [nameOf(object), ...path].join('.'));
    if (first?.target)
      output.line(`${first.severity}: ${nameOf(first.target)} in ${places.join(', ')}: ${first.message}`);
  }
}
