import type { DocumentNode } from 'graphql';
import { isSlug } from '../content/planner/slugs.js';
import { refuse } from '../foundation/errors.js';
import type { RequestRecord } from '../foundation/request-record.js';
import type { DependencyRecord } from '../http/dependencies.js';
import { pageConditions } from '../partners/page-conditions.js';
import type { ArticleItem, EventItem } from './feed-item.js';
import { operations } from './feed-operations.js';
import { MAX_LIMIT } from './feed-parameters.js';
import type {
  ArticleRecord,
  DisclaimerRecord,
  EventRecord,
  PageRecord,
  WithdrawnRecord,
} from './feed-records.js';
import { articleItem, disclaimersOf, eventItem, type PageAddress, withdrawnItem } from './items.js';

/** In what language and at which instant somebody asks. */
export interface Asked {
  readonly locale: string;
  readonly now: Date;
  /** Collects what the answer is made from. */
  readonly dependencies?: DependencyRecord;
  /** Of the request that it is made for. */
  readonly record?: RequestRecord | undefined;
}

/** With the forms of long texts that are wanted; what nobody shows is not read. */
export interface AskedItems extends Asked {
  readonly texts: { readonly html: boolean; readonly text: boolean };
}

/**
 * Asks the API as the public, with pages as large as it likes.
 * @throws Refusal what the API refuses
 */
export type AskPublic = (
  document: DocumentNode,
  variables: Variables,
  asked: Asked,
) => Promise<Record<string, unknown>>;
export type Variables = Readonly<Record<string, unknown>>;

export interface ListRequest extends AskedItems {
  readonly kind: 'events' | 'articles';
  readonly filter: Readonly<Record<string, unknown>>;
  /** The most items; all when absent. */
  readonly limit: number | undefined;
}

/** Rows that are read at once: few enough to be gone from memory before the next ones come. */
const PAGE = 500;
/** More tombstones than any subscriber can have missed. */
const MAX_WITHDRAWN = 1_000;

/** Where the items of feeds come from: the planner, through the same operations that clients send. */
export class FeedSource {
  constructor(
    readonly ask: AskPublic,
    readonly pageAddress: PageAddress,
  ) {}

  /** The items, and when any of them changed last; null for none. */
  async list(request: ListRequest): Promise<{
    readonly items: AsyncIterable<EventItem | ArticleItem>;
    readonly changedAt: string | null;
  }> {
    const pages = this.#pages<EventRecord | ArticleRecord>(operations[request.kind], request, PAGE);
    const first = await pages.next();
    const page = first.done ? [] : first.value.nodes;
    const isWhole =
      first.done || !first.value.pageInfo.hasNextPage || page.length >= (request.limit ?? MAX_LIMIT);
    const changes = isWhole ? page.map(({ changedAt }) => changedAt) : await this.#changes(request);
    const { pageAddress } = this;
    async function* items() {
      for (const record of page) yield itemOf(record, pageAddress);
      for await (const { nodes } of pages) for (const record of nodes) yield itemOf(record, pageAddress);
    }
    return { items: items(), changedAt: latest(changes) };
  }

  /** Events that were taken out and would be in the list. */
  async withdrawn(request: ListRequest): Promise<EventItem[]> {
    const items: EventItem[] = [];
    const limited = { ...request, limit: MAX_WITHDRAWN };
    for await (const { nodes } of this.#pages<WithdrawnRecord>(operations.withdrawn, limited, PAGE))
      items.push(...nodes.map((record) => withdrawnItem(record, request.locale)));
    return items;
  }

  async event(id: string, asked: AskedItems): Promise<EventItem | undefined> {
    const variables = { id, locale: asked.locale, ...asked.texts };
    const { event } = await this.ask(operations.event, variables, asked);
    return event ? eventItem(event as EventRecord, this.pageAddress) : undefined;
  }

  /** An issue with what it lists, each once. */
  async issue(by: { readonly id: string } | { readonly slug: string }, asked: AskedItems) {
    const variables = { ...by, locale: asked.locale, ...asked.texts };
    const { issue } = await this.ask(operations.issue, variables, asked);
    if (!issue) return undefined;
    const { id, title, updatedAt, sections, requiredDisclaimers } = issue as IssueRecord;
    const records = sections.flatMap(({ items }) => items.flatMap(({ content }) => content ?? []));
    const once = new Map(records.map((record) => [record.id, itemOf(record, this.pageAddress)]));
    return {
      id,
      title,
      items: [...once.values()],
      disclaimers: disclaimersOf(requiredDisclaimers),
      changedAt: latest([updatedAt, ...records.map(({ changedAt }) => changedAt)]),
    };
  }

  /** @throws Refusal INVALID_INPUT for a condition about an object that is not there: the feed would be empty */
  async assertObjectsExist(filter: Readonly<Record<string, unknown>>, asked: Asked): Promise<void> {
    const asking = Object.entries(filter).filter(
      (entry): entry is [string, string] => REFERENCES.includes(entry[0]) && typeof entry[1] === 'string',
    );
    for (const [name, named] of asking) {
      const noun = pageConditions[name];
      const by = noun && isSlug(named) ? 'slug' : 'id';
      const document = by === 'slug' ? operations.hasSlug : operations.hasId;
      const variables = { named, locale: asked.locale, ...(noun ? { [noun]: true } : {}) };
      const found = await this.ask(document, variables, asked);
      if (Object.values(found).every((object) => object === null))
        refuse('INVALID_INPUT', `There is no ${name} with the ${by} "${named}".`, [name]);
    }
  }

  async #changes(request: ListRequest): Promise<string[]> {
    const document = request.kind === 'events' ? operations.eventChanges : operations.articleChanges;
    const changes: string[] = [];
    for await (const { nodes } of this.#pages<{ changedAt: string }>(document, request, 4 * PAGE))
      changes.push(...nodes.map(({ changedAt }) => changedAt));
    return changes;
  }

  /** Page by page; while one is made use of, the database has begun with the next. */
  async *#pages<Node>(
    document: DocumentNode,
    request: ListRequest,
    size: number,
  ): AsyncGenerator<PageRecord<Node>> {
    const { filter, locale, texts } = request;
    const order = document === operations.withdrawn ? {} : { orderBy: orderOf(request) };
    const bodies = document === operations[request.kind] ? texts : {};
    const read = async (first: number, after: string | null): Promise<PageRecord<Node>> => {
      const variables = { filter, locale, first, after, ...order, ...bodies };
      const { page } = await this.ask(document, variables, request);
      return page as PageRecord<Node>;
    };
    let left = request.limit ?? MAX_LIMIT;
    let coming: Promise<PageRecord<Node>> | undefined = read(Math.min(size, left), null);
    while (coming) {
      const page: PageRecord<Node> = await coming;
      left -= page.nodes.length;
      const { hasNextPage, endCursor } = page.pageInfo;
      coming = hasNextPage && left > 0 ? read(Math.min(size, left), endCursor) : undefined;
      // It is looked at when it is its turn, or not at all.
      coming?.catch(() => undefined);
      yield page;
    }
  }
}

/** Conditions whose value names an object. */
const REFERENCES: readonly string[] = [...Object.keys(pageConditions), 'series'];

interface IssueRecord {
  readonly id: string;
  readonly title: string | null;
  readonly updatedAt: string;
  readonly requiredDisclaimers: readonly DisclaimerRecord[];
  readonly sections: readonly {
    readonly items: readonly { readonly content: EventRecord | ArticleRecord | null }[];
  }[];
}

/** What is to come begins with the next, everything else with the latest. */
function orderOf({ kind, filter }: ListRequest): string {
  if (kind === 'articles') return 'PUBLISHED_ON_DESC';
  const isAhead = filter.time === 'UPCOMING' || filter.time === 'ONGOING' || filter.from !== undefined;
  return isAhead ? 'START_ASC' : 'START_DESC';
}

function itemOf(record: EventRecord | ArticleRecord, pageAddress: PageAddress): EventItem | ArticleItem {
  return record.__typename === 'Event' ? eventItem(record, pageAddress) : articleItem(record, pageAddress);
}

/** The latest of instants, however each is written. */
function latest(instants: readonly string[]): string | null {
  const last = Math.max(...instants.map((instant) => Date.parse(instant)), Number.NEGATIVE_INFINITY);
  return Number.isFinite(last) ? new Date(last).toISOString() : null;
}
