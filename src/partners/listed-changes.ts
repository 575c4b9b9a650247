import { execute, type GraphQLSchema, parse } from 'graphql';
import { publicViewer } from '../content/access.js';
import type { ReadContext } from '../content/reader.js';
import type { ChangedEvent, ChangesAsked, FeedChangeSet, FeedChanges } from './feed-changes.js';
import type { SavedFilter } from './partner-feed.entity.js';

/** More is not told one by one: then a whole feed is read with less work. */
const MAX_PAGES = 5;

const page = parse(`query ($filter: EventFilter, $after: String, $locale: Locale) {
  events(filter: $filter, orderBy: UPDATED_AT_DESC, first: 100, after: $after, locale: $locale) {
    nodes { id title updatedAt }
    pageInfo { hasNextPage endCursor }
  }
}`);

interface EventPage {
  readonly nodes: readonly ChangedEvent[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/**
 * Compares two lists of the events that changed: those that the filter means, and all. So an event that the filter
 * does not mean any more is told of; one that was taken out whole is not, of which no list knows.
 */
export class ListedChanges implements FeedChanges {
  constructor(readonly schema: GraphQLSchema) {}

  async changes(asked: ChangesAsked, context: ReadContext): Promise<FeedChangeSet | undefined> {
    const all = await this.#changed({}, asked, context);
    if (!all) return undefined;
    const hasFilter = Object.keys(asked.filter).length > 0;
    const events = hasFilter ? await this.#changed(asked.filter, asked, context) : all;
    if (!events) return undefined;
    const belonging = new Set(events.map(({ id }) => id));
    const others = all.filter(({ id }) => !belonging.has(id));
    return {
      events,
      withdrawn: others.map(({ id, title, updatedAt }) => ({ id, title, withdrawnAt: updatedAt })),
    };
  }

  /** The latest first; undefined when there are too many. */
  async #changed(
    filter: SavedFilter,
    { since, locale }: ChangesAsked,
    context: ReadContext,
  ): Promise<ChangedEvent[] | undefined> {
    const found: ChangedEvent[] = [];
    let after: string | null = null;
    for (let pages = 0; pages < MAX_PAGES; pages += 1) {
      const { nodes, pageInfo }: EventPage = await this.#page({ filter, locale, after }, context);
      const changed = nodes.filter(({ updatedAt }) => new Date(updatedAt) > since);
      found.push(...changed);
      if (changed.length < nodes.length || !pageInfo.hasNextPage) return found;
      after = pageInfo.endCursor;
    }
    return undefined;
  }

  async #page(variableValues: Record<string, unknown>, context: ReadContext): Promise<EventPage> {
    const { data, errors } = await execute({
      schema: this.schema,
      document: page,
      variableValues,
      contextValue: { ...context, viewer: publicViewer, servedLocales: new Set() },
    });
    if (errors?.[0]) throw errors[0];
    return (data as unknown as { readonly events: EventPage }).events;
  }
}
