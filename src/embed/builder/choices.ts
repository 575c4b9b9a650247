import type { EmbedSettings } from '../embed-settings.js';
import { EmbedChoicesDocument, type EmbedChoicesQuery } from './operations.generated.js';

/** An option with a name. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** The options of filters, if available. */
export interface Choices {
  readonly organisations: readonly Named[];
  readonly series: readonly Named[];
}

/** The most pages of options: a longer list is of no use. */
const PAGES = 5;

/** The cache TTL in milliseconds: reading all options is expensive, and a new organisation can wait. */
const CHOICES_TTL_MS = 300_000;

/** Caches the options for each language. */
export function cachedChoices({ readContent, clock }: EmbedSettings) {
  const cached = new Map<string, { readonly at: number; readonly choices: Promise<Choices | undefined> }>();
  return (locale: string): Promise<Choices | undefined> => {
    const now = clock().getTime();
    const known = cached.get(locale);
    if (known && now - known.at < CHOICES_TTL_MS) return known.choices;
    const choices = readChoices(readContent, locale);
    cached.set(locale, { at: now, choices });
    // A failure is not cached; those who wait for it fail.
    choices.catch(() => cached.delete(locale));
    return choices;
  };
}

/** Undefined if no query function is configured. */
export async function readChoices(
  readContent: EmbedSettings['readContent'],
  locale: string,
): Promise<Choices | undefined> {
  if (!readContent) return undefined;
  const organisations = new Map<string, string>();
  const series = new Map<string, string>();
  let after: { organisations: string | null; events: string | null } = { organisations: null, events: null };
  for (let page = 0; page < PAGES; page += 1) {
    const data: EmbedChoicesQuery = await readContent(EmbedChoicesDocument, { locale, ...after });
    for (const { id, name, events } of data.organisations.nodes)
      if (name && events.totalCount > 0) organisations.set(id, name);
    for (const { series: one } of data.events.nodes) if (one?.title) series.set(one.id, one.title);
    if (!data.organisations.pageInfo.hasNextPage && !data.events.pageInfo.hasNextPage) break;
    after = {
      organisations: data.organisations.pageInfo.endCursor ?? after.organisations,
      events: data.events.pageInfo.endCursor ?? after.events,
    };
  }
  return { organisations: named(organisations, locale), series: named(series, locale) };
}

function named(names: ReadonlyMap<string, string>, locale: string): Named[] {
  return [...names].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name, locale));
}
