import { globalId } from '../content/contract/global-id.js';
import { escapeHtml } from '../foundation/escape-html.js';
import type { PartnerFeed } from './partner-feed.entity.js';
import { PARTNER_FEED } from './partner-feed-writing.js';

/** Where a feed is to be had, each a whole address but for the last, which is HTML. */
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

/** @param publicUrl the address of this program, without a slash at the end */
export function feedUrls(
  publicUrl: string,
  { id, name, defaultLocale }: Pick<PartnerFeed, 'id' | 'name' | 'defaultLocale'>,
): FeedUrls {
  const feed = globalId(PARTNER_FEED, id);
  const address = (format: string) => `${publicUrl}/feeds/${feed}.${format}`;
  const embed = `${publicUrl}/embed/feed/${feed}`;
  return {
    ics: address('ics'),
    // Calendars subscribe to what begins like that, where an https address would be imported once.
    webcal: address('ics').replace(/^https?:/, 'webcal:'),
    rss: address('rss'),
    atom: address('atom'),
    json: address('json'),
    jsonld: address('jsonld'),
    embed,
    widgetSnippet: [
      `<script type="module" src="${publicUrl}/embed/v1/scc-events.js"></script>`,
      `<scc-events feed="${feed}" locale="${defaultLocale}">`,
      // What is inside is shown where there are no scripts.
      `  <a href="${embed}">${escapeHtml(name)}</a>`,
      '</scc-events>',
    ].join('\n'),
  };
}
