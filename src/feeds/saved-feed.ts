import { globalId } from '../content/contract/global-id.js';
import { organisation } from '../organisations/organisation.js';
import type { SavedFeed } from '../partners/partner-feeds.js';
import type { Feed } from './feed.js';
import type { FeedParameters } from './feed-parameters.js';
import type { FeedSource, ItemsRequest } from './feed-source.js';
import type { FeedFormat } from './formats/formats.js';
import { listed, listingIn, listsWithdrawn } from './open-feeds.js';

/** The events of a saved feed; the smaller of both limits applies. */
export async function savedFeed(
  { source }: { readonly source: FeedSource },
  saved: SavedFeed,
  { format, parameters }: { readonly format: FeedFormat; readonly parameters: FeedParameters },
  asked: ItemsRequest,
): Promise<Feed> {
  const { id, name, filter, theme, allowedOrigins, organisationId } = saved;
  const { isNews, limit } = listingIn(format);
  const limits = [saved.limit, parameters.limit ?? limit].filter((limit) => typeof limit === 'number');
  const request = {
    ...asked,
    kind: 'events' as const,
    filter: { ...filter, ...parameters.filter },
    isNews,
    limit: limits.length > 0 ? Math.min(...limits) : undefined,
  };
  return {
    id: `urn:uuid:${id}`,
    title: name,
    description: name,
    ...(await listed(source, request, listsWithdrawn(format))),
    extension: {
      theme,
      organisation: globalId(organisation.table, organisationId),
      ...(allowedOrigins ? { allowedOrigins } : {}),
    },
  };
}
