import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { MAX_OBJECTS } from '../../foundation/object-limit.js';
import { FieldChangeType } from '../history/history.type.js';
import { connectionOf } from '../model/connection.type.js';
import { ContentKind } from '../model/content-kind.js';
import type { Document } from '../model/document.js';
import { PublishFinding } from '../publishing/publish-plan.type.js';
import { UserError } from '../writing/user-error.js';

@ObjectType({ description: 'A content type, with the folder of its files.' })
export class ContentTypeInfo {
  @Field(() => ContentKind, { description: 'The content type.' }) kind!: string;

  @Field({ description: 'The name of its type in this schema.' }) name!: string;

  @Field({ description: 'The name of the folder.' }) folder!: string;
}

@ObjectType({
  description: 'A draft in the form of a content file: as in its input, with text by locale.',
})
export class ContentDocument {
  @Field(() => ID, { description: 'The global id of the object.' }) id!: string;

  @Field(() => ContentKind, { description: 'Its content type.' }) kind!: string;

  @Field({ description: 'Its external reference, which is the name of its file.' }) externalRef!: string;

  @Field(() => Int, { description: 'The version of the draft.' }) version!: number;

  @Field(() => GraphQLJSONObject, {
    description: 'The document; it refers to other objects by their external references.',
  })
  document!: Document;
}

export const ContentDocumentConnection = connectionOf(ContentDocument, 'ContentDocument');

@InputType({ description: 'An object in the form of a content file.' })
export class ContentPushEntry {
  @Field(() => ContentKind, { description: 'Its content type.' }) kind!: string;

  @Field({
    description: 'Its external reference: an existing object is updated, otherwise one is created.',
  })
  externalRef!: string;

  @Field(() => GraphQLJSONObject, {
    description:
      'The document, with translations by locale under `text` or as a list under `translations`. Omitted fields stay as they are, null clears, lists are replaced as a whole.',
  })
  document!: Document;

  @Field(() => Int, {
    nullable: true,
    description:
      'The version that the document is based on. Later changes by others are merged; if they are to the same shared fields, or the text of the same language, nothing is written. Without it nothing is compared.',
  })
  expectedVersion?: number | null;
}

export const OVERWRITE_OTHERS =
  'Whether the documents win over all changes of others: nothing is compared or merged. `expectedVersion` then only tells that the object existed, so that one that was deleted or erased is not created again.';

@InputType({ description: 'Objects to write, all or none; they may refer to each other in any order.' })
export class ContentPushInput {
  @Field(() => [ContentPushEntry], { description: `The objects, at most ${MAX_OBJECTS}.` })
  entries!: ContentPushEntry[];

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether to validate only, without writing anything.',
  })
  dryRun!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether deleted objects are created again, with new ids.',
  })
  recreate!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether the documents win over conflicting changes since `expectedVersion`; other changes are still merged. Refused if the history does not reach back to that version.',
  })
  overruleOthers!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: OVERWRITE_OTHERS,
  })
  overwriteOthers!: boolean;
}

export enum PushOutcome {
  CREATED = 'CREATED',
  UPDATED = 'UPDATED',
  UNCHANGED = 'UNCHANGED',
}

registerEnumType(PushOutcome, {
  name: 'PushOutcome',
  description: 'The result of pushing an object.',
  valuesConfig: {
    CREATED: { description: 'The object was created.' },
    UPDATED: { description: 'Its draft was changed.' },
    UNCHANGED: { description: 'Its draft was the same already; nothing was written.' },
  },
});

@ObjectType({ description: 'The result of pushing an object.' })
export class ContentPushResult {
  @Field(() => ContentKind, { description: 'Its content type.' }) kind!: string;

  @Field({ description: 'Its external reference.' }) externalRef!: string;

  @Field(() => ID, { description: 'Its global id; in a dry run, that of a new object is not final.' })
  id!: string;

  @Field(() => PushOutcome, { description: 'What was done, or would be done in a dry run.' })
  outcome!: PushOutcome;

  @Field(() => Int, { description: 'The version of its draft.' }) version!: number;

  @Field(() => [FieldChangeType], { description: 'The changes of the draft, field by field.' })
  changes!: readonly FieldChangeType[];

  @Field(() => [FieldChangeType], {
    description:
      'With `overruleOthers`: changes by others since `expectedVersion` that were overruled, from their value to the written one. A removed list entry has the path of its list.',
  })
  overruled!: readonly FieldChangeType[];
}

@ObjectType({ description: 'The results of a push, one for each object.' })
export class ContentPushPayload {
  @Field(() => [ContentPushResult], {
    description:
      'One for each object. With errors it is empty, except in a dry run, where it has the valid objects.',
  })
  results!: readonly ContentPushResult[];

  @Field(() => [PublishFinding], {
    description: 'Warnings about new objects, such as of another one with the same name. Empty in a dry run.',
  })
  findings!: readonly PublishFinding[];

  @Field(() => [UserError], {
    description: 'Errors that the caller can fix. If there are any, nothing was written.',
  })
  userErrors!: readonly UserError[];
}
