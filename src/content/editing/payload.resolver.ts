import type { GraphQLResolveInfo } from 'graphql';
import { Args, type ClassType, Ctx, FieldResolver, ID, Info, Resolver, Root } from 'type-graphql';
import type { ContentType } from '../model/content-type.js';
import { LeftOutType, PlannedObject } from '../publishing/left-out.type.js';
import { PublishFinding } from '../publishing/publish-plan.type.js';
import { TextArguments } from '../reading/read.arguments.js';
import { ofSubjects, onlySubject } from '../sql/roots.js';
import type { MutationContext } from './mutation.js';
import { type ChangedObjects, SCHEDULES_LEFT } from './payload.type.js';

/** What the payload of a mutation on one object shows. */
export function payloadResolver(content: ContentType, payload: ClassType): Function {
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

/** What the payload of a mutation on several objects shows. */
export function listPayloadResolver(content: ContentType, payload: ClassType): Function {
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

    @FieldResolver(() => [PublishFinding], {
      description:
        'Of what was published: the warnings about it, of those of `publishPlan` that are about what it says and what it takes away from others. Of what was taken out without trace: where the public still reads of it, since an editor wrote that there; only an editor can change it.',
    })
    findings(@Root() { findings }: ChangedObjects): readonly PublishFinding[] {
      return findings ?? [];
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
