import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Authenticate, may, Role } from '../content/contract/access.js';
import type { Locales } from '../content/language/locale.js';
import { viewerOf } from '../graphql/http.js';
import { chargeFor } from '../http/charge.js';
import { clientAddress } from '../http/client-address.js';
import { HttpProblem } from '../http/http-problem.js';
import type { RateLimits } from '../http/rate-limits.js';
import type { Route } from '../http/route.js';

export interface MetricsSettings {
  readonly authenticate: Authenticate;
  readonly locales: Locales;
  readonly rateLimits: RateLimits;
  /** All metrics, in the text format of Prometheus. */
  readonly read: () => Promise<string>;
}

/** Headers of proxies: behind one, the client is not local, whatever the settings are. */
const FORWARDED = ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'];

/**
 * `/metrics`: for clients on this machine, and for keys that may read drafts. With TRUSTED_PROXIES, local requests may
 * come through a proxy, and so from anywhere: then a key is required.
 */
export function metricsRoute(settings: MetricsSettings): Route {
  return {
    path: '/metrics',
    async handle(request, response) {
      response.setHeader('cache-control', 'no-store');
      response.setHeader('vary', 'Authorization');
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        response.setHeader('allow', 'GET, HEAD');
        return respond(response, new HttpProblem(405, 'METHOD_NOT_ALLOWED', 'Method not allowed: use GET.'));
      }
      const problem = await refusalFor(settings, request);
      if (problem) return respond(response, chargeFor(settings.rateLimits, request, response).fine(problem));
      const text = await settings.read();
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
      response.end(request.method === 'HEAD' ? undefined : text);
    },
  };
}

function respond(response: ServerResponse, { status, headers, body }: HttpProblem): void {
  response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
}

async function refusalFor(
  settings: MetricsSettings,
  request: IncomingMessage,
): Promise<HttpProblem | undefined> {
  const { authorization } = request.headers;
  if (authorization === undefined && isLocal(request, settings.rateLimits.settings.trustedProxies))
    return undefined;
  const viewer = await viewerOf(settings, request);
  if (viewer instanceof HttpProblem) return viewer;
  if (may(viewer, 'READ_DRAFT', '*')) return undefined;
  const roles = Object.values(Role).filter((role) => may({ name: role, roles: [role] }, 'READ_DRAFT', '*'));
  const needed = `Reading metrics needs a key with the role ${roles.join(' or ')}`;
  return authorization === undefined
    ? new HttpProblem(401, 'UNAUTHENTICATED', `${needed}: send it as "Authorization: Bearer scc_…".`)
    : new HttpProblem(403, 'FORBIDDEN', `${needed}.`);
}

function isLocal(request: IncomingMessage, trustedProxies: number): boolean {
  if (trustedProxies > 0 || FORWARDED.some((name) => request.headers[name] !== undefined)) return false;
  return clientAddress(request, 0) === undefined;
}
