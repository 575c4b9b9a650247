import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, ArgsType, Ctx, Extensions, Field, Info, Int, Query, Resolver } from 'type-graphql';
import type { PlanField } from '../content/reading/planned-field.js';
import { TextArguments } from '../content/reading/read.arguments.js';
import type { ReadContext } from '../content/reading/reader.js';
import { DEFAULT_PAGE, MAX_PAGE } from '../content/sql/connection.js';
import { EventFilter } from './event.js';
import { withdrawnEvents } from './withdrawn-event.content.js';
import { WithdrawnEventConnection } from './withdrawn-event.type.js';

@ArgsType()
class WithdrawnEventArguments extends TextArguments {
  @Field(() => Int, { defaultValue: DEFAULT_PAGE, description: `The page size, from 1 to ${MAX_PAGE}.` })
  first!: number;

  @Field(() => String, { nullable: true, description: 'The cursor after which the page begins.' })
  after?: string;
}

const plan: PlanField = () => ({ plan: withdrawnEvents });

@Resolver()
export class WithdrawnEventResolver {
  @Extensions({ plan })
  @Query(() => WithdrawnEventConnection, {
    description:
      'Tombstones of events that are no longer public, the latest first: what clients with copies have to remove. Use the same filter as for the copies; it applies to the last state of the events.',
  })
  withdrawnEvents(
    @Arg('filter', () => EventFilter, {
      nullable: true,
      description: 'The filter; all conditions must match. `changedSince` compares the time of withdrawal.',
    })
    _filter: EventFilter | undefined,
    @Args(() => WithdrawnEventArguments) _arguments: WithdrawnEventArguments,
    @Info() info: GraphQLResolveInfo,
    @Ctx() context: ReadContext,
  ): Promise<unknown> {
    return context.reader.read(info, context, { plan: withdrawnEvents });
  }
}
