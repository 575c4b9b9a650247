import { Field, ID, InputType, Int } from 'type-graphql';
import { LocaleScalar } from '../content/model/scalars.js';
import { EventFilter } from '../events/event.js';
import { FeedAppearance, FeedLayout } from './partner-feed.enum.js';

@InputType({ description: 'How the widget looks; what is null is as the widget has it by itself.' })
export class PartnerFeedThemeInput {
  @Field(() => FeedLayout, { nullable: true, description: 'How events are arranged; null: LIST.' })
  layout?: FeedLayout | null;

  @Field(() => FeedAppearance, { nullable: true, description: 'Light or dark; null: AUTO.' })
  appearance?: FeedAppearance | null;

  @Field(() => String, {
    nullable: true,
    description: 'The colour of links and buttons, as "#" and six hexadecimal digits, such as "#0b5fff".',
  })
  accentColour?: string | null;
}

/** What can be said of a feed when it is created and later. */
@InputType()
abstract class PartnerFeedChoice {
  @Field(() => EventFilter, {
    nullable: true,
    description:
      'Which events it has; without it all of them. What is relative, such as UPCOMING, is meant anew each time.',
  })
  filter?: EventFilter | null;

  @Field(() => LocaleScalar, {
    nullable: true,
    description:
      'The language of those who do not ask for one; without it the first of `locales`, else the default.',
  })
  defaultLocale?: string | null;

  @Field(() => [LocaleScalar], {
    nullable: true,
    description: 'The only languages in which it is to be had; without it all of them.',
  })
  locales?: string[] | null;

  @Field(() => PartnerFeedThemeInput, { nullable: true, description: 'How the widget looks.' })
  theme?: PartnerFeedThemeInput | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'The only origins whose pages may show it, such as "https://www.example.org"; without it, or empty, any. Calendars and readers of feeds have none.',
  })
  allowedOrigins?: string[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many events it has at most; without it as many as a feed has otherwise.',
  })
  limit?: number | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The account whose keys with the role PARTNER see the feed and who fetched it.',
  })
  account?: string | null;
}

@InputType({ description: 'A new feed of a partner organisation.' })
export class PartnerFeedCreateInput extends PartnerFeedChoice {
  @Field({ description: 'What calendars and readers of feeds call it.' }) name!: string;

  @Field(() => ID, { description: 'The organisation that embeds it.' }) organisation!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The name of an account that is created for it, instead of `account`.',
  })
  accountName?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether a key with the role PARTNER is created, too; without `account` and `accountName` for a new account that is named after the organisation. For administrators.',
  })
  withKey!: boolean;
}

@InputType({
  description: 'What changes about a feed; what is left out stays as it is, and null takes it away.',
})
export class PartnerFeedUpdateInput extends PartnerFeedChoice {
  @Field(() => ID, { description: 'The id of the feed.' }) id!: string;

  @Field(() => String, { nullable: true, description: 'What calendars and readers of feeds call it.' })
  name?: string | null;

  @Field(() => ID, { nullable: true, description: 'The organisation that embeds it.' })
  organisation?: string | null;
}

@InputType({ description: 'Which feed is deleted.' })
export class PartnerFeedDeleteInput {
  @Field(() => ID, { description: 'The id of the feed.' }) id!: string;
}
