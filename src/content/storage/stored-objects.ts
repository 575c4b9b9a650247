import type { EntityManager } from 'typeorm';
import { yieldToEventLoop } from '../../foundation/event-loop.js';
import { ownText, type Translations } from '../language/translation.js';
import type { Content, ContentText } from '../model/content.entity.js';
import type { Columns, ContentType } from '../model/content-type.js';
import type { Shape } from '../model/shape.js';
import { type ObjectTables, storedObjects } from '../sql/stored-objects.js';
import { StoredTable } from '../sql/stored-table.js';
import type { Selection } from './listeners.js';

export type TextRow = ContentText & Record<string, unknown>;

/** A stored object with all its parts. */
export interface StoredObject {
  readonly content: ContentType;
  readonly root: Columns & Content;
  /** The rows of its text, fallbacks included. */
  readonly texts: readonly TextRow[];
  readonly translations: Translations;
  /** By position; with an entry for every shape of its parts. */
  readonly parts: ReadonlyMap<Shape, readonly Columns[]>;
}

/** By UUID. */
export type StoredObjects = ReadonlyMap<string, StoredObject>;

interface ReadOptions {
  /** Whether the rows are locked until the end of the transaction, in the order of their ids. */
  readonly isLocked?: boolean;
  /** Whether rich text comes with its renderings, which documents do without. */
  readonly withRenderings?: boolean;
}

/** Objects that are read with one statement. */
const CHUNK = 200;
/** The length from which a text is worth being looked up. */
const LONG_TEXT = 100;

/** Reads objects of one stage, with one statement for hundreds of them. */
export async function readStored(
  manager: EntityManager,
  content: ContentType,
  ids: readonly string[],
  options: ReadOptions = {},
): Promise<StoredObjects> {
  return readAll(manager, new Map([[content, new Set(ids)]]), options);
}

/** Reads objects of several types in one stage. */
export async function readAll(
  manager: EntityManager,
  selection: Selection,
  options: ReadOptions = {},
): Promise<StoredObjects> {
  const found = new Map<string, StoredObject>();
  for (const chunk of partsOf(selection)) {
    const read = new Reading([manager], chunk, options);
    for (const { object } of await read.run()) found.set(object.root.id, object);
    await yieldToEventLoop();
  }
  return found;
}

/**
 * Reads objects in both stages, with one statement for hundreds of them. To be called after whatever prevents changes
 * of `published` meanwhile (see oneAtATime).
 */
export async function readStages(
  stages: { readonly draft: EntityManager; readonly published: EntityManager },
  selection: Selection,
  options: ReadOptions = {},
): Promise<{ readonly drafts: StoredObjects; readonly published: StoredObjects }> {
  const [drafts, published] = [new Map<string, StoredObject>(), new Map<string, StoredObject>()];
  for (const chunk of partsOf(selection)) {
    const read = new Reading([stages.draft, stages.published], chunk, options);
    for (const { object, stage } of await read.run())
      (stage === 0 ? drafts : published).set(object.root.id, object);
    await yieldToEventLoop();
  }
  return { drafts, published };
}

/** Always in the order of types and ids, whatever the request says, so that two that lock the same never deadlock. */
function* partsOf(selection: Selection): Generator<Selection> {
  let chunk: Selection = new Map();
  let count = 0;
  const types = [...selection].sort(([one], [other]) => (one.table < other.table ? -1 : 1));
  for (const [content, ids] of types) {
    for (const id of [...ids].sort()) {
      const own = chunk.get(content) ?? new Set();
      chunk.set(content, own.add(id));
      count += 1;
      if (count < CHUNK) continue;
      yield chunk;
      [chunk, count] = [new Map(), 0];
    }
  }
  if (count > 0) yield chunk;
}

interface Row {
  readonly type: number;
  /** The index of the stage. */
  readonly stage: number;
  readonly object: {
    readonly root: Record<string, unknown>;
    readonly texts: Record<string, unknown>[] | null;
    readonly parts: (Record<string, unknown>[] | null)[];
  };
  readonly isCurrent: boolean;
}

/** One statement that reads objects of some types in some stages, of which the first may be locked. */
class Reading {
  readonly #types: readonly ContentType[];
  /** Most texts are the same in both stages, and in some languages by fallback: they are in memory once. */
  readonly #texts = new Map<string, string>();

  constructor(
    readonly stages: readonly EntityManager[],
    readonly selection: Selection,
    readonly options: ReadOptions,
  ) {
    this.#types = [...selection.keys()];
  }

  async run(): Promise<{ readonly stage: number; readonly object: StoredObject }[]> {
    const [first] = this.stages;
    const values = [...this.selection.values()].map((ids) => [...ids]);
    const isLocked = this.options.isLocked === true;
    const text = storedObjects(
      this.stages.map((manager, stage) =>
        this.#types.map((content) => this.#tables(manager, content, isLocked && stage === 0)),
      ),
    );
    let rows: Row[] = (await first?.query(text, values)) ?? [];
    // The locks are held by now, so this time nothing changes.
    if (rows.some(({ isCurrent }) => !isCurrent)) rows = (await first?.query(text, values)) ?? [];
    return rows.map(({ type, stage, object }) => ({
      stage,
      object: this.#objectOf(this.#types[type] as ContentType, stage, object),
    }));
  }

  #tables(manager: EntityManager, content: ContentType, isLocked: boolean): ObjectTables {
    const renderings = content.localized.rich.flatMap((field) => [`${field}Html`, `${field}Text`]);
    return {
      root: StoredTable.of(manager, content.entity),
      text: content.text && StoredTable.of(manager, content.text),
      unread: new Set(this.options.withRenderings ? [] : renderings),
      parts: content.parts.map(({ shape, key }) => {
        const table = StoredTable.of(manager, shape.entity);
        return { table, owner: table.column(key) };
      }),
      isLocked,
    };
  }

  #shared(row: Record<string, unknown>): Record<string, unknown> {
    for (const [name, value] of Object.entries(row)) {
      if (typeof value !== 'string' || value.length < LONG_TEXT) continue;
      const known = this.#texts.get(value);
      if (known === undefined) this.#texts.set(value, value);
      else row[name] = known;
    }
    return row;
  }

  #objectOf(content: ContentType, stage: number, { root, texts, parts }: Row['object']): StoredObject {
    const manager = this.stages[stage] as EntityManager;
    const table = StoredTable.of(manager, content.entity);
    const text = content.text && StoredTable.of(manager, content.text);
    const textRows = (texts ?? []).map((row) => text?.fromJson(this.#shared(row))) as TextRow[];
    return {
      content,
      root: table.fromJson(root) as Columns & Content,
      texts: textRows,
      translations: translationsOf(content, textRows),
      parts: new Map(
        content.parts.map(({ shape }, index) => {
          const own = StoredTable.of(manager, shape.entity);
          return [shape, (parts[index] ?? []).map((row) => own.fromJson(row))];
        }),
      ),
    };
  }
}

/** The own text of each locale, without what fell back. */
export function translationsOf(content: ContentType, rows: readonly TextRow[]): Translations {
  return Object.fromEntries(
    rows.map((row) => {
      const values = content.textFields.map((field) => [field, row[field] as string | null] as const);
      return [row.locale, ownText(Object.fromEntries(values), row.fallback)];
    }),
  );
}
