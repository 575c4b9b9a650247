import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { IsNull, Not } from 'typeorm';
import { assertMay } from '../content/contract/access.js';
import { globalId, uuidOf } from '../content/contract/global-id.js';
import { type MutationContext, runMutation } from '../content/editing/mutation.js';
import { DEFAULT_PAGE, MAX_PAGE } from '../content/sql/connection.js';
import { type Page, readPage } from '../content/storage/pagination.js';
import type { Transaction } from '../content/storage/transaction.js';
import { isUserError, messageIn, toUserError } from '../content/writing/user-error.js';
import type { Problem } from '../foundation/errors.js';
import { BulkOperation, BulkOperationItem } from './bulk-operation.entity.js';
import {
  BulkOperationAddInput,
  BulkOperationCancelInput,
  BulkOperationCreateInput,
  BulkOperationRunInput,
} from './bulk-operation.input.js';
import {
  BulkOperationPayload,
  type BulkOperationResult,
  BulkOperationResultConnection,
  BulkOperationType,
} from './bulk-operation.type.js';
import { toBulkPublication } from './bulk-publication.js';
import {
  addToOperation,
  BULK_OPERATION,
  cancelOperation,
  createOperation,
  startOperation,
} from './stage-bulk-operation.js';

@Resolver(() => BulkOperationType)
class BulkOperationResolver {
  @Query(() => BulkOperationType, {
    nullable: true,
    description: 'A bulk operation with its progress; null if there is none. For those who may read drafts.',
  })
  async bulkOperation(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() context: MutationContext,
  ): Promise<BulkOperationType | null> {
    assertMay(context.viewer, 'READ_DRAFT', '*');
    return read(context, uuidOf(BULK_OPERATION, id, ['id']));
  }

  @FieldResolver(() => BulkOperationResultConnection, {
    description: 'Once documents have been pushed: the result for each of them, in the order of adding.',
  })
  results(
    @Root() { id }: BulkOperationType,
    @Arg('first', () => Int, {
      defaultValue: DEFAULT_PAGE,
      description: `The page size, from 1 to ${MAX_PAGE}.`,
    })
    first: number,
    @Arg('after', () => String, { nullable: true, description: 'The cursor after which the page begins.' })
    after: string | undefined,
    @Ctx() { store }: MutationContext,
  ): Promise<Page<BulkOperationResult>> {
    const where = { operationId: uuidOf(BULK_OPERATION, id, []), outcome: Not(IsNull()) };
    return readPage(
      store.draft.manager,
      { entity: BulkOperationItem, where, toNode: toResult },
      { first, after },
    );
  }

  @Mutation(() => BulkOperationPayload, {
    description:
      'Creates a bulk operation, for more objects than a request may have. Add them with `bulkOperationAdd`, then start it with `bulkOperationRun`. For editors, or publishers.',
  })
  bulkOperationCreate(
    @Arg('input', () => BulkOperationCreateInput, { description: 'What to do with the objects.' })
    input: BulkOperationCreateInput,
    @Ctx() context: MutationContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<BulkOperationPayload> {
    const { store, viewer } = context;
    return run(context, info, (transaction) => createOperation(transaction, store, viewer, input));
  }

  @Mutation(() => BulkOperationPayload, {
    description: 'Adds objects to a bulk operation of the same account that was not started yet.',
  })
  bulkOperationAdd(
    @Arg('input', () => BulkOperationAddInput, { description: 'The objects to add.', validate: false })
    input: BulkOperationAddInput,
    @Ctx() context: MutationContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<BulkOperationPayload> {
    const { store, viewer } = context;
    return run(context, info, (transaction) => addToOperation(transaction, store, viewer, input));
  }

  @Mutation(() => BulkOperationPayload, {
    description:
      'Starts a bulk operation of the same account, with the rights of this key. It runs in the background; query `bulkOperation` until `finishedAt` is set.',
  })
  bulkOperationRun(
    @Arg('input', () => BulkOperationRunInput, { description: 'The bulk operation to start.' })
    { id }: BulkOperationRunInput,
    @Ctx() context: MutationContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<BulkOperationPayload> {
    const { store, viewer } = context;
    return run(context, info, (transaction) => startOperation(transaction, store, viewer, id));
  }

  @Mutation(() => BulkOperationPayload, {
    description:
      'Cancels a bulk operation, even while it is running; nothing is written then. For those who may do what it does.',
  })
  bulkOperationCancel(
    @Arg('input', () => BulkOperationCancelInput, { description: 'The bulk operation to cancel.' })
    { id }: BulkOperationCancelInput,
    @Ctx() context: MutationContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<BulkOperationPayload> {
    const { store, viewer } = context;
    return run(context, info, (transaction) => cancelOperation(transaction, store, viewer, id));
  }
}

export const bulkResolvers = [BulkOperationResolver];

async function run(
  context: MutationContext,
  info: GraphQLResolveInfo,
  work: (transaction: Transaction) => Promise<string>,
): Promise<BulkOperationPayload> {
  const { id, userErrors } = await runMutation(context, info, async (transaction) => {
    assertMay(context.viewer, 'READ_DRAFT', '*');
    const changed = await work(transaction);
    return { id: changed, targets: [globalId(BULK_OPERATION, changed)] };
  });
  return { bulkOperation: id ? await read(context, id) : null, userErrors };
}

async function read(
  { store, locales, locale }: MutationContext,
  id: string,
): Promise<BulkOperationType | null> {
  const row = await store.draft.manager.findOneBy(BulkOperation, { id });
  if (!row) return null;
  const problems = row.problems as readonly Problem[];
  const other = problems.find((each) => !isUserError(each));
  return {
    id: globalId(BULK_OPERATION, row.id),
    action: row.action,
    state: row.state,
    total: row.total,
    done: row.done,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    userErrors: problems.filter(isUserError).map((each) => toUserError(each, locales, locale)),
    error: other ? messageIn(other, locales, locale) : null,
    publication: row.publication && toBulkPublication(row.publication, locales, locale),
  };
}

function toResult({ position, type, contentId, outcome, version }: BulkOperationItem): BulkOperationResult {
  return {
    index: position,
    id: globalId(type, contentId ?? ''),
    outcome: outcome as BulkOperationResult['outcome'],
    version: version ?? 0,
  };
}
