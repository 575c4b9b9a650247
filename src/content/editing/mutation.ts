import type { GraphQLResolveInfo } from 'graphql';
import type { EntityManager } from 'typeorm';
import { type Problem, Refusal } from '../../foundation/errors.js';
import { newId } from '../../foundation/ids.js';
import { storable } from '../../foundation/text.js';
import type { Viewer } from '../contract/access.js';
import { type ResolvedField, textProblems } from '../contract/argument-text.js';
import { AuditEntry, AuditOutcome } from '../history/audit-entry.entity.js';
import type { ReadContext } from '../reading/reader.js';
import type { ContentStore } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';
import { refusalOf } from '../writing/constraints.js';
import { isUserError, toUserError, type UserError } from '../writing/user-error.js';
import { longLists } from './object-limit.js';

/** The context of a mutation. */
export interface MutationContext extends ReadContext {
  readonly store: ContentStore;
  /** The idempotency record of a request with an `Idempotency-Key`. */
  readonly memory?: IdempotencyMemory;
}

/** Results of an earlier request with the same `Idempotency-Key`, written in the transactions of its mutations. */
export interface IdempotencyMemory {
  recall(field: string): unknown;
  remember(system: EntityManager, field: string, result: unknown): Promise<void>;
  /** Is notified of errors by which nothing was done. */
  refused(problems: readonly Problem[]): void;
}

/** The result of a mutation, for its payload and the audit log. */
export interface MutationResult {
  /** The global ids of everything that was changed. */
  readonly targets: readonly string[];
  /** The given reasons, for actions that require one. */
  readonly reasons?: readonly string[];
  /** The name in the audit log, if that of the mutation does not say enough. */
  readonly operation?: string;
}

export type Outcome<Result> = Partial<Result> & { readonly userErrors: readonly UserError[] };

/**
 * Runs a mutation in one transaction, with its entry in the audit log. Errors that the caller can fix become
 * `userErrors`; then only that entry is written.
 * @param changes whether public content may change, see `requestTransaction`
 */
export async function runMutation<Result extends MutationResult>(
  context: MutationContext,
  info: Pick<GraphQLResolveInfo, 'fieldName' | 'path'> & Partial<ResolvedField>,
  work: (transaction: Transaction) => Promise<Result>,
  changes: 'DRAFTS' | 'PUBLIC' = 'DRAFTS',
): Promise<Outcome<Result>> {
  const { store, viewer, memory, record } = context;
  const field = String(info.path.key);
  const recalled = memory?.recall(field);
  if (recalled !== undefined) return recalled as Outcome<Result>;
  const operation = info.fieldName;
  try {
    const long = longLists(store, info);
    if (long.length > 0) throw new Refusal(long);
    return await store.requestTransaction(
      async (transaction) => {
        const wrong = wrongTexts(store, info);
        const result = await work(transaction).catch((error: unknown) => {
          throw wrong.length > 0 && !isAboutRights(error) ? new Refusal(wrong) : error;
        });
        if (wrong.length > 0) throw new Refusal(wrong);
        await audit(transaction.system, store.clock(), viewer, result.operation ?? operation, {
          outcome: AuditOutcome.DONE,
          targets: result.targets,
          reasons: result.reasons ?? [],
        });
        const outcome = { ...result, userErrors: [] };
        await memory?.remember(transaction.system, field, outcome);
        return outcome;
      },
      record,
      viewer.accountId,
      changes,
    );
  } catch (error) {
    const refusal = refusalOf(error, store.types);
    const reasons = refusal?.problems.map(({ code, path }) => [code, ...path].join(' ')) ?? [];
    const outcome = refusal ? AuditOutcome.REFUSED : AuditOutcome.FAILED;
    const isUnkeyed = refusal !== undefined && viewer.roles.length === 0;
    if (!isUnkeyed || store.mayLogAnonymousRefusal())
      await audit(store.draft.manager, store.clock(), viewer, operation, { outcome, targets: [], reasons });
    if (!refusal) throw error;
    memory?.refused(refusal.problems);
    if (!refusal.problems.every(isUserError)) throw refusal;
    return userErrors<Result>(refusal.problems, context);
  }
}

/** Without permission, other errors are not revealed. */
function isAboutRights(error: unknown): boolean {
  return error instanceof Refusal && ['UNAUTHENTICATED', 'FORBIDDEN'].includes(error.code);
}

/** Content input is excluded: it is read as a document, which reports all its errors. */
function wrongTexts(
  { types }: ContentStore,
  info: { readonly fieldName: string } & Partial<ResolvedField>,
): Problem[] {
  const { fieldName, fieldNodes, parentType, variableValues } = info;
  if (!fieldNodes || !parentType || !variableValues) return [];
  const documents = new Set(
    types.flatMap(({ name, declaration }) => [declaration.input.name, `${name}UpdateInput`]),
  );
  return textProblems({ fieldName, fieldNodes, parentType, variableValues }, (input) => documents.has(input));
}

function userErrors<Result>(
  problems: readonly Problem[],
  { locales, locale }: MutationContext,
): Outcome<Result> {
  return {
    userErrors: problems.map((each) => toUserError(each, locales, locale)),
  } as unknown as Outcome<Result>;
}

/** Writes an entry of the audit log. */
export async function audit(
  system: EntityManager,
  at: Date,
  viewer: Viewer,
  operation: string,
  what: {
    readonly outcome: AuditOutcome;
    readonly targets: readonly string[];
    readonly reasons?: readonly string[];
  },
): Promise<void> {
  await system.insert(AuditEntry, {
    id: newId(),
    at,
    viewer: viewer.name,
    accountId: viewer.accountId ?? null,
    keyId: viewer.keyId ?? null,
    operation,
    targets: [...what.targets],
    outcome: what.outcome,
    reasons: (what.reasons ?? []).map(storable),
  });
}
