import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Field, ID, Info, InputType, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { assertMay } from '../contract/access.js';
import { globalId, parseGlobalId } from '../contract/global-id.js';
import { LocaleScalar } from '../model/scalars.js';
import { correctPrintedNames, printedUses } from '../publishing/correct-printed-names.js';
import { UserError } from '../writing/user-error.js';
import { type MutationContext, runMutation } from './mutation.js';

@ObjectType({ description: 'A name as it was printed in one language.' })
export class PrintedText {
  @Field(() => LocaleScalar, { description: 'The language.' }) locale!: string;

  @Field({ description: 'The name as it is printed there.' }) printed!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The public name of today in this language; null where there is none.',
  })
  current!: string | null;
}

@ObjectType({ description: 'An object in which the name of a person or organisation is printed.' })
export class PrintedNames {
  @Field(() => ID, { description: 'The id of the event, article or sponsorship.' }) subject!: string;

  @Field(() => String, { nullable: true, description: 'What the object is called.' }) title!: string | null;

  @Field(() => [PrintedText], { description: 'The name in each language in which it is printed there.' })
  names!: readonly PrintedText[];
}

@InputType({ description: 'Whose name is printed wrongly, and where.' })
export class PrintedNamesCorrectInput {
  @Field(() => ID, { description: 'The id of the person or organisation.' }) id!: string;

  @Field(() => [ID], { description: 'The ids of the objects in which it is to be printed as it is today.' })
  subjects!: string[];
}

@ObjectType({ description: 'What is printed after a correction.' })
export class PrintedNamesPayload {
  @Field(() => [PrintedNames], { nullable: true, description: 'Everything in which the name is printed.' })
  printedNames?: readonly PrintedNames[] | null;

  @Field(() => [UserError], { description: 'What has to be put right; empty when it was done.' })
  userErrors!: readonly UserError[];
}

@Resolver()
export class PrintedNamesResolver {
  @Query(() => [PrintedNames], {
    description:
      'Where the name of a person or organisation is printed, with the name of today beside it. For those who may read drafts.',
  })
  printedNames(
    @Arg('id', () => ID, { description: 'The id of the person or organisation.' }) id: string,
    @Ctx() { store, viewer, locale }: MutationContext,
  ): Promise<PrintedNames[]> {
    assertMay(viewer, 'READ_DRAFT', '*');
    return store.requestTransaction((transaction) =>
      printedUses(transaction, store, id, { path: ['id'], locale }),
    );
  }

  @Mutation(() => PrintedNamesPayload, {
    description:
      'Corrects a name where it was printed wrongly: in the objects that are chosen it is printed as it is today. For publishers.',
  })
  async printedNamesCorrect(
    @Arg('input', () => PrintedNamesCorrectInput, { description: 'What is to be corrected.' })
    input: PrintedNamesCorrectInput,
    @Ctx() context: MutationContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PrintedNamesPayload> {
    const { store, viewer, locale } = context;
    return runMutation(
      context,
      info,
      async (transaction) => {
        assertMay(viewer, 'PUBLISH', '*');
        const subjects = [...new Set(input.subjects)];
        await correctPrintedNames(transaction, store, viewer, { ...input, subjects });
        const path = ['input', 'id'];
        const printedNames = await printedUses(transaction, store, input.id, { path, locale });
        const { table, id } = parseGlobalId(input.id, path);
        return { printedNames, targets: [globalId(table, id), ...input.subjects] };
      },
      'PUBLIC',
    );
  }
}
