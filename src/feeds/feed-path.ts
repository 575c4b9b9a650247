import { type FeedFormat, feedFormats, formatNamed } from './formats/formats.js';

/** A parsed feed path. */
export type FeedPath = { readonly format: FeedFormat } & (
  | { readonly of: 'events' | 'articles' }
  | { readonly of: 'event'; readonly id: string }
  | { readonly of: 'partner'; readonly id: string }
  | { readonly of: 'issue'; readonly by: { readonly id: string } | { readonly slug: string } }
);

/** There is no such feed; the message lists the existing ones. */
export class FeedNotFound extends Error {
  override readonly name = 'FeedNotFound';
}

/** The feed has been deleted. */
export class FeedGone extends Error {
  override readonly name = 'FeedGone';
}

const extensions = feedFormats.map(({ extension }) => extension);

/** @throws FeedNotFound */
export function feedPathOf(pathname: string): FeedPath {
  const [, name = '', extension = ''] = /^\/feeds\/(.+)\.(\w+)$/.exec(pathname) ?? [];
  const format = formatNamed(extension);
  if (!format)
    throw new FeedNotFound(
      `Unknown feed format. Supported: ${extensions.map((each) => `.${each}`).join(', ')}.`,
    );
  const [list, object, ...more] = name.split('/').map(decoded);
  if (more.length > 0) throw notFound(name);
  if (object === undefined && list?.startsWith('partner_feed_')) {
    assertShows(format, 'Event');
    return { format, of: 'partner', id: list };
  }
  if (object === undefined) {
    if (list !== 'events' && list !== 'articles') throw notFound(name);
    assertShows(format, list === 'events' ? 'Event' : 'Article');
    return { format, of: list };
  }
  if (list === 'events') {
    assertShows(format, 'Event');
    return { format, of: 'event', id: object };
  }
  if (list !== 'issues') throw notFound(name);
  return { format, of: 'issue', by: object.startsWith('issue_') ? { id: object } : { slug: object } };
}

function assertShows(format: FeedFormat, kind: 'Event' | 'Article'): void {
  if (format.kinds.includes(kind)) return;
  const fitting = feedFormats
    .filter(({ kinds }) => kinds.includes(kind))
    .map(({ extension }) => `.${extension}`);
  throw new FeedNotFound(
    `Articles are not available as .${format.extension}. Supported: ${fitting.join(', ')}.`,
  );
}

function notFound(name: string): FeedNotFound {
  return new FeedNotFound(
    `Unknown feed "${name}". Supported: events, articles, events/<id>, issues/<slug or id>.`,
  );
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new FeedNotFound('Malformed request URL.');
  }
}
