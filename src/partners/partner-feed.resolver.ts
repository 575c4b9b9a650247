import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, ID, Info, Int, Query, Resolver, Root } from 'type-graphql';
import { IsNull } from 'typeorm';
import { AccountType, toAccount } from '../accounts/account.type.js';
import { accountLoader } from '../accounts/account-loader.js';
import { assertMay, may, type Viewer } from '../content/contract/access.js';
import { globalId, uuidOf } from '../content/contract/global-id.js';
import { DateTimeScalar, LocaleScalar } from '../content/model/scalars.js';
import { TextArguments } from '../content/reading/read.arguments.js';
import { DEFAULT_PAGE, MAX_PAGE } from '../content/sql/connection.js';
import { type Page, pageSize, readPage } from '../content/storage/pagination.js';
import { refuse } from '../foundation/errors.js';
import { organisation } from '../organisations/organisation.js';
import { FeedChangesType } from './feed-changes.type.js';
import { fetchLoader, organisationLoader } from './feed-loaders.js';
import { feedUrls } from './feed-urls.js';
import type { PartnerContext } from './partner-context.js';
import { type FeedFetch, PartnerFeed } from './partner-feed.entity.js';
import { FeedFetchType, FeedUrlsType, PartnerFeedConnection, PartnerFeedType } from './partner-feed.type.js';
import { PARTNER_FEED } from './partner-feed-mutations.js';
import { feedSentences } from './partner-feed-sentences.js';

/** The overlap of successive reads: longer than a publication takes to become visible. */
const OVERLAP_MS = 60_000;

const MAX_COUNT = 2 ** 31 - 1;

const first = { defaultValue: DEFAULT_PAGE, description: `The page size, from 1 to ${MAX_PAGE}.` };
const after = { nullable: true, description: 'The cursor after which the page begins.' };

@Resolver()
class PartnerFeedResolver {
  @Query(() => PartnerFeedConnection, {
    description:
      'Partner feeds, oldest first: all for those who manage them; those of its account for a key with the role PARTNER.',
  })
  partnerFeeds(
    @Arg('first', () => Int, first) size: number,
    @Arg('after', () => String, after) cursor: string | undefined,
    @Arg('includeDeleted', () => Boolean, {
      defaultValue: false,
      description: 'Whether to include deleted feeds.',
    })
    includeDeleted: boolean,
    @Ctx() { viewer, store }: PartnerContext,
  ): Promise<Page<PartnerFeedType>> {
    assertMay(viewer, 'READ_OWN', 'PartnerFeed');
    const where = { ...visibleTo(viewer), ...(includeDeleted ? {} : { deletedAt: IsNull() }) };
    const list = { entity: PartnerFeed, where, toNode: toPartnerFeed };
    return readPage(store.draft.manager, list, { first: size, after: cursor });
  }

  @Query(() => PartnerFeedType, {
    nullable: true,
    description:
      'A feed, even if deleted. For those who manage feeds, and for keys with the role PARTNER of its account; NOT_FOUND for others.',
  })
  async partnerFeed(
    @Arg('id', () => ID, { description: 'The id of a feed.' }) id: string,
    @Ctx() { viewer, store }: PartnerContext,
  ): Promise<PartnerFeedType> {
    assertMay(viewer, 'READ_OWN', 'PartnerFeed');
    const where = { ...visibleTo(viewer), id: uuidOf(PARTNER_FEED, id, ['id']) };
    const feed = await store.draft.manager.findOneBy(PartnerFeed, where);
    return feed ? toPartnerFeed(feed) : refuse('NOT_FOUND', feedSentences.noSuchFeed, ['id']);
  }
}

@Resolver(() => PartnerFeedType)
class PartnerFeedFields {
  @FieldResolver()
  async account(
    @Root() { key: { accountId } }: PartnerFeedType,
    @Ctx() context: PartnerContext,
  ): Promise<AccountType | null> {
    return accountId ? toAccount(await accountLoader(context).load(accountId)) : null;
  }

  @FieldResolver(() => organisation.type, {
    nullable: true,
    description: 'The public state of the organisation that embeds it; null while it is not published.',
  })
  organisation(
    @Root() { key: { organisationId } }: PartnerFeedType,
    @Args(() => TextArguments) _arguments: TextArguments,
    @Ctx() context: PartnerContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return organisationLoader(context, info).load(organisationId);
  }

  @FieldResolver()
  urls(
    @Root() { key: { id }, name, defaultLocale }: PartnerFeedType,
    @Ctx() { partners }: PartnerContext,
  ): FeedUrlsType {
    return feedUrls(partners.publicUrl, { id, name, defaultLocale });
  }

  @FieldResolver(() => [FeedFetchType], {
    description: 'The latest fetches, newest first, with a delay of some seconds; 100 are stored.',
  })
  async fetches(
    @Root() { key: { id } }: PartnerFeedType,
    @Arg('first', () => Int, first) size: number,
    @Ctx() context: PartnerContext,
  ): Promise<FeedFetchType[]> {
    const count = pageSize({ first: size });
    return (await fetchLoader(context).load(id)).slice(0, count).map(toFetch);
  }

  @FieldResolver(() => FeedChangesType, {
    description: 'The changes of its events since an instant, for clients that store a copy.',
  })
  async changedSince(
    @Root() { key, filter, defaultLocale }: PartnerFeedType,
    @Arg('since', () => DateTimeScalar, { description: 'The `until` of the previous response.' })
    text: string,
    @Arg('locale', () => LocaleScalar, {
      nullable: true,
      description: 'The language of the titles; by default that of the feed.',
    })
    tag: string | undefined,
    @Ctx() context: PartnerContext,
  ): Promise<FeedChangesType> {
    const { locales, now, partners } = context;
    const since = new Date(text);
    if (since > now) refuse('INVALID_INPUT', feedSentences.isFuture, ['since']);
    const locale =
      tag === undefined ? (locales.lookup(defaultLocale) ?? locales.default) : locales.match(tag);
    const changes =
      key.filterChangedAt > since
        ? undefined
        : await partners.changes.changes({ filter, since, locale }, context);
    const until = new Date(Math.max(since.getTime(), now.getTime() - OVERLAP_MS)).toISOString();
    return { isComplete: changes !== undefined, events: [], withdrawn: [], ...changes, until };
  }
}

/** Queries, and the fields of feeds beside columns. */
export const partnerFeedResolvers: readonly Function[] = [PartnerFeedResolver, PartnerFeedFields];

export function toPartnerFeed(feed: PartnerFeed): PartnerFeedType {
  const { id, name, organisationId, filter, defaultLocale, locales, theme, allowedOrigins, limit } = feed;
  const { lastError, lastErrorAt } = feed;
  return {
    id: globalId(PARTNER_FEED, id),
    name,
    organisationId: globalId(organisation.table, organisationId),
    filter,
    defaultLocale,
    locales,
    theme,
    allowedOrigins,
    limit,
    createdAt: feed.createdAt.toISOString(),
    updatedAt: feed.updatedAt.toISOString(),
    deletedAt: feed.deletedAt?.toISOString() ?? null,
    fetchCount: Math.min(Number(feed.fetchCount), MAX_COUNT),
    lastFetchedAt: feed.lastFetchedAt?.toISOString() ?? null,
    lastError: lastError && lastErrorAt ? { at: lastErrorAt.toISOString(), message: lastError } : null,
    key: feed,
  };
}

/** Feed managers see all feeds, everybody else those of their account. */
function visibleTo(viewer: Viewer): { accountId?: string } {
  if (may(viewer, 'MANAGE', 'PartnerFeed')) return {};
  // Only keys of an account have this role.
  return { accountId: viewer.accountId ?? refuse('FORBIDDEN', 'Only a key of an account has feeds.') };
}

function toFetch({ at, format, status, locale, userAgent, origin, error }: FeedFetch): FeedFetchType {
  return { at: at.toISOString(), format, status, locale, userAgent, origin, error };
}
