import type { IncomingMessage, ServerResponse } from 'node:http';
import { refusalOfPassing } from '../foundation/transient-errors.js';
import { type Charge, type Charging, chargeFor } from '../http/charge.js';
import { HttpProblem } from '../http/http-problem.js';
import { clientKeyOf, type GraphQLEndpoint, viewerOf } from './http.js';

/**
 * Charges requests that need no key: the key, where a good one was sent, and else the address. One that is not good costs what
 * it costs everywhere, but keeps nobody from what everybody may read; nor does a database that cannot tell whose it is.
 */
export function chargingKeyless(
  endpoint: Pick<GraphQLEndpoint, 'authenticate' | 'locales' | 'rateLimits'>,
): Charging {
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
