import { MAX_OBJECTS } from '../../foundation/object-limit.js';
import { choiceOptions, chosenContents, wayToAdd } from '../choice.js';
import type { Command, Context } from '../command.js';
import { timeOf } from '../dates.js';
import { exitCodes, wrongUsage } from '../failure.js';
import { findKind, forKind, readKinds } from '../kinds.js';
import { nameOf } from '../left-out.js';
import { wholeNumber } from '../numbers.js';
import { findIds, readNames, reportErrors } from '../objects.js';
import {
  CancelDocument,
  type CancelMutation,
  type ScheduleAction,
  ScheduleDocument,
  type ScheduleFragment,
  type ScheduleState,
  SchedulesDocument,
} from '../operations.generated.js';
import { firstOf } from '../pages.js';
import { plannedIn, plannedOption, showPublishPlan } from '../publish-plan.js';
import { table } from '../table.js';

const DEFAULT_FIRST = 50;
/** The objects of a schedule that are named in a list. */
const MAX_NAMES = 3;

export const schedule: Command = {
  name: 'schedule',
  operands: 'KIND REF...',
  count: [2, 1 + MAX_OBJECTS],
  summary: 'schedule publishing drafts',
  options: {
    at: { type: 'string', value: 'TIME', help: 'when, with the offset: 2024-06-30T09:00+08:00' },
    locales: { type: 'string', value: 'TAGS', help: 'only these languages, such as en,zh-Hant' },
    unpublish: { type: 'boolean', help: 'withdraw them from the public instead' },
    ...choiceOptions,
    ...plannedOption,
    plan: { type: 'boolean', help: 'only show what would be published now' },
  },
  examples: [
    'scc schedule issue 2024-q2 --at 2024-06-30T09:00+08:00',
    'scc schedule issue 2024-q2 --at 2024-06-30T09:00+08:00 --with article/about-scc',
  ],
  run: runSchedule,
};

export const scheduleList: Command = {
  name: 'schedule list',
  operands: '',
  count: [0, 0],
  summary: 'list schedules and their states, in Hong Kong time',
  options: {
    first: {
      type: 'string',
      value: 'N',
      help: `at most so many, the latest to be scheduled first (${DEFAULT_FIRST})`,
    },
    state: { type: 'string', value: 'STATE', help: 'only those that are PENDING, DONE, CANCELLED or FAILED' },
  },
  examples: ['scc schedule list --state pending'],
  run: runList,
};

export const scheduleCancel: Command = {
  name: 'schedule cancel',
  operands: 'ID',
  count: [1, 1],
  summary: 'cancel a schedule',
  options: {},
  examples: ['scc schedule cancel schedule_018fc8a2-5b6e-7c41-8f0e-1d2c3b4a5968'],
  run: runCancel,
};

async function runSchedule({ api, output, args }: Context): Promise<number> {
  const at = args.text('at') ?? '';
  if (!args.has('plan') && !/T.*(Z|[+-]\d\d:\d\d)$/i.test(at))
    throw wrongUsage('--at is required, with an offset: --at 2024-06-30T09:00+08:00');
  const [kindName = '', ...names] = args.positionals;
  const kinds = await readKinds(api);
  const kind = findKind(kinds, kindName);
  const ids = await findIds(api, kind, names);
  const locales = args.list('locales');
  const withContents = await chosenContents(api, kinds, args, { ids, locales });
  const wanted = {
    ids,
    ...(await plannedIn(args)),
    ...(locales.length > 0 ? { locales } : {}),
    ...(withContents ? { withContents } : {}),
  };
  const action: ScheduleAction = args.has('unpublish') ? 'UNPUBLISH' : 'PUBLISH';
  if (args.has('plan') && action === 'UNPUBLISH')
    throw wrongUsage('--plan cannot be combined with --unpublish.');
  if (args.has('plan')) return showPublishPlan({ api, output }, wanted, wayToAdd(args));
  const { done } = await api.mutate(forKind(ScheduleDocument, kind), {
    input: { ...wanted, at, action },
  });
  const errors = done.findings.filter(({ severity }) => severity === 'ERROR');
  for (const { object, message } of errors) output.note(`Fix first: ${nameOf(object)}: ${message}`);
  return report(output, done, ({ id, at: time }) => `Scheduled for ${localTime(time)} as ${id}.`);
}

async function runCancel({ api, output, args }: Context): Promise<number> {
  const [id = ''] = args.positionals;
  const { done } = await api.mutate(CancelDocument, { input: { id } });
  return report(output, done, () => `${id} is cancelled.`);
}

function report(
  output: Context['output'],
  { schedule: made, userErrors }: CancelMutation['done'],
  sentence: (made: ScheduleFragment) => string,
): number {
  if (userErrors.length > 0 || !made) return reportErrors(output, userErrors);
  output.line(sentence(made));
  output.result(made);
  return exitCodes.done;
}

function localTime(at: string): string {
  return `${timeOf(at)} HKT`;
}

function namesIn(ids: readonly string[], names: ReadonlyMap<string, string>): string {
  const shown = ids.slice(0, MAX_NAMES).map((id) => names.get(id) ?? id);
  const more = ids.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

async function runList({ api, output, args }: Context): Promise<number> {
  // The server validates it.
  const state = (args.text('state')?.toUpperCase() ?? null) as ScheduleState | null;
  const found = await firstOf(
    wholeNumber('first', args.text('first'), DEFAULT_FIRST),
    async (first, after) => {
      const { schedules } = await api.query(SchedulesDocument, { first, after, state });
      return schedules;
    },
  );
  const names = await readNames(
    api,
    found.map(({ ids }) => ids.slice(0, MAX_NAMES)),
  );
  const rows = found.map(
    ({ id, at, action, kind, ids, locales, state: now, createdBy, problems, leftOut }) => [
      localTime(at),
      now,
      `${action} ${kind}`,
      locales?.join(', ') ?? 'all languages',
      namesIn(ids, names),
      createdBy,
      id,
      [
        ...problems.map(({ message }) => message),
        ...(leftOut.length > 0 ? [`${leftOut.length} left out, see --json.`] : []),
      ].join(' '),
    ],
  );
  for (const line of table(rows)) output.line(line);
  if (found.length === 0) output.note('There are no schedules.');
  output.result(found);
  return exitCodes.done;
}
