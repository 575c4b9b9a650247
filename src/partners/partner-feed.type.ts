import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { AccountType } from '../accounts/account.type.js';
import { connectionOf } from '../content/model/connection.type.js';
import { DateTimeScalar, LocaleScalar, URLScalar } from '../content/model/scalars.js';
import type { SavedFilter } from './partner-feed.entity.js';
import { FeedAppearance, FeedLayout } from './partner-feed.enum.js';

@ObjectType('PartnerFeedTheme', { description: 'How the widget looks.' })
export class FeedThemeType {
  @Field(() => FeedLayout, { description: 'How events are arranged.' }) layout!: FeedLayout;

  @Field(() => FeedAppearance, { description: 'Light or dark.' }) appearance!: FeedAppearance;

  @Field(() => String, {
    nullable: true,
    description: 'The colour of links and buttons, such as "#0b5fff"; null for the one that the widget has.',
  })
  accentColour?: string | null;
}

@ObjectType('PartnerFeedUrls', {
  description: 'Where a feed is to be had. The addresses stay the same, whatever changes about the feed.',
})
export class FeedUrlsType {
  @Field(() => URLScalar, { description: 'As a calendar (iCalendar), to be downloaded.' }) ics!: string;

  @Field({ description: 'As a calendar that programs subscribe to, when it is clicked.' }) webcal!: string;

  @Field(() => URLScalar, { description: 'As RSS.' }) rss!: string;

  @Field(() => URLScalar, { description: 'As Atom.' }) atom!: string;

  @Field(() => URLScalar, { description: 'As JSON Feed.' }) json!: string;

  @Field(() => URLScalar, { description: 'As events of schema.org, in JSON-LD.' }) jsonld!: string;

  @Field(() => URLScalar, { description: 'As a page, also for a frame in another page.' }) embed!: string;

  @Field({ description: 'The HTML that shows the feed in a page; copy it as it is.' }) widgetSnippet!: string;
}

@ObjectType('PartnerFeedFetch', {
  description:
    'That a feed was fetched. No network addresses are kept, and no browsers of those who visit a page that shows it.',
})
export class FeedFetchType {
  @Field(() => DateTimeScalar, { description: 'When.' }) at!: string;

  @Field({ description: 'As what, such as "ics".' }) format!: string;

  @Field(() => Int, { description: 'The status of the answer; 304 when there was nothing new.' })
  status!: number;

  @Field(() => LocaleScalar, { nullable: true, description: 'In which language.' }) locale?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The program that asked, as it calls itself; null where `origin` says whose page it was.',
  })
  userAgent?: string | null;

  @Field(() => String, { nullable: true, description: 'The origin of the page that shows the feed.' })
  origin?: string | null;

  @Field(() => String, { nullable: true, description: 'What was wrong; null when nothing was.' })
  error?: string | null;
}

@ObjectType('PartnerFeedError', { description: 'What was wrong with fetching a feed.' })
export class FeedErrorType {
  @Field(() => DateTimeScalar, { description: 'When.' }) at!: string;

  @Field({ description: 'What.' }) message!: string;
}

@ObjectType('PartnerFeed', {
  description: 'A choice of events that a partner organisation embeds. Changing it changes it everywhere.',
})
export class PartnerFeedType {
  @Field(() => ID, { description: 'Its id, which is in its addresses.' }) id!: string;

  @Field({ description: 'What calendars and readers of feeds call it.' }) name!: string;

  @Field(() => ID, { description: 'The id of the organisation that embeds it.' }) organisationId!: string;

  @Field(() => AccountType, {
    nullable: true,
    description: 'The account whose keys with the role PARTNER see it; null for none.',
  })
  account?: AccountType | null;

  @Field(() => GraphQLJSONObject, {
    description:
      'Which events it has, in the form of the input `EventFilter`: give it to `events(filter: …)` as it is.',
  })
  filter!: SavedFilter;

  @Field(() => LocaleScalar, { description: 'The language of those who do not ask for one.' })
  defaultLocale!: string;

  @Field(() => [LocaleScalar], {
    nullable: true,
    description: 'The only languages in which it is to be had; null for all.',
  })
  locales?: string[] | null;

  @Field(() => FeedThemeType, { description: 'How the widget looks.' }) theme!: FeedThemeType;

  @Field(() => [String], {
    nullable: true,
    description: 'The only origins whose pages may show it; null for any.',
  })
  allowedOrigins?: string[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many events it has at most; null for as many as a feed has otherwise.',
  })
  limit?: number | null;

  @Field(() => FeedUrlsType, { description: 'Where it is to be had.' }) urls?: FeedUrlsType;

  @Field(() => DateTimeScalar, { description: 'When it was created.' }) createdAt!: string;

  @Field(() => DateTimeScalar, { description: 'When it was changed last.' }) updatedAt!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was deleted; its addresses answer 410 since.',
  })
  deletedAt?: string | null;

  @Field(() => Int, {
    description: 'How often it was fetched, some seconds behind; what is beyond 2147483647 is not counted.',
  })
  fetchCount!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was fetched last.' })
  lastFetchedAt?: string | null;

  @Field(() => FeedErrorType, {
    nullable: true,
    description: 'What was wrong the last time that something was; null when nothing ever was.',
  })
  lastError?: FeedErrorType | null;

  /** Not in the schema: what other fields are read by. */
  key!: {
    readonly id: string;
    readonly organisationId: string;
    readonly accountId: string | null;
    readonly filterChangedAt: Date;
  };
}

export const PartnerFeedConnection = connectionOf(PartnerFeedType, 'PartnerFeed');
