import { Field, ID, Int, InterfaceType, ObjectType } from 'type-graphql';
import { LocalizedField } from './declare.js';
import { DateTimeScalar, LocaleScalar } from './scalars.js';

@ObjectType({ description: 'A field that fell back to another language.' })
export class FieldFallback {
  @Field({ description: 'The name of the field.' }) field!: string;

  @Field(() => LocaleScalar, {
    description: 'The language of its text; set `lang` on the element that shows it.',
  })
  locale!: string;
}

@ObjectType({ description: 'The slug of an object in one of its languages.' })
export class Alternate {
  @Field(() => LocaleScalar, { description: 'The language.' }) locale!: string;

  @Field({ description: 'The slug in that language.' }) slug!: string;
}

@ObjectType({ description: 'The languages that the text of an object is in.' })
export class Localization {
  @Field(() => LocaleScalar, { description: 'The configured locale that was requested.' })
  requested!: string;

  @Field(() => [LocaleScalar], { description: 'The locales that this object is translated into.' })
  available!: string[];

  @Field(() => [FieldFallback], {
    description:
      'The fields that fell back to another language, those of groups as `group.field`; empty without any. Lists of texts, such as `categories`, are not included.',
  })
  fallbacks!: FieldFallback[];

  @Field(() => [Alternate], {
    description: 'The slug in each available locale, for hreflang links and a language switcher.',
  })
  alternates!: Alternate[];
}

@InterfaceType('Node', {
  description: 'An object with a globally unique id.',
  resolveType: typeOf,
})
export abstract class NodeType {
  @Field(() => ID, { description: 'An opaque, globally unique id that never changes.' }) id!: string;
}

@InterfaceType('Localized', {
  implements: NodeType,
  description: 'An object with translations.',
  resolveType: typeOf,
})
export abstract class LocalizedType extends NodeType {
  @Field(() => Localization, { description: 'The languages that the text of the object is in.' })
  localization!: Localization;

  @Field(() => Int, {
    description:
      'Grows by one with each change of the draft; a published object has the version of its draft at publication.',
  })
  version!: number;

  @Field(() => String, {
    nullable: true,
    description:
      'The external reference: a name, unique per type, that files and other systems identify the object by. It is public; a generated one contains no text.',
  })
  externalRef?: string;
}

@InterfaceType('Content', {
  implements: LocalizedType,
  description: 'An object with a page of its own.',
  resolveType: typeOf,
})
export abstract class ContentNode extends LocalizedType {
  @LocalizedField('The last part of the page address; unique per type and locale.', {
    isRequired: true,
  })
  slug!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Set if the object was requested by a former slug: redirect to `slug`.',
  })
  redirectedFrom?: string;

  @Field(() => DateTimeScalar, { description: 'When the object was created.' }) createdAt!: string;

  @Field(() => DateTimeScalar, { description: 'When it last changed in the stage that is read.' })
  updatedAt!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was first published.' })
  publishedAt?: string;
}

/** The planner adds type names where the schema has an abstract type. */
function typeOf(value: unknown): string {
  return (value as { __typename: string }).__typename;
}
