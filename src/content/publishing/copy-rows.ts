import { isDeepStrictEqual } from 'node:util';
import { groupBy } from '../../foundation/collections.js';
import type { Locales } from '../language/locale.js';
import type { ContentType } from '../model/content-type.js';
import type { Shape } from '../model/shape.js';
import { SearchEntry } from '../search/search-entry.entity.js';
import {
  copiedRoots,
  copiedRows,
  firstPublications,
  goneRows,
  type StagedTable,
  slugsGivenUp,
  slugsTaken,
} from '../sql/copied-rows.js';
import type { RowStatement } from '../sql/row-statement.js';
import { StoredTable } from '../sql/stored-table.js';
import { FormerSlug } from '../storage/former-slug.entity.js';
import type { StoredObject } from '../storage/stored-objects.js';
import type { Transaction } from '../storage/transaction.js';

type Stages = Pick<Transaction, 'draft' | 'published'>;

/** An object in both stages. */
export interface Staged {
  readonly draft: StoredObject;
  readonly published: StoredObject | undefined;
}

/** Whether its public rows will be those of the draft: no stage has text in a language that is not configured. */
export function isCopied({ draft, published }: Staged, { codes }: Locales): boolean {
  return [...draft.texts, ...(published?.texts ?? [])].every(({ locale }) => codes.includes(locale));
}

/**
 * Adds to a statement what publishes objects in all languages, without their rows leaving the database. Rows that are
 * the same in both stages are not written, so that nothing is notified of them.
 */
export function copyRows(
  statement: RowStatement,
  stages: Stages,
  objects: readonly Staged[],
  updatedAt: Date,
): void {
  const now = statement.bind(updatedAt);
  for (const [content, own] of groupBy(objects, ({ draft }) => draft.content))
    new Copy(statement, stages, content, own).add(`${now}::timestamptz`);
}

class Copy {
  readonly #ids: string;

  constructor(
    readonly statement: RowStatement,
    readonly stages: Stages,
    readonly content: ContentType,
    readonly objects: readonly Staged[],
  ) {
    this.#ids = `any(${statement.bind(objects.map(({ draft }) => draft.root.id))}::uuid[])`;
  }

  add(now: string): void {
    this.#root(now);
    const { text, parts, isPage } = this.content;
    if (text && this.#differs(({ texts }) => texts)) {
      const hasNewSlug =
        isPage && this.#differs(({ texts }) => texts.map(({ locale, slug }) => ({ locale, slug })));
      if (hasNewSlug) this.#slugs(text);
      this.#copy(text, 'contentId', hasNewSlug ? ['slug'] : []);
    }
    for (const { shape, key } of parts)
      if (this.#differs((object) => object.parts.get(shape))) this.#copy(shape.entity, key);
    this.#copy(SearchEntry, 'contentId');
  }

  /** Whether some of it differs between the stages. */
  #differs(part: (object: StoredObject) => unknown): boolean {
    return this.objects.some(
      ({ draft, published }) => !published || !isDeepStrictEqual(part(draft), part(published)),
    );
  }

  #tables(entity: Shape['entity']): StagedTable {
    return {
      from: StoredTable.of(this.stages.draft, entity),
      to: StoredTable.of(this.stages.published, entity),
    };
  }

  #root(now: string): void {
    const tables = this.#tables(this.content.entity);
    this.statement.add(copiedRoots(tables, this.#ids, now));
    this.statement.add(firstPublications(tables, this.#ids, now));
  }

  /** Makes the rows of a table those of the draft. */
  #copy(entity: Shape['entity'], owner: string, unique: readonly string[] = []): void {
    const tables = this.#tables(entity);
    const gone = this.statement.add(goneRows(tables, owner, this.#ids, unique));
    this.statement.add(copiedRows(tables, owner, this.#ids, gone));
  }

  #slugs(text: Shape['entity']): void {
    const tables = this.#tables(text);
    const former = StoredTable.of(this.stages.published, FormerSlug);
    this.statement.add(slugsGivenUp(tables, former, this.content.table, this.#ids));
    this.statement.add(slugsTaken(tables, former, this.content.table, this.#ids));
  }
}
