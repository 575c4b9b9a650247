import { assertInputObjectType, type GraphQLInputObjectType, type GraphQLSchema } from 'graphql';
import type { Config } from '../config.js';
import type { Locales } from '../content/language/locale.js';
import { embedRoutes } from '../embed/embed.routes.js';
import { feedRoutes } from '../feeds/feed.routes.js';
import { FeedNames, siteNamesOf } from '../feeds/feed-names.js';
import { FeedSource } from '../feeds/feed-source.js';
import type { PageAddress } from '../feeds/items.js';
import { feedReader } from '../feeds/read-feed.js';
import type { Clock } from '../foundation/clock.js';
import type { Database } from '../foundation/database.js';
import type { BeginCharge } from '../http/charge.js';
import type { QueryPublicApi } from '../http/public-api.js';
import type { ResponseCache } from '../http/response-cache.js';
import type { Route } from '../http/route.js';
import type { PartnerFeeds } from '../partners/partner-feeds.js';

interface Parts {
  readonly config: Config;
  readonly schema: GraphQLSchema;
  readonly locales: Locales;
  readonly clock: Clock;
  readonly cache: ResponseCache;
  readonly feeds: PartnerFeeds;
  readonly queryPublicApi: QueryPublicApi;
  readonly openSnapshot: Database['openSnapshot'];
  readonly charging: BeginCharge;
}

/** Routes beside GraphQL: feeds, and content for embedding. */
export function routesOf({
  config,
  schema,
  locales,
  clock,
  cache,
  feeds,
  queryPublicApi,
  openSnapshot,
  charging,
}: Parts): Route[] {
  const { publicUrl, pageUrl, siteName } = config;
  const feedSettings = {
    source: new FeedSource(queryPublicApi, pageAddressOf(pageUrl)),
    openSnapshot,
    partnerFeeds: feeds,
    cache,
    locales,
    names: new FeedNames(siteNamesOf(siteName), locales),
    clock,
    publicUrl,
    homeUrl: pageUrl ? new URL(pageUrl).origin : publicUrl,
    filters: {
      events: inputTypeOf(schema, 'EventFilter'),
      articles: inputTypeOf(schema, 'ArticleFilter'),
    },
  };
  return [
    ...feedRoutes({ ...feedSettings, charging }),
    ...embedRoutes({
      publicUrl,
      locales,
      clock,
      charging,
      readFeed: feedReader(feedSettings),
      readContent: (operation, variables) =>
        queryPublicApi(operation, variables, { locale: locales.default, now: clock() }),
    }),
  ];
}

function inputTypeOf(schema: GraphQLSchema, name: string): GraphQLInputObjectType {
  return assertInputObjectType(schema.getType(name));
}

/** The setting PAGE_URL. */
function pageAddressOf(pattern: string | undefined): PageAddress {
  return (page) =>
    pattern?.replace(/\{(locale|type|slug|id)\}/g, (_all, name: keyof typeof page) =>
      encodeURIComponent(page[name]),
    );
}
