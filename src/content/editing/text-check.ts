import { isDeepStrictEqual } from 'node:util';
import { type EntityManager, type FindManyOptions, MoreThan } from 'typeorm';
import type { Stage } from '../contract/stage.js';
import type { Locales } from '../language/locale.js';
import { fillPart, type LocalizedText, ownPartText } from '../language/translation.js';
import type { Columns, ContentType } from '../model/content-type.js';
import type { Shape } from '../model/shape.js';
import { wronglyIndexed } from '../search/search-index.js';
import type { ContentStore } from '../storage/store.js';
import { readStored, type TextRow } from '../storage/stored-objects.js';
import { textRowsFor } from '../storage/text-rows.js';
import { writeRows } from '../writing/object-rows.js';

const BATCH = 500;
export const STAGES = ['draft', 'published'] as const;

/** An object or part whose stored text or index entry is stale. */
export interface StaleText {
  readonly stage: Stage;
  readonly type: string;
  readonly id: string;
}

/** Rows of one table in one stage, whose text is compared with a fresh computation. */
export interface TextTable {
  readonly stage: Stage;
  readonly shape: Shape;
  /** @returns the ids of rows with stale text, which is written anew if `isRepairing` */
  readonly stale: (
    manager: EntityManager,
    rows: readonly Columns[],
    isRepairing: boolean,
  ) => Promise<string[]>;
}

/** Compares all stored text and index entries with freshly computed ones. */
export async function checkText(store: ContentStore): Promise<StaleText[]> {
  const stale: StaleText[] = [];
  for (const { stage, shape, stale: staleIn } of textTables(store)) {
    for await (const rows of batches(store[stage].manager, shape)) {
      const ids = await staleIn(store[stage].manager, rows, false);
      stale.push(...ids.map((id) => ({ stage, type: shape.name, id })));
    }
  }
  const known = new Set(stale.map(({ stage, id }) => `${stage} ${id}`));
  for (const stage of STAGES) {
    const { manager } = store[stage];
    for (const content of store.types) {
      for await (const rows of batches(manager, content)) {
        const ids = rows.map((row) => String(row.id)).filter((id) => !known.has(`${stage} ${id}`));
        const wrong = await wronglyIndexed(manager, content, ids, store.locales);
        stale.push(...wrong.map((id) => ({ stage, type: content.name, id })));
      }
    }
  }
  return stale;
}

/** Every table with text, in the order in which they are visited. */
export function textTables({ types, locales }: ContentStore): TextTable[] {
  return STAGES.flatMap((stage) => [
    ...types.map((content): TextTable => {
      return { stage, shape: content, stale: (...of) => staleTexts(content, locales, ...of) };
    }),
    ...[...shapesWithParts(types)].map((shape): TextTable => {
      return { stage, shape, stale: (...of) => staleParts(shape, locales, ...of) };
    }),
  ]);
}

async function staleTexts(
  content: ContentType,
  locales: Locales,
  manager: EntityManager,
  rows: readonly Columns[],
  isRepairing: boolean,
): Promise<string[]> {
  const ids = rows.map((row) => String(row.id));
  const stored = await readStored(manager, content, ids, { withRenderings: true });
  const stale = [...stored.values()].flatMap((before) => {
    const texts = textRowsFor(content, before.root.id, before.translations, locales);
    return isDeepStrictEqual(byLocale(texts), byLocale(before.texts))
      ? []
      : [{ before, after: { ...before, texts } }];
  });
  if (isRepairing) await writeRows(manager, content, locales, stale);
  return stale.map(({ before }) => before.root.id);
}

function byLocale(rows: readonly TextRow[]): ReadonlyMap<string, object> {
  return new Map(rows.map((row) => [row.locale, { ...row }]));
}

async function staleParts(
  shape: Shape,
  locales: Locales,
  manager: EntityManager,
  rows: readonly Columns[],
  isRepairing: boolean,
): Promise<string[]> {
  const refill = (text: unknown) => fillPart(ownPartText(text as LocalizedText | null), locales);
  const stale: string[] = [];
  for (const row of rows) {
    const parts = shape.localized.part.map((property) => [property, refill(row[property])] as const);
    const lists = shape.localized.list.map(
      (property) => [property, (row[property] as unknown[]).map((text) => refill(text) ?? {})] as const,
    );
    const changed = [...parts, ...lists].filter(
      ([property, text]) => !isDeepStrictEqual(row[property], text),
    );
    if (changed.length === 0) continue;
    stale.push(String(row.id));
    if (isRepairing) await manager.update(shape.entity, { id: row.id }, Object.fromEntries(changed));
  }
  return stale;
}

/** All rows of a shape, in batches. */
export async function* batches(manager: EntityManager, shape: Shape): AsyncGenerator<Columns[]> {
  let rows: Columns[] = [];
  do {
    rows = await batchAfter(rows.at(-1)?.id, manager, shape);
    yield rows;
  } while (rows.length > 0);
}

/** The rows that follow one in the order of ids, or the first ones. */
export async function batchAfter(
  id: unknown,
  manager: EntityManager,
  { entity }: Shape,
  options: Pick<FindManyOptions, 'lock'> = {},
): Promise<Columns[]> {
  const where = { id: MoreThan(id ?? '00000000-0000-0000-0000-000000000000') };
  return (await manager.find(entity, { ...options, where, order: { id: 'ASC' }, take: BATCH })) as Columns[];
}

/** All shapes with localized columns, parts included. */
function shapesWithParts(types: readonly ContentType[]): Set<Shape> {
  const shapes = types.flatMap((content): Shape[] => [content, ...content.parts.map(({ shape }) => shape)]);
  return new Set(shapes.filter(({ localized }) => localized.part.length + localized.list.length > 0));
}
