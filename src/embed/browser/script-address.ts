const PATH = '/embed/v1/scc-events.js';

/**
 * The URL of the server that this script came from. A classic script knows its element; a module does not, and
 * `import.meta` would be a syntax error in a classic script: so the element is searched in the page, or the URL in a
 * stack trace.
 */
export function serverUrlOf(): string {
  const current = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : '';
  const candidates = [
    current,
    ...[...document.querySelectorAll<HTMLScriptElement>('script[src]')].map(({ src }) => src),
    ...(new Error().stack?.match(/https?:\/\/[^\s()@]+/g) ?? []),
  ];
  const found = candidates.find((address) => address.includes(PATH));
  return found ? found.slice(0, found.indexOf(PATH)) : '';
}
