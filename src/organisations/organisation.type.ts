import { Field, ObjectType } from 'type-graphql';
import { ContentNode } from '../content/content.type.js';
import { LocalizedField, RichTextField } from '../content/declare.js';
import { DateScalar, LocaleScalar, URLScalar } from '../content/scalars.js';
import { OrganisationKind, OrganisationNameKind, OrganisationRelationType } from './organisation.enum.js';

@ObjectType('Organisation', {
  implements: ContentNode,
  description: 'A body that takes part in events, sponsors, publishes or is written about.',
})
export class OrganisationType extends ContentNode {
  @Field(() => OrganisationKind, { description: 'What sort of organisation it is.' }) kind!: OrganisationKind;

  @LocalizedField('The word for its kind, for readers.', { isRequired: true }) kindLabel!: string;

  @LocalizedField('Its name.') name?: string;

  @LocalizedField('The short form of its name, such as an acronym.') shortName?: string;

  @RichTextField('What it is and does.') description?: string;

  @Field(() => URLScalar, { nullable: true, description: 'Its website.' }) website?: string;

  @Field(() => String, {
    nullable: true,
    description: 'Where it is based: ISO 3166-1 alpha-2, such as "HK".',
  })
  region?: string;
}

@ObjectType('OrganisationName', { description: 'A further name of an organisation.' })
export class OrganisationNameType {
  @Field(() => LocaleScalar, { description: 'The language of the name.' }) locale!: string;

  @Field({ description: 'The name.' }) text!: string;

  @Field(() => OrganisationNameKind, { description: 'What sort of name it is.' }) kind!: OrganisationNameKind;
}

@ObjectType('OrganisationRelation', { description: 'How an organisation stands to another one.' })
export class OrganisationRelationObject {
  @Field(() => OrganisationRelationType, { description: 'The kind of relation.' })
  type!: OrganisationRelationType;

  @LocalizedField('The words for the kind of relation, for readers.', { isRequired: true })
  typeLabel!: string;

  @Field(() => DateScalar, { nullable: true, description: 'The first day it holds.' }) validFrom?: string;

  @Field(() => DateScalar, { nullable: true, description: 'The last day it holds.' }) validTo?: string;
}
