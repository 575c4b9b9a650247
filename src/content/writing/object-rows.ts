import { isDeepStrictEqual } from 'node:util';
import type { EntityManager } from 'typeorm';
import { chunksOf } from '../../foundation/collections.js';
import { yieldToEventLoop } from '../../foundation/event-loop.js';
import type { Locales } from '../language/locale.js';
import type { Columns, ContentType } from '../model/content-type.js';
import type { Shape } from '../model/shape.js';
import { changedSearchEntries, sourceOf } from '../search/search-entries.js';
import { SearchEntry } from '../search/search-entry.entity.js';
import { RowStatement } from '../sql/row-statement.js';
import { StoredTable } from '../sql/stored-table.js';
import { FormerSlug } from '../storage/former-slug.entity.js';
import type { StoredObject, TextRow } from '../storage/stored-objects.js';

/** The rows of an object in one stage. */
export type ObjectRows = Pick<StoredObject, 'root' | 'texts' | 'parts'>;

/** What an object becomes in a stage; its rows before come with the renderings of rich text. */
export interface RowChange {
  readonly before: ObjectRows | undefined;
  readonly after: ObjectRows;
  /** Rows of other tables that are inserted along. */
  readonly along?: readonly { readonly entity: Shape['entity']; readonly row: Columns }[];
}

/** Objects that are written with one statement. */
const CHUNK = 50;

/** Writes what differs between the rows of objects, their search index included: one statement for dozens of them. */
export async function writeRows(
  manager: EntityManager,
  content: ContentType,
  locales: Locales,
  changes: readonly RowChange[],
): Promise<void> {
  // Objects that give up a slug come first, and together: others may take it.
  for (const chunk of chunksOf(changes, CHUNK, hasOtherSlugs)) {
    const rows = new ChangedRows(manager, content, locales);
    for (const change of chunk) {
      rows.add(change);
      await yieldToEventLoop();
    }
    await rows.write();
  }
}

/** Whether it gives up or takes a slug. */
function hasOtherSlugs({ before, after }: RowChange): boolean {
  const slugsOf = ({ texts }: ObjectRows) => texts.map(({ locale, slug }) => `${locale} ${slug}`).sort();
  return before !== undefined && !isDeepStrictEqual(slugsOf(before), slugsOf(after));
}

/** Rows of one table to be written and to be deleted. */
class TableChange {
  readonly written: Columns[] = [];
  readonly deleted: Columns[] = [];
  readonly #keys: readonly string[];

  constructor(readonly table: StoredTable) {
    this.#keys = table.keys.map(({ property }) => property);
  }

  /** @param isReplaced whether a row has to be deleted before it is written again */
  add(
    before: readonly Columns[],
    after: readonly Columns[],
    isReplaced: (then: Columns, now: Columns) => boolean = () => false,
  ): void {
    const left = new Map(before.map((row) => [this.#keyOf(row), row]));
    for (const row of after) {
      const then = left.get(this.#keyOf(row));
      left.delete(this.#keyOf(row));
      if (then && isDeepStrictEqual(this.table.toJson(then), this.table.toJson(row))) continue;
      this.written.push(row);
      if (then && isReplaced(then, row)) this.deleted.push(then);
    }
    this.deleted.push(...left.values());
  }

  #keyOf(row: Columns): string {
    return this.#keys.map((property) => row[property]).join(' ');
  }
}

class ChangedRows {
  readonly #tables = new Map<Shape['entity'], TableChange>();
  readonly #further = new Map<Shape['entity'], Columns[]>();
  /** Slugs that were given up, and slugs that were taken, by locale. */
  readonly #former = new Map<string, Columns>();
  readonly #taken = new Map<string, Columns>();

  constructor(
    readonly manager: EntityManager,
    readonly content: ContentType,
    readonly locales: Locales,
  ) {}

  add({ before, after, along = [] }: RowChange): void {
    const { entity, text, parts, isPage } = this.content;
    this.#table(entity).add(before ? [before.root] : [], [after.root]);
    const hasOtherSlug = (then: Columns, now: Columns) => isPage && then.slug !== now.slug;
    if (text) this.#table(text).add(before?.texts ?? [], after.texts, hasOtherSlug);
    for (const { shape } of parts) {
      const [then, now] = [before?.parts.get(shape) ?? [], after.parts.get(shape) ?? []];
      this.#table(shape.entity).add(then, now);
    }
    if (isPage) this.#noteSlugs(before?.texts ?? [], after.texts);
    this.#index(before, after);
    for (const { entity: other, row } of along)
      this.#further.set(other, [...(this.#further.get(other) ?? []), row]);
  }

  async write(): Promise<void> {
    const statement = new RowStatement();
    for (const { table, deleted, written } of this.#tables.values())
      statement.upsert(table, written, statement.delete(table, deleted));
    const slugs = StoredTable.of(this.manager, FormerSlug);
    const former = [...this.#former].filter(([name]) => !this.#taken.has(name));
    statement.upsert(
      slugs,
      former.map(([, row]) => row),
    );
    statement.delete(slugs, [...this.#taken.values()]);
    for (const [entity, rows] of this.#further) statement.insert(StoredTable.of(this.manager, entity), rows);
    await statement.run(this.manager);
  }

  #table(entity: Shape['entity']): TableChange {
    const change = this.#tables.get(entity) ?? new TableChange(StoredTable.of(this.manager, entity));
    this.#tables.set(entity, change);
    return change;
  }

  /** A replaced slug becomes a former one; a slug in use belongs to its present object alone. */
  #noteSlugs(before: readonly TextRow[], after: readonly TextRow[]): void {
    const slugOf = (row: TextRow) => `${row.locale} ${row.slug}`;
    const [then, now] = [new Set(before.map(slugOf)), new Set(after.map(slugOf))];
    const asRow = ({ locale, slug, contentId }: TextRow) => ({
      type: this.content.table,
      locale,
      slug,
      contentId,
    });
    for (const row of before) if (!now.has(slugOf(row))) this.#former.set(slugOf(row), asRow(row));
    for (const row of after) if (!then.has(slugOf(row))) this.#taken.set(slugOf(row), asRow(row));
  }

  #index(before: ObjectRows | undefined, after: ObjectRows): void {
    const index = this.#table(SearchEntry);
    const empty = { columns: { id: after.root.id }, texts: [], parts: [] };
    const { written, deleted } = changedSearchEntries(
      this.content,
      before ? sourceOf(before) : empty,
      sourceOf(after),
      this.locales,
    );
    index.written.push(...written.map((entry) => ({ ...entry })));
    index.deleted.push(...deleted.map((locale) => ({ contentId: after.root.id, locale })));
  }
}
