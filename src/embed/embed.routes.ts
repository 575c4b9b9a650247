import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestRecord } from '../foundation/request-record.js';
import { ANY_ORIGIN } from '../http/any-origin.js';
import { type FinishedResponse, finishedResponse } from '../http/finished-response.js';
import type { HttpProblem } from '../http/http-problem.js';
import type { Route } from '../http/route.js';
import { sendResponse } from '../http/send-response.js';
import { Throttled } from '../http/throttled.js';
import { builderPage } from './builder/builder-page.js';
import { cachedChoices } from './builder/choices.js';
import { type BuiltFiles, readBuiltFiles } from './built-files.js';
import { FEED_PAGES, localeOf, readEmbedRequest } from './embed-request.js';
import type { EmbedSettings } from './embed-settings.js';
import { feedPage, type PageCache, problemPage } from './feed-page.js';
import { oembed } from './oembed.js';

type EmbedHandler = (
  url: URL,
  request: IncomingMessage,
  record?: RequestRecord,
) => FinishedResponse | Promise<FinishedResponse>;

/** The routes for embedding: the widget, pages for iframes, oEmbed. */
export function embedRoutes(settings: EmbedSettings): Route[] {
  const files = readBuiltFiles();
  return [
    scriptRoute('/embed/v1/scc-events.js', files.widgetScript),
    scriptRoute('/embed/builder.js', files.builderScript),
    ...Object.entries(pages(settings, files)).map(([path, handle]) => ({
      path,
      handle: (request: IncomingMessage, response: ServerResponse, url: URL) =>
        handlePage(settings, request, response, (record) => handle(url, request, record)),
    })),
  ];
}

function pages(settings: EmbedSettings, files: BuiltFiles): Readonly<Record<string, EmbedHandler>> {
  const choicesIn = cachedChoices(settings);
  const cached: PageCache = new WeakMap();
  return {
    '/oembed': (url, _request, record) => oembed(url.searchParams, settings, record),
    [FEED_PAGES]: (url, { headers }, record) => {
      const asked = readEmbedRequest(url, headers, settings.locales);
      return 'status' in asked
        ? problemPage(asked, files)
        : feedPage(asked, settings, { files, cached, record });
    },
    '/embed/': (url, { headers }, record) => {
      if (url.pathname !== '/embed/')
        return problemPage({ status: 404, sentence: 'Not found. Try /embed/.' }, files);
      const locale = localeOf(url.searchParams.get('locale') ?? '', headers, settings.locales);
      if (locale) return builderPage(url, locale, settings, { files, choicesIn, record });
      return problemPage({ status: 400, sentence: noLocale(settings) }, files);
    },
    // Relative, so that it is right behind any proxy path.
    '/embed': (url) => finishedResponse('', { location: `embed/${url.search}` }, { status: 308 }),
  };
}

function noLocale({ locales }: EmbedSettings): string {
  return `Unknown locale. Supported: ${locales.codes.join(', ')}.`;
}

/** A script for any site, including cross-origin isolated ones. Free of charge: it is in memory. */
function scriptRoute(path: string, script: Buffer): Route {
  const scriptResponse = finishedResponse(script, {
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=3600, stale-while-revalidate=86400',
    ...ANY_ORIGIN,
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
  });
  return {
    path,
    async handle(request, response) {
      if (isReading(request, response)) await sendResponse(request, response, scriptResponse);
    },
  };
}

async function handlePage(
  { charging }: EmbedSettings,
  request: IncomingMessage,
  response: ServerResponse,
  handle: (record?: RequestRecord) => FinishedResponse | Promise<FinishedResponse>,
): Promise<void> {
  if (!isReading(request, response)) return;
  const charge = await charging(request, response);
  const refusal = charge.refusal();
  if (refusal) return refuse(response, refusal);
  try {
    await sendResponse(
      request,
      response,
      await charge.queued(() => charge.work(async () => handle(charge.record))),
    );
  } catch (error) {
    if (!(error instanceof Throttled)) throw error;
    refuse(response, error.problem);
  }
}

function refuse(response: ServerResponse, { status, message, retryAfter }: HttpProblem): void {
  const later = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...later }).end(`${message}\n`);
}

/** Refuses other methods. */
function isReading({ method }: IncomingMessage, response: ServerResponse): boolean {
  if (method === 'GET' || method === 'HEAD') return true;
  response.writeHead(405, { allow: 'GET, HEAD', 'content-type': 'text/plain' }).end('Method not allowed.\n');
  return false;
}
