import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, type ClassType, Ctx, Extensions, ID, Info, Query, Resolver } from 'type-graphql';
import type { ContentType } from '../model/content-type.js';
import { bySlugOrId, listOfAll } from '../sql/roots.js';
import { inStage } from './planned-field.js';
import { ListArguments, ReadArguments } from './read.arguments.js';
import type { ReadContext } from './reader.js';

/** The two root fields of a content type: one object, and the list. */
export function contentResolver(content: ContentType): Function {
  const { root, listing } = content.declaration;
  if (!root || !listing) throw new Error(`${content.name} has no root fields.`);
  const planOne = inStage(bySlugOrId(content));
  const planAll = inStage(listOfAll(content, listing));

  @Resolver()
  class ContentResolver {
    @Extensions({ plan: planOne })
    @Query(() => content.type, {
      name: root?.one,
      nullable: true,
      description: `${root?.noun} by id or slug; null if there is none. Give exactly one of the two.`,
    })
    one(
      @Arg('id', () => ID, { nullable: true, description: 'Its global id.' }) _id: string | undefined,
      @Arg('slug', () => String, {
        nullable: true,
        description:
          'Its slug in the requested language. Slugs in other languages and former slugs find it, too; see `redirectedFrom`.',
      })
      _slug: string | undefined,
      @Args(() => ReadArguments) { stage }: ReadArguments,
      @Info() info: GraphQLResolveInfo,
      @Ctx() context: ReadContext,
    ): Promise<unknown> {
      return context.reader.read(info, context, planOne({ stage }, context.viewer));
    }

    @Extensions({ plan: planAll })
    @Query(() => content.connection, {
      name: root?.many,
      description: `Objects of the type ${content.name}, with filters, an order and pagination.`,
    })
    many(
      @Arg('filter', () => listing?.filterType as ClassType, {
        nullable: true,
        description: 'Filters; all conditions must hold.',
      })
      _filter: unknown,
      @Arg('orderBy', () => listing?.orderType as ClassType, {
        defaultValue: listing?.defaultOrder,
        description: 'The sort order.',
      })
      _orderBy: unknown,
      @Args(() => ListArguments) { stage }: ListArguments,
      @Info() info: GraphQLResolveInfo,
      @Ctx() context: ReadContext,
    ): Promise<unknown> {
      return context.reader.read(info, context, planAll({ stage }, context.viewer));
    }
  }

  return ContentResolver;
}
