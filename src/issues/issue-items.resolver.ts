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

@InputType({ description: 'The order of what a section of an issue lists.' })
export class IssueItemsReorderInput {
  @Field(() => ID, { description: 'The id of the issue.' }) id!: string;

  @Field(() => Int, {
    description:
      'The `version` that was read. What others have changed since is kept; when they have changed the same in another way, what all languages share or the text of one, nothing is written.',
  })
  expectedVersion!: number;

  @Field(() => Int, { description: 'The section, by its place from 0.' }) section!: number;

  @Field(() => [ID], { description: 'The ids of all its articles and events, in the order wanted.' })
  items!: string[];
}

@Resolver()
export class IssueItemsResolver {
  @Mutation(() => payloadOf(issue), {
    description: 'Puts what a section of an issue lists into another order. For editors.',
  })
  issueItemsReorder(
    @Arg('input', () => IssueItemsReorderInput, { description: 'The order.' }) input: IssueItemsReorderInput,
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
  en: `The issue has ${count} sections; they are counted from 0.`,
  'zh-Hant': `此期共有 ${count} 個欄目，由 0 起計。`,
});

const notTheSame = {
  en: 'Give exactly the articles and events that the section lists now, each once.',
  'zh-Hant': '請列出該欄目現有的全部文章及活動，每項一次。',
};
