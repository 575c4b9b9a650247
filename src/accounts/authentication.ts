import { type Authenticate, type Authenticator, publicViewer } from '../content/contract/access.js';
import { refuse } from '../foundation/errors.js';

/** A `Bearer` token as in RFC 6750. */
const bearer = /^bearer +([\w.~+/-]+=*) *$/i;

/** Parses the header `Authorization` and calls the authenticator for tokens of that prefix. */
export function authenticateWith(authenticators: readonly Authenticator[]): Authenticate {
  return async (authorization) => {
    if (authorization === undefined) return publicViewer;
    // Messages never repeat the token: it may be a secret of another service.
    const [, token] = bearer.exec(authorization) ?? [];
    if (!token) return refuse('UNAUTHENTICATED', 'The header must be "Authorization: Bearer scc_…".');
    const responsible = authenticators.find(({ prefix }) => token.startsWith(prefix));
    if (!responsible)
      return refuse('UNAUTHENTICATED', 'The token in "Authorization" is not one of this API.');
    return responsible.authenticate(token);
  };
}
