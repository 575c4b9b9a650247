/** The normalised URL; undefined unless it is one with http or https, so that no other one is ever a link. */
export function webAddress(value: unknown, base?: string): string | undefined {
  if (typeof value !== 'string') return undefined;
  // The browsers that the widget supports lack `URL.canParse`.
  try {
    const { protocol, href } = new URL(value, base);
    return protocol === 'https:' || protocol === 'http:' ? href : undefined;
  } catch {
    return undefined;
  }
}
