import type { OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { bytesOf } from './document-bytes.js';

/** Whoever has plans, and can do without them: they are made again. */
export interface PlanHolder {
  /** Whose plans they are; they keep it from being forgotten. */
  readonly operation: OperationDefinitionNode;
  forgetPlans(): void;
}

/** Of all plans together, with their operations. */
const MAX_BYTES = 32_000_000;
/** What a plan takes for each character of its SQL, with all that belongs to it. */
const CHARACTER_BYTES = 8;

/** Keeps the plans of all operations in bounds; who was not asked for theirs for the longest time forgets them first. */
export class PlanRoom {
  readonly #bytes = new LRUCache<PlanHolder, number>({
    maxSize: MAX_BYTES,
    sizeCalculation: (bytes) => bytes,
    dispose: (_bytes, holder, reason) => {
      if (reason === 'evict') holder.forgetPlans();
    },
  });

  /** To be told of each plan that is made. */
  add(holder: PlanHolder, { text }: { readonly text: string }): void {
    const bytes = (this.#bytes.get(holder) ?? bytesOf(holder.operation)) + text.length * CHARACTER_BYTES;
    if (bytes <= MAX_BYTES) {
      this.#bytes.set(holder, bytes);
      return;
    }
    // More than the cache takes of one.
    this.#bytes.delete(holder);
    holder.forgetPlans();
  }

  /** To be told of each use. */
  note(holder: PlanHolder): void {
    this.#bytes.get(holder);
  }
}
