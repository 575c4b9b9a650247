import { escapeHtml } from '../foundation/escape-html.js';
import type { RequestRecord } from '../foundation/request-record.js';
import { ANY_ORIGIN } from '../http/any-origin.js';
import { type FinishedResponse, finishedResponse, type Headers } from '../http/finished-response.js';
import { HttpProblem } from '../http/http-problem.js';
import { FEED_PAGES, readEmbedRequest } from './embed-request.js';
import type { EmbedSettings } from './embed-settings.js';
import { frameHtml } from './snippets.js';
import { readingAddress } from './widget/addresses.js';
import { readFeed } from './widget/event.js';
import { textsFor } from './widget/texts.js';

/** In CSS pixels. */
const SIZES = { list: { width: 640, height: 640 }, compact: { width: 480, height: 420 } } as const;

/** The cache TTL for sites, in seconds. */
const MAX_AGE = 86_400;

/** oEmbed 1.0 (https://oembed.com): sites that may not paste code turn the URL of one of our pages into its iframe. */
export async function oembed(
  parameters: URLSearchParams,
  settings: EmbedSettings,
  record: RequestRecord | undefined,
): Promise<FinishedResponse> {
  const format = parameters.get('format') ?? 'json';
  if (format !== 'json' && format !== 'xml') return refusal(501, 'Unknown format. Supported: json, xml.');
  const address = parameters.get('url');
  if (!address) return refusal(400, 'The parameter "url" is required: the page to embed.');
  const sizes = ['maxwidth', 'maxheight'].map((name) => parameters.get(name));
  if (sizes.some((size) => size !== null && !/^[1-9]\d{0,4}$/.test(size)))
    return refusal(400, '"maxwidth" and "maxheight" must be numbers of pixels.');
  const page = ourPage(address, settings.publicUrl);
  const request = page && readEmbedRequest(page, {}, settings.locales);
  if (!request || 'status' in request) return refusal(404, 'The page at "url" cannot be embedded.');
  const { status, json, tags } = await settings.readFeed(readingAddress('', request.choice), record);
  if (status >= 500) return unavailable();
  if (status !== 200) return refusal(404, 'The feed of this page is not available.');
  const [maxWidth, maxHeight] = sizes.map((size) => Number(size ?? Number.POSITIVE_INFINITY));
  const feed = readFeed(json);
  const size = SIZES[request.layout ?? feed.theme.layout ?? 'list'];
  const width = Math.min(size.width, maxWidth ?? size.width);
  const height = Math.min(size.height, maxHeight ?? size.height);
  const title = feed.title || textsFor(request.locale).events;
  const oembedFields = {
    version: '1.0',
    type: 'rich',
    title,
    provider_name: 'Smart City Consortium',
    provider_url: settings.publicUrl,
    cache_age: MAX_AGE,
    html: frameHtml({ src: address, title, width: String(width), height: String(height) }),
    width,
    height,
  };
  return written(format, oembedFields, tags);
}

/** Our page at a URL, matched with the routes of this server. */
function ourPage(address: string, publicUrl: string): URL | undefined {
  if (!address.startsWith(`${publicUrl}${FEED_PAGES}`) || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  // Behind a proxy path the request comes without it.
  const page = new URL(url.pathname.slice(new URL(publicUrl).pathname.replace(/\/$/, '').length), publicUrl);
  page.search = url.search;
  return page.pathname.startsWith(FEED_PAGES) ? page : undefined;
}

function written(
  format: 'json' | 'xml',
  fields: Readonly<Record<string, string | number>>,
  tags: Headers = {},
): FinishedResponse {
  const headers = { ...OPEN, 'cache-control': 'public, max-age=3600', ...tags };
  if (format === 'json')
    return finishedResponse(JSON.stringify(fields), {
      ...headers,
      'content-type': 'application/json; charset=utf-8',
    });
  const elements = Object.entries(fields).map(
    ([name, value]) => `<${name}>${escapeHtml(String(value))}</${name}>`,
  );
  return finishedResponse(
    `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>${elements.join('')}</oembed>\n`,
    {
      ...headers,
      'content-type': 'text/xml; charset=utf-8',
    },
  );
}

function unavailable(): FinishedResponse {
  const { status, headers, body } = new HttpProblem(
    503,
    'UNAVAILABLE',
    'The feed of this page is temporarily unavailable; try again.',
  );
  return finishedResponse(body, { ...OPEN, ...headers, 'cache-control': 'no-cache' }, { status });
}

function refusal(status: number, sentence: string): FinishedResponse {
  const headers = { ...OPEN, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache' };
  return finishedResponse(`${sentence}\n`, headers, { status });
}

const OPEN = { ...ANY_ORIGIN, 'x-content-type-options': 'nosniff' } as const;
