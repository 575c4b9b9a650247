import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { Problem } from '../../foundation/errors.js';
import { assertMay } from '../contract/access.js';
import { textProblems } from '../contract/argument-text.js';
import { ContentKind, kindOf } from '../model/content-kind.js';
import type { PublishFinding } from '../publishing/publish-plan.type.js';
import { DEFAULT_PAGE, MAX_PAGE } from '../sql/connection.js';
import { type Page, pageSize } from '../storage/pagination.js';
import type { Change, Written } from '../writing/change.js';
import { refusalOf } from '../writing/constraints.js';
import { inputsOf } from '../writing/input.js';
import { isUserError, toUserError, type UserError } from '../writing/user-error.js';
import { planDrafts, type WritingPlan, writePlanned } from '../writing/write-drafts.js';
import { readDocuments } from './content-documents.js';
import {
  type ContentDocument,
  ContentDocumentConnection,
  ContentPushInput,
  ContentPushPayload,
  type ContentPushResult,
  ContentTypeInfo,
  PushOutcome,
} from './content-push.type.js';
import { type MutationContext, runMutation } from './mutation.js';
import { namesakesAmong } from './namesakes.js';
import { longLists } from './object-limit.js';
import { pushedChange } from './pushed-change.js';

interface Pushed {
  readonly results: readonly ContentPushResult[];
  readonly findings: readonly PublishFinding[];
  readonly targets: readonly string[];
}

@Resolver()
export class ContentPushResolver {
  @Query(() => [ContentTypeInfo], { description: 'All content types with files.' })
  contentTypes(@Ctx() { store }: MutationContext): ContentTypeInfo[] {
    return store.types.map((type) => ({
      kind: kindOf(type),
      name: type.name,
      folder: type.declaration.folder,
    }));
  }

  @Query(() => ContentDocumentConnection, {
    description:
      'Drafts in the form of content files, by type, in a stable order. For callers who may read drafts.',
  })
  contentDocuments(
    @Arg('kinds', () => [ContentKind], {
      nullable: true,
      description: 'Restricts the list to these content types.',
    })
    kinds: string[] | undefined,
    @Arg('externalRefs', () => [String], {
      nullable: true,
      description: 'Restricts the list to these external references.',
    })
    externalRefs: string[] | undefined,
    @Arg('first', () => Int, {
      defaultValue: DEFAULT_PAGE,
      description: `How many documents, from 1 to ${MAX_PAGE}.`,
    })
    first: number,
    @Arg('after', () => String, { nullable: true, description: 'The cursor after which the page begins.' })
    after: string | undefined,
    @Ctx() { store, viewer }: MutationContext,
  ): Promise<Page<ContentDocument>> {
    assertMay(viewer, 'READ_DRAFT', '*');
    const types = store.types.filter((type) => !kinds || kinds.includes(kindOf(type)));
    const size = pageSize({ first });
    return readDocuments(store, {
      types,
      size,
      ...(externalRefs ? { externalRefs } : {}),
      ...(after ? { after } : {}),
    });
  }

  @Mutation(() => ContentPushPayload, {
    description:
      'Creates and updates drafts of any type by external reference, all or none; idempotent. For editors.',
  })
  async contentPush(
    @Arg('input', () => ContentPushInput, {
      description: 'The documents to write, with options.',
      validate: false,
    })
    input: ContentPushInput,
    @Ctx() context: MutationContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ContentPushPayload> {
    assertMay(context.viewer, 'WRITE', '*');
    const changes = await changesIn(context, input);
    if (input.dryRun) {
      const wrong = [...longLists(context.store, info), ...textProblems(info)];
      return wrong.length > 0
        ? { results: [], findings: [], userErrors: reported(wrong, context) }
        : dryRun(context, changes);
    }
    const {
      results = [],
      findings = [],
      userErrors,
    } = await runMutation<Pushed>(context, info, async (transaction) => {
      const plan = await planDrafts(transaction, context.store, context.viewer, changes);
      const written = await writePlanned(transaction, context.store, context.viewer, plan);
      const isChange = ({ isNew, changes: made }: Written) => isNew || made.length > 0;
      return {
        results: written.map(resultOf),
        findings: await namesakesAmong(transaction, context, written),
        targets: written.filter(isChange).map(({ target }) => target),
      };
    });
    return { results, findings, userErrors };
  }
}

async function changesIn({ store }: MutationContext, input: ContentPushInput): Promise<Change[]> {
  const inputs = await inputsOf(store);
  return input.entries.flatMap(({ kind, ...entry }, index): Change[] => {
    const content = store.types.find((type) => kindOf(type) === kind);
    return content ? [pushedChange(store, inputs, { content, ...entry, index }, input)] : [];
  });
}

/** Writes everything, database checks included, and rolls it back. */
async function dryRun(context: MutationContext, changes: readonly Change[]): Promise<ContentPushPayload> {
  const { store, viewer } = context;
  const plan = await store
    .requestTransaction(
      async (transaction) => {
        const planned = await planDrafts(transaction, store, viewer, changes);
        if (planned.problems.length === 0) await writePlanned(transaction, store, viewer, planned);
        throw new RolledBack(planned);
      },
      context.record,
      viewer.accountId,
    )
    .catch((error: unknown) => {
      if (error instanceof RolledBack) return error.plan;
      const refusal = refusalOf(error, store.types);
      if (!refusal?.problems.every(isUserError)) throw refusal ?? error;
      return { objects: [], problems: refusal.problems };
    });
  return {
    results: plan.objects.map(({ result }) => resultOf(result)),
    findings: [],
    userErrors: reported(plan.problems, context),
  };
}

function reported(problems: readonly Problem[], { locales, locale }: MutationContext): UserError[] {
  return problems.map((each) => toUserError(each, locales, locale));
}

/** Rolls back the transaction of a dry run. */
class RolledBack extends Error {
  constructor(readonly plan: WritingPlan) {
    super('Rolled back after a dry run.');
  }
}

function resultOf({
  content,
  target,
  externalRef,
  version,
  isNew,
  changes,
  overruled,
}: Written): ContentPushResult {
  const changed = changes.length > 0 ? PushOutcome.UPDATED : PushOutcome.UNCHANGED;
  return {
    kind: kindOf(content),
    externalRef,
    id: target,
    outcome: isNew ? PushOutcome.CREATED : changed,
    version,
    changes,
    overruled,
  };
}
