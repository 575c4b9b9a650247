import { webAddress } from '../../foundation/web-address.js';
import type { FeedHead, Item } from '../feed-item.js';
import { singleLine, utc, uuidUrn } from './characters.js';
import { categoriesOf, creatorsOf } from './creators-and-categories.js';
import { htmlDescription, htmlSummary, titleOf } from './description.js';
import { streaming } from './feed-writer.js';
import { attributeList, element, emptyElement } from './markup.js';

/** Minutes for which readers may cache the feed. */
const TTL_MINUTES = '60';

/** RSS 2.0. Withdrawn events are omitted. */
export const writeRss = streaming((head) => ({
  opening: channelStart(head),
  item: (item) => (item.kind === 'Event' && item.isWithdrawn ? '' : itemElement(item, head)),
  closing: () => '</channel>\n</rss>\n',
}));

function channelStart(head: FeedHead): string {
  const namespaces = attributeList({
    version: '2.0',
    'xmlns:atom': 'http://www.w3.org/2005/Atom',
    'xmlns:content': 'http://purl.org/rss/1.0/modules/content/',
    'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  });
  const title = singleLine(head.title);
  return [
    `<?xml version="1.0" encoding="UTF-8"?>\n<rss${namespaces}>\n<channel>\n`,
    element('title', title),
    element('link', head.homeUrl),
    element('description', head.description || title),
    element('language', head.language),
    element('lastBuildDate', rfc822(head.updatedAt)),
    element('ttl', TTL_MINUTES),
    emptyElement('atom:link', { rel: 'self', type: 'application/rss+xml', href: head.selfUrl }),
  ].join('');
}

function itemElement(item: Item, head: FeedHead): string {
  return [
    '<item>\n',
    element('title', singleLine(titleOf(item, head.language))),
    element('link', webAddress(item.url)),
    element('guid', uuidUrn(item.uuid), { isPermaLink: 'false' }),
    element('pubDate', rfc822(item.publishedAt)),
    element('atom:updated', utc(item.updatedAt)),
    ...creatorsOf(item).map(({ name }) => element('dc:creator', name)),
    ...categoriesOf(item).map((category) => element('category', category)),
    element('dc:language', item.title.language),
    element('description', htmlSummary(item)),
    element('content:encoded', htmlDescription(item, head.language)),
    '</item>\n',
  ].join('');
}

/** RFC 822 with a year of four digits, as RSS recommends. */
function rfc822(instant: string): string {
  return new Date(instant).toUTCString();
}
