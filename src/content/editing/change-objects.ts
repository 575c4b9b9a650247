import type { GraphQLResolveInfo } from 'graphql';
import { assertMay } from '../contract/access.js';
import { globalId } from '../contract/global-id.js';
import type { ContentType } from '../model/content-type.js';
import type { Transaction } from '../storage/transaction.js';
import { type MutationContext, runMutation } from './mutation.js';
import type { ChangedObjects } from './payload.type.js';

/** Runs a mutation of objects of one type, after checking permissions; the payload reads them by their ids. */
export function changeObjects(
  content: ContentType,
  verb: 'WRITE' | 'PUBLISH',
  context: MutationContext,
  info: GraphQLResolveInfo,
  work: (transaction: Transaction) => Promise<readonly string[]>,
  changes: 'DRAFTS' | 'PUBLIC' = 'DRAFTS',
): Promise<ChangedObjects> {
  const run = async (transaction: Transaction) => {
    assertMay(context.viewer, verb, content.name);
    return changed(content, await work(transaction));
  };
  return runMutation(context, info, run, changes);
}

/** The changed objects, for the payload and the audit log. */
export function changed({ table }: ContentType, ids: readonly string[]) {
  return { ids, targets: ids.map((id) => globalId(table, id)) };
}
