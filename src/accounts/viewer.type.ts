import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Role, type Verb } from '../content/contract/access.js';
import { LocaleScalar } from '../content/model/scalars.js';
import { AccountType, ApiKeyType } from './account.type.js';

/** The verbs as GraphQL names them; the compiler sees to it that none is missing. */
export const verbs: { readonly [Name in Verb]: Name } = {
  READ: 'READ',
  READ_DRAFT: 'READ_DRAFT',
  WRITE: 'WRITE',
  PUBLISH: 'PUBLISH',
  MANAGE: 'MANAGE',
  READ_AUDIT: 'READ_AUDIT',
  READ_OWN: 'READ_OWN',
};

registerEnumType(verbs, {
  name: 'Verb',
  description: 'What can be done with objects of a type.',
  valuesConfig: {
    READ: { description: 'Reading what is published.' },
    READ_DRAFT: { description: 'Reading drafts.' },
    WRITE: { description: 'Writing drafts.' },
    PUBLISH: { description: 'Publishing and unpublishing.' },
    MANAGE: { description: 'Managing who has access, and to what.' },
    READ_AUDIT: { description: 'Reading who did what.' },
    READ_OWN: { description: 'Reading what is kept for the account of the key.' },
  },
});

@ObjectType({ description: 'Something that the holder of a key may do.' })
export class Permission {
  @Field(() => verbs, { description: 'What may be done.' }) verb!: Verb;

  @Field(() => [String], { description: 'The names of the types whose objects it may be done with.' })
  types!: string[];
}

@ObjectType('Viewer', { description: 'Who asks.' })
export class ViewerType {
  @Field({ description: 'The name that the history shows.' }) name!: string;

  @Field(() => AccountType, { nullable: true, description: 'The account, for the holder of a key.' })
  account?: AccountType | null;

  @Field(() => ApiKeyType, { nullable: true, description: 'The key, for the holder of one.' })
  key?: ApiKeyType | null;

  @Field(() => [Role], { description: 'The roles of the key.' }) roles!: readonly Role[];

  @Field(() => [LocaleScalar], {
    nullable: true,
    description: 'The only locales whose text may be changed and published; null for no such limit.',
  })
  locales?: readonly string[] | null;

  @Field(() => [Permission], { description: 'What the roles allow.' }) permissions!: Permission[];
}
