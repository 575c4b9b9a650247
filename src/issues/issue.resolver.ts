import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Extensions, Info, Query, Resolver } from 'type-graphql';
import { inStage } from '../content/reading/planned-field.js';
import { ReadArguments } from '../content/reading/read.arguments.js';
import type { ReadContext } from '../content/reading/reader.js';
import { isDayReached } from '../content/sql/expressions.js';
import { firstOf } from '../content/sql/roots.js';
import { HOME_TIME_ZONE } from '../foundation/calendar.js';
import { byPublication, issue } from './issue.js';

const plan = inStage(firstOf(issue, byPublication, isDayReached('publishedOn', HOME_TIME_ZONE)));

@Resolver()
export class IssueResolver {
  @Extensions({ plan })
  @Query(() => issue.type, {
    nullable: true,
    description: 'The latest issue by day of publication, in Hong Kong time; null if there is none.',
  })
  latestIssue(
    @Args(() => ReadArguments) { stage }: ReadArguments,
    @Info() info: GraphQLResolveInfo,
    @Ctx() context: ReadContext,
  ): Promise<unknown> {
    return context.reader.read(info, context, plan({ stage }, context.viewer));
  }
}
