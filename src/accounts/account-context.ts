import type { MutationContext } from '../content/editing/mutation.js';
import type { ApiKeyAuthenticator } from './api-key-authenticator.js';

/** The request context of queries and mutations on accounts. */
export interface AccountContext extends MutationContext {
  readonly keys: ApiKeyAuthenticator;
}
