import { groupBy } from '../../foundation/collections.js';
import type { ContentType } from '../model/content-type.js';
import { affectedAfter, affectedBefore, type Reach, type Surroundings } from '../sql/affected.js';
import type { PublicationChange } from '../storage/listeners.js';
import type { ContentStore } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';
import { referredBy, type Showing, showingsAmong } from './shown-with.js';

export interface Found {
  readonly content: ContentType;
  readonly id: string;
}

/** What a change of an object affects in public. */
export interface Affected {
  /** Objects that show it, directly or through content without a page. */
  readonly showing: readonly Found[];
  /** Objects that may list it: those that it refers to (its organisers), and those that list it in passing. */
  readonly listing: readonly Found[];
}

const NOTHING: Affected = { showing: [], listing: [] };

type Changes = readonly PublicationChange[];

/** A row of the answer: the changed object, the affected one with its table, and whether it lists the other in passing. */
type Pair = readonly [origin: string, id: string, table: string, isAside: boolean];

interface Answer {
  readonly isWanted: boolean;
  readonly affected: readonly Pair[];
}

/**
 * Finds what publications affect, for everybody who needs to know, with one statement before and one after, whatever is
 * published. The latter also maintains `changedAt`, for types with that column: when an object, or something that it shows,
 * last changed in public. It grows by at least a second each time: calendars and feeds use it as a version.
 */
export class AffectedObjects {
  /** By change and not by publication: changes are announced together, and notified one by one. */
  readonly #before = new WeakMap<PublicationChange, readonly Pair[]>();
  readonly #answers = new WeakMap<Changes, Answer>();
  /** By the types that change. */
  readonly #statements = new Map<string, { readonly before: string; readonly after: string }>();
  readonly #types: ReadonlyMap<string, ContentType>;
  readonly #showings: readonly Showing[];

  constructor(
    store: ContentStore,
    readonly surroundings: Surroundings,
  ) {
    this.#types = new Map(store.types.map((type) => [type.table, type]));
    this.#showings = showingsAmong(store.types);
    store.beforePublication(async (transaction, changes) => {
      const answer = await this.#ask('before', transaction, changes, []);
      this.#answers.set(changes, answer);
      const pairs = groupBy(answer.affected, ([origin]) => origin);
      for (const change of changes) this.#before.set(change, pairs.get(change.id) ?? []);
    });
    store.onPublication(async (transaction, changes) => {
      const before = changes.flatMap((change) => this.#before.get(change) ?? []);
      const shown = new Set(before.filter(([, , , isAside]) => !isAside).map(([, id]) => id));
      const answer = await this.#ask('after', transaction, changes, [store.clock(), [...shown]]);
      this.#answers.set(changes, { ...answer, affected: [...answer.affected, ...before] });
    });
  }

  /** Whether anybody wants to know what is affected; else `of` finds nothing. To be asked by those who listen. */
  isWanted(changes: Changes): boolean {
    return this.#answers.get(changes)?.isWanted ?? false;
  }

  /** By the id of each changed object: what it affected before the change and affects now. */
  of(changes: Changes): ReadonlyMap<string, Affected> {
    const pairs = groupBy(this.#answers.get(changes)?.affected ?? [], ([origin]) => origin);
    return new Map(changes.map(({ id }) => [id, this.#affectedIn(pairs.get(id))]));
  }

  #affectedIn(pairs: readonly Pair[] | undefined): Affected {
    if (!pairs) return NOTHING;
    const found = (aside: boolean) =>
      onceEach(
        pairs.flatMap(([, id, table, isAside]) => {
          const content = this.#types.get(table);
          return content && isAside === aside ? [{ content, id }] : [];
        }),
      );
    return { showing: found(false), listing: found(true) };
  }

  async #ask(
    moment: 'before' | 'after',
    { published }: Transaction,
    changes: Changes,
    further: readonly unknown[],
  ): Promise<Answer> {
    const changed = changes.filter(({ isOfTraces }) => !isOfTraces);
    const [answer]: Answer[] = await published.query(this.#statementsFor(changed)[moment], [
      changed.map(({ id }) => id),
      changed.map(({ content }) => content.table),
      changed.map(({ action }) => action),
      ...further,
    ]);
    return answer ?? { isWanted: false, affected: [] };
  }

  #statementsFor(changed: Changes): { readonly before: string; readonly after: string } {
    const types = new Set(changed.map(({ content }) => content));
    const key = [...types]
      .map(({ table }) => table)
      .sort()
      .join(' ');
    const known = this.#statements.get(key);
    if (known) return known;
    const reach = this.#reachOf(types);
    const { surroundings } = this;
    const made = { before: affectedBefore(reach, surroundings), after: affectedAfter(reach, surroundings) };
    this.#statements.set(key, made);
    return made;
  }

  /** What may be affected by changes of types. Pages are not followed: a page that lists an event is not affected by its venue. */
  #reachOf(types: ReadonlySet<ContentType>): Reach {
    const reached = new Set(types);
    for (const type of reached)
      for (const { of, by, isAside } of this.#showings)
        if (of === type && !by.isPage && !isAside) reached.add(by);
    const ways = [
      ...this.#showings.filter(({ of }) => reached.has(of)).map((way) => ({ ...way, isFirst: false })),
      ...[...types].flatMap(referredBy).map((way) => ({ ...way, isFirst: true })),
    ];
    return {
      ways: ways.map((way) => ({ ...way, isFollowed: !way.by.isPage && !way.isAside })),
      neighbours: [...types].flatMap((of) =>
        [...new Set(of.neighbours.values())].map((order) => ({ of, order })),
      ),
      dated: [...this.#types.values()].filter(({ isDated }) => isDated),
    };
  }
}

export function onceEach(found: readonly Found[]): Found[] {
  return [...new Map(found.map((each) => [each.id, each])).values()];
}
