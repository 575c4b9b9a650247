import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { refuse } from '../foundation/errors.js';
import { NodeType } from './content.type.js';
import type { ContentType } from './content-type.js';
import { parseGlobalId } from './global-id.js';
import { node, nodes } from './planner/roots.js';
import { ReadArguments } from './read.arguments.js';
import type { ReadContext } from './reader.js';

/** The most objects that one `nodes` returns. */
export const MAX_NODES = 100;

/** Objects of any type by their ids: https://relay.dev/graphql/objectidentification.htm */
export function nodeResolver(types: readonly ContentType[]): Function {
  const named = (ids: readonly string[], path: string) => {
    const tables = new Set(ids.map((id) => parseGlobalId(id, [path]).table));
    return types.filter((type) => tables.has(type.table));
  };

  @Resolver()
  class NodeResolver {
    // No arguments but the id: with others Relay does not accept the field for refetching an object.
    @Query(() => NodeType, {
      nullable: true,
      description:
        'The object with an id, of whatever type, in the language of the `Accept-Language` header; null when there is none. `nodes` can be asked for another language.',
    })
    node(
      @Arg('id', () => ID, { description: 'Its id.' }) id: string,
      @Info() info: GraphQLResolveInfo,
      @Ctx() context: ReadContext,
    ): Promise<unknown> {
      const shapes = named([id], 'id');
      return context.reader.read(info, context, { plan: node(shapes), key: keyOf(shapes) });
    }

    @Query(() => [NodeType], {
      nullable: 'items',
      description: `The objects with these ids, at most ${MAX_NODES}, in the order asked; null for each that is not there.`,
    })
    nodes(
      @Arg('ids', () => [ID], { description: 'Their ids.' }) ids: string[],
      @Args(() => ReadArguments) { stage }: ReadArguments,
      @Info() info: GraphQLResolveInfo,
      @Ctx() context: ReadContext,
    ): Promise<unknown> {
      if (ids.length > MAX_NODES)
        refuse('INVALID_INPUT', `"ids" may have at most ${MAX_NODES} entries.`, ['ids']);
      const shapes = named(ids, 'ids');
      return context.reader.read(info, context, { plan: nodes(shapes), key: keyOf(shapes), stage });
    }
  }

  return NodeResolver;
}

function keyOf(types: readonly ContentType[]): string {
  return types.map((type) => type.table).join('+');
}
