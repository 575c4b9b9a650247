import { ArrayUnique, Length, MaxLength } from 'class-validator';
import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import { ContentInput, LocalizedTextInput, PageTranslationInput } from '../content/content.input.js';
import { DateScalar, LocaleScalar } from '../content/scalars.js';
import { Honorific, OfficeKind, PersonNameKind, PersonRole } from './person.enum.js';

export enum PersonOrder {
  NAME_ASC = 'NAME_ASC',
  UPDATED_AT_DESC = 'UPDATED_AT_DESC',
}

registerEnumType(PersonOrder, {
  name: 'PersonOrder',
  description: 'How people are sorted.',
  valuesConfig: {
    NAME_ASC: { description: 'By name in the language asked for; those without a name last.' },
    UPDATED_AT_DESC: { description: 'The most recently changed first.' },
  },
});

@InputType({ description: 'Which people; all conditions must hold.' })
export class PersonFilter {
  @Field(() => ID, {
    nullable: true,
    description: 'Holding or having held an office in this organisation; its id, or a slug of it.',
  })
  organisation?: string;

  @Field(() => [OfficeKind], {
    nullable: true,
    description: 'With `organisation`: only offices of these kinds.',
  })
  office?: OfficeKind[];

  @Field(() => LocaleScalar, { nullable: true, description: 'Readable in this locale without fallback.' })
  hasLocale?: string;
}

@InputType({ description: 'The words about a person in one language.' })
export class PersonTranslationInput extends PageTranslationInput {
  @Field(() => String, { nullable: true, description: 'The name without titles.' })
  @Length(1, 200)
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The name with honorifics; made from both when absent.',
  })
  @MaxLength(250)
  displayName?: string | null;

  @Field(() => String, { nullable: true, description: 'Who the person is, in CommonMark.' })
  @MaxLength(50_000)
  bio?: string | null;
}

@InputType({ description: 'A name of a person in one language or script.' })
export class PersonNameInput {
  @Field(() => LocaleScalar, { description: 'The language of the name.' }) locale!: string;

  @Field({ description: 'The name as it is written.' })
  @Length(1, 200)
  text!: string;

  @Field(() => String, { nullable: true, description: 'The family name.' })
  @MaxLength(200)
  family?: string | null;

  @Field(() => String, { nullable: true, description: 'The given name.' })
  @MaxLength(200)
  given?: string | null;

  @Field(() => PersonNameKind, { description: 'What sort of name it is.' }) kind!: PersonNameKind;
}

@InputType({ description: 'An office that the person holds or held.' })
export class OfficeInput {
  @Field(() => ID, { description: 'The organisation.' }) organisation!: string;

  @Field(() => OfficeKind, { description: 'What sort of office it is.' }) kind!: OfficeKind;

  @Field(() => [LocalizedTextInput], {
    nullable: true,
    description: 'The title where the kind does not say it.',
  })
  title?: LocalizedTextInput[] | null;

  @Field(() => String, { nullable: true, description: 'The term as it is printed.' })
  @MaxLength(50)
  term?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The first day in office.' }) start?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The last day in office.' }) end?: string | null;
}

@InputType({ description: 'What editors write about a person.' })
export class PersonInput extends ContentInput {
  @Field(() => [Honorific], {
    nullable: true,
    description: 'The honorifics, in the order in which they are said.',
  })
  @ArrayUnique()
  honorifics?: Honorific[] | null;

  @Field(() => [PersonNameInput], { nullable: true, description: 'The names in all languages and scripts.' })
  names?: PersonNameInput[] | null;

  @Field(() => [OfficeInput], { nullable: true, description: 'The offices.' }) offices?: OfficeInput[] | null;

  @Field(() => [PersonTranslationInput], { description: 'The words in each language.' })
  translations!: PersonTranslationInput[];
}

@InputType({ description: 'What a person does at the event or for the article.' })
export class CreditInput {
  @Field(() => ID, { description: 'The person.' }) person!: string;

  @Field(() => PersonRole, { description: 'The role.' }) role!: PersonRole;

  @Field(() => [LocalizedTextInput], {
    nullable: true,
    description: 'The name as printed, where it differs.',
  })
  displayName?: LocalizedTextInput[] | null;

  @Field(() => [LocalizedTextInput], { nullable: true, description: 'The office or company as printed.' })
  affiliation?: LocalizedTextInput[] | null;
}
