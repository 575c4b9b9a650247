import { createHash } from 'node:crypto';
import { escapeHtml } from '../foundation/escape-html.js';
import type { Markup } from './widget/markup.js';

/** Elements that have no end tag. */
const VOID = new Set(['base', 'br', 'hr', 'img', 'input', 'link', 'meta', 'wbr']);

/** Boolean attributes. */
const FLAGS = new Set(['async', 'checked', 'defer', 'hidden', 'open', 'readonly', 'selected']);

/** Serialises an element as HTML; all text and all values are escaped. */
export function toHtml(markup: Markup | string): string {
  if (typeof markup === 'string') return escapeHtml(markup);
  const { tag, attributes, children } = markup;
  const written = Object.entries(attributes)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([name, value]) => (FLAGS.has(name) ? ` ${name}` : ` ${name}="${escapeHtml(value)}"`));
  const start = `<${tag}${written.join('')}>`;
  return VOID.has(tag) ? start : `${start}${children.map(toHtml).join('')}</${tag}>`;
}

/** A whole page. The style sheet is inline, and its digest in the policy, so that nothing else is allowed. */
export interface Page {
  readonly language: string;
  readonly title: string;
  readonly styles: string;
  readonly head?: readonly Markup[];
  readonly body: Markup;
  /** Sources besides the style sheet, such as `script-src 'self'`. */
  readonly policy: readonly string[];
}

export function pageHtml({ language, title, styles, head = [], body }: Page): string {
  return [
    '<!DOCTYPE html>',
    `<html lang="${escapeHtml(language)}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title>`,
    ...head.map(toHtml),
    `<style>${styles}</style>`,
    '</head>',
    toHtml(body),
    '</html>',
    '',
  ].join('\n');
}

/** The `Content-Security-Policy` of a page: only its own parts. */
export function policyOf({ styles, policy }: Page): string {
  return [
    "default-src 'none'",
    `style-src '${digestOf(styles, 'sha256')}'`,
    "base-uri 'none'",
    ...policy,
  ].join('; ');
}

/** A digest for `integrity` and policies: W3C Subresource Integrity. */
export function digestOf(content: string | Buffer, algorithm: 'sha256' | 'sha384'): string {
  return `${algorithm}-${createHash(algorithm).update(content).digest('base64')}`;
}
