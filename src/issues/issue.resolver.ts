import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Query, Resolver } from 'type-graphql';
import { descriptions } from '../content/content.resolver.js';
import { firstOf } from '../content/planner/roots.js';
import type { ReadContext } from '../content/reader.js';
import { LocaleScalar } from '../content/scalars.js';
import { type Stage, StageName } from '../content/stage.js';
import { byPublication, issue } from './issue.content.js';
import { IssueType } from './issue.type.js';

const latest = firstOf(issue, byPublication);

@Resolver()
export class IssueResolver {
  @Query(() => IssueType, {
    nullable: true,
    description: 'The issue that came out last; null while there is none.',
  })
  latestIssue(
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
    return context.reader.read(info, context, { plan: latest, stage });
  }
}
