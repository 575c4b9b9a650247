import { Field, ID, Int, InterfaceType, ObjectType } from 'type-graphql';
import { LocalizedField } from './declare.js';
import { DateTimeScalar, LocaleScalar } from './scalars.js';

@ObjectType({ description: 'A field that is served in another language than the one asked for.' })
export class FieldFallback {
  @Field({ description: 'The name of the field.' }) field!: string;

  @Field(() => LocaleScalar, {
    description: 'The language its text is in; set `lang` on the element that shows it.',
  })
  locale!: string;
}

@ObjectType({ description: 'The address of an object in one of the languages it can be read in.' })
export class Alternate {
  @Field(() => LocaleScalar, { description: 'The language.' }) locale!: string;

  @Field({ description: 'The slug in that language.' }) slug!: string;
}

@ObjectType({ description: 'Which languages the text of an object came from.' })
export class Localization {
  @Field(() => LocaleScalar, { description: 'The configured locale that the object was asked for in.' })
  requested!: string;

  @Field(() => [LocaleScalar], { description: 'The locales that this object has text of its own in.' })
  available!: string[];

  @Field(() => [FieldFallback], {
    description:
      'The fields that are served in another language, those of groups as `group.field`; empty when none. Lists of words, such as `categories`, are not among them.',
  })
  fallbacks!: FieldFallback[];

  @Field(() => [Alternate], {
    description: 'The slug in each available locale, for hreflang links and a language switch.',
  })
  alternates!: Alternate[];
}

@InterfaceType('Node', {
  description: 'An object with an id that is unique across all types.',
  resolveType: typeOf,
})
export abstract class NodeType {
  @Field(() => ID, { description: 'An opaque id, unique across all types and stable for ever.' }) id!: string;
}

@InterfaceType('Localized', {
  implements: NodeType,
  description: 'An object with words that exist once per language.',
  resolveType: typeOf,
})
export abstract class LocalizedType extends NodeType {
  @Field(() => Localization, { description: 'Which languages the text of the object came from.' })
  localization!: Localization;

  @Field(() => Int, {
    description:
      'Grows by one with each change of the draft; what is published has the version of the draft it was made from.',
  })
  version!: number;

  @Field(() => String, {
    nullable: true,
    description:
      'The name that files and other systems know the object by; unique per type. It is read by the public: a generated one contains no text.',
  })
  externalRef?: string;
}

@InterfaceType('Content', {
  implements: LocalizedType,
  description: 'An object with a page of its own.',
  resolveType: typeOf,
})
export abstract class ContentNode extends LocalizedType {
  @LocalizedField('The last part of the address of its page: unique per type and locale.', {
    isRequired: true,
  })
  slug!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Set when the object was asked for by a slug it no longer has: redirect to `slug`.',
  })
  redirectedFrom?: string;

  @Field(() => DateTimeScalar, { description: 'When it was created.' }) createdAt!: string;

  @Field(() => DateTimeScalar, { description: 'When what is served last changed.' }) updatedAt!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was first published.' })
  publishedAt?: string;
}

/** Planned objects carry their type name wherever the schema leaves it open. */
function typeOf(value: unknown): string {
  return (value as { __typename: string }).__typename;
}
