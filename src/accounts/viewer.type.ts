import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Role, type Verb } from '../content/contract/access.js';
import { LocaleScalar } from '../content/model/scalars.js';
import { AccountType, ApiKeyType } from './account.type.js';

/** The verbs by their names in GraphQL; the compiler checks that none is missing. */
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
  description: 'An action on objects of a type.',
  valuesConfig: {
    READ: { description: 'Reading what is published.' },
    READ_DRAFT: { description: 'Reading drafts.' },
    WRITE: { description: 'Writing drafts.' },
    PUBLISH: { description: 'Publishing and unpublishing.' },
    MANAGE: { description: 'Managing accounts, keys and their rights.' },
    READ_AUDIT: { description: 'Reading the audit log.' },
    READ_OWN: { description: 'Reading what belongs to the account of the key.' },
  },
});

@ObjectType({ description: 'A permission of the key.' })
export class Permission {
  @Field(() => verbs, { description: 'The permitted action.' }) verb!: Verb;

  @Field(() => [String], { description: 'The names of the types that it applies to.' })
  types!: string[];
}

@ObjectType('Viewer', { description: 'The caller of the API.' })
export class ViewerType {
  @Field({ description: 'The name shown in the history.' }) name!: string;

  @Field(() => AccountType, { nullable: true, description: 'The account of the key.' })
  account?: AccountType | null;

  @Field(() => ApiKeyType, { nullable: true, description: 'The key of the request.' })
  key?: ApiKeyType | null;

  @Field(() => [Role], { description: 'The roles of the key.' }) roles!: readonly Role[];

  @Field(() => [LocaleScalar], {
    nullable: true,
    description: 'The only locales whose text may be changed and published; null for no such limit.',
  })
  locales?: readonly string[] | null;

  @Field(() => [Permission], { description: 'What the roles allow.' }) permissions!: Permission[];
}
