import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Int, Mutation, Query, Resolver } from 'type-graphql';
import { groupBy } from '../../foundation/collections.js';
import { assertMay } from '../contract/access.js';
import { globalId, parseGlobalId, uuidOf } from '../contract/global-id.js';
import { Merge } from '../history/merge.entity.js';
import { connectionOf } from '../model/connection.type.js';
import type { ContentType } from '../model/content-type.js';
import { DEFAULT_PAGE, MAX_PAGE } from '../sql/connection.js';
import { type Page, readPage } from '../storage/pagination.js';
import type { Referrer } from '../storage/referrers.js';
import type { Transaction } from '../storage/transaction.js';
import { refusalOf } from '../writing/constraints.js';
import { isUserError, toUserError } from '../writing/user-error.js';
import { MergeInput, MergePayload, MergeType, MergeUndoInput, MergeUndoPayload } from './merge.type.js';
import { mergeObjects } from './merge-objects.js';
import { type MutationContext, runMutation } from './mutation.js';
import { namedReferences } from './named-references.js';
import { type MergePlan, planMerge } from './plan-merge.js';
import { targetsOf } from './rewrite-objects.js';
import type { RewrittenReference } from './rewritten-references.js';
import { undoMerge } from './undo-merge.js';

const MERGE = 'merge';
const MergeConnection = connectionOf(MergeType, 'Merge');

/** The mutation that merges duplicates of a type, such as `personMerge`. */
export function mergeResolver(content: ContentType): Function {
  @Resolver()
  class MergeResolver {
    @Mutation(() => MergePayload, {
      name: `${content.noun}Merge`,
      description: `Merges a duplicate into another object of the type ${content.name}: references to the duplicate are rewritten, in drafts and in public, and its slugs redirect. Its own text and parts go into the bin. For editors; what is public only for those who may publish, too.`,
    })
    merge(
      @Arg('input', () => MergeInput, { description: 'The duplicate, and the object that stays.' })
      input: MergeInput,
      @Ctx() context: MutationContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<MergePayload> {
      const { store, viewer } = context;
      const plan = async (transaction: Transaction) => {
        assertMay(viewer, 'WRITE', content.name);
        return planMerge(transaction, store, viewer, {
          content,
          id: uuidOf(content.table, input.id, ['input', 'id']),
          duplicate: uuidOf(content.table, input.duplicate, ['input', 'duplicate']),
          expectedVersion: input.expectedVersion ?? null,
        });
      };
      return input.dryRun ? dryRun(context, plan) : merge(context, info, plan);
    }
  }
  return MergeResolver;
}

async function merge(
  context: MutationContext,
  info: GraphQLResolveInfo,
  plan: (transaction: Transaction) => Promise<MergePlan>,
): Promise<MergePayload> {
  const { store, viewer, locale } = context;
  const outcome = await runMutation(
    context,
    info,
    async (transaction) => {
      const planned = await plan(transaction);
      const { merge: row, schedules } = await mergeObjects(transaction, store, viewer, planned);
      const done = toMerge(row);
      return {
        merge: done,
        schedules,
        references: await namedReferences(transaction, store, locale, planned.referrers),
        targets: [done.kept, done.duplicate, ...targetsOf(planned.rewrites)],
      };
    },
    'PUBLIC',
  );
  const { merge: done = null, references = [], schedules = [], userErrors } = outcome;
  return { merge: done, references, schedules, userErrors };
}

async function dryRun(
  { store, viewer, record, locale, locales }: MutationContext,
  plan: (transaction: Transaction) => Promise<MergePlan>,
): Promise<MergePayload> {
  const nothing = { merge: null, schedules: [] };
  const work = async (transaction: Transaction) => {
    const { referrers } = await plan(transaction);
    return namedReferences(transaction, store, locale, referrers);
  };
  try {
    const references = await store.requestTransaction(work, record, viewer.accountId, 'PUBLIC');
    return { ...nothing, references, userErrors: [] };
  } catch (error) {
    const refusal = refusalOf(error, store.types);
    if (!refusal?.problems.every(isUserError)) throw refusal ?? error;
    const userErrors = refusal.problems.map((each) => toUserError(each, locales, locale));
    return { ...nothing, references: [], userErrors };
  }
}

@Resolver()
export class MergeUndoResolver {
  @Mutation(() => MergeUndoPayload, {
    description:
      'Undoes a merge: restores the duplicate, and the references that nobody has changed since. For editors; what is public only for those who may publish, too.',
  })
  async mergeUndo(
    @Arg('input', () => MergeUndoInput, { description: 'The merge.' }) input: MergeUndoInput,
    @Ctx() context: MutationContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<MergeUndoPayload> {
    const { store, viewer, locale } = context;
    const outcome = await runMutation(
      context,
      info,
      async (transaction) => {
        assertMay(viewer, 'WRITE', '*');
        const id = uuidOf(MERGE, input.id, ['input', 'id']);
        const { merge: row, restored, left, targets } = await undoMerge(transaction, store, viewer, id);
        const done = toMerge(row);
        const named = (references: readonly RewrittenReference[]) =>
          namedReferences(transaction, store, locale, referrersIn(store.types, references));
        return {
          merge: done,
          restored: await named(restored),
          left: await named(left),
          targets: [done.kept, done.duplicate, ...targets],
        };
      },
      'PUBLIC',
    );
    const { merge: done = null, restored = [], left = [], userErrors } = outcome;
    return { merge: done, restored, left, userErrors };
  }

  @Query(() => MergeConnection, {
    description: 'Merges of duplicates, latest first. For callers who may read drafts.',
  })
  merges(
    @Arg('id', () => ID, { nullable: true, description: 'Only merges into this object; its global id.' })
    kept: string | undefined,
    @Arg('first', () => Int, {
      defaultValue: DEFAULT_PAGE,
      description: `How many merges, from 1 to ${MAX_PAGE}.`,
    })
    first: number,
    @Arg('after', () => String, { nullable: true, description: 'The cursor after which the page begins.' })
    after: string | undefined,
    @Ctx() { store, viewer }: MutationContext,
  ): Promise<Page<MergeType>> {
    assertMay(viewer, 'READ_DRAFT', '*');
    const where = kept ? { where: { kept: parseGlobalId(kept, ['id']).id } } : {};
    const list = { entity: Merge, order: 'DESC' as const, toNode: toMerge, ...where };
    return readPage(store.draft.manager, list, { first, ...(after ? { after } : {}) });
  }
}

function toMerge({ id, type, kept, duplicate, at, by, undoneAt, undoneBy }: Merge): MergeType {
  return {
    id: globalId(MERGE, id),
    kept: globalId(type, kept),
    duplicate: globalId(type, duplicate),
    at: at.toISOString(),
    by,
    undoneAt: undoneAt?.toISOString() ?? null,
    undoneBy,
  };
}

/** Each field once, with its stages. */
function referrersIn(types: readonly ContentType[], references: readonly RewrittenReference[]): Referrer[] {
  const fields = groupBy(references, ({ type, id, field }) => `${type} ${id} ${field}`);
  return [...fields.values()].flatMap((own) => {
    const [{ type, id, field } = { type: '', id: '', field: '' }] = own;
    const content = types.find(({ table }) => table === type);
    return content ? [{ content, id, field, stages: [...new Set(own.map(({ stage }) => stage))] }] : [];
  });
}
