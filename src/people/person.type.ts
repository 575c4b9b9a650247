import { Field, ObjectType } from 'type-graphql';
import { ContentNode } from '../content/content.type.js';
import { LocalizedField, RichTextField } from '../content/declare.js';
import { DateScalar, LocaleScalar } from '../content/scalars.js';
import { Honorific, OfficeKind, PersonNameKind, PersonRole } from './person.enum.js';

@ObjectType('Person', {
  implements: ContentNode,
  description: 'Somebody who is written about, speaks or holds an office.',
})
export class PersonType extends ContentNode {
  @LocalizedField('The name without titles.') name?: string;

  @LocalizedField('The name with honorifics, as it is addressed.') displayName?: string;

  @Field(() => [Honorific], { description: 'The honorifics, in the order in which they are said.' })
  honorifics!: Honorific[];

  @RichTextField('Who the person is.') bio?: string;
}

@ObjectType('PersonName', { description: 'A name of a person in one language or script.' })
export class PersonNameType {
  @Field(() => LocaleScalar, { description: 'The language of the name.' }) locale!: string;

  @Field({ description: 'The name as it is written.' }) text!: string;

  @Field(() => String, { nullable: true, description: 'The family name, for sorting and forms.' })
  family?: string;

  @Field(() => String, { nullable: true, description: 'The given name.' }) given?: string;

  @Field(() => PersonNameKind, { description: 'What sort of name it is.' }) kind!: PersonNameKind;
}

@ObjectType('Office', { description: 'An office that a person holds or held in an organisation.' })
export class OfficeType {
  @Field(() => OfficeKind, { description: 'What sort of office it is.' }) kind!: OfficeKind;

  @LocalizedField('The office in words: its own title, else the word for its kind.', { isRequired: true })
  title!: string;

  @Field(() => String, { nullable: true, description: 'The term as it is printed, such as "2024/26".' })
  term?: string;

  @Field(() => DateScalar, { nullable: true, description: 'The first day in office.' }) start?: string;

  @Field(() => DateScalar, { nullable: true, description: 'The last day in office.' }) end?: string;

  @Field({ description: 'Whether today, in Hong Kong, is within the term; an open end counts as within.' })
  isCurrent!: boolean;
}

@ObjectType('Credit', { description: 'What a person does at an event or for an article.' })
export class CreditType {
  @Field(() => PersonRole, { description: 'The role.' }) role!: PersonRole;

  @LocalizedField('The word for the role, for readers.', { isRequired: true }) roleLabel!: string;

  @LocalizedField(
    'The name as printed there: it stays when the person is renamed, or has no page any more. Until it is first published, the name of the person with honorifics.',
  )
  displayName?: string;

  @LocalizedField('The office or company as printed there.') affiliation?: string;
}
