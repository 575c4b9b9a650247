import { webAddress } from '../../foundation/web-address.js';
import type { EventItem, FeedHead, Item } from '../feed-item.js';
import { singleLine, utc, uuidUrn } from './characters.js';
import { categoriesOf, creatorsOf } from './creators-and-categories.js';
import { htmlDescription, htmlSummary, titleOf } from './description.js';
import { streaming } from './feed-writer.js';
import { attributeList, element, emptyElement } from './markup.js';

/**
 * Atom (RFC 4287). A withdrawn event becomes a deleted entry (RFC 6721) if it precedes all others: metadata comes
 * before entries (RFC 4287, section 4.1.1), so later ones are omitted.
 */
export const writeAtom = streaming((head) => {
  let hasEntries = false;
  return {
    opening: feedStart(head),
    item: (item) => {
      if (item.kind === 'Event' && item.isWithdrawn) return hasEntries ? '' : deletedEntry(item);
      hasEntries = true;
      return entry(item, head);
    },
    closing: () => '</feed>\n',
  };
});

function feedStart(head: FeedHead): string {
  const attributes = attributeList({ xmlns: 'http://www.w3.org/2005/Atom', 'xml:lang': head.language });
  const title = singleLine(head.title);
  return [
    `<?xml version="1.0" encoding="UTF-8"?>\n<feed${attributes}>\n`,
    element('id', head.id),
    element('title', title),
    element('subtitle', head.description),
    element('updated', utc(head.updatedAt)),
    emptyElement('link', { rel: 'self', type: 'application/atom+xml', href: head.selfUrl }),
    emptyElement('link', { rel: 'alternate', type: 'text/html', href: head.homeUrl }),
    person({ name: title, url: head.homeUrl }),
  ].join('');
}

function deletedEntry({ uuid, updatedAt }: EventItem): string {
  return emptyElement('at:deleted-entry', {
    'xmlns:at': 'http://purl.org/atompub/tombstones/1.0',
    ref: uuidUrn(uuid),
    when: utc(updatedAt),
  });
}

function entry(item: Item, head: FeedHead): string {
  const url = webAddress(item.url);
  return [
    `<entry${attributeList({ 'xml:lang': item.title.language })}>\n`,
    element('id', uuidUrn(item.uuid)),
    // RFC 4287 requires a title even if it is empty.
    element('title', singleLine(titleOf(item, head.language))) || '<title/>\n',
    element('updated', utc(item.updatedAt)),
    element('published', utc(item.publishedAt)),
    url === undefined ? '' : emptyElement('link', { rel: 'alternate', type: 'text/html', href: url }),
    ...creatorsOf(item).map(person),
    ...categoriesOf(item).map((term) => emptyElement('category', { term })),
    element('summary', htmlSummary(item), {
      type: 'html',
      'xml:lang': (item.summary ?? item.disclaimers[0])?.language,
    }),
    content(item, head.language),
    '</entry>\n',
  ].join('');
}

/** An entry without a link must have content: RFC 4287, section 4.1.2. */
function content(item: Item, language: string): string {
  const attributes = { type: 'html', 'xml:lang': item.body?.language ?? item.summary?.language ?? language };
  return element('content', htmlDescription(item, language), attributes) || '<content/>\n';
}

function person({ name, url }: { readonly name: string; readonly url?: string | undefined }): string {
  return `<author>\n${element('name', name)}${element('uri', url)}</author>\n`;
}
