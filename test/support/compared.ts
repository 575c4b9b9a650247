import type { ExecutionResult } from 'graphql';
import { readCursor } from './naive-lists.js';

/** What can be compared of an answer. */
export interface Comparable {
  /** The root fields that have errors. */
  readonly failed: readonly string[];
  readonly data: unknown;
}

/** An answer as JSON, with what cursors hold in place of them. */
export function comparable({ data, errors }: ExecutionResult): Comparable {
  const text = JSON.stringify(data, (_key, value: unknown) => {
    if (typeof value !== 'string' || !/^WyJ[\w-]+$/.test(value)) return value;
    return JSON.stringify(readCursor(value));
  });
  // The program refuses a root field as a whole, the reference only the field that is wrong: of an answer with
  // errors, which root fields have them is all that can be compared.
  const failed = [...new Set((errors ?? []).map(({ path }) => String(path?.[0])))].sort();
  return { failed, data: failed.length > 0 ? null : JSON.parse(text) };
}

export function firstDifference(planned: unknown, expected: unknown, path: string): string | undefined {
  if (isObject(planned) && isObject(expected)) {
    const keys = [...new Set([...Object.keys(planned), ...Object.keys(expected)])];
    for (const key of keys) {
      const difference = firstDifference(planned[key], expected[key], `${path}.${key}`);
      if (difference) return difference;
    }
    return undefined;
  }
  if (planned === expected) return undefined;
  return `${path}: planned ${JSON.stringify(planned)}, expected ${JSON.stringify(expected)}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
