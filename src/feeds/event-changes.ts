import type { ReadContext } from '../content/reading/reader.js';
import type { TypedOperation } from '../foundation/typed-operation.js';
import type { QueryPublicApi } from '../http/public-api.js';
import type { ChangedEvent, ChangesAsked, FeedChangeSet, FeedChanges } from '../partners/feed-changes.js';
import type { PageOf } from './feed-source.js';
import {
  ChangesDocument,
  type ChangesQuery,
  type EventFilter,
  WithdrawnDocument,
} from './operations.generated.js';

/** More is not told one by one: then a whole feed is read with less work. */
const MAX_CHANGES = 500;

type ListVariables = {
  readonly filter: EventFilter;
  readonly locale: string;
  readonly first: number;
};

type ChangedRecord = ChangesQuery['page']['nodes'][number];

/**
 * What became of the events of a feed. Compared are those that its filter means and all others: so an event that the
 * filter does not mean any more is told of like one that was taken out. That names events which never were in the feed,
 * too; to remove what one does not have is easy.
 */
export class EventChanges implements FeedChanges {
  constructor(readonly ask: QueryPublicApi) {}

  async changes(asked: ChangesAsked, { now }: ReadContext): Promise<FeedChangeSet | undefined> {
    const changedSince = asked.since.toISOString();
    const list = <Node>(
      operation: TypedOperation<{ readonly page: PageOf<Node> }, ListVariables>,
      filter: EventFilter = {},
    ) => this.#list(operation, { filter: { ...filter, changedSince }, locale: asked.locale }, now);
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

  /** Undefined for more than there may be. */
  async #list<Node>(
    operation: TypedOperation<{ readonly page: PageOf<Node> }, ListVariables>,
    variables: Omit<ListVariables, 'first'>,
    now: Date,
  ): Promise<readonly Node[] | undefined> {
    const { locale } = variables;
    const { page } = await this.ask(operation, { ...variables, first: MAX_CHANGES }, { locale, now });
    return page.pageInfo.hasNextPage ? undefined : page.nodes;
  }
}

function changedEvent({ id, title, kindLabel, changedAt }: ChangedRecord): ChangedEvent {
  return { id, title: title ?? kindLabel, updatedAt: changedAt };
}
