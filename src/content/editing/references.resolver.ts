import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { refuse } from '../../foundation/errors.js';
import { assertMay } from '../contract/access.js';
import { parseGlobalId } from '../contract/global-id.js';
import { sentences } from '../contract/sentences.js';
import { connectionOf } from '../model/connection.type.js';
import { DEFAULT_PAGE, MAX_PAGE } from '../sql/connection.js';
import { referrersOf } from '../storage/referrers.js';
import type { MutationContext } from './mutation.js';
import { namedReferences, Reference } from './named-references.js';

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
    const { manager } = store.draft;
    if (!content || !(await manager.existsBy(content.entity, { id })))
      return refuse('NOT_FOUND', sentences.noSuchObject(content?.name ?? table, target), ['id']);
    return referrersOf(manager, store.types, { content, id }, { first, after }, (found) =>
      namedReferences({ draft: manager, system: manager }, store, locale, found),
    );
  }
}
