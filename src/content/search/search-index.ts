import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type EntityManager, In } from 'typeorm';
import { groupBy } from '../../foundation/collections.js';
import { yieldToEventLoop } from '../../foundation/event-loop.js';
import type { Locales } from '../language/locale.js';
import type { Columns, ContentType } from '../model/content-type.js';
import { searchEntries } from './search-entries.js';
import { SearchEntry } from './search-entry.entity.js';
import { SEARCH_RULES } from './search-words.js';

/** Updates the index for objects of one stage; called whenever they are written or deleted. */
export async function indexForSearch(
  manager: EntityManager,
  content: ContentType,
  ids: readonly string[],
  locales: Locales,
): Promise<void> {
  const documents = await freshEntries(manager, content, ids, locales);
  await manager.delete(SearchEntry, { contentId: In([...ids]) });
  await manager.insert(SearchEntry, documents);
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
  const plain = (documents: readonly SearchEntry[] = []) =>
    documents.map((document) => ({ ...document })).sort((a, b) => (a.locale < b.locale ? -1 : 1));
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
  if (ids.length === 0 || !content.text) return [];
  const where = { contentId: In([...ids]) };
  const rows = (await manager.find(content.entity, { where: { id: In([...ids]) } })) as Columns[];
  const texts = groupBy((await manager.find(content.text, { where })) as Columns[], (row) => row.contentId);
  const parts = groupBy(await partsOf(manager, content, ids), ({ owner }) => owner);
  const documents: SearchEntry[] = [];
  for (const columns of rows) {
    const source = {
      columns,
      texts: texts.get(columns.id) ?? [],
      parts: parts.get(columns.id) ?? [],
    };
    documents.push(...searchEntries(content, source, locales));
    await yieldToEventLoop();
  }
  return documents;
}

/** The parts with searchable text, by position. */
async function partsOf(manager: EntityManager, content: ContentType, ids: readonly string[]) {
  const found = content.parts.filter(
    ({ shape: { searchable } }) => [...searchable.names, ...searchable.localized].length > 0,
  );
  const parts = [];
  for (const { shape, key } of found) {
    const rows = (await manager.find(shape.entity, {
      where: { [key]: In([...ids]) },
      order: { position: 'ASC', id: 'ASC' },
    })) as Columns[];
    parts.push(...rows.map((columns) => ({ owner: columns[key], shape, columns })));
  }
  return parts;
}
