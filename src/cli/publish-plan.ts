import type { Context } from './command.js';
import { exitCodes } from './failure.js';
import { LEFT_OUT, type LeftOut, NAMED, type Named, nameOf, showLeftOut } from './left-out.js';
import { table } from './table.js';

interface PublishPlan {
  readonly isReady: boolean;
  readonly items: readonly (Named & {
    readonly action: string;
    readonly group: string;
    readonly locales: readonly string[];
  })[];
  readonly leftOut: readonly LeftOut[];
  readonly findings: readonly {
    readonly severity: string;
    readonly code: string;
    readonly message: string;
    readonly path: readonly string[];
    readonly object: Named;
  }[];
}

/** Shows what publishing objects would do, and what to put right before. Returns the exit code. */
export async function showPublishPlan(
  { api, output }: Pick<Context, 'api' | 'output'>,
  wanted: {
    readonly ids: readonly string[];
    readonly locales?: readonly string[];
    readonly withContents?: readonly string[];
  },
): Promise<number> {
  const { publishPlan } = await api.query<{ publishPlan: PublishPlan }>(
    `query PublishPlan($ids: [ID!]!, $locales: [Locale!], $withContents: [ID!]) {
      publishPlan(ids: $ids, locales: $locales, withContents: $withContents) {
        isReady
        items { ${NAMED} action relation group changedBy { name at } locales }
        ${LEFT_OUT}
        findings { severity code message path object { ${NAMED} } }
      }
    }`,
    wanted,
  );
  const { items, leftOut, findings, isReady } = publishPlan;
  const rows = items.map((item) => [item.action, nameOf(item), item.locales.join(', '), item.title ?? '']);
  for (const line of table(rows)) output.line(line);
  showLeftOut(output, leftOut);
  // What stays hidden was shown by object.
  const shown = findings.filter(
    ({ severity, code }) => severity !== 'INFO' && code !== 'TARGET_NOT_PUBLISHED',
  );
  for (const { severity, message, path, object } of shown)
    output.line(`${severity}: ${[nameOf(object), ...path].join('.')}: ${message}`);
  const remarks = findings.filter(({ severity }) => severity === 'INFO').length;
  if (remarks > 0) output.line(`INFO: ${remarks} remarks, which --json has.`);
  output.line(isReady ? 'It can be published.' : 'It cannot be published yet.');
  output.result([publishPlan]);
  return isReady ? exitCodes.done : exitCodes.refused;
}
