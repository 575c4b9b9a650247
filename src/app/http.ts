import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Logger } from '../foundation/logger.js';
import { type GraphQLEndpoint, handleGraphQL } from '../graphql/http.js';
import { PRIVATE, responseHeaders } from '../graphql/response-headers.js';
import { observedBy, type RequestObserver } from '../http/observed-response.js';
import { handlePreflight } from '../http/preflight.js';
import { type Route, routeFor } from '../http/route.js';
import { sendFailure } from '../http/send-failure.js';
import { endSlowReader } from '../http/slow-reader.js';

export interface HttpSettings {
  readonly endpoint: GraphQLEndpoint;
  /** The explorer page at `/graphql`, and its `Content-Security-Policy`: paths of files. */
  readonly explorer: { readonly page: string; readonly policy: string };
  readonly isReady: () => Promise<boolean>;
  /** Routes beside GraphQL. */
  readonly routes: readonly Route[];
  readonly requests: RequestObserver;
  readonly logger: Logger;
}

/** Timeouts of clients in milliseconds, and the interval of checking them. */
const TIMEOUTS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1_000,
};
/** An idle connection. */
const IDLE = 60_000;

/** The HTTP server with all routes. */
export function createHttpServer(settings: HttpSettings): Server {
  const server = createServer(
    { ...TIMEOUTS, ServerResponse: observedBy(settings.requests) },
    (request, response) => {
      route(settings, request, response)
        .catch((error: unknown) => sendFailure(settings.logger, request, response, error))
        .then(() => endSlowReader(response));
    },
  );
  server.maxConnections = 10_000;
  server.timeout = IDLE;
  return server;
}

async function route(
  settings: HttpSettings,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // Fast path.
  if (request.url === '/graphql') return graphql(settings, request, response);
  const url = urlOf(request);
  if (!url) {
    response.writeHead(400, { 'content-type': 'text/plain' }).end('Malformed request URL.\n');
    return;
  }
  const path = url.pathname;
  switch (path) {
    case '/':
      response.writeHead(302, { location: '/graphql' }).end();
      return;
    case '/graphql':
      return graphql(settings, request, response);
    case '/healthz':
      response.writeHead(200, { 'content-type': 'text/plain' }).end('alive\n');
      return;
    case '/readyz': {
      const isReady = await settings.isReady();
      response
        .writeHead(isReady ? 200 : 503, { 'content-type': 'text/plain' })
        .end(isReady ? 'ready\n' : 'not ready\n');
      return;
    }
    default: {
      const found = routeFor(settings.routes, path);
      if (found) return found.handle(request, response, url);
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found. Try /graphql.\n');
    }
  }
}

/** Undefined for a malformed request target. */
function urlOf(request: IncomingMessage): URL | undefined {
  const target = request.url ?? '/';
  // Two slashes at the beginning would be another host.
  return URL.canParse(target.replace(/^\/+/, '/'), 'http://localhost')
    ? new URL(target.replace(/^\/+/, '/'), 'http://localhost')
    : undefined;
}

async function graphql(
  settings: HttpSettings,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'OPTIONS')
    return handlePreflight(request, response, 'GET, POST, OPTIONS', responseHeaders({}));
  // A browser opens the explorer; its content stays in the URL as `query`.
  const wantsPage = request.method === 'GET' && /\btext\/html\b/.test(request.headers.accept ?? '');
  if (wantsPage) return explorer(settings.explorer, request, response);
  return handleGraphQL(settings.endpoint, request, response);
}

async function explorer(
  { page, policy }: HttpSettings['explorer'],
  { headers }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const contentSecurityPolicy = await readFile(policy, 'utf8');
  return new Promise((resolve, reject) => {
    const file = createReadStream(page);
    file.once('error', reject);
    file.once('open', () => {
      response.writeHead(200, {
        ...responseHeaders({ vary: 'Accept' }, headers.authorization ? PRIVATE : 'public, max-age=3600'),
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': contentSecurityPolicy,
        'x-frame-options': 'DENY',
      });
    });
    // Also when the client disconnects, or is disconnected, in the middle.
    response.once('close', () => file.destroy());
    file.once('close', resolve);
    file.pipe(response);
  });
}
