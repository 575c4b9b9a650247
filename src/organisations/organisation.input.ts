import { IsIn, Length, Matches, MaxLength } from 'class-validator';
import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import { ContentInput, PageTranslationInput } from '../content/content.input.js';
import { DateScalar, LocaleScalar, URLScalar } from '../content/scalars.js';
import { OrganisationKind, OrganisationNameKind, OrganisationRelationType } from './organisation.enum.js';

export enum OrganisationOrder {
  NAME_ASC = 'NAME_ASC',
  UPDATED_AT_DESC = 'UPDATED_AT_DESC',
}

registerEnumType(OrganisationOrder, {
  name: 'OrganisationOrder',
  description: 'How organisations are sorted.',
  valuesConfig: {
    NAME_ASC: { description: 'By name in the language asked for; those without a name last.' },
    UPDATED_AT_DESC: { description: 'The most recently changed first.' },
  },
});

@InputType({ description: 'Which organisations; all conditions must hold.' })
export class OrganisationFilter {
  @Field(() => [OrganisationKind], { nullable: true, description: 'Of one of these kinds.' })
  kind?: OrganisationKind[];

  @Field(() => ID, {
    nullable: true,
    description: 'Directly below this organisation; its id, or a slug of it.',
  })
  parent?: string;

  @Field(() => LocaleScalar, { nullable: true, description: 'Readable in this locale without fallback.' })
  hasLocale?: string;
}

@InputType({ description: 'The words of an organisation in one language.' })
export class OrganisationTranslationInput extends PageTranslationInput {
  @Field(() => String, { nullable: true, description: 'Its name.' })
  @Length(1, 300)
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'The short form of its name.' })
  @MaxLength(100)
  shortName?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is and does, in CommonMark.' })
  @MaxLength(50_000)
  description?: string | null;
}

@InputType({ description: 'A further name of an organisation.' })
export class OrganisationNameInput {
  @Field(() => LocaleScalar, { description: 'The language of the name.' }) locale!: string;

  @Field({ description: 'The name.' })
  @Length(1, 300)
  text!: string;

  @Field(() => OrganisationNameKind, { description: 'What sort of name it is.' })
  @IsIn(Object.values(OrganisationNameKind))
  kind!: OrganisationNameKind;
}

@InputType({ description: 'How the organisation stands to another one.' })
export class OrganisationRelationInput {
  @Field(() => OrganisationRelationType, { description: 'The kind of relation.' })
  type!: OrganisationRelationType;

  @Field(() => ID, { description: 'The other organisation.' }) organisation!: string;

  @Field(() => DateScalar, { nullable: true, description: 'The first day it holds.' }) validFrom?:
    | string
    | null;

  @Field(() => DateScalar, { nullable: true, description: 'The last day it holds.' }) validTo?: string | null;
}

@InputType({ description: 'What editors write about an organisation.' })
export class OrganisationInput extends ContentInput {
  @Field(() => OrganisationKind, { description: 'What sort of organisation it is.' }) kind!: OrganisationKind;

  @Field(() => ID, { nullable: true, description: 'The organisation it is a part of.' }) parent?:
    | string
    | null;

  @Field(() => URLScalar, { nullable: true, description: 'Its website.' }) website?: string | null;

  @Field(() => String, { nullable: true, description: 'Where it is based: ISO 3166-1 alpha-2.' })
  @Matches(/^[A-Z]{2}$/, {
    message: 'region must be two upper-case letters',
    context: { 'zh-Hant': '「region」必須是兩個大寫英文字母' },
  })
  region?: string | null;

  @Field(() => [OrganisationNameInput], { nullable: true, description: 'Its further names.' })
  names?: OrganisationNameInput[] | null;

  @Field(() => [OrganisationRelationInput], {
    nullable: true,
    description: 'How it stands to other organisations.',
  })
  relations?: OrganisationRelationInput[] | null;

  @Field(() => [OrganisationTranslationInput], { description: 'Its words in each language.' })
  translations!: OrganisationTranslationInput[];
}
