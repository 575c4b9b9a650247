import type { EntityManager } from 'typeorm';
import { Setting } from '../../foundation/setting.entity.js';
import { SORT_KEY_VERSION } from '../language/sort-key.js';
import { SearchEntry } from '../search/search-entry.entity.js';
import { indexForSearch, searchFingerprint } from '../search/search-index.js';
import type { ContentStore } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';
import { batchAfter, batches, STAGES, type TextTable, textTables } from './text-check.js';

const CHAINS = 'locales';
/**
 * The rules by which text was filled in, rendered and given keys to sort by, besides the chains: what counts as blank,
 * and what Markdown can do, differ between versions of the program, and the order of characters between those of Node.
 */
const RULES = { key: 'text-rules', value: `4, CLDR ${SORT_KEY_VERSION}` };
const RENEWAL = 'text-renewal';
const SEARCH_FINGERPRINT = 'search-index';
const LOCKED = { lock: { mode: 'pessimistic_write' } } as const;

/** How far a renewal is: everything before a row of a table is done. It begins anew for another goal. */
interface Position {
  readonly goal: string;
  readonly table: number;
  readonly after: string | null;
  readonly done: number;
}

/** Called with each batch that is done. */
export type Progress = (done: number, total: number) => void;

/**
 * Fills in and renders all text again if the fallback chains or rules have changed, and updates the search index. When
 * interrupted, the next start goes on where it was.
 */
export async function renewText(store: ContentStore, progress: Progress): Promise<void> {
  const { manager } = store.draft;
  const chains = { key: CHAINS, value: store.locales.fingerprint };
  const goal = [chains, RULES];
  if ((await manager.findBy(Setting, goal)).length < goal.length) {
    const tables = textTables(store);
    const total = await rowsIn(store, tables);
    let done: number | undefined = 0;
    while (done !== undefined) {
      done = await store.transaction((transaction) => renewBatch(transaction, tables, goal));
      if (done !== undefined) progress(done, total);
    }
  }
  await indexAnewByOtherRules(store);
}

async function rowsIn(store: ContentStore, tables: readonly TextTable[]): Promise<number> {
  let total = 0;
  for (const { stage, shape } of tables) total += await store[stage].manager.count(shape.entity);
  return total;
}

/**
 * Renews the next rows. Several processes that start at once take turns.
 * @returns how many rows are done, or nothing when all are
 */
async function renewBatch(
  transaction: Transaction,
  tables: readonly TextTable[],
  goal: readonly Setting[],
): Promise<number | undefined> {
  const { system } = transaction;
  let { table, after, done, ...position } = await lockPosition(system, JSON.stringify(goal));
  for (; table < tables.length; table += 1, after = null) {
    const { stage, shape, stale } = tables[table] as TextTable;
    // Editors may be at work in another process.
    const rows = await batchAfter(after ?? undefined, transaction[stage], shape, LOCKED);
    if (rows.length === 0) continue;
    await stale(transaction[stage], rows, true);
    done += rows.length;
    const value = JSON.stringify({ ...position, table, after: rows.at(-1)?.id, done });
    await system.update(Setting, { key: RENEWAL }, { value });
    return done;
  }
  await system.upsert(Setting, [...goal], ['key']);
  await system.delete(Setting, { key: RENEWAL });
  return undefined;
}

async function lockPosition(system: EntityManager, goal: string): Promise<Position> {
  const beginning: Position = { goal, table: 0, after: null, done: 0 };
  const row = await lockSetting(system, RENEWAL, JSON.stringify(beginning));
  const position = JSON.parse(row) as Position;
  return position.goal === goal ? position : beginning;
}

/** Of several processes that start at once, the others wait for this row. @returns its value */
async function lockSetting(system: EntityManager, key: string, value: string): Promise<string> {
  await system.createQueryBuilder().insert().into(Setting).values({ key, value }).orIgnore().execute();
  return (await system.findOneOrFail(Setting, { where: { key }, ...LOCKED })).value;
}

/**
 * For a replica, in which nothing can be filled in. If it does not record its chains, they are taken to be right.
 * @throws Error with a sentence for the operator if the configured chains differ
 */
export async function assertTextOfTheseChains(store: ContentStore): Promise<void> {
  const known = await store.draft.manager.findOneBy(Setting, { key: CHAINS });
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
    if ((await lockSetting(system, key, '')) === fingerprint) return;
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
