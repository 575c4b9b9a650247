import type { RequestRecord } from '../foundation/request-record.js';
import type { Snapshot } from '../foundation/snapshot.js';
import type { OperationVariables, TypedOperation } from '../foundation/typed-operation.js';
import type { DependencyRecord } from './response-cache.js';

/** The locale and instant of a query that the program sends to its own API. */
export interface InternalRequest {
  readonly locale: string;
  readonly now: Date;
  /** Collects the dependencies of the response. */
  readonly dependencies?: DependencyRecord | undefined;
  /** Where several queries see one state; otherwise each sees the latest. */
  readonly snapshot?: Snapshot | undefined;
  /** The record of the request that it is executed for. */
  readonly record?: RequestRecord | undefined;
}

/**
 * Queries the API in process, as the public and with larger pages than over HTTP.
 * @throws Refusal
 */
export type QueryPublicApi = <Data, Variables extends OperationVariables>(
  operation: TypedOperation<Data, Variables>,
  variables: NoInfer<Variables>,
  request: InternalRequest,
) => Promise<Data>;
