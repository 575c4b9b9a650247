import { isDeepStrictEqual } from 'node:util';
import { type EntityManager, MoreThan } from 'typeorm';
import { Setting } from '../../foundation/setting.entity.js';
import type { Stage } from '../contract/stage.js';
import type { Locales } from '../language/locale.js';
import { fillPart, type LocalizedText, ownPartText } from '../language/translation.js';
import type { Columns, ContentType } from '../model/content-type.js';
import type { Shape } from '../model/shape.js';
import { SearchEntry } from '../search/search-entry.entity.js';
import { indexForSearch, searchFingerprint, wronglyIndexed } from '../search/search-index.js';
import type { ContentStore } from '../storage/store.js';
import { readStored, type TextRow } from '../storage/stored-objects.js';
import { textRowsFor } from '../storage/text-rows.js';
import { writeRows } from '../writing/object-rows.js';

const BATCH = 500;
const STAGES = ['draft', 'published'] as const;
const FINGERPRINT = 'locales';
/**
 * The rules by which text was filled in, besides the chains: what counts as blank differs between versions of the
 * program.
 */
const RULES = { key: 'text-rules', value: '2' };
const SEARCH_FINGERPRINT = 'search-index';

/** An object or part whose stored text or index entry is stale. */
export interface StaleText {
  readonly stage: Stage;
  readonly type: string;
  readonly id: string;
}

/** Compares all stored text and index entries with freshly computed ones. */
export async function checkText(store: ContentStore): Promise<StaleText[]> {
  const stale = await visitText(store, false);
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

/**
 * Fills in all text again if the fallback chains or rules have changed, and updates the search index. @returns how many
 * texts were filled in
 */
export async function refillTextOfOtherChains(store: ContentStore): Promise<number> {
  const { manager } = store.draft;
  const chains = { key: FINGERPRINT, value: store.locales.fingerprint };
  const known = await manager.findBy(Setting, [chains, RULES]);
  let refilled = 0;
  if (known.length < 2) {
    refilled = (await visitText(store, true)).length;
    await manager.upsert(Setting, [chains, RULES], ['key']);
  }
  await indexAnewByOtherRules(store);
  return refilled;
}

/**
 * For a replica, in which nothing can be filled in. If it does not record its chains, they are taken to be right.
 * @throws Error with a sentence for the operator if the configured chains differ
 */
export async function assertTextOfTheseChains(store: ContentStore): Promise<void> {
  const known = await store.draft.manager.findOneBy(Setting, { key: FINGERPRINT });
  if (known && known.value !== store.locales.fingerprint)
    throw new Error('LOCALES and PLAIN_CHINESE must be the same as on the primary server.');
}

/** Indexes everything anew if rules, declarations or locales have changed, or there is no index yet. */
async function indexAnewByOtherRules(store: ContentStore): Promise<void> {
  const fingerprint = searchFingerprint(store.types, store.locales);
  const key = SEARCH_FINGERPRINT;
  if ((await store.draft.manager.findOne(Setting, { where: { key } }))?.value === fingerprint) return;
  await store.transaction(async (transaction) => {
    const { system } = transaction;
    // Of several processes that start at once, one does it while the others wait for this row.
    await system.createQueryBuilder().insert().into(Setting).values({ key, value: '' }).orIgnore().execute();
    const lock = { mode: 'pessimistic_write' } as const;
    if ((await system.findOne(Setting, { where: { key }, lock }))?.value === fingerprint) return;
    for (const manager of STAGES.map((stage) => transaction[stage])) {
      await manager.deleteAll(SearchEntry);
      for (const content of store.types) {
        for await (const rows of batches(manager, content)) {
          const ids = rows.map((row) => String(row.id));
          await indexForSearch(manager, content, ids, store.locales);
        }
      }
    }
    await system.update(Setting, { key }, { value: fingerprint });
  });
}

async function visitText(store: ContentStore, isRepairing: boolean): Promise<StaleText[]> {
  const stale: StaleText[] = [];
  for (const stage of STAGES) {
    await store.transaction(async (transaction) => {
      const manager = transaction[stage];
      for (const content of store.types) {
        for await (const rows of batches(manager, content)) {
          const ids = await staleTexts(manager, content, rows, store.locales, isRepairing);
          stale.push(...ids.map((id) => ({ stage, type: content.name, id })));
        }
      }
      for (const shape of shapesWithParts(store.types)) {
        for await (const rows of batches(manager, shape)) {
          const ids = await staleParts(manager, shape, rows, store.locales, isRepairing);
          stale.push(...ids.map((id) => ({ stage, type: shape.name, id })));
        }
      }
    });
  }
  return stale;
}

async function staleTexts(
  manager: EntityManager,
  content: ContentType,
  rows: readonly Columns[],
  locales: Locales,
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
  manager: EntityManager,
  shape: Shape,
  rows: readonly Columns[],
  locales: Locales,
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
async function* batches(manager: EntityManager, shape: Shape): AsyncGenerator<Columns[]> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = (await manager.find(shape.entity, {
      where: { id: MoreThan(after) },
      order: { id: 'ASC' },
      take: BATCH,
    })) as Columns[];
    if (rows.length === 0) return;
    yield rows;
    after = String(rows.at(-1)?.id);
  }
}

/** All shapes with localized columns, parts included. */
function shapesWithParts(types: readonly ContentType[]): Set<Shape> {
  const shapes = types.flatMap((content): Shape[] => [content, ...content.parts.map(({ shape }) => shape)]);
  return new Set(shapes.filter(({ localized }) => localized.part.length + localized.list.length > 0));
}
