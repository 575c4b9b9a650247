import type { GraphQLResolveInfo } from 'graphql';
import { Arg, type ClassType, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import { assertMay } from '../contract/access.js';
import { globalId, uuidOf } from '../contract/global-id.js';
import type { ContentType } from '../model/content-type.js';
import type { Transaction } from '../storage/transaction.js';
import type { Written } from '../writing/change.js';
import { changeRequestOf } from '../writing/change-request.js';
import { writeDrafts } from '../writing/write-drafts.js';
import { deleteDraft, restoreDeleted } from './bin.js';
import { changed, changeObjects } from './change-objects.js';
import { copyDraft } from './copy-draft.js';
import {
  CopyInput,
  DeleteInput,
  DiscardDraftInput,
  RestoreInput,
  RevisionRestoreInput,
} from './mutation.input.js';
import { type MutationContext, runMutation } from './mutation.js';
import { namesakesAmong } from './namesakes.js';
import { updateInputOf } from './patch.input.js';
import { listPayloadResolver, payloadResolver } from './payload.resolver.js';
import { type ChangedObjects, DeletePayload, listPayloadOf, payloadOf } from './payload.type.js';
import { publishingResolver } from './publishing-mutation.resolver.js';
import { discardDraft, restoreRevision } from './revert.js';

type InputValues = Readonly<Record<string, unknown>>;
type Work = (transaction: Transaction) => Promise<readonly string[]>;

/** The mutations that every content type has, with their payloads. */
export function mutationResolvers(content: ContentType): Function[] {
  const payload = payloadOf(content);
  const listPayload = listPayloadOf(content);
  return [
    writingResolver(content, payload),
    publishingResolver(content, listPayload),
    payloadResolver(content, payload),
    listPayloadResolver(content, listPayload),
  ];
}

function writingResolver(content: ContentType, payload: ClassType): Function {
  const { noun, name } = content;
  const updateInput = updateInputOf(content);
  const describe = { description: 'The fields to write.', validate: false } as const;

  @Resolver()
  class WritingResolver {
    @Mutation(() => payload, {
      name: `${noun}Create`,
      description: `Creates a draft of the type ${name}. For editors.`,
    })
    create(
      @Arg('input', () => content.declaration.input, describe) input: InputValues,
      @Ctx() context: MutationContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<ChangedObjects> {
      return createObjects(content, context, info, async (transaction) => {
        const change = await changeRequestOf(context.store, content, { mode: 'CREATE', input });
        return writeDrafts(transaction, context.store, context.viewer, [change]);
      });
    }

    @Mutation(() => payload, {
      name: `${noun}Copy`,
      description: `Creates a draft of the type ${name} from another one, as a template: without its slugs, its external reference, and what is different each time, such as dates and numbers. For editors.`,
    })
    copy(
      @Arg('input', () => CopyInput, { description: 'The draft to copy.' }) input: CopyInput,
      @Ctx() context: MutationContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<ChangedObjects> {
      return createObjects(content, context, info, (transaction) =>
        copyDraft(transaction, context.store, context.viewer, content, uuidIn(content, input.id)),
      );
    }

    @Mutation(() => payload, {
      name: `${noun}Update`,
      description: `Changes the draft of an object of the type ${name}; the published version stays as it is. For editors.`,
    })
    update(
      @Arg('input', () => updateInput, describe) input: InputValues,
      @Ctx() context: MutationContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<ChangedObjects> {
      return changeObjects(content, 'WRITE', context, info, async (transaction) => {
        const change = await changeRequestOf(context.store, content, { mode: 'UPDATE', input });
        return idsOf(await writeDrafts(transaction, context.store, context.viewer, [change]));
      });
    }

    @Mutation(() => DeletePayload, {
      name: `${noun}Delete`,
      description: `Deletes an object of the type ${name} into the bin, from where it can be restored. For editors; published objects only for those who may publish, too.`,
    })
    async delete(
      @Arg('input', () => DeleteInput, { description: 'The object to delete.' }) input: DeleteInput,
      @Ctx() context: MutationContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<DeletePayload> {
      const { store, viewer } = context;
      const { ids, schedules, userErrors } = await runMutation(
        context,
        info,
        async (transaction) => {
          assertMay(viewer, 'WRITE', name);
          const request = { content, id: uuidIn(content, input.id), expectedVersion: input.expectedVersion };
          const left = await deleteDraft(transaction, store, viewer, request);
          return { ...changed(content, [request.id]), schedules: left };
        },
        'PUBLIC',
      );
      const deletedId = ids?.[0] ? globalId(content.table, ids[0]) : null;
      return { deletedId, schedules: schedules ?? [], userErrors };
    }

    @Mutation(() => payload, {
      name: `${noun}Restore`,
      description: `Restores an object of the type ${name} from the bin, as a draft. For editors.`,
    })
    restore(
      @Arg('input', () => RestoreInput, { description: 'The object to restore.' }) input: RestoreInput,
      @Ctx() context: MutationContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<ChangedObjects> {
      return changeObjects(content, 'WRITE', context, info, async (transaction) => {
        const request = { content, ...input, id: uuidIn(content, input.id) };
        return idsOf(await restoreDeleted(transaction, context.store, context.viewer, request));
      });
    }

    @Mutation(() => payload, {
      name: `${noun}DiscardDraft`,
      description:
        'Resets a draft to the published version, in the languages that are public. Text in other languages stays, and the discarded changes stay in the history. For editors.',
    })
    discardDraft(
      @Arg('input', () => DiscardDraftInput, { description: 'The object to reset.' })
      input: DiscardDraftInput,
      @Ctx() context: MutationContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<ChangedObjects> {
      const work: Work = async (transaction) => {
        const request = { content, ...input, id: uuidIn(content, input.id) };
        return idsOf(await discardDraft(transaction, context.store, context.viewer, request));
      };
      return changeObjects(content, 'WRITE', context, info, work, 'PUBLIC');
    }

    @Mutation(() => payload, {
      name: `${noun}RevisionRestore`,
      description: 'Resets a draft to an earlier revision. For editors.',
    })
    revisionRestore(
      @Arg('input', () => RevisionRestoreInput, { description: 'The object and the revision.' })
      input: RevisionRestoreInput,
      @Ctx() context: MutationContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<ChangedObjects> {
      return changeObjects(content, 'WRITE', context, info, async (transaction) => {
        const request = { content, ...input, id: uuidIn(content, input.id) };
        return idsOf(await restoreRevision(transaction, context.store, context.viewer, request));
      });
    }
  }

  return WritingResolver;
}

/** Creates objects, with warnings about them. */
function createObjects(
  content: ContentType,
  context: MutationContext,
  info: GraphQLResolveInfo,
  create: (transaction: Transaction) => Promise<readonly Written[]>,
): Promise<ChangedObjects> {
  return runMutation(context, info, async (transaction) => {
    assertMay(context.viewer, 'WRITE', content.name);
    const written = await create(transaction);
    const findings = await namesakesAmong(transaction, context, written);
    return { ...changed(content, idsOf(written)), findings };
  });
}

function uuidIn(content: ContentType, id: string): string {
  return uuidOf(content.table, id, ['input', 'id']);
}

function idsOf(written: readonly { readonly id: string }[]): string[] {
  return written.map(({ id }) => id);
}
