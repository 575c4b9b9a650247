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
import { changed } from './change-objects.js';
import { PublishInput, UnpublishInput } from './mutation.input.js';
import { type MutationContext, runMutation } from './mutation.js';
import type { ChangedObjects } from './payload.type.js';

/** The mutations that change what the public sees. */
export function publishingResolver(content: ContentType, payload: ClassType): Function {
  const { noun, name } = content;
  const contents = content.declaration.contents ? ' with what they contain' : '';

  @Resolver()
  class PublishingResolver {
    @Mutation(() => payload, {
      name: `${noun}Publish`,
      description: `Publishes objects of the type ${name}${contents}, in all languages or in some: all of it at the same instant, or nothing. What the public sees just so already is left alone. For publishers.`,
    })
    publish(
      @Arg('input', () => PublishInput, { description: 'Which ones.' }) input: PublishInput,
      @Ctx() context: MutationContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<ChangedObjects> {
      const { store, viewer, locale, locales } = context;
      return runMutation(
        context,
        info,
        async (transaction) => {
          assertMay(viewer, 'PUBLISH', name);
          const { withContents = null, expectedFingerprint = null, expectedVersion = null } = input;
          const request = { content, ...requested(content, input), locale };
          const expected = { withContents, expectedFingerprint, expectedVersion };
          const { published, leftOut, findings } = await publish(transaction, store, viewer, {
            ...request,
            ...expected,
          });
          return {
            ...changed(content, request.ids),
            publicChanges: published,
            leftOut: leftOut.map((each) => toLeftOut(each, locales, locale)),
            findings: toFindings(findings, locales, locale),
          };
        },
        'PUBLIC',
      );
    }

    @Mutation(() => payload, {
      name: `${noun}Unpublish`,
      description: `Takes objects of the type ${name} out of what the public sees, whole or in some languages; their drafts stay. For publishers.`,
    })
    unpublish(
      @Arg('input', () => UnpublishInput, { description: 'Which ones.' }) input: UnpublishInput,
      @Ctx() context: MutationContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<ChangedObjects> {
      const { store, viewer, locale, locales } = context;
      return runMutation(
        context,
        info,
        async (transaction) => {
          assertMay(viewer, 'PUBLISH', name);
          const { withoutTrace } = input;
          const request = { content, ...requested(content, input), withoutTrace };
          const withdrawn = await withdraw(transaction, store, viewer, { ...request, locale });
          const findings = toFindings(withdrawn.findings, locales, locale);
          const done = { ...changed(content, request.ids), ...withdrawn, findings };
          return withoutTrace ? { ...done, operation: `${info.fieldName} (without trace)` } : done;
        },
        'PUBLIC',
      );
    }
  }

  return PublishingResolver;
}

function requested(content: ContentType, { ids, locales }: Pick<PublishInput, 'ids' | 'locales'>) {
  if (ids.length === 0) refuse('INVALID_INPUT', sentences.noObject, ['input', 'ids']);
  const path = (index: number) => ['input', 'ids', String(index)];
  const uuids = [...new Set(ids.map((id, index) => uuidOf(content.table, id, path(index))))];
  return locales ? { ids: uuids, locales } : { ids: uuids };
}
