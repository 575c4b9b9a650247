import { refuse } from './errors.js';

/**
 * Refuses what PostgreSQL cannot store or Node would silently alter: U+0000, and lone surrogates, which
 * become U+FFFD on the way to the database.
 */
export function assertStorable(text: string, path: readonly string[] = []): void {
  if (text.includes('\u0000')) refuse('INVALID_TEXT', 'Text must not contain the character U+0000.', path);
  if (!text.isWellFormed()) refuse('INVALID_TEXT', 'Text contains half of a surrogate pair.', path);
}

/**
 * The part of an address made from a title: NFKC, lower case, letters and digits kept in any script,
 * everything else a hyphen. Chinese stays Chinese: transliteration misleads readers of Cantonese.
 */
export function slugify(title: string): string {
  return title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’]/gu, '')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, '-')
    .replace(/^-+|-+$/gu, '');
}
