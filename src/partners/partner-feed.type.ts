import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { AccountType } from '../accounts/account.type.js';
import { connectionOf } from '../content/model/connection.type.js';
import { DateTimeScalar, LocaleScalar, URLScalar } from '../content/model/scalars.js';
import type { SavedFilter } from './partner-feed.entity.js';
import { FeedAppearance, FeedLayout } from './partner-feed.enum.js';

@ObjectType('PartnerFeedTheme', { description: 'The theme of the widget.' })
export class FeedThemeType {
  @Field(() => FeedLayout, { description: 'The layout of events.' }) layout!: FeedLayout;

  @Field(() => FeedAppearance, { description: 'Light or dark.' }) appearance!: FeedAppearance;

  @Field(() => String, {
    nullable: true,
    description: 'The colour of links and buttons, such as "#0b5fff"; null for the default of the widget.',
  })
  accentColour?: string | null;
}

@ObjectType('PartnerFeedUrls', {
  description: 'The URLs of a feed. They stay the same when the feed changes.',
})
export class FeedUrlsType {
  @Field(() => URLScalar, { description: 'An iCalendar file to download.' }) ics!: string;

  @Field({ description: 'A calendar to subscribe to.' }) webcal!: string;

  @Field(() => URLScalar, { description: 'The feed as RSS.' }) rss!: string;

  @Field(() => URLScalar, { description: 'The feed as Atom.' }) atom!: string;

  @Field(() => URLScalar, { description: 'The feed as JSON Feed.' }) json!: string;

  @Field(() => URLScalar, { description: 'The events in the vocabulary of schema.org, as JSON-LD.' })
  jsonld!: string;

  @Field(() => URLScalar, { description: 'A page of the events, also for iframes.' }) embed!: string;

  @Field({ description: 'The HTML of the widget, to be copied into a page as it is.' })
  widgetSnippet!: string;
}

@ObjectType('PartnerFeedFetch', {
  description:
    'A fetch of a feed. Neither network addresses are stored, nor the browsers of visitors of pages.',
})
export class FeedFetchType {
  @Field(() => DateTimeScalar, { description: 'When.' }) at!: string;

  @Field({ description: 'The format, such as "ics".' }) format!: string;

  @Field(() => Int, { description: 'The HTTP status of the response; 304 when nothing had changed.' })
  status!: number;

  @Field(() => LocaleScalar, { nullable: true, description: 'The language.' }) locale?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The `User-Agent` of the client; null if `origin` names a page instead.',
  })
  userAgent?: string | null;

  @Field(() => String, { nullable: true, description: 'The origin of the page that shows the feed.' })
  origin?: string | null;

  @Field(() => String, { nullable: true, description: 'The error; null when there was none.' })
  error?: string | null;
}

@ObjectType('PartnerFeedError', { description: 'An error of a fetch.' })
export class FeedErrorType {
  @Field(() => DateTimeScalar, { description: 'When.' }) at!: string;

  @Field({ description: 'What.' }) message!: string;
}

@ObjectType('PartnerFeed', {
  description: 'A selection of events that a partner organisation embeds. Changes apply everywhere at once.',
})
export class PartnerFeedType {
  @Field(() => ID, { description: 'The id of the feed, which is part of its URLs.' }) id!: string;

  @Field({ description: 'The title in calendars and feed readers.' }) name!: string;

  @Field(() => ID, { description: 'The id of the organisation that embeds it.' }) organisationId!: string;

  @Field(() => AccountType, {
    nullable: true,
    description: 'The account whose keys with the role PARTNER see it; null for none.',
  })
  account?: AccountType | null;

  @Field(() => GraphQLJSONObject, {
    description:
      'The filter for events, in the form of the input `EventFilter`: usable in `events(filter: …)` as it is.',
  })
  filter!: SavedFilter;

  @Field(() => LocaleScalar, { description: 'The language for readers who request none.' })
  defaultLocale!: string;

  @Field(() => [LocaleScalar], {
    nullable: true,
    description: 'The available languages; null for all.',
  })
  locales?: string[] | null;

  @Field(() => FeedThemeType, { description: 'The theme of the widget.' }) theme!: FeedThemeType;

  @Field(() => [String], {
    nullable: true,
    description: 'The origins of pages that may show it; null for any.',
  })
  allowedOrigins?: string[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The most events; null for the default of feeds.',
  })
  limit?: number | null;

  @Field(() => FeedUrlsType, { description: 'Its URLs.' }) urls?: FeedUrlsType;

  @Field(() => DateTimeScalar, { description: 'When it was created.' }) createdAt!: string;

  @Field(() => DateTimeScalar, { description: 'When it was last changed.' }) updatedAt!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was deleted; its URLs respond with 410 since.',
  })
  deletedAt?: string | null;

  @Field(() => Int, {
    description: 'The number of fetches, with a delay of some seconds; not counted beyond 2147483647.',
  })
  fetchCount!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was last fetched.' })
  lastFetchedAt?: string | null;

  @Field(() => FeedErrorType, {
    nullable: true,
    description: 'The latest error; null if there never was one.',
  })
  lastError?: FeedErrorType | null;

  /** Not in the schema: the key of the loaders. */
  key!: {
    readonly id: string;
    readonly organisationId: string;
    readonly accountId: string | null;
    readonly filterChangedAt: Date;
  };
}

export const PartnerFeedConnection = connectionOf(PartnerFeedType, 'PartnerFeed');
