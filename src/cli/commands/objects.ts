import type { Api } from '../api.js';
import { type Command, type Context, MAX_OPERANDS } from '../command.js';
import { timeOf } from '../dates.js';
import { exitCodes, refused, wrongUsage } from '../failure.js';

import { findKind, forKind, type Kind, readKinds, wordFor } from '../kinds.js';
import { wholeNumber } from '../numbers.js';
import { findIds, reportErrors } from '../objects.js';
import {
  BinDocument,
  type BinQuery,
  DeleteDocument,
  type DeleteMutation,
  DiscardDraftDocument,
  RestoreDocument,
  RevisionRestoreDocument,
  type TypedDocumentString,
} from '../operations.generated.js';
import { firstOf, LARGEST_PAGE, pagesOf } from '../pages.js';
import { table } from '../table.js';
import { forceOption, readDrafts, reportUnseen, unseenChanges } from '../unseen-changes.js';

/** A mutation of single drafts, each in a transaction of its own. */
interface Verb<Input extends { readonly id: string }> {
  readonly document: TypedDocumentString<DeleteMutation, { readonly input: Input }>;
  readonly done: string;
  /** Undefined after an error, which has been reported. */
  targets(
    context: Context,
    kind: Kind,
    names: readonly string[],
  ): Promise<readonly Target<Input>[] | undefined>;
}

/** An object, with its external reference. */
interface Target<Input> {
  readonly input: Input;
  readonly externalRef?: string | null | undefined;
}

const operands = 'KIND REF...';
const DEFAULT_FIRST = 50;

function command<Input extends { readonly id: string }>(
  name: string,
  verb: Verb<Input>,
  args: Pick<Command, 'summary' | 'details' | 'examples'> & Partial<Command>,
): Command {
  return {
    name,
    operands,
    count: [2, 1 + MAX_OPERANDS],
    options: {},
    ...args,
    run: (context) => runVerb(context, verb),
  };
}

const UNSEEN =
  'Refused, listing what would be lost, if others have changed something since your pull or, without\none, since the publication; --force skips this check.';

export const deleteDrafts = command(
  'delete',
  { document: DeleteDocument, done: 'moved to the bin', targets: withVersions },
  {
    summary: 'move objects to the bin, and withdraw them from the public',
    details: `Refused while others refer to an object. Deleting what is published needs a key that may publish.\n${UNSEEN}`,
    options: forceOption,
    examples: ['scc delete event innoex-2024', 'scc delete article content/articles/old-*.yaml'],
  },
);

export const discard = command(
  'discard',
  { document: DiscardDraftDocument, done: 'reset to what is public', targets: withVersions },
  {
    summary: 'reset drafts to what is public',
    details: `The discarded changes stay in the history.\n${UNSEEN}`,
    options: forceOption,
    examples: ['scc discard event innoex-2024', 'scc discard event content/events/innoex-2024.yaml'],
  },
);

export const revert: Command = {
  name: 'revert',
  operands: 'KIND REF VERSION',
  count: [3, 3],
  summary: 'reset a draft to an earlier version',
  details: `scc history lists the versions. Later changes stay in the history.\n${UNSEEN}`,
  options: forceOption,
  examples: ['scc revert event innoex-2024 3'],
  run: (context) => {
    const version = Number(context.args.positionals[2]);
    if (!Number.isInteger(version) || version < 1)
      throw wrongUsage('VERSION must be a whole number from 1; see scc history.');
    return runVerb(context, {
      document: RevisionRestoreDocument,
      done: `reset to version ${version}`,
      targets: async (_, kind, [name = '']) =>
        (await withVersions(context, kind, [name]))?.map(({ input, externalRef }) => {
          return { input: { ...input, version }, externalRef };
        }),
    });
  },
};

export const restore = command(
  'restore',
  { document: RestoreDocument, done: 'restored as a draft', targets: inBin },
  {
    summary: 'restore objects from the bin, as drafts',
    details: 'Name them by their former external reference, or by id. scc bin lists them.',
    examples: ['scc restore event innoex-2024'],
  },
);

export const bin: Command = {
  name: 'bin',
  operands: '',
  count: [0, 0],
  summary: 'list what was deleted and can be restored',
  options: { first: { type: 'string', value: 'N', help: `at most so many (${DEFAULT_FIRST})` } },
  examples: ['scc bin', 'scc bin --first 200 --json'],
  run: runBin,
};

async function runVerb<Input extends { readonly id: string }>(
  context: Context,
  { document, done, targets }: Verb<Input>,
): Promise<number> {
  const { api, output, args } = context;
  const [kindName = '', ...names] = args.positionals;
  const kind = findKind(await readKinds(api), kindName);
  const ids: string[] = [];
  const named: string[] = [];
  const wanted = await targets(context, kind, names);
  if (!wanted) return exitCodes.refused;
  for (const { input, externalRef } of wanted) {
    const { payload } = await api.mutate(forKind(document, kind), { input });
    if (payload.userErrors.length > 0) {
      if (named.length > 0) output.note(`${named.length} were done before: ${named.join(', ')}`);
      return reportErrors(output, payload.userErrors);
    }
    const name = externalRef ? `${wordFor(kind)} ${externalRef}` : input.id;
    output.line(`${name} ${done}.`);
    ids.push(input.id);
    named.push(name);
  }
  output.result({ kind: kind.kind, ids, problems: [] });
  return exitCodes.done;
}

async function withVersions(context: Context, kind: Kind, names: readonly string[]) {
  const ids = await findIds(context.api, kind, names);
  const drafts = await readDrafts(context, kind, ids);
  const missing = ids.find((id) => drafts.every((draft) => draft.id !== id));
  if (missing) throw refused(`There is no ${wordFor(kind)} "${missing}".`);
  const unseen = await unseenChanges(context, kind, drafts);
  if (unseen.length > 0) reportUnseen(context.output, unseen);
  return unseen.length > 0
    ? undefined
    : drafts.map(({ id, externalRef, version }) => ({
        input: { id, expectedVersion: version },
        externalRef,
      }));
}

type Deleted = BinQuery['deletedObjects']['nodes'][number];

function readBin(api: Api) {
  return async (first: number, after: string | null) => {
    const { deletedObjects } = await api.query(BinDocument, { first, after });
    return deletedObjects;
  };
}

async function inBin({ api }: Context, kind: Kind, names: readonly string[]) {
  const found: Deleted[] = [];
  for await (const page of pagesOf((after) => readBin(api)(LARGEST_PAGE, after)))
    found.push(...page.filter((each) => each.kind === kind.kind));
  return names.map((name) => {
    const reference = name.replace(/^.*[/\\]|\.yaml$/g, '');
    const [one, other] = found.filter(({ id, externalRef }) => id === name || externalRef === reference);
    if (!one) throw refused(`There is no ${wordFor(kind)} "${name}" in the bin; see scc bin.`);
    if (other)
      throw refused(`Several objects in the bin are called "${name}": use the id of one, see scc bin.`);
    return { input: { id: one.id }, externalRef: one.externalRef };
  });
}

async function runBin({ api, output, args }: Context): Promise<number> {
  const found = await firstOf(wholeNumber('first', args.text('first'), DEFAULT_FIRST), readBin(api));
  const rows = found.map(({ id, externalRef, title, deletedAt, deletedBy }) => [
    timeOf(deletedAt),
    deletedBy,
    id,
    externalRef ?? '',
    title ?? '',
  ]);
  for (const line of table(rows)) output.line(line);
  if (found.length === 0) output.note('The bin is empty.');
  output.result(found);
  return exitCodes.done;
}
