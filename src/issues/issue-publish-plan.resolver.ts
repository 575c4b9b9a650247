import { Arg, Ctx, Extensions, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { assertMay } from '../content/contract/access.js';
import { uuidOf } from '../content/contract/global-id.js';
import type { MutationContext } from '../content/editing/mutation.js';
import { planFor } from '../content/editing/publish-plan.resolver.js';
import { LocaleScalar } from '../content/model/scalars.js';
import { PublishPlanType } from '../content/publishing/publish-plan.type.js';
import { issue } from './issue.js';

@ObjectType({ description: 'The publish plan of an issue.' })
export class IssuePublishPlan extends PublishPlanType {}

@Resolver()
export class IssuePublishPlanResolver {
  @Extensions({ isLong: true })
  @Query(() => IssuePublishPlan, {
    description:
      'What publishing an issue with its contents would do, and which errors to fix first. Nothing is changed. For those who may read drafts.',
    deprecationReason:
      'Use `Query.publishPlan`. Deprecated in November 2026, removed in November 2027 at the earliest.',
  })
  issuePublishPlan(
    @Arg('id', () => ID, { description: 'The id of the issue.' }) id: string,
    @Arg('locales', () => [LocaleScalar], {
      nullable: true,
      description: 'The languages to publish; omit for all.',
    })
    locales: string[] | undefined,
    @Ctx() context: MutationContext,
  ): Promise<IssuePublishPlan> {
    assertMay(context.viewer, 'READ_DRAFT', issue.name);
    uuidOf(issue.table, id, ['id']);
    return planFor(context, { ids: [id], locales }, () => ['id']);
  }
}
