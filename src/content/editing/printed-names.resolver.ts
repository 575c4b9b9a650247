import type { GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  Ctx,
  Extensions,
  Field,
  ID,
  Info,
  InputType,
  Mutation,
  ObjectType,
  Query,
  Resolver,
} from 'type-graphql';
import { assertMay } from '../contract/access.js';
import { globalId, parseGlobalId } from '../contract/global-id.js';
import { LocaleScalar } from '../model/scalars.js';
import { correctPrintedNames, printedUses } from '../publishing/correct-printed-names.js';
import { UserError } from '../writing/user-error.js';
import { type MutationContext, runMutation } from './mutation.js';

@ObjectType({ description: 'A printed name in one language.' })
export class PrintedText {
  @Field(() => LocaleScalar, { description: 'The language.' }) locale!: string;

  @Field({ description: 'The printed name.' }) printed!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The current public name in this language; null if there is none.',
  })
  current!: string | null;
}

@ObjectType({ description: 'An object that prints the name of a person or organisation.' })
export class PrintedNames {
  @Field(() => ID, { description: 'The global id of the event, article or sponsorship.' }) subject!: string;

  @Field(() => String, { nullable: true, description: 'Its title or name.' }) title!: string | null;

  @Field(() => [PrintedText], { description: 'The printed name in each language.' })
  names!: readonly PrintedText[];
}

@InputType({ description: 'The name to correct, and where.' })
export class PrintedNamesCorrectInput {
  @Field(() => ID, { description: 'The global id of the person or organisation.' }) id!: string;

  @Field(() => [ID], { description: 'The global ids of the objects in which to print the current name.' })
  subjects!: string[];
}

@ObjectType({ description: 'The result of a correction.' })
export class PrintedNamesPayload {
  @Field(() => [PrintedNames], { nullable: true, description: 'All objects that print the name.' })
  printedNames?: readonly PrintedNames[] | null;

  @Field(() => [UserError], {
    description: 'Errors that the caller can fix; empty if the names were corrected.',
  })
  userErrors!: readonly UserError[];
}

@Resolver()
export class PrintedNamesResolver {
  @Extensions({ isLong: true })
  @Query(() => [PrintedNames], {
    description:
      'The objects that print the name of a person or organisation, beside its current name. For callers who may read drafts.',
  })
  printedNames(
    @Arg('id', () => ID, { description: 'The global id of the person or organisation.' }) id: string,
    @Ctx() { store, viewer, locale, record }: MutationContext,
  ): Promise<PrintedNames[]> {
    assertMay(viewer, 'READ_DRAFT', '*');
    return store.requestTransaction(
      (transaction) => printedUses(transaction, store, id, { path: ['id'], locale }),
      record,
      viewer.accountId,
    );
  }

  @Mutation(() => PrintedNamesPayload, {
    description: 'Corrects a printed name: the chosen objects get the current one. For publishers.',
  })
  async printedNamesCorrect(
    @Arg('input', () => PrintedNamesCorrectInput, { description: 'The name to correct, and where.' })
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
