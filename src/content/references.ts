import DataLoader from 'dataloader';
import { type EntityManager, In } from 'typeorm';
import { refuse } from '../foundation/errors.js';
import type { Content } from './content.entity.js';
import { parseGlobalId } from './global-id.js';
import type { Shape } from './shape.js';

/** Finds what input refers to, by id or by external reference: one query for each type, however many there are. */
export class References {
  readonly #byRef = new Map<Shape, DataLoader<string, string | undefined>>();

  #lastQuery: Promise<unknown> = Promise.resolve();

  constructor(readonly manager: EntityManager) {}

  /** Makes an object known before it is written. */
  know(shape: Shape, externalRef: string, id: string): void {
    this.#loader(shape).clear(externalRef).prime(externalRef, id);
  }

  find(shape: Shape, externalRef: string): Promise<string | undefined> {
    return this.#loader(shape).load(externalRef);
  }

  /** The UUID of what is referred to. @throws Refusal NOT_FOUND */
  async resolve(shape: Shape, reference: string, path: readonly string[]): Promise<string> {
    if (reference.startsWith(`${shape.table}_`)) return parseGlobalId(reference, path).id;
    const id = await this.find(shape, reference);
    return id ?? refuse('NOT_FOUND', `There is no ${shape.name} "${reference}".`, path);
  }

  #loader(shape: Shape): DataLoader<string, string | undefined> {
    const known = this.#byRef.get(shape);
    if (known) return known;
    const loader = new DataLoader<string, string | undefined>(async (refs) => {
      const rows = await this.#rowsOf(shape, refs);
      const ids = new Map(rows.map((row) => [row.externalRef, row.id]));
      return refs.map((ref) => ids.get(ref));
    });
    this.#byRef.set(shape, loader);
    return loader;
  }

  /** One after the other: a transaction has one connection, and that takes one query at a time. */
  #rowsOf(shape: Shape, refs: readonly string[]): Promise<Content[]> {
    const rows = this.#lastQuery.then(() =>
      this.manager.find(shape.entity, {
        select: { id: true, externalRef: true },
        where: { externalRef: In([...refs]) },
      }),
    ) as Promise<Content[]>;
    this.#lastQuery = rows.catch(() => undefined);
    return rows;
  }
}
