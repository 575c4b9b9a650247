import type { GraphQLResolveInfo } from 'graphql';
import { Arg, type ClassType, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import { refuse } from '../../foundation/errors.js';
import { assertMay } from '../contract/access.js';
import { uuidOf } from '../contract/global-id.js';
import { sentences } from '../contract/sentences.js';
import type { ContentType } from '../model/content-type.js';
import { toLeftOut } from '../publishing/left-out.type.js';
import { publish } from '../publishing/publish.js';
import { toFindings } from '../publishing/publish-plan.type.js';
import { withdraw } from '../publishing/unpublish.js';
import type { Transaction } from '../storage/transaction.js';
import { changed } from './change-objects.js';
import { PublishInput, UnpublishInput } from './mutation.input.js';
import { type MutationContext, type MutationResult, type Outcome, runMutation } from './mutation.js';
import type { ChangedObjects } from './payload.type.js';

/** The mutations that change public content. */
export function publishingResolver(content: ContentType, payload: ClassType): Function {
  const { noun, name } = content;
  const contents = content.declaration.contents ? ' with their contents' : '';

  @Resolver()
  class PublishingResolver {
    @Mutation(() => payload, {
      name: `${noun}Publish`,
      description: `Publishes objects of the type ${name}${contents}, in all languages or some, in one transaction. Objects that are public in this form already are skipped. For publishers.`,
    })
    publish(
      @Arg('input', () => PublishInput, { description: 'The objects to publish.' }) input: PublishInput,
      @Ctx() context: MutationContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<ChangedObjects> {
      const { store, viewer, locale, locales } = context;
      return changePublic(content, context, info, async (transaction) => {
        const { withContents = null, expectedFingerprint = null, expectedVersion = null } = input;
        const request = { content, ...requested(content, input), locale };
        const expected = { withContents, expectedFingerprint, expectedVersion };
        const result = await publish(transaction, store, viewer, { ...request, ...expected });
        return {
          ...changed(content, request.ids),
          publicChanges: result.published,
          leftOut: result.leftOut.map((each) => toLeftOut(each, locales, locale)),
          findings: toFindings(result.findings, locales, locale),
        };
      });
    }

    @Mutation(() => payload, {
      name: `${noun}Unpublish`,
      description: `Unpublishes objects of the type ${name}, as a whole or in some languages; their drafts stay. For publishers.`,
    })
    unpublish(
      @Arg('input', () => UnpublishInput, { description: 'The objects to unpublish.' }) input: UnpublishInput,
      @Ctx() context: MutationContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<ChangedObjects> {
      const { store, viewer, locale, locales } = context;
      return changePublic(content, context, info, async (transaction) => {
        const { withoutTrace } = input;
        const request = { content, ...requested(content, input), withoutTrace };
        const withdrawn = await withdraw(transaction, store, viewer, { ...request, locale });
        const findings = toFindings(withdrawn.findings, locales, locale);
        const result = { ...changed(content, request.ids), ...withdrawn, findings };
        return withoutTrace ? { ...result, operation: `${info.fieldName} (without trace)` } : result;
      });
    }
  }

  return PublishingResolver;
}

/** Runs a mutation of public content, after checking permissions. */
function changePublic<Result extends MutationResult>(
  content: ContentType,
  context: MutationContext,
  info: GraphQLResolveInfo,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Outcome<Result>> {
  const run = async (transaction: Transaction) => {
    assertMay(context.viewer, 'PUBLISH', content.name);
    return work(transaction);
  };
  return runMutation(context, info, run, 'PUBLIC');
}

function requested(content: ContentType, { ids, locales }: Pick<PublishInput, 'ids' | 'locales'>) {
  if (ids.length === 0) refuse('INVALID_INPUT', sentences.noObject, ['input', 'ids']);
  const path = (index: number) => ['input', 'ids', String(index)];
  const uuids = [...new Set(ids.map((id, index) => uuidOf(content.table, id, path(index))))];
  return locales ? { ids: uuids, locales } : { ids: uuids };
}
