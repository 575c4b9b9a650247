import { Arg, Ctx, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { assertMay } from '../content/access.js';
import { uuidOf } from '../content/global-id.js';
import { planPublishing } from '../content/publishing/publish-plan.js';
import { PublishPlanType, toPublishPlan } from '../content/publishing/publish-plan.type.js';
import { LocaleScalar } from '../content/scalars.js';
import type { MutationContext } from '../content/writing/mutation.js';
import { sentences } from '../content/writing/sentences.js';
import { refuse } from '../foundation/errors.js';
import { issue } from './issue.content.js';

@ObjectType({ description: 'Everything that is between an issue and the public.' })
export class IssuePublishPlan extends PublishPlanType {}

@Resolver()
export class IssuePublishPlanResolver {
  @Query(() => IssuePublishPlan, {
    description:
      'What publishing an issue with everything that it lists would do, and what to put right before. Nothing is changed. For those who may read drafts.',
  })
  async issuePublishPlan(
    @Arg('id', () => ID, { description: 'The id of the issue.' }) id: string,
    @Arg('locales', () => [LocaleScalar], {
      nullable: true,
      description: 'The languages whose words would be published; all when absent.',
    })
    tags: string[] | undefined,
    @Ctx() { store, viewer, locale, record }: MutationContext,
  ): Promise<IssuePublishPlan> {
    assertMay(viewer, 'READ_DRAFT', issue.name);
    const uuid = uuidOf(issue.table, id, ['id']);
    const locales = tags?.map((tag) => store.locales.match(tag, ['locales']));
    const plan = await store.requestTransaction(
      (transaction) => planPublishing(transaction, store, { content: issue, id: uuid, locales, locale }),
      record,
    );
    if (!plan) refuse('NOT_FOUND', sentences.noSuchObject(issue.name, id), ['id']);
    return toPublishPlan(plan, store.locales, locale);
  }
}
