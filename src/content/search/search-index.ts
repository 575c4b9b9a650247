import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type EntityManager, In } from 'typeorm';
import { groupBy } from '../../foundation/collections.js';
import { yieldToEventLoop } from '../../foundation/event-loop.js';
import type { Locales } from '../language/locale.js';
import type { ContentType } from '../model/content-type.js';
import { readStored } from '../storage/stored-objects.js';
import { searchEntries, sourceOf } from './search-entries.js';
import { SearchEntry } from './search-entry.entity.js';
import { SEARCH_RULES } from './search-words.js';

/** Updates the index for objects of one stage; called whenever they are written or deleted. */
export async function indexForSearch(
  manager: EntityManager,
  content: ContentType,
  ids: readonly string[],
  locales: Locales,
): Promise<void> {
  const entries = await freshEntries(manager, content, ids, locales);
  await manager.delete(SearchEntry, { contentId: In([...ids]) });
  await manager.insert(SearchEntry, entries);
}

/** The objects whose index entries differ from fresh ones. */
export async function wronglyIndexed(
  manager: EntityManager,
  content: ContentType,
  ids: readonly string[],
  locales: Locales,
): Promise<string[]> {
  const byId = ({ contentId }: SearchEntry) => contentId;
  const stored = await manager.find(SearchEntry, {
    where: { contentId: In([...ids]) },
    order: { locale: 'ASC' },
  });
  const known = groupBy(stored, byId);
  const fresh = groupBy(await freshEntries(manager, content, ids, locales), byId);
  const plain = (entries: readonly SearchEntry[] = []) =>
    entries.map((entry) => ({ ...entry })).sort((a, b) => (a.locale < b.locale ? -1 : 1));
  return ids.filter((id) => !isDeepStrictEqual(plain(known.get(id)), plain(fresh.get(id))));
}

/** Identifies everything that determines the index: when it changes, all content is indexed anew. */
export function searchFingerprint(types: readonly ContentType[], locales: Locales): string {
  const declared = types.map((content) => [
    content.table,
    content.searchable,
    content.parts.map(({ shape }) => [shape.table, shape.searchable]),
  ]);
  const hash = createHash('sha256').update(JSON.stringify(declared)).digest('hex').slice(0, 16);
  return `${SEARCH_RULES} ${hash} ${locales.fingerprint}`;
}

async function freshEntries(
  manager: EntityManager,
  content: ContentType,
  ids: readonly string[],
  locales: Locales,
): Promise<SearchEntry[]> {
  const entries: SearchEntry[] = [];
  if (!content.text) return entries;
  for (const object of (await readStored(manager, content, ids, { withRenderings: true })).values()) {
    entries.push(...searchEntries(content, sourceOf(object), locales));
    await yieldToEventLoop();
  }
  return entries;
}
