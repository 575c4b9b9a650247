import { Field, ID, InputType, Int } from 'type-graphql';
import { LocaleScalar } from '../content/model/scalars.js';
import { EventFilter } from '../events/event.js';
import { FeedAppearance, FeedLayout } from './partner-feed.enum.js';

@InputType({ description: 'The theme of the widget; null for its defaults.' })
export class PartnerFeedThemeInput {
  @Field(() => FeedLayout, { nullable: true, description: 'The layout of events; null for LIST.' })
  layout?: FeedLayout | null;

  @Field(() => FeedAppearance, { nullable: true, description: 'Light or dark; null for AUTO.' })
  appearance?: FeedAppearance | null;

  @Field(() => String, {
    nullable: true,
    description: 'The colour of links and buttons, as "#" and six hexadecimal digits, such as "#0b5fff".',
  })
  accentColour?: string | null;
}

/** The fields of a feed that can be set when it is created, and changed. */
@InputType()
abstract class PartnerFeedChoice {
  @Field(() => EventFilter, {
    nullable: true,
    description:
      'The filter for events; omit for all. Relative conditions, such as UPCOMING, are evaluated at each request.',
  })
  filter?: EventFilter | null;

  @Field(() => LocaleScalar, {
    nullable: true,
    description:
      'The language for readers who request none; by default the first of `locales`, else the default locale.',
  })
  defaultLocale?: string | null;

  @Field(() => [LocaleScalar], {
    nullable: true,
    description: 'The available languages; omit for all.',
  })
  locales?: string[] | null;

  @Field(() => PartnerFeedThemeInput, { nullable: true, description: 'The theme of the widget.' })
  theme?: PartnerFeedThemeInput | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'The origins of pages that may show it, such as "https://www.example.org"; omit or leave empty for any. Calendars and feed readers have no origin.',
  })
  allowedOrigins?: string[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The most events; omit for the default of feeds.',
  })
  limit?: number | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The account whose keys with the role PARTNER see the feed and its fetches.',
  })
  account?: string | null;
}

@InputType({ description: 'A new feed of a partner organisation.' })
export class PartnerFeedCreateInput extends PartnerFeedChoice {
  @Field({ description: 'The title in calendars and feed readers.' }) name!: string;

  @Field(() => ID, { description: 'The organisation that embeds it.' }) organisation!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The name of an account to create for it, instead of `account`.',
  })
  accountName?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether to create a key with the role PARTNER, too; without `account` and `accountName` for a new account named after the organisation. For administrators.',
  })
  withKey!: boolean;
}

@InputType({
  description: 'The fields of a feed to change; those left out stay as they are, and null resets a field.',
})
export class PartnerFeedUpdateInput extends PartnerFeedChoice {
  @Field(() => ID, { description: 'The id of the feed.' }) id!: string;

  @Field(() => String, { nullable: true, description: 'The title in calendars and feed readers.' })
  name?: string | null;

  @Field(() => ID, { nullable: true, description: 'The organisation that embeds it.' })
  organisation?: string | null;
}

@InputType({ description: 'The feed to delete.' })
export class PartnerFeedDeleteInput {
  @Field(() => ID, { description: 'The id of the feed.' }) id!: string;
}
