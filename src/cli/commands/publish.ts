import type { UserError } from '../api.js';
import type { Command, Context } from '../command.js';
import { exitCodes, wrongUsage } from '../failure.js';
import { showIssuePlans } from '../issue-plan.js';
import { findKind, nounFor, readKinds } from '../kinds.js';
import { findIds, reportErrors } from '../objects.js';

export const publish: Command = {
  name: 'publish',
  operands: 'KIND REF...',
  count: [2, 201],
  summary: 'publish drafts, all of them or none',
  details: [
    'Objects are named by external reference, by their file, or by id. An issue is published with everything it',
    'contains, and only when all of that is ready.',
  ].join('\n'),
  options: {
    locales: { type: 'string', value: 'TAGS', help: 'only these languages, such as en,zh-Hant' },
    unpublish: { type: 'boolean', help: 'take them out of what the public sees' },
    plan: {
      type: 'boolean',
      help: 'for issues: only show what would be published, and what to put right before',
    },
  },
  examples: [
    'scc publish event innoex-2024',
    'scc publish event content/events/*.yaml',
    'scc publish article about-scc --locales zh-Hant',
    'scc publish issue 2024-q2 --plan',
    'scc publish issue 2024-q2',
  ],
  run: runPublish,
};

async function runPublish({ api, output, words }: Context): Promise<number> {
  const [word = '', ...names] = words.positionals;
  const kind = findKind(await readKinds(api), word);
  const ids = await findIds(api, kind, names);
  const locales = words.list('locales');
  if (words.has('plan')) {
    if (kind.kind !== 'ISSUE' || words.has('unpublish')) throw wrongUsage('--plan is for publishing issues.');
    return showIssuePlans({ api, output }, ids, locales);
  }
  const verb = words.has('unpublish') ? 'Unpublish' : 'Publish';
  const input = { ids, ...(locales.length > 0 ? { locales } : {}) };
  const { done } = await api.mutate<{ done: { userErrors: readonly UserError[] } }>(
    `mutation ${verb}($input: ${verb}Input!) {
      done: ${nounFor(kind)}${verb}(input: $input) { userErrors { code message path } }
    }`,
    { input },
  );
  if (done.userErrors.length > 0) return reportErrors(output, done.userErrors);
  output.line(`${ids.length} ${verb === 'Publish' ? 'published' : 'unpublished'}.`);
  output.result({ kind: kind.kind, ids, action: verb.toUpperCase(), problems: [] });
  return exitCodes.done;
}
