import type { Context } from './command.js';
import { exitCodes } from './failure.js';
import { table } from './table.js';

interface Named {
  readonly id: string;
  readonly kind: string;
  readonly title: string | null;
  readonly externalRef: string | null;
}

interface IssuePlan {
  readonly isReady: boolean;
  readonly items: readonly (Named & { readonly action: string; readonly locales: readonly string[] })[];
  readonly findings: readonly {
    readonly severity: string;
    readonly code: string;
    readonly message: string;
    readonly path: readonly string[];
    readonly object: Named;
  }[];
}

const NAMED = 'id kind title externalRef';

/** Shows what publishing issues would do, and what to put right before. Returns the exit code. */
export async function showIssuePlans(
  { api, output }: Pick<Context, 'api' | 'output'>,
  ids: readonly string[],
  locales: readonly string[],
): Promise<number> {
  const plans: IssuePlan[] = [];
  for (const id of ids) {
    const { issuePublishPlan } = await api.query<{ issuePublishPlan: IssuePlan }>(
      `query IssuePlan($id: ID!, $locales: [Locale!]) {
        issuePublishPlan(id: $id, locales: $locales) {
          isReady
          items { ${NAMED} action locales }
          findings { severity code message path object { ${NAMED} } }
        }
      }`,
      { id, locales: locales.length > 0 ? locales : null },
    );
    plans.push(issuePublishPlan);
    const rows = issuePublishPlan.items.map((item) => [
      item.action,
      nameOf(item),
      item.locales.join(', '),
      item.title ?? '',
    ]);
    for (const line of table(rows)) output.line(line);
    const { findings } = issuePublishPlan;
    const remarks = findings.filter(({ severity }) => severity === 'INFO');
    for (const { severity, message, path, object } of findings) {
      if (severity !== 'INFO') output.line(`${severity}: ${[nameOf(object), ...path].join('.')}: ${message}`);
    }
    if (remarks.length > 0) output.line(`INFO: ${remarks.length} remarks, which --json has.`);
    output.line(issuePublishPlan.isReady ? 'It can be published.' : 'It cannot be published yet.');
  }
  output.result(plans);
  return plans.every(({ isReady }) => isReady) ? exitCodes.done : exitCodes.refused;
}

function nameOf({ kind, externalRef, id }: Named): string {
  return externalRef ? `${kind.toLowerCase().replaceAll('_', '-')} ${externalRef}` : id;
}
