import type { IncomingMessage, ServerResponse } from 'node:http';
import { refusalOfPassing } from '../foundation/transient-errors.js';
import { type BeginCharge, type Charge, chargeFor } from '../http/charge.js';
import { HttpProblem } from '../http/http-problem.js';
import { clientKeyOf, type GraphQLEndpoint, viewerOf } from './http.js';

/**
 * Charges requests that need no key: to the key if a valid one was sent, else to the address. An invalid key is charged
 * as everywhere, but never refused here; nor is any key while the database cannot be reached.
 */
export function beginKeylessCharge(
  endpoint: Pick<GraphQLEndpoint, 'authenticate' | 'locales' | 'rateLimits'>,
): BeginCharge {
  return async (request: IncomingMessage, response: ServerResponse): Promise<Charge> => {
    const viewer = await viewerOf(endpoint, request).catch((error: unknown) => {
      if (refusalOfPassing(error)) return undefined;
      throw error;
    });
    const isKnown = viewer !== undefined && !(viewer instanceof HttpProblem);
    const charge = chargeFor(
      endpoint.rateLimits,
      request,
      response,
      isKnown ? clientKeyOf(viewer) : undefined,
    );
    if (viewer instanceof HttpProblem) charge.fine(viewer);
    return charge;
  };
}
