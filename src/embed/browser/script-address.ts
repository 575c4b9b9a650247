const PATH = '/embed/v1/scc-events.js';

/**
 * The address of the program that this script came from. A classic script knows its element; a module does not, and
 * naming `import.meta` would keep the file from being a classic script: it is found in the page, or else in the
 * addresses of a stack.
 */
export function addressOfProgram(): string {
  const current = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : '';
  const candidates = [
    current,
    ...[...document.querySelectorAll<HTMLScriptElement>('script[src]')].map(({ src }) => src),
    ...(new Error().stack?.match(/https?:\/\/[^\s()@]+/g) ?? []),
  ];
  const found = candidates.find((address) => address.includes(PATH));
  return found ? found.slice(0, found.indexOf(PATH)) : '';
}
