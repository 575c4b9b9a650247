import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { PushOutcome } from '../content/editing/content-push.type.js';
import { connectionOf } from '../content/model/connection.type.js';
import { DateTimeScalar } from '../content/model/scalars.js';
import { UserError } from '../content/writing/user-error.js';
import { BulkAction, BulkState } from './bulk-operation.entity.js';
import { BulkPublication } from './bulk-publication.js';

registerEnumType(BulkAction, {
  name: 'BulkOperationAction',
  description: 'The action of a bulk operation.',
  valuesConfig: {
    PUSH: { description: 'Creates and updates drafts from documents, like `contentPush`.' },
    PUBLISH: { description: 'Publishes objects of one type.' },
    UNPUBLISH: { description: 'Unpublishes objects of one type; their drafts stay.' },
  },
});

registerEnumType(BulkState, {
  name: 'BulkOperationState',
  description: 'The state of a bulk operation.',
  valuesConfig: {
    STAGING: { description: 'Objects can be added; nothing happens before `bulkOperationRun`.' },
    QUEUED: { description: 'It will begin as soon as a process is free.' },
    RUNNING: { description: 'It is running; nobody sees its changes yet.' },
    DONE: { description: 'All objects were written or published.' },
    FAILED: { description: 'Nothing was written. See `userErrors` and `error`.' },
    CANCELLED: { description: 'It was cancelled, and nothing was written.' },
  },
});

@ObjectType({ description: 'The result of a bulk operation for one pushed object.' })
export class BulkOperationResult {
  @Field(() => Int, { description: 'Its place among the added documents, from 0.' }) index!: number;

  @Field(() => ID, { description: 'Its global id.' }) id!: string;

  @Field(() => PushOutcome, { description: 'What was done.' }) outcome!: PushOutcome;

  @Field(() => Int, { description: 'The version of its draft.' }) version!: number;
}

export const BulkOperationResultConnection = connectionOf(BulkOperationResult, 'BulkOperationResult');

@ObjectType('BulkOperation', {
  description:
    'Many objects that are written, published or unpublished in one transaction, in the background. It is deleted three days after its end, or if it was not started by then.',
})
export class BulkOperationType {
  @Field(() => ID, { description: 'Its id; ids sort by time of creation.' }) id!: string;

  @Field(() => BulkAction, { description: 'What it does with its objects.' }) action!: BulkAction;

  @Field(() => BulkState, { description: 'Its state.' }) state!: BulkState;

  @Field(() => Int, { description: 'The number of objects that were added.' }) total!: number;

  @Field(() => Int, {
    description:
      'How many of them have been processed so far. All are written at the end, in one transaction; if it has to be repeated, this starts again.',
  })
  done!: number;

  @Field(() => DateTimeScalar, { description: 'When it was created.' }) createdAt!: string;

  @Field({ description: 'The name of the account that created it, and in whose name it runs.' })
  createdBy!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it began; null before that.' })
  startedAt?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was done, failed or was cancelled; null before that.',
  })
  finishedAt?: string | null;

  @Field(() => [UserError], {
    description:
      'Errors that the caller can fix, at most 1,000. Paths are those of the corresponding mutation with all objects in one list, such as `input.entries.1234.document.text.en.title`.',
  })
  userErrors!: readonly UserError[];

  @Field(() => String, {
    nullable: true,
    description:
      'Why it failed otherwise: an error of the server, a revoked key, or missing rights; null if it did not.',
  })
  error?: string | null;

  @Field(() => BulkPublication, {
    nullable: true,
    description:
      'Once objects have been published or unpublished: what changed in public, and what was left out.',
  })
  publication?: BulkPublication | null;
}

@ObjectType({ description: 'The result of a mutation on a bulk operation.' })
export class BulkOperationPayload {
  @Field(() => BulkOperationType, {
    nullable: true,
    description: 'The bulk operation; null if there are errors.',
  })
  bulkOperation?: BulkOperationType | null;

  @Field(() => [UserError], {
    description: 'Errors that the caller can fix. If there are any, nothing was done.',
  })
  userErrors!: readonly UserError[];
}
