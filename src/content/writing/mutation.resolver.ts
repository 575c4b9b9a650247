import type { GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  Args,
  type ClassType,
  Ctx,
  FieldResolver,
  ID,
  Info,
  Mutation,
  Resolver,
  Root,
} from 'type-graphql';
import { assertMay } from '../access.js';
import type { ContentType } from '../content-type.js';
import { globalId, uuidOf } from '../global-id.js';
import { deleteDraft, restoreDeleted } from '../history/bin.js';
import { discardDraft, restoreRevision } from '../history/reverting.js';
import { ofSubjects, onlySubject } from '../planner/roots.js';
import { LeftOutType, PlannedObject, toLeftOut } from '../publishing/left-out.type.js';
import { publish } from '../publishing/publishing.js';
import { withdraw } from '../publishing/unpublishing.js';
import { TextArguments } from '../read.arguments.js';
import type { Transaction } from '../store.js';
import {
  DeleteInput,
  DiscardDraftInput,
  PublishInput,
  RestoreInput,
  RevisionRestoreInput,
  UnpublishInput,
} from './mutation.input.js';
import { type MutationContext, runMutation } from './mutation.js';
import { updateInputOf } from './patch.input.js';
import {
  type ChangedObjects,
  DeletePayload,
  listPayloadOf,
  payloadOf,
  SCHEDULES_LEFT,
} from './payload.type.js';
import { changeOf } from './requested-change.js';
import { writeDrafts } from './writing.js';

type Given = Readonly<Record<string, unknown>>;
type Work = (transaction: Transaction) => Promise<readonly string[]>;

/** The mutations that every content type has, and what their payloads show. */
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
  const describe = { description: 'What is wanted.', validate: false } as const;

  @Resolver()
  class WritingResolver {
    @Mutation(() => payload, {
      name: `${noun}Create`,
      description: `Creates a draft of the type ${name}. For editors.`,
    })
    create(
      @Arg('input', () => content.declaration.input, describe) input: Given,
      @Ctx() context: MutationContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<ChangedObjects> {
      return changeObjects(content, 'WRITE', context, info, async (transaction) => {
        const change = await changeOf(context.store, content, { mode: 'CREATE', input });
        return idsOf(await writeDrafts(transaction, context.store, context.viewer, [change]));
      });
    }

    @Mutation(() => payload, {
      name: `${noun}Update`,
      description: `Changes the draft of an object of the type ${name}; what the public sees stays as it is. For editors.`,
    })
    update(
      @Arg('input', () => updateInput, describe) input: Given,
      @Ctx() context: MutationContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<ChangedObjects> {
      return changeObjects(content, 'WRITE', context, info, async (transaction) => {
        const change = await changeOf(context.store, content, { mode: 'UPDATE', input });
        return idsOf(await writeDrafts(transaction, context.store, context.viewer, [change]));
      });
    }

    @Mutation(() => DeletePayload, {
      name: `${noun}Delete`,
      description: `Puts an object of the type ${name} into the bin, from where it can be restored. For editors; what is published only for those who may publish, too.`,
    })
    async delete(
      @Arg('input', () => DeleteInput, { description: 'Which one.' }) input: DeleteInput,
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
      description: `Takes an object of the type ${name} out of the bin, as a draft. For editors.`,
    })
    restore(
      @Arg('input', () => RestoreInput, { description: 'Which one.' }) input: RestoreInput,
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
        'Makes a draft again what is published, in the languages that are public; words in others stay, and what was changed since stays in the history. For editors.',
    })
    discardDraft(
      @Arg('input', () => DiscardDraftInput, { description: 'Which one.' }) input: DiscardDraftInput,
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
      description: 'Makes a draft again what it was in one of its revisions. For editors.',
    })
    revisionRestore(
      @Arg('input', () => RevisionRestoreInput, { description: 'Which one.' }) input: RevisionRestoreInput,
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

function publishingResolver(content: ContentType, payload: ClassType): Function {
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
          const { published, leftOut } = await publish(transaction, store, viewer, {
            ...request,
            ...expected,
          });
          return {
            ...changed(content, request.ids),
            publicChanges: published,
            leftOut: leftOut.map((each) => toLeftOut(each, locales, locale)),
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
      const { store, viewer, locale } = context;
      return runMutation(
        context,
        info,
        async (transaction) => {
          assertMay(viewer, 'PUBLISH', name);
          const { withoutTrace } = input;
          const request = { content, ...requested(content, input), withoutTrace };
          const withdrawn = await withdraw(transaction, store, viewer, { ...request, locale });
          const done = { ...changed(content, request.ids), ...withdrawn };
          return withoutTrace ? { ...done, operation: `${info.fieldName} (without trace)` } : done;
        },
        'PUBLIC',
      );
    }
  }

  return PublishingResolver;
}

function payloadResolver(content: ContentType, payload: ClassType): Function {
  const plan = onlySubject(content);

  @Resolver(() => payload)
  class PayloadResolver {
    @FieldResolver(() => content.type, {
      name: content.noun,
      nullable: true,
      description: 'The draft as it is now; null when nothing was done.',
    })
    object(
      @Root() { ids }: ChangedObjects,
      @Args(() => TextArguments) _arguments: TextArguments,
      @Ctx() context: MutationContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<unknown> | null {
      if (!ids?.length) return null;
      return context.reader.read(
        info,
        { ...context, subjects: ids },
        { plan, key: content.table, stage: 'draft' },
      );
    }
  }

  return PayloadResolver;
}

function listPayloadResolver(content: ContentType, payload: ClassType): Function {
  const plan = ofSubjects(content);

  @Resolver(() => payload)
  class ListPayloadResolver {
    @FieldResolver(() => [LeftOutType], {
      description:
        'Of what was published: what has to do with it and stays as it is, once for each object, and what was asked for and is the same already.',
    })
    leftOut(@Root() { leftOut }: ChangedObjects): readonly LeftOutType[] {
      return leftOut ?? [];
    }

    @FieldResolver(() => [PlannedObject], {
      description:
        'What the public sees differently now: of what was asked for, and of what went along. Not what was so already.',
    })
    publicChanges(@Root() { publicChanges }: ChangedObjects): readonly PlannedObject[] {
      return publicChanges ?? [];
    }

    @FieldResolver(() => [ID], { description: `Of what was taken out. ${SCHEDULES_LEFT}` })
    schedules(@Root() { schedules }: ChangedObjects): readonly string[] {
      return schedules ?? [];
    }

    @FieldResolver(() => [content.type], {
      name: content.nouns,
      description: 'The drafts, whose `publication` says what the public sees; empty when nothing was done.',
    })
    async objects(
      @Root() { ids }: ChangedObjects,
      @Args(() => TextArguments) _arguments: TextArguments,
      @Ctx() context: MutationContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<unknown> {
      if (!ids?.length) return [];
      return context.reader.read(
        info,
        { ...context, subjects: ids },
        { plan, key: content.table, stage: 'draft' },
      );
    }
  }

  return ListPayloadResolver;
}

/** Runs a verb on objects of one type, for those who may; their ids are what the payload reads. */
export function changeObjects(
  content: ContentType,
  verb: 'WRITE' | 'PUBLISH',
  context: MutationContext,
  info: GraphQLResolveInfo,
  work: Work,
  changes: 'DRAFTS' | 'PUBLIC' = 'DRAFTS',
): Promise<ChangedObjects> {
  const run = async (transaction: Transaction) => {
    assertMay(context.viewer, verb, content.name);
    return changed(content, await work(transaction));
  };
  return runMutation(context, info, run, changes);
}

function changed({ table }: ContentType, ids: readonly string[]) {
  return { ids, targets: ids.map((id) => globalId(table, id)) };
}

function requested(content: ContentType, { ids, locales }: Pick<PublishInput, 'ids' | 'locales'>) {
  const path = (index: number) => ['input', 'ids', String(index)];
  const uuids = [...new Set(ids.map((id, index) => uuidOf(content.table, id, path(index))))];
  return locales ? { ids: uuids, locales } : { ids: uuids };
}

function uuidIn(content: ContentType, id: string): string {
  return uuidOf(content.table, id, ['input', 'id']);
}

function idsOf(written: readonly { readonly id: string }[]): string[] {
  return written.map(({ id }) => id);
}
