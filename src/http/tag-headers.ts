import type { Headers } from './answer.js';

/** What an answer was made from, as CDNs want to be told: in one header with commas, in another with spaces. */
export function tagHeaders(tags: Iterable<string>): Headers {
  const all = [...tags];
  return all.length === 0 ? {} : { 'cache-tag': all.join(', '), 'surrogate-key': all.join(' ') };
}

/** Those of another answer, for what is made of that one alone. */
export function tagHeadersOf(headers: Headers): Headers {
  const tags = Object.entries(headers).filter(([name]) => name === 'cache-tag' || name === 'surrogate-key');
  return Object.fromEntries(tags);
}
