import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Encoding } from './content-encoding.js';
import type { FinishedResponse } from './finished-response.js';

const digests = new WeakMap<FinishedResponse, string>();

/** The start of all its ETags; undefined for a response that must not be cached. */
export function digestOf(finished: FinishedResponse): string | undefined {
  const { status, headers, body } = finished;
  if (status !== 200 || headers['cache-control']?.includes('no-store')) return undefined;
  const known = finished.digest ?? digests.get(finished);
  if (known !== undefined || !Buffer.isBuffer(body)) return known;
  const digest = digestOfBytes(body);
  digests.set(finished, digest);
  return digest;
}

export function digestOfBytes(bytes: Buffer | string): string {
  return shortened(hash('sha256', bytes, 'base64url'));
}

/** @param digest SHA-256 in base64url */
export function shortened(digest: string): string {
  return digest.slice(0, 27);
}

export function etagOf(digest: string, encoding: Encoding): string {
  return encoding === 'identity' ? `"${digest}"` : `"${digest}-${encoding}"`;
}

/**
 * Whether the client has the response in any encoding (RFC 9110, section 13). If-None-Match takes precedence over
 * If-Modified-Since.
 */
export function isNotModified({ headers, method }: IncomingMessage, finished: FinishedResponse): boolean {
  const digest = digestOf(finished);
  if (digest === undefined) return false;
  const tags = headers['if-none-match'];
  if (tags !== undefined) {
    if (tags.trim() === '*') return true;
    const known = ['identity', 'gzip', 'br'].map((encoding) => etagOf(digest, encoding as Encoding));
    return tags.split(',').some((tag) => known.includes(tag.trim().replace(/^W\//, '')));
  }
  const modified = headers['if-modified-since'];
  if (modified === undefined || !finished.lastModified || (method !== 'GET' && method !== 'HEAD'))
    return false;
  // Exactly: the clocks of several servers differ.
  return Math.floor(finished.lastModified.getTime() / 1_000) * 1_000 === Date.parse(modified);
}
