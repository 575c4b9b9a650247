import { constants, PerformanceObserver } from 'node:perf_hooks';
import { Distribution } from './distribution.js';

const KINDS: ReadonlyMap<unknown, string> = new Map([
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
  [constants.NODE_PERFORMANCE_GC_MINOR, 'minor'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weakcb'],
]);

/** Upper bounds, in milliseconds. */
const BOUNDS = [1, 10, 100, 1_000, 2_000, 5_000];

const byKind = new Map([...KINDS.values()].map((kind) => [kind, new Distribution(BOUNDS)]));

/** The durations of all garbage collections of this process since this module was loaded, by kind. */
export const garbageCollections: ReadonlyMap<string, Distribution> = byKind;

new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    // Node.js has it in `detail`, which its types lack.
    const { detail } = entry as { readonly detail?: { readonly kind?: number } };
    byKind.get(KINDS.get(detail?.kind) ?? '')?.note(entry.duration);
  }
}).observe({ entryTypes: ['gc'] });
