import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Locales } from '../../src/content/language/locale.js';
import { embedRoutes } from '../../src/embed/embed.routes.js';
import type { EmbedSettings, FeedResponse } from '../../src/embed/embed-settings.js';
import { chargeFor } from '../../src/http/charge.js';
import { RateLimits } from '../../src/http/rate-limits.js';
import { routeFor } from '../../src/http/route.js';
import { FEED_NOW, sampleFeeds } from './embed-feed.js';

export interface Site {
  readonly url: string;
  /** The paths and queries it was asked for, in their order. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** The embedding part of the program, with feeds that a test decides on. */
export interface EmbedSite extends Site {
  /** What feeds answer from now on; without it the sample events. */
  feeds(answer: (address: URL) => FeedResponse | Promise<FeedResponse>): void;
}

const sample = (address: URL): FeedResponse => {
  const locale = address.searchParams.get('locale') ?? 'en';
  return { status: 200, json: sampleFeeds[locale] ?? sampleFeeds.en };
};

const unlimited = new RateLimits({
  isOn: false,
  trustedProxies: 0,
  clock: () => new Date(FEED_NOW),
  slots: 4,
});

export async function startEmbed(settings: Partial<EmbedSettings> = {}): Promise<EmbedSite> {
  let respond: (address: URL) => FeedResponse | Promise<FeedResponse> = sample;
  const asked: string[] = [];
  const server = createServer();
  const url = await listen(server);
  const routes = embedRoutes({
    publicUrl: url,
    locales: new Locales('en>zh-Hant, zh-Hant>en, zh-Hans>zh-Hant>en', 'zh-Hant'),
    clock: () => new Date(FEED_NOW),
    charging: async (request, response) => chargeFor(unlimited, request, response),
    readFeed: async (address) => respond(new URL(address, url)),
    ...settings,
  });
  server.on('request', async (request, response) => {
    const target = new URL(request.url ?? '/', url);
    asked.push(request.url ?? '');
    const route = routeFor(routes, target.pathname);
    if (route) return route.handle(request, response, target);
    const isFeed = target.pathname.startsWith('/feeds/') && target.pathname.endsWith('.json');
    const { status, json } = isFeed ? await respond(target) : { status: 404, json: {} };
    const headers = { 'content-type': 'application/feed+json', 'access-control-allow-origin': '*' };
    return response.writeHead(status, headers).end(JSON.stringify(json));
  });
  return {
    url,
    asked,
    feeds(answer) {
      respond = answer;
    },
    close: () => stop(server),
  };
}

/** The site of a partner: another origin, whose pages are made by the test. */
export async function startPartnerSite(): Promise<
  Site & { show(html: string, headers?: Record<string, string>): void }
> {
  const asked: string[] = [];
  let page = { html: '', headers: {} };
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...page.headers }).end(page.html);
  });
  const url = await listen(server);
  return {
    url,
    asked,
    show(html, headers = {}) {
      page = { html, headers };
    },
    close: () => stop(server),
  };
}

/** A page as partners have them, in which something is embedded. */
export function partnerPage(embedded: string, { lang = 'en', head = '' } = {}): string {
  return `<!DOCTYPE html><html lang="${lang}"><head><meta charset="utf-8"><title>A partner</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">${head}</head>
<body><main><h1>A partner</h1><h2>Events</h2>${embedded}</main></body></html>`;
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
