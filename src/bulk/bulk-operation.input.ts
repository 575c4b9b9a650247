import { Field, ID, InputType } from 'type-graphql';
import { ContentPushEntry, OVERWRITE_OTHERS } from '../content/editing/content-push.type.js';
import { PublishChoice, UnpublishChoice, WITH_CONTENTS } from '../content/editing/mutation.input.js';
import { ContentKind } from '../content/model/content-kind.js';
import { MAX_OBJECTS } from '../foundation/object-limit.js';

const BULK_ID = 'The id of the bulk operation.';

@InputType({ description: 'How documents are pushed: see `contentPush`.' })
export class BulkPushInput {
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether deleted objects are created again, with new ids.',
  })
  recreate!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether the documents win over conflicting changes since `expectedVersion`.',
  })
  overruleOthers!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: OVERWRITE_OTHERS,
  })
  overwriteOthers!: boolean;
}

@InputType({
  description: `How objects of one type are published: see \`PublishInput\`. A plan takes at most ${MAX_OBJECTS} objects, so that more have no \`expectedFingerprint\`.`,
})
export class BulkPublishInput extends PublishChoice {
  @Field(() => ContentKind, { description: 'The content type of the objects.' }) kind!: string;
}

@InputType({ description: 'How objects of one type are unpublished: see `UnpublishInput`.' })
export class BulkUnpublishInput extends UnpublishChoice {
  @Field(() => ContentKind, { description: 'The content type of the objects.' }) kind!: string;
}

@InputType({ description: 'A new bulk operation: exactly one of its fields.' })
export class BulkOperationCreateInput {
  @Field(() => BulkPushInput, { nullable: true, description: 'Creates and updates drafts from documents.' })
  push?: BulkPushInput | null;

  @Field(() => BulkPublishInput, { nullable: true, description: 'Publishes objects.' })
  publish?: BulkPublishInput | null;

  @Field(() => BulkUnpublishInput, { nullable: true, description: 'Unpublishes objects.' })
  unpublish?: BulkUnpublishInput | null;
}

@InputType({ description: 'Objects to add to a bulk operation.' })
export class BulkOperationAddInput {
  @Field(() => ID, { description: BULK_ID }) id!: string;

  @Field(() => [ContentPushEntry], {
    nullable: true,
    description: `To push: documents, at most ${MAX_OBJECTS} at once.`,
  })
  entries?: ContentPushEntry[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: `To publish or unpublish: global ids, at most ${MAX_OBJECTS} at once.`,
  })
  ids?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: `At most ${MAX_OBJECTS} at once, added to earlier ones. ${WITH_CONTENTS}`,
  })
  withContents?: string[] | null;
}

@InputType({ description: 'The bulk operation to start.' })
export class BulkOperationRunInput {
  @Field(() => ID, { description: BULK_ID }) id!: string;
}

@InputType({ description: 'The bulk operation to cancel.' })
export class BulkOperationCancelInput {
  @Field(() => ID, { description: BULK_ID }) id!: string;
}
