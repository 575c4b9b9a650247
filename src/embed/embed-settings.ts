import type { Locales } from '../content/language/locale.js';
import type { Clock } from '../foundation/clock.js';
import type { RequestRecord } from '../foundation/request-record.js';
import type { OperationVariables, TypedOperation } from '../foundation/typed-operation.js';
import type { BeginCharge } from '../http/charge.js';
import type { Headers } from '../http/finished-response.js';

/** What embedding needs from the application. */
export interface EmbedSettings {
  /** The public URL of this server, without a slash at the end. */
  readonly publicUrl: string;
  readonly locales: Locales;
  readonly clock: Clock;
  readonly charging: BeginCharge;
  /**
   * Reads a feed without a network request; a refusal is in `errors`, as in GraphQL.
   * @param address path and query, such as `/feeds/events.json?locale=en`
   * @param record of the request
   */
  readonly readFeed: (address: string, record?: RequestRecord) => Promise<FeedResponse>;
  /** Queries the public API for the names of organisations; without it partners type an id. */
  readonly readContent?: <Data, Variables extends OperationVariables>(
    operation: TypedOperation<Data, Variables>,
    variables: NoInfer<Variables>,
  ) => Promise<Data>;
}

export interface FeedResponse {
  readonly status: number;
  readonly json: unknown;
  /** The headers with its cache tags. */
  readonly tags?: Headers;
}
