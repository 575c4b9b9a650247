import DataLoader from 'dataloader';
import { type EntityManager, In } from 'typeorm';
import { type Problem, problem } from '../../foundation/errors.js';
import { uuidPattern } from '../../foundation/ids.js';
import { isStorable } from '../../foundation/text.js';
import { sentences } from '../contract/sentences.js';
import type { Content } from '../model/content.entity.js';
import type { Input } from '../model/document.js';
import { isRecord } from '../model/document.js';
import type { Shape } from '../model/shape.js';
import { renamed } from '../sql/renamed.js';

/** The current references of objects that had one of these external references before. */
export async function namesNow(
  manager: Pick<EntityManager, 'query'>,
  shape: Shape,
  former: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows: { former: string; now: string }[] = await manager.query(renamed(shape), [shape.table, former]);
  return new Map(rows.map((row) => [row.former, row.now]));
}

/** All references in an input of a shape. */
function* referencesIn(shape: Shape, input: Input): Generator<readonly [Shape, string]> {
  for (const [field, value] of Object.entries(input)) {
    const owned = shape.owned.get(field);
    const reference = shape.references.get(field);
    if (reference && typeof value === 'string') yield [reference.target(), value];
    for (const entry of owned && Array.isArray(value) ? (value as unknown[]) : []) {
      if (owned?.target && typeof entry === 'string') yield [owned.target.shape(), entry];
      else if (owned && isRecord(entry)) yield* referencesIn(owned.shape(), entry);
      const within = owned?.inner && isRecord(entry) ? entry[owned.inner.field] : undefined;
      for (const each of Array.isArray(within) ? (within as unknown[]) : []) {
        if (owned?.inner && isRecord(each)) yield* referencesIn(owned.inner.shape(), each);
      }
    }
  }
}

/** Resolves ids and external references, with one query for each type. */
export class References {
  readonly #byRef = new Map<Shape, DataLoader<string, string | undefined>>();
  readonly #byId = new Map<Shape, DataLoader<string, string | undefined>>();
  readonly #renamed = new Map<Shape, DataLoader<string, string | undefined>>();
  #lastQuery: Promise<unknown> = Promise.resolve();

  constructor(readonly manager: EntityManager) {}

  /** Registers a new object before it is written. */
  know(shape: Shape, externalRef: string | null, id: string): void {
    if (externalRef)
      this.#loader(this.#byRef, shape, 'externalRef').clear(externalRef).prime(externalRef, id);
    this.#loader(this.#byId, shape, 'id').clear(id).prime(id, id);
  }

  async find(shape: Shape, externalRef: string): Promise<string | undefined> {
    if (!isStorable(externalRef)) return undefined;
    return this.#loader(this.#byRef, shape, 'externalRef').load(externalRef);
  }

  /** The UUID for a global id or an external reference, or an error. */
  async resolve(shape: Shape, reference: string, path: readonly string[]): Promise<string | Problem> {
    const cut = reference.lastIndexOf('_');
    const uuid = reference.slice(cut + 1);
    if (cut < 0 || !uuidPattern.test(uuid)) {
      const id = await this.find(shape, reference);
      if (id) return id;
      return cut < 0
        ? problem(
            'NOT_FOUND',
            sentences.noSuchObject(shape.name, reference, await this.#nowOf(shape, reference)),
            path,
          )
        : problem('INVALID_ID', sentences.otherType(shape.name, reference), path);
    }
    if (reference.slice(0, cut) !== shape.table)
      return problem('INVALID_ID', sentences.otherType(shape.name, reference), path);
    const id = await this.#loader(this.#byId, shape, 'id').load(uuid);
    return id ?? problem('NOT_FOUND', sentences.noSuchObject(shape.name, reference), path);
  }

  /** Resolves all references in inputs of a shape, with one query for each type. */
  async prefetch(shape: Shape, inputs: readonly Input[]): Promise<void> {
    await Promise.all(
      inputs
        .flatMap((input) => [...referencesIn(shape, input)])
        .map(([target, name]) => this.resolve(target, name, [])),
    );
  }

  /** The current reference of a renamed object. */
  #nowOf(shape: Shape, reference: string): Promise<string | undefined> {
    if (!isStorable(reference)) return Promise.resolve(undefined);
    const known = this.#renamed.get(shape);
    const loader =
      known ??
      new DataLoader<string, string | undefined>(async (former) => {
        const names = this.#lastQuery.then(() => namesNow(this.manager, shape, former));
        this.#lastQuery = names.catch(() => undefined);
        const now = await names;
        return former.map((each) => now.get(each));
      });
    this.#renamed.set(shape, loader);
    return loader.load(reference);
  }

  #loader(
    loaders: Map<Shape, DataLoader<string, string | undefined>>,
    shape: Shape,
    property: 'id' | 'externalRef',
  ): DataLoader<string, string | undefined> {
    const known = loaders.get(shape);
    if (known) return known;
    const loader = new DataLoader<string, string | undefined>(async (keys) => {
      const rows = await this.#rowsOf(shape, property, keys);
      const ids = new Map(rows.map((row) => [row[property], row.id]));
      return keys.map((key) => ids.get(key));
    });
    loaders.set(shape, loader);
    return loader;
  }

  /** Sequentially: a transaction has one connection, which takes one query at a time. */
  #rowsOf(shape: Shape, property: 'id' | 'externalRef', keys: readonly string[]): Promise<Content[]> {
    const rows = this.#lastQuery.then(() =>
      this.manager.find(shape.entity, {
        select: { id: true, externalRef: true },
        where: { [property]: In([...keys]) },
      }),
    ) as Promise<Content[]>;
    this.#lastQuery = rows.catch(() => undefined);
    return rows;
  }
}
