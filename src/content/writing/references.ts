import type { EntityManager } from 'typeorm';
import { type Problem, problem } from '../../foundation/errors.js';
import { uuidPattern } from '../../foundation/ids.js';
import { isStorable } from '../../foundation/text.js';
import { globalId } from '../contract/global-id.js';
import { sentences } from '../contract/sentences.js';
import type { Input } from '../model/document.js';
import { isRecord } from '../model/document.js';
import type { Shape } from '../model/shape.js';
import { objectsNamed } from '../sql/existing-objects.js';
import { renamed } from '../sql/renamed.js';
import { StoredTable } from '../sql/stored-table.js';

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

/** The ids of the objects of one type, by name; undefined for what does not exist. */
interface KnownIds {
  readonly byId: Map<string, string | undefined>;
  readonly byRef: Map<string, string | undefined>;
  /** By former external reference, once one of them was asked for. */
  renamed?: ReadonlyMap<string, string>;
}

/** Resolves ids and external references, with one statement for all of those that are fetched together. */
export class References {
  readonly #known = new Map<Shape, KnownIds>();

  constructor(readonly manager: EntityManager) {}

  /** Registers an object that exists, or will once it is written. */
  know(shape: Shape, externalRef: string | null, id: string): void {
    if (externalRef) this.#of(shape).byRef.set(externalRef, id);
    this.#of(shape).byId.set(id, id);
  }

  /** Registers the references of a stored object: foreign keys guarantee that their targets exist. */
  knowStored(shape: Shape, document: Input): void {
    for (const [target, name] of referencesIn(shape, document)) {
      const id = idIn(target, name);
      if (id !== undefined) this.#of(target).byId.set(id, id);
    }
  }

  async find(shape: Shape, externalRef: string): Promise<string | undefined> {
    if (!isStorable(externalRef)) return undefined;
    await this.fetch([[shape, externalRef]]);
    return this.#of(shape).byRef.get(externalRef);
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
    await this.fetch([[shape, reference]]);
    const id = this.#of(shape).byId.get(uuid);
    return id ?? problem('NOT_FOUND', sentences.noSuchObject(shape.name, reference), path);
  }

  /** Fetches all references in inputs of shapes. */
  async prefetch(inputs: readonly (readonly [Shape, Input])[]): Promise<void> {
    await this.fetch(inputs.flatMap(([shape, input]) => [...referencesIn(shape, input)]));
  }

  /** Fetches names that are not known yet, with one statement. */
  async fetch(names: readonly (readonly [Shape, string])[]): Promise<void> {
    const missing = new Map<Shape, { readonly ids: Set<string>; readonly refs: Set<string> }>();
    for (const [shape, name] of names) {
      const id = idIn(shape, name);
      const { byId, byRef } = this.#of(shape);
      if (id === undefined ? byRef.has(name) || !isStorable(name) : byId.has(id)) continue;
      const own = missing.get(shape) ?? { ids: new Set(), refs: new Set() };
      missing.set(shape, own);
      if (id === undefined) own.refs.add(name);
      else own.ids.add(id);
    }
    if (missing.size > 0) await this.#load(missing);
  }

  async #load(
    missing: ReadonlyMap<Shape, { readonly ids: ReadonlySet<string>; readonly refs: ReadonlySet<string> }>,
  ): Promise<void> {
    const shapes = [...missing.keys()];
    const tables = shapes.map(({ entity }) => StoredTable.of(this.manager, entity));
    const values = [...missing.values()].flatMap(({ ids, refs }) => [[...ids], [...refs]]);
    const rows: { type: number; id: string; ref: string | null }[] = await this.manager.query(
      objectsNamed(tables),
      values,
    );
    for (const [shape, { ids, refs }] of missing) {
      const { byId, byRef } = this.#of(shape);
      for (const id of ids) byId.set(id, undefined);
      for (const ref of refs) byRef.set(ref, undefined);
    }
    for (const { type, id, ref } of rows) {
      const shape = shapes[type] as Shape;
      if (missing.get(shape)?.ids.has(id)) this.#of(shape).byId.set(id, id);
      if (ref !== null && missing.get(shape)?.refs.has(ref)) this.#of(shape).byRef.set(ref, id);
    }
  }

  /** A document with global ids in place of the external references that are known. */
  withIds(shape: Shape, document: Input): Input {
    const values = Object.entries(document).map(([field, value]) => {
      const owned = shape.owned.get(field);
      const reference = shape.references.get(field);
      if (reference) return [field, this.#withId(reference.target(), value)] as const;
      if (!owned || !Array.isArray(value)) return [field, value] as const;
      const { target, inner } = owned;
      const within = (entry: Input) => {
        const own = this.withIds(owned.shape(), entry);
        const list = inner && own[inner.field];
        if (!inner || !Array.isArray(list)) return own;
        const innerShape = inner.shape();
        return {
          ...own,
          [inner.field]: list.map((each) => (isRecord(each) ? this.withIds(innerShape, each) : each)),
        };
      };
      const entries = (value as unknown[]).map((entry) =>
        target ? this.#withId(target.shape(), entry) : isRecord(entry) ? within(entry) : entry,
      );
      return [field, entries] as const;
    });
    return Object.fromEntries(values);
  }

  #withId(shape: Shape, name: unknown): unknown {
    const id = typeof name === 'string' ? this.#of(shape).byRef.get(name) : undefined;
    return id === undefined ? name : globalId(shape.table, id);
  }

  /** The current reference of a renamed object; the first time, of all that were not found. */
  async #nowOf(shape: Shape, reference: string): Promise<string | undefined> {
    if (!isStorable(reference)) return undefined;
    const known = this.#of(shape);
    const lost = [...known.byRef].flatMap(([name, id]) => (id === undefined ? [name] : []));
    known.renamed ??= await namesNow(this.manager, shape, lost);
    return known.renamed.get(reference);
  }

  #of(shape: Shape): KnownIds {
    const known = this.#known.get(shape) ?? { byId: new Map(), byRef: new Map() };
    this.#known.set(shape, known);
    return known;
  }
}

/** The UUID in a global id of the type; undefined for anything else. */
function idIn(shape: Shape, name: string): string | undefined {
  const cut = name.lastIndexOf('_');
  const uuid = name.slice(cut + 1);
  return cut >= 0 && name.slice(0, cut) === shape.table && uuidPattern.test(uuid) ? uuid : undefined;
}
