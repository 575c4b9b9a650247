import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Field, ID, Info, InputType, Int, Mutation, Resolver } from 'type-graphql';
import { uuidOf } from '../content/contract/global-id.js';
import { changeObjects } from '../content/editing/change-objects.js';
import type { MutationContext } from '../content/editing/mutation.js';
import { type ChangedObjects, payloadOf } from '../content/editing/payload.type.js';
import type { Document } from '../content/model/document.js';
import { changeDocument } from '../content/writing/change-document.js';
import { refuse } from '../foundation/errors.js';
import { issue } from './issue.js';

@InputType({ description: 'The order of the items of a section of an issue.' })
export class IssueItemsReorderInput {
  @Field(() => ID, { description: 'The id of the issue.' }) id!: string;

  @Field(() => Int, {
    description:
      'The `version` that was read. Changes of others since are merged; if they have changed the same field differently, nothing is written.',
  })
  expectedVersion!: number;

  @Field(() => Int, { description: 'The position of the section, counted from 0.' }) section!: number;

  @Field(() => [ID], { description: 'The ids of all its articles and events, in the new order.' })
  items!: string[];
}

@Resolver()
export class IssueItemsResolver {
  @Mutation(() => payloadOf(issue), {
    description: 'Reorders the items of a section of an issue. For editors.',
  })
  issueItemsReorder(
    @Arg('input', () => IssueItemsReorderInput, { description: 'The section and the new order.' })
    input: IssueItemsReorderInput,
    @Ctx() context: MutationContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ChangedObjects> {
    return changeObjects(issue, 'WRITE', context, info, async (transaction) => {
      const id = uuidOf(issue.table, input.id, ['input', 'id']);
      const request = { content: issue, id, expectedVersion: input.expectedVersion };
      const written = await changeDocument(transaction, context.store, context.viewer, request, (document) =>
        reordered(document, input),
      );
      return written.map((each) => each.id);
    });
  }
}

function reordered({ sections = [] }: Document, { section, items }: IssueItemsReorderInput): Document {
  const all = sections as Document[];
  const before = (all[section]?.items ?? []) as Document[];
  if (!all[section]) refuse('NOT_FOUND', noSuchSection(all.length), ['input', 'section']);
  const byId = new Map(before.map((item) => [String(item.article ?? item.event), item]));
  const isSame = items.length === before.length && new Set(items).size === items.length;
  if (!isSame || items.some((id) => !byId.has(id))) refuse('INVALID_INPUT', notTheSame, ['input', 'items']);
  const after = { ...all[section], items: items.map((id) => byId.get(id)) };
  return { sections: all.map((each, index) => (index === section ? after : each)) };
}

const noSuchSection = (count: number) => ({
  en: `The issue has ${count} sections, numbered from 0.`,
  'zh-Hant': `此期共有 ${count} 個欄目，由 0 起計。`,
});

const notTheSame = {
  en: 'List exactly the articles and events of the section, each once.',
  'zh-Hant': '請列出該欄目現有的全部文章及活動，每項一次。',
};
