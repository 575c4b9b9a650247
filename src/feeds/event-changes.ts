import type { ReadContext } from '../content/reading/reader.js';
import type { Database } from '../foundation/database.js';
import type { TypedOperation } from '../foundation/typed-operation.js';
import type { InternalRequest, QueryPublicApi } from '../http/public-api.js';
import type { ChangedEvent, ChangesRequest, FeedChangeSet, FeedChanges } from '../partners/feed-changes.js';
import type { PageOf } from './feed-source.js';
import {
  ChangesDocument,
  type ChangesQuery,
  type EventFilter,
  WithdrawnDocument,
} from './operations.generated.js';

/** With more changes reading the whole feed is cheaper. */
const MAX_CHANGES = 500;

type ListVariables = {
  readonly filter: EventFilter;
  readonly locale: string;
  readonly first: number;
};

type ChangedRecord = ChangesQuery['page']['nodes'][number];

/**
 * Changes of the events of a feed, found by comparing its filter with all other events: an event that no longer matches
 * is reported like a withdrawn one. This includes events that never were in the feed; removing an unknown event is a
 * no-op for clients.
 */
export class EventChanges implements FeedChanges {
  constructor(
    readonly ask: QueryPublicApi,
    readonly openSnapshot: Database['openSnapshot'],
  ) {}

  async changes(asked: ChangesRequest, { now }: ReadContext): Promise<FeedChangeSet | undefined> {
    // An event that is withdrawn meanwhile would be in neither list.
    const snapshot = await this.openSnapshot();
    try {
      return await this.#changes(asked, { now, snapshot });
    } finally {
      await snapshot.close();
    }
  }

  async #changes(
    asked: ChangesRequest,
    reading: Pick<InternalRequest, 'now' | 'snapshot'>,
  ): Promise<FeedChangeSet | undefined> {
    const changedSince = asked.since.toISOString();
    const list = <Node>(
      operation: TypedOperation<{ readonly page: PageOf<Node> }, ListVariables>,
      filter: EventFilter = {},
    ) => this.#list(operation, { filter: { ...filter, changedSince }, locale: asked.locale }, reading);
    const [events, all, gone] = [
      await list(ChangesDocument, asked.filter),
      await list(ChangesDocument),
      await list(WithdrawnDocument),
    ];
    if (!events || !all || !gone) return undefined;
    const belonging = new Set(events.map(({ id }) => id));
    const left = all.filter(({ id }) => !belonging.has(id)).map(changedEvent);
    return {
      events: events.map(changedEvent),
      withdrawn: [
        ...left.map(({ id, title, updatedAt }) => ({ id, title, withdrawnAt: updatedAt })),
        ...gone.map(({ id, title, withdrawnAt }) => ({ id, title, withdrawnAt })),
      ],
    };
  }

  /** Undefined if there are more than allowed. */
  async #list<Node>(
    operation: TypedOperation<{ readonly page: PageOf<Node> }, ListVariables>,
    variables: Omit<ListVariables, 'first'>,
    reading: Pick<InternalRequest, 'now' | 'snapshot'>,
  ): Promise<readonly Node[] | undefined> {
    const { locale } = variables;
    const { page } = await this.ask(operation, { ...variables, first: MAX_CHANGES }, { locale, ...reading });
    return page.pageInfo.hasNextPage ? undefined : page.nodes;
  }
}

function changedEvent({ id, title, kindLabel, changedAt }: ChangedRecord): ChangedEvent {
  return { id, title: title ?? kindLabel, updatedAt: changedAt };
}
