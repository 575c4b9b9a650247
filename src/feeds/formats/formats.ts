import type { Item } from '../feed-item.js';
import { writeAtom } from './atom.js';
import type { FeedWriter } from './feed-writer.js';
import { writeICalendar } from './icalendar.js';
import { writeJsonFeed } from './json-feed.js';
import { writeJsonLd } from './json-ld.js';
import { writeRss } from './rss.js';

/** A feed format. */
export interface FeedFormat {
  /** The file extension, without the dot. */
  readonly extension: string;
  readonly mediaType: string;
  /** The kinds that it can show; other items are omitted. */
  readonly kinds: readonly Item['kind'][];
  /** The forms of long texts that it shows. */
  readonly texts: { readonly html: boolean; readonly text: boolean };
  readonly write: FeedWriter;
}

export const feedFormats: readonly FeedFormat[] = [
  {
    extension: 'ics',
    mediaType: 'text/calendar; charset=utf-8',
    kinds: ['Event'],
    texts: { html: false, text: true },
    write: writeICalendar,
  },
  {
    extension: 'rss',
    mediaType: 'application/rss+xml; charset=utf-8',
    kinds: ['Article', 'Event'],
    texts: { html: true, text: false },
    write: writeRss,
  },
  {
    extension: 'atom',
    mediaType: 'application/atom+xml; charset=utf-8',
    kinds: ['Article', 'Event'],
    texts: { html: true, text: false },
    write: writeAtom,
  },
  {
    extension: 'json',
    mediaType: 'application/feed+json; charset=utf-8',
    kinds: ['Article', 'Event'],
    texts: { html: true, text: true },
    write: writeJsonFeed,
  },
  {
    extension: 'jsonld',
    mediaType: 'application/ld+json; charset=utf-8',
    kinds: ['Event'],
    texts: { html: false, text: true },
    write: writeJsonLd,
  },
];

export function formatNamed(extension: string): FeedFormat | undefined {
  return feedFormats.find((format) => format.extension === extension);
}
