import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../model/scalars.js';
import { UserError } from '../writing/user-error.js';
import { Reference } from './named-references.js';
import { SCHEDULES_LEFT } from './payload.type.js';

@InputType({ description: 'A duplicate and the object that stays.' })
export class MergeInput {
  @Field(() => ID, { description: 'The global id of the object that stays.' }) id!: string;

  @Field(() => ID, { description: 'The global id of the duplicate, which goes into the bin.' })
  duplicate!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'The version of the duplicate that you saw; a later one is a conflict. Without it any version is merged.',
  })
  expectedVersion?: number | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether to only list the references that would be rewritten, with all errors; nothing is written.',
  })
  dryRun!: boolean;
}

@InputType({ description: 'A merge to undo.' })
export class MergeUndoInput {
  @Field(() => ID, { description: 'The id of the merge.' }) id!: string;
}

@ObjectType('Merge', { description: 'A merge of a duplicate into another object.' })
export class MergeType {
  @Field(() => ID, { description: 'Its id, by which it can be undone.' }) id!: string;

  @Field(() => ID, { description: 'The global id of the object that stayed.' }) kept!: string;

  @Field(() => ID, { description: 'The global id of the duplicate.' }) duplicate!: string;

  @Field(() => DateTimeScalar, { description: 'When.' }) at!: string;

  @Field({ description: 'The name of the account at that time.' }) by!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was undone; null if it was not.' })
  undoneAt?: string | null;

  @Field(() => String, { nullable: true, description: 'Who has undone it.' }) undoneBy?: string | null;
}

const USER_ERRORS = 'Errors that the caller can fix. If there are any, nothing was written.';

@ObjectType({ description: 'The result of merging a duplicate into another object.' })
export class MergePayload {
  @Field(() => MergeType, { nullable: true, description: 'The merge; null after a dry run or an error.' })
  merge?: MergeType | null;

  @Field(() => [Reference], {
    description: 'The references that were rewritten or, in a dry run, would be.',
  })
  references!: readonly Reference[];

  @Field(() => [ID], { description: SCHEDULES_LEFT }) schedules!: readonly string[];

  @Field(() => [UserError], { description: USER_ERRORS }) userErrors!: readonly UserError[];
}

@ObjectType({ description: 'The result of undoing a merge.' })
export class MergeUndoPayload {
  @Field(() => MergeType, { nullable: true, description: 'The merge that was undone; null after an error.' })
  merge?: MergeType | null;

  @Field(() => [Reference], { description: 'The references that lead to the former duplicate again.' })
  restored!: readonly Reference[];

  @Field(() => [Reference], {
    description: 'The references that stay as they are, because somebody has changed them since.',
  })
  left!: readonly Reference[];

  @Field(() => [UserError], { description: USER_ERRORS }) userErrors!: readonly UserError[];
}
