import { type Authenticate, type Authenticator, publicViewer } from '../content/contract/access.js';
import { refuse } from '../foundation/errors.js';

/** `Bearer` and a token, as RFC 6750 writes them. */
const bearer = /^bearer +([\w.~+/-]+=*) *$/i;

/** Reads the header `Authorization` and asks whichever of the authenticators knows tokens of that kind. */
export function authenticateWith(authenticators: readonly Authenticator[]): Authenticate {
  return async (authorization) => {
    if (authorization === undefined) return publicViewer;
    // What was sent is not repeated in a message: it may be a secret, if one of another place.
    const [, token] = bearer.exec(authorization) ?? [];
    if (!token) return refuse('UNAUTHENTICATED', 'The header has to be "Authorization: Bearer scc_…".');
    const responsible = authenticators.find(({ prefix }) => token.startsWith(prefix));
    if (!responsible)
      return refuse('UNAUTHENTICATED', 'The token in "Authorization" is not one of this API.');
    return responsible.authenticate(token);
  };
}
