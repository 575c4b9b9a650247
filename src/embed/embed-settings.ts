import type { Locales } from '../content/language/locale.js';
import type { Clock } from '../foundation/clock.js';
import type { RequestRecord } from '../foundation/request-record.js';
import type { OperationVariables, TypedOperation } from '../foundation/typed-operation.js';
import type { BeginCharge } from '../http/charge.js';
import type { Headers } from '../http/finished-response.js';

/** What embedding needs of the rest of the program. */
export interface EmbedSettings {
  /** Under which address the world reaches this program; without a slash at the end. */
  readonly publicUrl: string;
  readonly locales: Locales;
  readonly clock: Clock;
  readonly charging: BeginCharge;
  /**
   * What a feed answers, without going over the network; a refusal has its sentence in `errors`, as GraphQL has.
   * @param address path and query, such as `/feeds/events.json?locale=en`
   * @param record of the request that it is for
   */
  readonly readFeed: (address: string, record?: RequestRecord) => Promise<FeedAnswer>;
  /**
   * The data of a query of the public API, from which partners choose their organisation by its name; without it they
   * type its id.
   */
  readonly readContent?: <Data, Variables extends OperationVariables>(
    operation: TypedOperation<Data, Variables>,
    variables: NoInfer<Variables>,
  ) => Promise<Data>;
}

export interface FeedAnswer {
  readonly status: number;
  readonly json: unknown;
  /** The headers that say what it was made from. */
  readonly tags?: Headers;
}
