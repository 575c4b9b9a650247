import type { GraphQLResolveInfo } from 'graphql';
import { Arg, type ClassType, Ctx, ID, Info, Int, Query, Resolver } from 'type-graphql';
import { paging } from './connection.type.js';
import type { ContentType } from './content-type.js';
import { bySlugOrId, listOfAll } from './planner/roots.js';
import type { ReadContext } from './reader.js';
import { LocaleScalar } from './scalars.js';
import { type Stage, StageName } from './stage.js';

export const descriptions = {
  locale: 'The language to read in; without it that of the `Accept-Language` header, else the default.',
  fallback: 'Whether text that is missing in the language is served in the next best one.',
  stage: 'Which version of the content is read; everything below the field is read in the same one.',
};

/** The two root fields of a content type: one object, and the list. */
export function contentResolver(content: ContentType): Function {
  const { root, listing } = content.declaration;
  if (!root || !listing) throw new Error(`${content.name} has no root fields.`);
  const one = bySlugOrId(content);
  const all = listOfAll(content, listing);
  const type = content.type;

  @Resolver()
  class ContentResolver {
    @Query(() => type, {
      name: root?.one,
      nullable: true,
      description: `${root?.noun}, by id or by slug; null when there is none. Give exactly one of the two.`,
    })
    one(
      @Arg('id', () => ID, { nullable: true, description: 'Its id.' }) _id: string | undefined,
      @Arg('slug', () => String, {
        nullable: true,
        description: 'Its slug in the language asked for, or one it had before.',
      })
      _slug: string | undefined,
      @Arg('locale', () => LocaleScalar, { nullable: true, description: descriptions.locale }) _locale:
        | string
        | undefined,
      @Arg('fallback', () => Boolean, { defaultValue: true, description: descriptions.fallback })
      _fallback: boolean,
      @Arg('stage', () => StageName, { defaultValue: StageName.PUBLISHED, description: descriptions.stage })
      stage: Stage,
      @Info() info: GraphQLResolveInfo,
      @Ctx() context: ReadContext,
    ): Promise<unknown> {
      return context.reader.read(info, context, { plan: one, stage });
    }

    @Query(() => content.connection, {
      name: root?.many,
      description: `All objects of the type ${content.name}, filtered, sorted and page by page.`,
    })
    many(
      @Arg('filter', () => listing?.filterType as ClassType, {
        nullable: true,
        description: 'Which objects; all conditions must hold.',
      })
      _filter: unknown,
      @Arg('orderBy', () => listing?.orderType as ClassType, {
        defaultValue: listing?.defaultOrder,
        description: 'The order.',
      })
      _orderBy: unknown,
      @Arg('first', () => Int, { nullable: true, description: paging.first?.description ?? '' }) _first:
        | number
        | undefined,
      @Arg('after', () => String, { nullable: true, description: paging.after?.description ?? '' }) _after:
        | string
        | undefined,
      @Arg('last', () => Int, { nullable: true, description: paging.last?.description ?? '' }) _last:
        | number
        | undefined,
      @Arg('before', () => String, { nullable: true, description: paging.before?.description ?? '' }) _before:
        | string
        | undefined,
      @Arg('locale', () => LocaleScalar, { nullable: true, description: descriptions.locale }) _locale:
        | string
        | undefined,
      @Arg('fallback', () => Boolean, { defaultValue: true, description: descriptions.fallback })
      _fallback: boolean,
      @Arg('stage', () => StageName, { defaultValue: StageName.PUBLISHED, description: descriptions.stage })
      stage: Stage,
      @Info() info: GraphQLResolveInfo,
      @Ctx() context: ReadContext,
    ): Promise<unknown> {
      return context.reader.read(info, context, { plan: all, stage });
    }
  }

  return ContentResolver;
}
