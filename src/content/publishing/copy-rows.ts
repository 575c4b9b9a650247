import { isDeepStrictEqual } from 'node:util';
import { type EntityManager, type FindOptionsWhere, In, IsNull, type ObjectLiteral } from 'typeorm';
import { groupBy } from '../../foundation/collections.js';
import { languageOf } from '../history/changes.js';
import { fillPart, type LocalizedText, ownPartText, type Translations } from '../language/translation.js';
import type { Content } from '../model/content.entity.js';
import type { Columns, ContentType, PartType } from '../model/content-type.js';
import { columnTypesOf, type Shape } from '../model/shape.js';
import type { ContentStore } from '../storage/store.js';
import { readTranslations, textRowsFor, writeTranslations } from '../storage/text-rows.js';
import type { Transaction } from '../storage/transaction.js';
import type { OwnedRow } from '../writing/columns.js';
import { writeParts } from '../writing/object-rows.js';
import { assertSlugsFree } from './published-slugs.js';

type Stages = Pick<Transaction, 'draft' | 'published'>;

type PartOf = OwnedRow & { readonly owner: string };

/** The UUIDs of objects of one type, each with the locales to publish. */
type LocalesById = ReadonlyMap<string, readonly string[]>;

export async function publishRoots(
  store: ContentStore,
  { draft, published }: Transaction,
  content: ContentType,
  localesById: LocalesById,
): Promise<void> {
  const id = In([...localesById.keys()]);
  const now = store.clock();
  await draft.update(content.entity, { id, publishedAt: IsNull() }, { publishedAt: now });
  const roots = await rootsToPublish(store, { draft, published }, content, localesById);
  await published.upsert(
    content.entity,
    roots.map((row) => ({ ...row, updatedAt: now })),
    ['id'],
  );
}

async function rootsToPublish(
  store: ContentStore,
  { draft, published }: Stages,
  content: ContentType,
  localesById: LocalesById,
): Promise<Columns[]> {
  const id = In([...localesById.keys()]);
  const rows = (await draft.find(content.entity, { where: { id } })) as Content[];
  const before = await rowsById(published, content, { id });
  return rows.map((row) => ({
    ...mergeRow(store, content, { ...row }, before.get(row.id), localesById.get(row.id) ?? []),
    // `changedAt` exists in the published stage only (see trackChangedAt): it is preserved, not copied.
    ...('changedAt' in row ? { changedAt: before.get(row.id)?.changedAt ?? null } : {}),
  }));
}

/** Text of the published locales comes from the draft, of the others from the published version. */
export async function publishText(
  store: ContentStore,
  { draft, published }: Transaction,
  content: ContentType,
  localesById: LocalesById,
): Promise<void> {
  const texts = await textsToPublish({ draft, published }, content, localesById);
  await assertSlugsFree({ draft, published }, content, texts, store.locales);
  await writeTranslations(published, content, texts, store.locales);
}

async function textsToPublish(
  { draft, published }: Stages,
  content: ContentType,
  localesById: LocalesById,
): Promise<ReadonlyMap<string, Translations>> {
  const ids = [...localesById.keys()];
  const [drafts, before] = [
    await readTranslations(draft, content, ids),
    await readTranslations(published, content, ids),
  ];
  return new Map(ids.map((id) => [id, merge(drafts.get(id), before.get(id), localesById.get(id) ?? [])]));
}

export async function publishParts(
  store: ContentStore,
  { draft, published }: Transaction,
  content: ContentType,
  localesById: LocalesById,
): Promise<void> {
  const { parts, changed } = await partsToPublish(store, { draft, published }, content, localesById);
  const written = parts.filter(({ owner }) => changed.has(owner));
  if (changed.size > 0) await writeParts(published, content, [...changed], written);
}

async function partsToPublish(
  store: ContentStore,
  { draft, published }: Stages,
  content: ContentType,
  localesById: LocalesById,
): Promise<{ readonly parts: readonly PartOf[]; readonly changed: ReadonlySet<string> }> {
  const ids = [...localesById.keys()];
  const { codes } = store.locales;
  // A locale that is not configured is for readers of all languages.
  const isChosen = (locale: string, owner: string) =>
    !codes.includes(locale) || (localesById.get(owner) ?? []).includes(locale);
  const parts: PartOf[] = [];
  /** Unchanged parts are not written, so that nothing is notified of them. */
  const changed = new Set<string>();
  for (const { shape, key } of content.parts) {
    const where = { [key]: In([...ids]) };
    const rows = (await draft.find(shape.entity, { where })) as Columns[];
    const before = await rowsById(published, shape, where);
    const left = new Map(before);
    for (const row of rowsInLocales(store, { shape, key }, rows, isChosen, [...before.values()])) {
      const owner = String(row[key]);
      const columns = mergeRow(store, shape, row, before.get(row.id), localesById.get(owner) ?? []);
      parts.push({ shape, owner, columns });
      if (!isDeepStrictEqual(columns, { ...before.get(row.id) })) changed.add(owner);
      left.delete(row.id);
    }
    for (const row of left.values()) changed.add(String(row[key]));
  }
  return { parts, changed };
}

/** The rows that publishing objects would leave, by table; for previews. */
export async function rowsToPublish(
  store: ContentStore,
  stages: Stages,
  content: ContentType,
  localesById: LocalesById,
): Promise<ReadonlyMap<string, readonly Columns[]>> {
  const texts = await textsToPublish(stages, content, localesById);
  const { parts } = await partsToPublish(store, stages, content, localesById);
  const byShape = groupBy(parts, ({ shape }) => shape.table);
  return new Map([
    [content.table, await rootsToPublish(store, stages, content, localesById)],
    [content.textTable, [...texts].flatMap(([id, own]) => textRowsFor(content, id, own, store.locales))],
    ...[...byShape].map(([table, rows]) => [table, rows.map(({ columns }) => columns)] as const),
  ]);
}

/**
 * Filters rows that are in one language each, such as the names of a person: drafts in the chosen locales, and
 * published rows in the others. Rows without a locale are all returned.
 */
export function rowsInLocales(
  { locales }: ContentStore,
  { shape, key }: { readonly shape: Shape & Partial<PartType>; readonly key: string },
  rows: readonly Columns[],
  isChosen: (locale: string, owner: string) => boolean,
  before: readonly Columns[] = [],
): readonly Columns[] {
  if (!columnTypesOf(shape.entity).has('locale')) return rows;
  const isIn = (row: Columns) =>
    isChosen(languageOf({ locale: String(row.locale) }, locales), String(row[key]));
  const chosen = [...rows.filter(isIn), ...before.filter((row) => !isIn(row))];
  const { standIn } = shape.declaration ?? {};
  if (standIn) {
    const contentOf = (row: Columns) => JSON.stringify([key, ...standIn].map((property) => row[property]));
    const seen = new Set(chosen.map(contentOf));
    chosen.push(...rows.filter((row) => !seen.has(contentOf(row))));
  }
  return inPlace(chosen, key);
}

/** Renumbers the positions of rows from 0 for each owner. */
function inPlace(rows: readonly Columns[], owner: string): Columns[] {
  const sorted = [...rows].sort((a, b) => Number(a.position) - Number(b.position));
  return [...groupBy(sorted, (row) => row[owner]).values()].flatMap((own) =>
    own.map((row, position) => ({ ...row, position })),
  );
}

/** A row of the draft, with localized texts only in the published locales. */
export function mergeRow(
  store: ContentStore,
  shape: Shape,
  row: Columns,
  before: Columns | undefined,
  locales: readonly string[],
): Record<string, unknown> {
  const mergeText = (now: unknown, then: unknown) => {
    const own = Object.entries(merge(byLocale(now), byLocale(then), locales));
    return fillPart(
      Object.fromEntries(own.map(([locale, { text }]) => [locale, String(text)])),
      store.locales,
    );
  };
  const merged: Record<string, unknown> = { ...row };
  for (const property of shape.localized.part)
    merged[property] = mergeText(row[property], before?.[property]);
  for (const property of shape.localized.list) {
    const then = (before?.[property] ?? []) as unknown[];
    merged[property] = (row[property] as unknown[]).map(
      (entry, index) => mergeText(entry, then[index]) ?? {},
    );
  }
  return merged;
}

export async function rowsById(
  manager: EntityManager,
  shape: Shape,
  where: FindOptionsWhere<ObjectLiteral>,
): Promise<Map<unknown, Columns>> {
  const rows = (await manager.find(shape.entity, { where })) as Columns[];
  return new Map(rows.map((row) => [row.id, row]));
}

function merge(
  draft: Translations = {},
  before: Translations = {},
  locales: readonly string[],
): Translations {
  const chosen = new Set(locales);
  return Object.fromEntries([
    ...Object.entries(before).filter(([locale]) => !chosen.has(locale)),
    ...Object.entries(draft).filter(([locale]) => chosen.has(locale)),
  ]);
}

function byLocale(text: unknown): Translations {
  const own = ownPartText(text as LocalizedText | null);
  return Object.fromEntries(Object.entries(own).map(([locale, text]) => [locale, { text }]));
}
