import type { Feed } from './feed.js';
import type { EventItem, Item } from './feed-item.js';
import type { FeedNames } from './feed-names.js';
import type { FeedParameters } from './feed-parameters.js';
import { FeedNotFound, type FeedPath } from './feed-path.js';
import type { FeedSource, ItemsRequest, ListRequest } from './feed-source.js';
import type { FeedFormat } from './formats/formats.js';

/** The default limit of formats for readers of news; calendars and data have everything. */
const DEFAULT_LIMITS: Readonly<Record<string, number>> = { rss: 50, atom: 50 };
/** Formats that can report withdrawn events. */
const WITHDRAWN_FORMATS: readonly string[] = ['ics', 'json', 'atom'];

/** The order and the default limit of a feed: all items, unless it is one of news. */
export function listingIn({ extension }: FeedFormat): Pick<ListRequest, 'isNews' | 'limit'> {
  return { isNews: extension in DEFAULT_LIMITS, limit: DEFAULT_LIMITS[extension] };
}

export function listsWithdrawn({ extension }: FeedFormat): boolean {
  return WITHDRAWN_FORMATS.includes(extension);
}

interface Settings {
  readonly source: FeedSource;
  readonly names: FeedNames;
  readonly publicUrl: string;
}

/** The feed of a path. @throws FeedNotFound; Refusal for filters by objects that do not exist */
export async function openFeed(
  { source, names, publicUrl }: Settings,
  path: Exclude<FeedPath, { readonly of: 'partner' }>,
  { filter, limit }: FeedParameters,
  asked: ItemsRequest,
): Promise<Feed> {
  const site = names.site(asked.locale);
  switch (path.of) {
    case 'event': {
      const item = await source.event(path.id, asked);
      if (!item) throw new FeedNotFound('There is no such event, or it is no longer published.');
      return {
        id: `urn:uuid:${item.uuid}`,
        title: item.title.text,
        description: site,
        items: [item],
        changedAt: item.updatedAt,
        state: item,
        isSingle: true,
      };
    }
    case 'issue': {
      const issue = await source.issue(path.by, asked);
      if (!issue) throw new FeedNotFound('There is no such issue.');
      const { id, title, items, changedAt, disclaimers } = issue;
      const borne = new Set(items.flatMap((item) => item.disclaimers.map(({ text }) => text)));
      const own = disclaimers.filter(({ text }) => !borne.has(text));
      return {
        id: `urn:uuid:${id.slice(id.lastIndexOf('_') + 1)}`,
        title: title ?? site,
        // What the items themselves do not show.
        description: [site, ...own.map(({ text }) => text)].join('\n\n'),
        extension: { disclaimers },
        items,
        changedAt,
        state: items,
      };
    }
    default: {
      const request = {
        ...asked,
        kind: path.of,
        filter,
        ...listingIn(path.format),
        ...(limit === undefined ? {} : { limit }),
      };
      const title = names.of(path.of, asked.locale);
      const list = await listed(source, request, listsWithdrawn(path.format));
      await source.assertObjectsExist(filter, asked);
      return { id: `${publicUrl}/feeds/${path.of}`, title, description: title, ...list };
    }
  }
}

/** The items of a list, preceded by withdrawn ones, as Atom requires. */
export async function listed(
  source: FeedSource,
  request: ListRequest,
  withWithdrawn: boolean,
): Promise<Pick<Feed, 'items' | 'changedAt' | 'state'>> {
  const { items, changedAt, state } = await source.list(request);
  const withdrawn = withWithdrawn && request.kind === 'events' ? await source.withdrawn(request) : [];
  const changes = [changedAt, ...withdrawn.map(({ updatedAt }) => updatedAt)].filter((at) => at !== null);
  const latest =
    changes
      .map((at) => new Date(at).toISOString())
      .sort()
      .at(-1) ?? null;
  return {
    items: withdrawn.length > 0 ? both(items, withdrawn) : items,
    changedAt: latest,
    state: [state, withdrawn],
  };
}

async function* both(items: AsyncIterable<Item>, withdrawn: readonly EventItem[]): AsyncIterable<Item> {
  yield* withdrawn;
  yield* items;
}
