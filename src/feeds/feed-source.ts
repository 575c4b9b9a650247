import { isSlug } from '../content/sql/slugs.js';
import { refuse } from '../foundation/errors.js';
import type { InternalRequest, QueryPublicApi } from '../http/public-api.js';
import { pageConditions } from '../partners/page-filters.js';
import type { ArticleItem, EventItem } from './feed-item.js';
import { MAX_LIMIT } from './feed-parameters.js';
import { articleItem, disclaimersOf, eventItem, type PageAddress, withdrawnItem } from './items.js';
import {
  ArticleChangesDocument,
  ArticleFeedDocument,
  EventChangesDocument,
  EventFeedDocument,
  type EventOrder,
  type FeedArticleFragment,
  type FeedEventFragment,
  HasIdDocument,
  HasSlugDocument,
  IssueFeedDocument,
  OneEventDocument,
  WithdrawnDocument,
} from './operations.generated.js';

/** With the forms of long texts to read; unused ones are not read. */
export interface ItemsRequest extends InternalRequest {
  readonly texts: { readonly html: boolean; readonly text: boolean };
}

export interface PageOf<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** The rows of a list to read. */
interface Window {
  readonly first: number;
  readonly after: string | null;
}
type ReadPage<Node> = (window: Window) => Promise<{ readonly page: PageOf<Node> }>;

export interface ListRequest extends ItemsRequest {
  readonly kind: 'events' | 'articles';
  readonly filter: Readonly<Record<string, unknown>>;
  /** The most items; all if absent. */
  readonly limit: number | undefined;
  /** For readers of news: whether what was announced last comes first, whenever it takes place. */
  readonly isNews: boolean;
}

/** Small enough for the response to begin soon, and for each page to be garbage before the next one arrives. */
const PAGE_SIZE = 100;
/** More tombstones than any subscriber can have missed. */
const MAX_WITHDRAWN = 1_000;

/** The source of the items of feeds: the planner, with the same operations that clients send. */
export class FeedSource {
  constructor(
    readonly ask: QueryPublicApi,
    readonly pageAddress: PageAddress,
  ) {}

  /** The items, when any of them changed last (null for none), and what differs whenever they do. */
  async list(request: ListRequest): Promise<{
    readonly items: AsyncIterable<EventItem | ArticleItem>;
    readonly changedAt: string | null;
    readonly state: unknown;
  }> {
    const read = this.#records(request);
    const { limit = MAX_LIMIT } = request;
    const first = await read({ first: Math.min(PAGE_SIZE, limit), after: null });
    const { nodes, pageInfo } = first.page;
    const isWhole = !pageInfo.hasNextPage || nodes.length >= limit;
    const changes: readonly { readonly changedAt: string }[] = isWhole ? nodes : await this.#changes(request);
    const { pageAddress } = this;
    async function* items() {
      for await (const records of pagesOf(read, limit, first))
        for (const record of records) yield itemOf(record, pageAddress);
    }
    return {
      items: items(),
      changedAt: latest(changes.map(({ changedAt }) => changedAt)),
      state: changes,
    };
  }

  /** Withdrawn events that would be in the list. */
  async withdrawn(request: ListRequest): Promise<EventItem[]> {
    const items: EventItem[] = [];
    const { filter, locale } = request;
    const read = (window: Window) => this.ask(WithdrawnDocument, { filter, locale, ...window }, request);
    const first = await read({ first: PAGE_SIZE, after: null });
    for await (const nodes of pagesOf(read, MAX_WITHDRAWN, first))
      items.push(...nodes.map((record) => withdrawnItem(record, locale)));
    return items;
  }

  async event(id: string, asked: ItemsRequest): Promise<EventItem | undefined> {
    const variables = { id, locale: asked.locale, ...asked.texts };
    const { event } = await this.ask(OneEventDocument, variables, asked);
    return event ? eventItem(event, this.pageAddress) : undefined;
  }

  /** An issue with its contents, without duplicates. */
  async issue(by: { readonly id: string } | { readonly slug: string }, asked: ItemsRequest) {
    const variables = { ...by, locale: asked.locale, ...asked.texts };
    const { issue } = await this.ask(IssueFeedDocument, variables, asked);
    if (!issue) return undefined;
    const { id, title, updatedAt, sections, requiredDisclaimers } = issue;
    const records = sections.flatMap(({ items }) => items.map(({ content }) => content));
    const once = new Map(records.map((record) => [record.id, itemOf(record, this.pageAddress)]));
    return {
      id,
      title,
      items: [...once.values()],
      disclaimers: disclaimersOf(requiredDisclaimers),
      changedAt: latest([updatedAt, ...records.map(({ changedAt }) => changedAt)]),
    };
  }

  /** @throws Refusal INVALID_INPUT for a filter by an object that does not exist: the feed would be empty */
  async assertObjectsExist(filter: Readonly<Record<string, unknown>>, asked: InternalRequest): Promise<void> {
    const asking = Object.entries(filter).filter(
      (entry): entry is [string, string] => REFERENCES.includes(entry[0]) && typeof entry[1] === 'string',
    );
    for (const [name, named] of asking) {
      const noun = pageConditions[name];
      const by = noun && isSlug(named) ? 'slug' : 'id';
      const found =
        noun && by === 'slug'
          ? await this.ask(HasSlugDocument, { named, locale: asked.locale, [noun]: true }, asked)
          : await this.ask(HasIdDocument, { named }, asked);
      if (Object.values(found).every((object) => object === null))
        refuse('INVALID_INPUT', `There is no ${name} with the ${by} "${named}".`, [name]);
    }
  }

  #records(request: ListRequest): ReadPage<FeedEventFragment | FeedArticleFragment> {
    const { kind, filter, locale, texts } = request;
    const variables = { filter, locale, ...texts };
    // All pages depend on the same.
    const asking = ({ after }: Window) =>
      after === null ? request : { ...request, dependencies: undefined };
    return kind === 'events'
      ? (window) =>
          this.ask(EventFeedDocument, { ...variables, orderBy: orderOf(request), ...window }, asking(window))
      : (window) =>
          this.ask(ArticleFeedDocument, { ...variables, orderBy: ARTICLE_ORDER, ...window }, asking(window));
  }

  async #changes(request: ListRequest): Promise<readonly { readonly changedAt: string }[]> {
    const { kind, filter, locale, limit: first = MAX_LIMIT } = request;
    const { page } =
      kind === 'events'
        ? await this.ask(EventChangesDocument, { filter, locale, orderBy: orderOf(request), first }, request)
        : await this.ask(ArticleChangesDocument, { filter, locale, orderBy: ARTICLE_ORDER, first }, request);
    return page.nodes;
  }
}

/** The given page and those after it, each read while the one before it is used. */
async function* pagesOf<Node>(
  read: ReadPage<Node>,
  limit: number,
  first: Awaited<ReturnType<ReadPage<Node>>>,
): AsyncGenerator<readonly Node[]> {
  let left = limit;
  let coming: ReturnType<ReadPage<Node>> | undefined = Promise.resolve(first);
  while (coming) {
    const { nodes, pageInfo }: PageOf<Node> = (await coming).page;
    left -= nodes.length;
    const next = { first: Math.min(PAGE_SIZE, left), after: pageInfo.endCursor };
    coming = pageInfo.hasNextPage && left > 0 ? read(next) : undefined;
    // Awaited when it is needed, or not at all.
    coming?.catch(() => undefined);
    yield nodes;
  }
}

/** Filters whose value names an object. */
const REFERENCES: readonly string[] = [...Object.keys(pageConditions), 'series'];

const ARTICLE_ORDER = 'PUBLISHED_ON_DESC';

/** Upcoming events start with the next, everything else with the latest. */
function orderOf({ filter, isNews }: ListRequest): EventOrder {
  if (isNews) return 'PUBLISHED_AT_DESC';
  const isAhead = filter.time === 'UPCOMING' || filter.time === 'ONGOING' || filter.from !== undefined;
  return isAhead ? 'START_ASC' : 'START_DESC';
}

function itemOf(
  record: FeedEventFragment | FeedArticleFragment,
  pageAddress: PageAddress,
): EventItem | ArticleItem {
  return record.__typename === 'Event' ? eventItem(record, pageAddress) : articleItem(record, pageAddress);
}

/** The latest of instants, whatever their notation. */
function latest(instants: readonly string[]): string | null {
  const last = Math.max(...instants.map((instant) => Date.parse(instant)), Number.NEGATIVE_INFINITY);
  return Number.isFinite(last) ? new Date(last).toISOString() : null;
}
