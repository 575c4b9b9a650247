import type { DocumentNode } from 'graphql';
import type { ReadContext } from '../content/reader.js';
import type {
  ChangedEvent,
  ChangesAsked,
  FeedChangeSet,
  FeedChanges,
  WithdrawnEvent,
} from '../partners/feed-changes.js';
import { operations } from './feed-operations.js';
import type { PageRecord } from './feed-records.js';
import type { AskPublic } from './feed-source.js';

/** More is not told one by one: then a whole feed is read with less work. */
const MAX_CHANGES = 500;

interface ChangedRecord {
  readonly id: string;
  readonly title: string | null;
  readonly kindLabel: string;
  readonly changedAt: string;
}

/**
 * What became of the events of a feed. Compared are those that its filter means and all others: so an event that the
 * filter does not mean any more is told of like one that was taken out. That names events which never were in the feed,
 * too; to remove what one does not have is easy.
 */
export class EventChanges implements FeedChanges {
  constructor(readonly ask: AskPublic) {}

  async changes(asked: ChangesAsked, { now }: ReadContext): Promise<FeedChangeSet | undefined> {
    const changedSince = asked.since.toISOString();
    const list = <Record>(document: DocumentNode, filter: object) =>
      this.#list<Record>(document, { filter: { ...filter, changedSince }, locale: asked.locale }, now);
    const [events, all, gone] = [
      await list<ChangedRecord>(operations.changes, asked.filter),
      await list<ChangedRecord>(operations.changes, {}),
      await list<WithdrawnEvent>(operations.withdrawn, {}),
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
  async #list<Record>(
    document: DocumentNode,
    variables: { readonly filter: object; readonly locale: string },
    now: Date,
  ): Promise<readonly Record[] | undefined> {
    const { locale } = variables;
    const { page } = await this.ask(document, { ...variables, first: MAX_CHANGES }, { locale, now });
    const { nodes, pageInfo } = page as PageRecord<Record>;
    return pageInfo.hasNextPage ? undefined : nodes;
  }
}

function changedEvent({ id, title, kindLabel, changedAt }: ChangedRecord): ChangedEvent {
  return { id, title: title ?? kindLabel, updatedAt: changedAt };
}
