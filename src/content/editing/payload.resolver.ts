import type { GraphQLResolveInfo } from 'graphql';
import { Args, type ClassType, Ctx, FieldResolver, ID, Info, Resolver, Root } from 'type-graphql';
import type { ContentType } from '../model/content-type.js';
import { LeftOutType, PlannedObject } from '../publishing/left-out.type.js';
import { PublishFinding } from '../publishing/publish-plan.type.js';
import { TextArguments } from '../reading/read.arguments.js';
import { ofSubjects, onlySubject } from '../sql/roots.js';
import type { MutationContext } from './mutation.js';
import { type ChangedObjects, SCHEDULES_LEFT } from './payload.type.js';

/** The fields of the payload of a mutation of one object. */
export function payloadResolver(content: ContentType, payload: ClassType): Function {
  const plan = onlySubject(content);

  @Resolver(() => payload)
  class PayloadResolver {
    @FieldResolver(() => [PublishFinding], {
      description: 'After creating or copying: warnings, such as of another object with the same name.',
    })
    findings(@Root() { findings }: ChangedObjects): readonly PublishFinding[] {
      return findings ?? [];
    }

    @FieldResolver(() => content.type, {
      name: content.noun,
      nullable: true,
      description: 'The current draft; null if nothing was done.',
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

/** The fields of the payload of a mutation of several objects. */
export function listPayloadResolver(content: ContentType, payload: ClassType): Function {
  const plan = ofSubjects(content);

  @Resolver(() => payload)
  class ListPayloadResolver {
    @FieldResolver(() => [LeftOutType], {
      description:
        'After publishing: related objects that were left out, each once, and requested objects that were public in this form already.',
    })
    leftOut(@Root() { leftOut }: ChangedObjects): readonly LeftOutType[] {
      return leftOut ?? [];
    }

    @FieldResolver(() => [PlannedObject], {
      description: 'The objects that changed in public: requested ones, and those published along.',
    })
    publicChanges(@Root() { publicChanges }: ChangedObjects): readonly PlannedObject[] {
      return publicChanges ?? [];
    }

    @FieldResolver(() => [PublishFinding], {
      description:
        'After publishing: warnings about it, as in `publishPlan`. After unpublishing without trace: text by editors in which the public can still read of it, and which only editors can change.',
    })
    findings(@Root() { findings }: ChangedObjects): readonly PublishFinding[] {
      return findings ?? [];
    }

    @FieldResolver(() => [ID], { description: `${SCHEDULES_LEFT} Only after unpublishing.` })
    schedules(@Root() { schedules }: ChangedObjects): readonly string[] {
      return schedules ?? [];
    }

    @FieldResolver(() => [content.type], {
      name: content.nouns,
      description:
        'The drafts, whose `publication` compares them with what is public; empty if nothing was done.',
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
