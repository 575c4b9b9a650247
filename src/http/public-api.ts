import type { RequestRecord } from '../foundation/request-record.js';
import type { OperationVariables, TypedOperation } from '../foundation/typed-operation.js';
import type { DependencyRecord } from './response-cache.js';

/** The locale and instant of a query that the program sends to its own API. */
export interface InternalRequest {
  readonly locale: string;
  readonly now: Date;
  /** Whether the query is a caller's, such as the selection of a webhook: it has the page limit of the API. */
  readonly isOfCaller?: boolean;
  /** Collects the dependencies of the response. */
  readonly dependencies?: DependencyRecord;
  /** The record of the request that it is executed for. */
  readonly record?: RequestRecord | undefined;
}

/**
 * Queries the API in process, as the public and with pages of any size.
 * @throws Refusal
 */
export type QueryPublicApi = <Data, Variables extends OperationVariables>(
  operation: TypedOperation<Data, Variables>,
  variables: NoInfer<Variables>,
  request: InternalRequest,
) => Promise<Data>;
