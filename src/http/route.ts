import type { IncomingMessage, ServerResponse } from 'node:http';

export type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;

/** A handler of a path, or of all paths below it when it ends with a slash. */
export interface Route {
  readonly path: string;
  readonly handle: Handler;
}

export function routeFor(routes: readonly Route[], path: string): Route | undefined {
  return routes.find(
    (route) => route.path === path || (route.path.endsWith('/') && path.startsWith(route.path)),
  );
}
