import { globalId } from '../content/contract/global-id.js';
import { escapeHtml } from '../foundation/escape-html.js';
import type { PartnerFeed } from './partner-feed.entity.js';
import { PARTNER_FEED } from './partner-feed-mutations.js';

/** The absolute URLs of a feed, and the HTML snippet of the widget. */
export interface FeedUrls {
  readonly ics: string;
  readonly webcal: string;
  readonly rss: string;
  readonly atom: string;
  readonly json: string;
  readonly jsonld: string;
  readonly embed: string;
  readonly widgetSnippet: string;
}

/** @param publicUrl the URL of this server, without a slash at the end */
export function feedUrls(
  publicUrl: string,
  { id, name, defaultLocale }: Pick<PartnerFeed, 'id' | 'name' | 'defaultLocale'>,
): FeedUrls {
  const feed = globalId(PARTNER_FEED, id);
  const address = (format: string) => `${publicUrl}/feeds/${feed}.${format}`;
  const embed = `${publicUrl}/embed/feed/${feed}`;
  return {
    ics: address('ics'),
    // Calendar programs subscribe to webcal URLs, but import https ones once.
    webcal: address('ics').replace(/^https?:/, 'webcal:'),
    rss: address('rss'),
    atom: address('atom'),
    json: address('json'),
    jsonld: address('jsonld'),
    embed,
    widgetSnippet: [
      `<script type="module" src="${publicUrl}/embed/v1/scc-events.js"></script>`,
      `<scc-events feed="${feed}" locale="${defaultLocale}">`,
      // The fallback when scripts do not run.
      `  <a href="${embed}">${escapeHtml(name)}</a>`,
      '</scc-events>',
    ].join('\n'),
  };
}
