import type { MutationContext } from '../content/editing/mutation.js';
import type { ApiKeyAuthenticator } from './api-key-authenticator.js';

/** What managing accounts needs to know of a request. */
export interface AccountContext extends MutationContext {
  readonly keys: ApiKeyAuthenticator;
}
