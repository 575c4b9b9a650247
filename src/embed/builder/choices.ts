import type { EmbedSettings } from '../embed-settings.js';
import { EmbedChoicesDocument, type EmbedChoicesQuery } from './operations.generated.js';

/** Something to choose by its name. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** What events can be filtered by, where it is known. */
export interface Choices {
  readonly organisations: readonly Named[];
  readonly series: readonly Named[];
}

/** So many pages are read of each: a list to choose from has to end somewhere, and a longer one serves nobody. */
const PAGES = 5;

/** How long they are kept, in milliseconds: reading all of them costs much, and a new organisation can wait. */
const KEPT = 300_000;

/** Reads what there is to choose from once in a while, for each language. */
export function keptChoices({ readContent, clock }: EmbedSettings) {
  const kept = new Map<string, { readonly at: number; readonly choices: Promise<Choices | undefined> }>();
  return (locale: string): Promise<Choices | undefined> => {
    const now = clock().getTime();
    const known = kept.get(locale);
    if (known && now - known.at < KEPT) return known.choices;
    const choices = readChoices(readContent, locale);
    kept.set(locale, { at: now, choices });
    // Whoever asks next tries again; those who wait are told.
    choices.catch(() => kept.delete(locale));
    return choices;
  };
}

/** Undefined where the program was not given a way to ask. */
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
