import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Extensions, ID, Info, Query, Resolver } from 'type-graphql';
import { refuse } from '../../foundation/errors.js';
import { parseGlobalId } from '../contract/global-id.js';
import type { Stage } from '../contract/stage.js';
import type { ContentType } from '../model/content-type.js';
import { NodeType } from '../model/node.type.js';
import { node, nodes } from '../sql/roots.js';
import type { PlanField } from './planned-field.js';
import { ReadArguments } from './read.arguments.js';
import type { ReadContext } from './reader.js';

/** The maximum number of ids of `nodes`. */
export const MAX_NODES = 100;

/** Objects of any type by id: https://relay.dev/graphql/objectidentification.htm */
export function nodeResolver(types: readonly ContentType[]): Function {
  const named = (ids: readonly string[], path: string) => {
    const tables = new Set(ids.map((id) => parseGlobalId(id, [path]).table));
    return types.filter((type) => tables.has(type.table));
  };
  const planOne: PlanField = ({ id }) => {
    const shapes = named([String(id)], 'id');
    return { plan: node(shapes), key: keyOf(shapes) };
  };
  const planMany: PlanField = ({ ids, stage }) => {
    const requested = ids as readonly string[];
    if (requested.length > MAX_NODES)
      refuse('INVALID_INPUT', `"ids" may have at most ${MAX_NODES} entries.`, ['ids']);
    const shapes = named(requested, 'ids');
    return { plan: nodes(shapes), key: keyOf(shapes), stage: stage as Stage };
  };

  @Resolver()
  class NodeResolver {
    // Relay refetches objects only through a field without further arguments.
    @Extensions({ plan: planOne })
    @Query(() => NodeType, {
      nullable: true,
      description:
        'An object of any type by id, in the language of the `Accept-Language` header; null if there is none. `nodes` takes another language.',
    })
    node(
      @Arg('id', () => ID, { description: 'A global id.' }) id: string,
      @Info() info: GraphQLResolveInfo,
      @Ctx() context: ReadContext,
    ): Promise<unknown> {
      return context.reader.read(info, context, planOne({ id }, context.viewer));
    }

    @Extensions({ plan: planMany })
    @Query(() => [NodeType], {
      nullable: 'items',
      description: `Objects by id, at most ${MAX_NODES}, in the order of the ids; null for each missing one.`,
    })
    nodes(
      @Arg('ids', () => [ID], { description: 'Global ids.' }) ids: string[],
      @Args(() => ReadArguments) { stage }: ReadArguments,
      @Info() info: GraphQLResolveInfo,
      @Ctx() context: ReadContext,
    ): Promise<unknown> {
      return context.reader.read(info, context, planMany({ ids, stage }, context.viewer));
    }
  }

  return NodeResolver;
}

function keyOf(types: readonly ContentType[]): string {
  return types.map((type) => type.table).join('+');
}
