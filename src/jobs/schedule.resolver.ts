import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Int, Mutation, Query, Resolver } from 'type-graphql';
import { ArrayContains, type FindOptionsWhere } from 'typeorm';
import { assertMay } from '../content/contract/access.js';
import { globalId, parseGlobalId } from '../content/contract/global-id.js';
import { type MutationContext, runMutation } from '../content/editing/mutation.js';
import type { ContentType } from '../content/model/content-type.js';
import type { Decision } from '../content/publishing/decision.js';
import { toLeftOut } from '../content/publishing/left-out.type.js';
import { planOf } from '../content/publishing/publish-plan.js';
import { type PublishFinding, toPublishPlan } from '../content/publishing/publish-plan.type.js';
import { DEFAULT_PAGE, MAX_PAGE } from '../content/sql/connection.js';
import { type Page, readPage } from '../content/storage/pagination.js';
import type { Transaction } from '../content/storage/transaction.js';
import { toUserError } from '../content/writing/user-error.js';
import type { Problem } from '../foundation/errors.js';
import { Schedule, ScheduleState } from './schedule.entity.js';
import { PublishScheduleInput, ScheduleCancelInput } from './schedule.input.js';
import { PublishScheduleConnection, PublishScheduleType, SchedulePayload } from './schedule.type.js';
import { cancelSchedule, SCHEDULE, schedule } from './schedule-publication.js';

/** Resolvers of schedules: a mutation for each content type, and what they share. */
export function scheduleResolvers(types: readonly ContentType[]): Function[] {
  return [ScheduleResolver, ...types.map(schedulingResolver)];
}

function schedulingResolver(content: ContentType): Function {
  const { noun, name } = content;
  const withContents = content.declaration.contents ? ' with their contents' : '';

  @Resolver()
  class SchedulingResolver {
    @Mutation(() => SchedulePayload, {
      name: `${noun}Schedule`,
      description: `Schedules objects of the type ${name} to be published${withContents} or unpublished. For publishers.`,
    })
    schedule(
      @Arg('input', () => PublishScheduleInput, { description: 'The objects, the action and the time.' })
      input: PublishScheduleInput,
      @Ctx() context: MutationContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<SchedulePayload> {
      const { store, viewer } = context;
      return run(context, info, async (transaction) => {
        const { id, decision } = await schedule(transaction, store, viewer, content, input);
        return { id, findings: await findingsIn(transaction, context, decision) };
      });
    }
  }

  return SchedulingResolver;
}

const first = { defaultValue: DEFAULT_PAGE, description: `The page size, from 1 to ${MAX_PAGE}.` };
const after = { nullable: true, description: 'The cursor after which the page begins.' };

@Resolver()
class ScheduleResolver {
  @Query(() => PublishScheduleConnection, {
    description: 'Schedules in all states, the latest to be created first. For those who may read drafts.',
  })
  schedules(
    @Arg('first', () => Int, first) size: number,
    @Arg('after', () => String, after) cursor: string | undefined,
    @Arg('state', () => ScheduleState, { nullable: true, description: 'Only schedules in this state.' })
    state: ScheduleState | undefined,
    @Arg('contentId', () => ID, { nullable: true, description: 'Only schedules of the object with this id.' })
    contentId: string | undefined,
    @Ctx() context: MutationContext,
  ): Promise<Page<PublishScheduleType>> {
    assertMay(context.viewer, 'READ_DRAFT', '*');
    const where = { ...(state ? { state } : {}), ...(contentId ? ofContent(contentId) : {}) };
    const toNode = (row: Schedule) => toSchedule(row, context);
    const list = { entity: Schedule, order: 'DESC' as const, where, toNode };
    return readPage(context.store.draft.manager, list, { first: size, after: cursor });
  }

  @Mutation(() => SchedulePayload, {
    description: 'Cancels a pending schedule. For publishers.',
  })
  scheduleCancel(
    @Arg('input', () => ScheduleCancelInput, { description: 'The schedule to cancel.' })
    input: ScheduleCancelInput,
    @Ctx() context: MutationContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<SchedulePayload> {
    const { store, viewer } = context;
    return run(context, info, async (transaction) => ({
      id: await cancelSchedule(transaction, store, viewer, input),
    }));
  }
}

async function run(
  context: MutationContext,
  info: GraphQLResolveInfo,
  work: (transaction: Transaction) => Promise<{ id: string; findings?: readonly PublishFinding[] }>,
): Promise<SchedulePayload> {
  const { id, findings, userErrors } = await runMutation(context, info, async (transaction) => {
    const changed = await work(transaction);
    return { ...changed, targets: [globalId(SCHEDULE, changed.id)] };
  });
  const row = id ? await context.store.draft.manager.findOneBy(Schedule, { id }) : null;
  return { schedule: row && toSchedule(row, context), findings: findings ?? [], userErrors };
}

/** The findings of publishing now: content may be scheduled early, and fixed before it is due. */
async function findingsIn(
  transaction: Transaction,
  { store, viewer, locale }: MutationContext,
  decision: Decision | undefined,
): Promise<readonly PublishFinding[]> {
  if (!decision) return [];
  const { locales } = decision.choice;
  const plan = await planOf(transaction, store, viewer, decision, { locale, locales });
  // Selects only what the payload type has, because an Idempotency-Key stores the payload.
  return toPublishPlan(plan, store.locales, locale).findings.map(
    ({ severity, code, message, path: place, object, target }) => ({
      severity,
      code,
      message,
      path: place,
      object,
      ...(target ? { target } : {}),
    }),
  );
}

function ofContent(contentId: string): FindOptionsWhere<Schedule> {
  const { table, id } = parseGlobalId(contentId, ['contentId']);
  return { type: table, contentIds: ArrayContains([id]) };
}

function toSchedule(row: Schedule, { locales, locale }: MutationContext): PublishScheduleType {
  const { id, type, contentIds, action, at, locales: chosen, state, createdAt, createdBy, finishedAt } = row;
  return {
    id: globalId(SCHEDULE, id),
    kind: type.toUpperCase(),
    ids: contentIds.map((each) => globalId(type, each)),
    action,
    at: at.toISOString(),
    locales: chosen,
    withContents: row.withContents,
    expectedFingerprint: row.expectedFingerprint,
    state,
    createdAt: createdAt.toISOString(),
    createdBy,
    finishedAt: finishedAt?.toISOString() ?? null,
    problems: row.problems.map((each) => {
      const { message } = toUserError(each as Problem, locales, locale);
      return { code: each.code, message, path: each.path };
    }),
    leftOut: row.leftOut.map((each) => toLeftOut(each, locales, locale)),
  };
}
