import type { TestApplication } from './application.js';

interface JsonFeed {
  // biome-ignore lint/suspicious/noExplicitAny: what an item has depends on what it is of.
  readonly items: readonly any[];
}

/** A JSON Feed. @throws when it is refused */
export async function feedOf(app: TestApplication, path: string): Promise<JsonFeed> {
  const response = await fetch(`${app.url}/feeds/${path}`);
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()) as JsonFeed;
}

/** The events of a calendar by UID, with the values of their properties; enough where tests look at single values. */
export async function icalOf(
  app: TestApplication,
  path: string,
): Promise<Map<string, Record<string, string>>> {
  const response = await fetch(`${app.url}/feeds/${path}`);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${response.status}: ${text}`);
  const events = text.replaceAll('\r\n ', '').split('BEGIN:VEVENT').slice(1);
  return new Map(
    events.map((event) => {
      const lines = event.split('\r\n').flatMap((line) => {
        const [, name, value] = /^([A-Z-]+)[^:]*:(.*)$/.exec(line) ?? [];
        return name && value !== undefined ? [[name, value] as const] : [];
      });
      const properties = Object.fromEntries(lines);
      return [properties.UID ?? '', properties];
    }),
  );
}
