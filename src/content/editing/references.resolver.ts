import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { refuse } from '../../foundation/errors.js';
import { assertMay } from '../contract/access.js';
import { globalId, parseGlobalId } from '../contract/global-id.js';
import { sentences } from '../contract/sentences.js';
import { StageName } from '../contract/stage.js';
import { connectionOf } from '../model/connection.type.js';
import { namesOf } from '../publishing/forget.js';
import { PlannedObject } from '../publishing/left-out.type.js';
import { type NamedObject, Naming } from '../publishing/publish-plan-items.js';
import { DEFAULT_PAGE, MAX_PAGE } from '../sql/connection.js';
import { referrersOf } from '../storage/referrers.js';
import type { MutationContext } from './mutation.js';

@ObjectType({ description: 'A field of an object that refers to another object.' })
export class Reference {
  @Field(() => PlannedObject, { description: 'The object that refers to the other one.' })
  object!: NamedObject;

  @Field({ description: 'Its field with the reference, such as `venue` or `credits`.' }) field!: string;

  @Field(() => [StageName], { description: 'The stages in which it refers to the other one.' })
  stages!: readonly string[];
}

const ReferenceConnection = connectionOf(Reference, 'Reference');

@Resolver()
export class ReferencesResolver {
  @Query(() => ReferenceConnection, {
    description:
      'Everything that refers to an object, in drafts and in what is public. For callers who may read drafts.',
  })
  async references(
    @Arg('id', () => ID, { description: 'The global id of the object.' }) target: string,
    @Arg('first', () => Int, {
      defaultValue: DEFAULT_PAGE,
      description: `How many references, from 1 to ${MAX_PAGE}.`,
    })
    first: number,
    @Arg('after', () => String, { nullable: true, description: 'The cursor after which the page begins.' })
    after: string | undefined,
    @Ctx() { store, viewer, locale }: MutationContext,
  ): Promise<unknown> {
    assertMay(viewer, 'READ_DRAFT', '*');
    const { table, id } = parseGlobalId(target, ['id']);
    const content = store.types.find((type) => type.table === table);
    const names = new Naming(store.locales.chain(locale));
    const { manager } = store.draft;
    if (!content || !(await manager.existsBy(content.entity, { id })))
      return refuse('NOT_FOUND', sentences.noSuchObject(content?.name ?? table, target), ['id']);
    return referrersOf(manager, store.types, { content, id }, { first, after }, async (found) => {
      const objects = await namesOf({ draft: manager, system: manager }, store, names, found);
      const byId = new Map(objects.map((object) => [object.id, object]));
      return found.flatMap(({ content: type, id: own, field, stages }) => {
        const object = byId.get(globalId(type.table, own));
        return object ? [{ object, field, stages }] : [];
      });
    });
  }
}
