import { globalId } from '../content/contract/global-id.js';
import { organisation } from '../organisations/organisation.js';
import type { SavedFeed } from '../partners/partner-feeds.js';
import type { Feed } from './feed.js';
import type { FeedParameters } from './feed-parameters.js';
import type { AskedItems, FeedSource } from './feed-source.js';
import type { FeedFormat } from './formats/formats.js';
import { limitFor, listed, tellsOfWithdrawn } from './open-feeds.js';

/** The events that a partner has chosen; the smaller of both limits holds. */
export async function savedFeed(
  { source }: { readonly source: FeedSource },
  saved: SavedFeed,
  { format, parameters }: { readonly format: FeedFormat; readonly parameters: FeedParameters },
  asked: AskedItems,
): Promise<Feed> {
  const { id, name, filter, theme, allowedOrigins, organisationId } = saved;
  const limits = [saved.limit, parameters.limit ?? limitFor(format)].filter(
    (limit) => typeof limit === 'number',
  );
  const request = {
    ...asked,
    kind: 'events' as const,
    filter: { ...filter, ...parameters.filter },
    limit: limits.length > 0 ? Math.min(...limits) : undefined,
  };
  return {
    id: `urn:uuid:${id}`,
    title: name,
    description: name,
    ...(await listed(source, request, tellsOfWithdrawn(format))),
    extension: {
      theme,
      organisation: globalId(organisation.table, organisationId),
      ...(allowedOrigins ? { allowedOrigins } : {}),
    },
  };
}
