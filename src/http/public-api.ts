import type { RequestRecord } from '../foundation/request-record.js';
import type { OperationVariables, TypedOperation } from '../foundation/typed-operation.js';
import type { DependencyRecord } from './answer-cache.js';

/** In what language and at which instant the program asks its own API. */
export interface OwnRequest {
  readonly locale: string;
  readonly now: Date;
  /** Collects what the response is made from. */
  readonly dependencies?: DependencyRecord;
  /** Of the request that it is made for. */
  readonly record?: RequestRecord | undefined;
}

/**
 * Asks the API as the public, with pages as large as it likes.
 * @throws Refusal what the API refuses
 */
export type AskPublic = <Data, Variables extends OperationVariables>(
  operation: TypedOperation<Data, Variables>,
  variables: NoInfer<Variables>,
  request: OwnRequest,
) => Promise<Data>;
