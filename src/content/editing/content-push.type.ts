import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { FieldChangeType } from '../history/history.type.js';
import { connectionOf } from '../model/connection.type.js';
import { ContentKind } from '../model/content-kind.js';
import type { Document } from '../model/document.js';
import { UserError } from '../writing/user-error.js';

@ObjectType({ description: 'A kind of content and the folder that its files are kept in.' })
export class ContentTypeInfo {
  @Field(() => ContentKind, { description: 'The kind.' }) kind!: string;

  @Field({ description: 'The name of its type in this schema.' }) name!: string;

  @Field({ description: 'The name of the folder.' }) folder!: string;
}

@ObjectType({
  description: 'A draft in the form of a content file: that of its input, with text by language.',
})
export class ContentDocument {
  @Field(() => ID, { description: 'The id of the object.' }) id!: string;

  @Field(() => ContentKind, { description: 'Its kind.' }) kind!: string;

  @Field({ description: 'Its external reference: the name of its file.' }) externalRef!: string;

  @Field(() => Int, { description: 'The version of the draft.' }) version!: number;

  @Field(() => GraphQLJSONObject, {
    description: 'What editors said of it; other objects are named by their external references.',
  })
  document!: Document;
}

export const ContentDocumentConnection = connectionOf(ContentDocument, 'ContentDocument');

@InputType({ description: 'An object as a content file has it.' })
export class ContentPushEntry {
  @Field(() => ContentKind, { description: 'Its kind.' }) kind!: string;

  @Field({
    description: 'Its external reference: when an object has it that is changed, else one is created.',
  })
  externalRef!: string;

  @Field(() => GraphQLJSONObject, {
    description:
      'What is wanted, translations by language under `text`, or as a list under `translations`; what it does not mention stays as it is, null clears, lists are replaced whole.',
  })
  document!: Document;

  @Field(() => Int, {
    nullable: true,
    description:
      'The version that the document was made from. What others have changed since is kept; when they have changed the same in another way, what all languages share or the text of one, nothing is written. Without it nothing is compared.',
  })
  expectedVersion?: number | null;
}

@InputType({ description: 'Objects to write, all or none; they may refer to each other in any order.' })
export class ContentPushInput {
  @Field(() => [ContentPushEntry], { description: 'The objects, at most 200.' }) entries!: ContentPushEntry[];

  @Field(() => Boolean, { defaultValue: false, description: 'Whether to say only what would be done.' })
  dryRun!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether objects that were deleted are created again, as new ones with other ids.',
  })
  recreate!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether the documents hold where others have changed the same since `expectedVersion`. What the documents leave as it was then stays as others have changed it. Refused where the history does not have that version.',
  })
  overruleOthers!: boolean;
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
    CREATED: { description: 'It was not there and was created.' },
    UPDATED: { description: 'Its draft was changed.' },
    UNCHANGED: { description: 'Its draft was like that already; nothing was written.' },
  },
});

@ObjectType({ description: 'The result of pushing an object.' })
export class ContentPushResult {
  @Field(() => ContentKind, { description: 'Its kind.' }) kind!: string;

  @Field({ description: 'Its external reference.' }) externalRef!: string;

  @Field(() => ID, { description: 'Its id; in a dry run, that of a new object is not kept.' }) id!: string;

  @Field(() => PushOutcome, { description: 'What was done, or would be.' }) outcome!: PushOutcome;

  @Field(() => Int, { description: 'The version of its draft.' }) version!: number;

  @Field(() => [FieldChangeType], { description: 'What differs from what was there.' })
  changes!: readonly FieldChangeType[];

  @Field(() => [FieldChangeType], {
    description:
      'With `overruleOthers`, what others have changed since `expectedVersion` that gives way: from what they have made of it to what it is. An entry of a list that is removed stands under the place of the list.',
  })
  overruled!: readonly FieldChangeType[];
}

@ObjectType({ description: 'The results of a push, one for each object.' })
export class ContentPushPayload {
  @Field(() => [ContentPushResult], {
    description: 'One for each object; with mistakes only a dry run has any, for the objects that are right.',
  })
  results!: readonly ContentPushResult[];

  @Field(() => [UserError], { description: 'What has to be put right; then nothing was written.' })
  userErrors!: readonly UserError[];
}
