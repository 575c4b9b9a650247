import { MAX_OBJECTS } from '../../foundation/object-limit.js';
import { choiceOptions, chosenContents, wayToAdd } from '../choice.js';
import { type Command, type Context, MAX_OPERANDS } from '../command.js';
import { exitCodes, wrongUsage } from '../failure.js';
import { findKind, forKind, readKinds } from '../kinds.js';
import { nameOf, showLeftOut } from '../left-out.js';
import { findIds, reportErrors } from '../objects.js';
import { PublishDocument, UnpublishDocument } from '../operations.generated.js';
import { publishInBulk } from '../publish-in-bulk.js';
import { plannedIn, plannedOption, showFindings, showPublishPlan } from '../publish-plan.js';
import { forceOption, readDrafts, reportUnseen, unseenChanges } from '../unseen-changes.js';

export const publish: Command = {
  name: 'publish',
  operands: 'KIND REF...',
  count: [2, 1 + MAX_OPERANDS],
  summary: 'publish drafts, all or none',
  details: [
    `Objects are named by external reference, file, or id; more than ${MAX_OBJECTS} take a server with PostgreSQL.`,
    'An issue is published with those of its articles and events',
    'that are new or changed by nobody but you since they were published; --also adds to these, and --with lists',
    'all of them. What was withdrawn stays so unless it is named. --as-planned publishes exactly what a plan',
    'shows: if somebody has changed any of it since, nothing is published, and the changes',
    'are listed.',
  ].join('\n'),
  options: {
    locales: { type: 'string', value: 'TAGS', help: 'only these languages, such as en,zh-Hant' },
    unpublish: { type: 'boolean', help: 'withdraw them from the public' },
    'without-trace': {
      type: 'boolean',
      help: 'with --unpublish: leave no trace of them in public',
    },
    ...forceOption,
    ...choiceOptions,
    ...plannedOption,
    plan: {
      type: 'boolean',
      help: 'only show what would be published, what is left out, and which errors to fix first',
    },
  },
  examples: [
    'scc publish event innoex-2024',
    'scc publish event content/events/*.yaml',
    'scc publish article about-scc --locales zh-Hant',
    'scc publish issue 2024-q2 --plan',
    'scc publish issue 2024-q2 --plan --json > plan.json',
    'scc publish issue 2024-q2 --as-planned plan.json',
    'scc publish issue 2024-q2',
    'scc publish issue 2024-q2 --also person/anna-chan',
    'scc publish issue 2024-q2 --with article/about-scc,person/anna-chan',
  ],
  run: runPublish,
};

async function runPublish(context: Context): Promise<number> {
  const { api, output, args } = context;
  const [kindName = '', ...names] = args.positionals;
  const kinds = await readKinds(api);
  const kind = findKind(kinds, kindName);
  const isUnpublishing = args.has('unpublish');
  const others = ['plan', 'as-planned', 'with', 'also', 'with-none'].find((option) => args.has(option));
  if (isUnpublishing && others) throw wrongUsage(`--${others} cannot be combined with --unpublish.`);
  const withoutTrace = args.has('without-trace');
  if (withoutTrace && !isUnpublishing) throw wrongUsage('--without-trace goes with --unpublish.');
  if (args.has('force') && !withoutTrace) throw wrongUsage('--force goes with --without-trace.');
  const ids = await findIds(api, kind, names);
  const isBulk = ids.length > MAX_OBJECTS;
  const planning = ['plan', 'as-planned', 'also'].find((option) => args.has(option));
  if (isBulk && planning) {
    const counts = `${MAX_OBJECTS.toLocaleString('en')} objects at once; these are ${ids.length.toLocaleString('en')}`;
    throw wrongUsage(
      `--${planning} takes at most ${counts}. Plan and publish them in parts, or publish without it.`,
    );
  }
  if (withoutTrace) {
    const unseen = await unseenChanges(context, kind, await readDrafts(context, kind, ids));
    if (unseen.length > 0) return reportUnseen(output, unseen);
  }
  const locales = args.list('locales');
  const withContents = await chosenContents(api, kinds, args, { ids, locales });
  const inLocales = locales.length > 0 ? { locales } : {};
  const wanted = {
    ids,
    ...(await plannedIn(args)),
    ...inLocales,
    ...(withContents ? { withContents } : {}),
  };
  if (isBulk) {
    const choice = { kind: kind.kind, ...inLocales };
    const input = isUnpublishing
      ? { unpublish: { ...choice, withoutTrace } }
      : { publish: { ...choice, ...(withContents ? { withContents: [] } : {}) } };
    return publishInBulk({ api, output }, input, ids, {
      withContents: withContents ?? [],
      wayToAdd: wayToAdd(args),
    });
  }
  if (args.has('plan')) return showPublishPlan({ api, output }, wanted, wayToAdd(args));
  const { done } = isUnpublishing
    ? await api.mutate(forKind(UnpublishDocument, kind), { input: { ids, ...inLocales, withoutTrace } })
    : await api.mutate(forKind(PublishDocument, kind), { input: wanted });
  const { publicChanges, leftOut, schedules, findings, userErrors } = done;
  if (userErrors.length > 0) return reportErrors(output, userErrors);
  const along = publicChanges.filter(({ id }) => !ids.includes(id));
  const count = `${publicChanges.length - along.length} ${isUnpublishing ? 'unpublished' : 'published'}`;
  const list = along.map(nameOf).join(', ');
  output.line(along.length > 0 ? `${count}, and ${along.length} along with it: ${list}.` : `${count}.`);
  if (schedules.length > 0) output.line(`These schedules no longer publish it: ${schedules.join(', ')}.`);
  showLeftOut(output, leftOut, wayToAdd(args));
  showFindings(output, findings);
  output.result({
    kind: kind.kind,
    ids,
    action: isUnpublishing ? 'UNPUBLISH' : 'PUBLISH',
    publicChanges,
    leftOut,
    schedules,
    findings,
    problems: [],
  });
  return exitCodes.done;
}
