import { Arg, Ctx, Extensions, ID, Query, Resolver } from 'type-graphql';
import { problem, Refusal, refuse } from '../../foundation/errors.js';
import { MAX_OBJECTS } from '../../foundation/object-limit.js';
import { assertMay } from '../contract/access.js';
import { parseGlobalId } from '../contract/global-id.js';
import { sentences } from '../contract/sentences.js';
import { LocaleScalar } from '../model/scalars.js';
import { planPublishing } from '../publishing/publish-plan.js';
import { PublishPlanType, toPublishPlan } from '../publishing/publish-plan.type.js';
import { selectionOf } from '../publishing/publish-set.js';
import type { Selection } from '../storage/listeners.js';
import type { ContentStore } from '../storage/store.js';
import type { MutationContext } from './mutation.js';

interface Request {
  readonly ids: readonly string[];
  readonly locales?: readonly string[] | undefined;
  readonly withContents?: readonly string[] | undefined;
}

@Resolver()
export class PublishPlanResolver {
  @Extensions({ isLong: true })
  @Query(() => PublishPlanType, {
    description:
      'A dry run of publishing: what would be published and what left out, with the findings of the publish checks. For callers who may read drafts.',
  })
  publishPlan(
    @Arg('ids', () => [ID], { description: `The objects to publish, of any types; 1 to ${MAX_OBJECTS}.` })
    ids: string[],
    @Arg('locales', () => [LocaleScalar], {
      nullable: true,
      description: 'The languages to publish; all by default.',
    })
    locales: string[] | undefined,
    @Arg('withContents', () => [ID], {
      nullable: true,
      description: 'What would be published along; see `withContents` of publishing.',
    })
    withContents: string[] | undefined,
    @Ctx() context: MutationContext,
  ): Promise<PublishPlanType> {
    return planFor(context, { ids, locales, withContents });
  }
}

/** The plan for the caller. @throws Refusal NOT_FOUND for each object that does not exist */
export async function planFor(
  { store, viewer, locale, record }: MutationContext,
  { ids, locales: tags, withContents }: Request,
  idPath: (index: number) => readonly string[] = (index) => ['ids', String(index)],
): Promise<PublishPlanType> {
  assertMay(viewer, 'READ_DRAFT', '*');
  const requested = requestedObjects(store, ids, idPath);
  if (tags?.length === 0) refuse('INVALID_INPUT', sentences.noLocale, ['locales']);
  const locales = (tags ?? store.locales.codes).map((tag) => store.locales.match(tag, ['locales']));
  const request = { requested, locales, inAllLocales: !tags, withContents, path: ['withContents'], locale };
  const plan = await store.requestTransaction(
    (transaction) => planPublishing(transaction, store, viewer, request),
    record,
    viewer.accountId,
  );
  const found = new Set([...plan.items.map(({ id }) => id), ...plan.leftOut.map(({ object }) => object.id)]);
  const problems = ids.flatMap((id, index) =>
    found.has(id) ? [] : [problem('NOT_FOUND', sentences.noSuchObject(nameOf(store, id), id), idPath(index))],
  );
  if (problems.length > 0) throw new Refusal(problems);
  return toPublishPlan(plan, store.locales, locale);
}

function requestedObjects(
  store: ContentStore,
  ids: readonly string[],
  idPath: (index: number) => readonly string[],
): Selection {
  if (ids.length === 0) refuse('INVALID_INPUT', sentences.noObject, ['ids']);
  return selectionOf(
    ids.map((name, index) => {
      const { table, id } = parseGlobalId(name, idPath(index));
      const content = store.types.find((type) => type.table === table);
      if (!content) return refuse('INVALID_ID', sentences.notAnId(idPath(index).join('.')), idPath(index));
      return { content, id };
    }),
  );
}

function nameOf({ types }: ContentStore, name: string): string {
  const { table } = parseGlobalId(name, []);
  return types.find((type) => type.table === table)?.name ?? table;
}
