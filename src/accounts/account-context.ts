import type { MutationContext } from '../content/editing/mutation.js';
import type { KeyRing } from './key-ring.js';

/** What managing accounts needs to know of a request. */
export interface AccountContext extends MutationContext {
  readonly keys: KeyRing;
}
