import { MAX_OBJECTS } from '../foundation/object-limit.js';
import type { Api, UserError } from './api.js';
import {
  type ContentPushEntry,
  DryRunDocument,
  type DryRunMutation,
  PushDocument,
  type PushMutation,
} from './operations.generated.js';

export interface PushSettings {
  /** Whether the files win where others have changed the same fields since the pull. */
  readonly isForced: boolean;
  /** Whether the files win over all changes of others. */
  readonly isOverwriting: boolean;
  /** Whether deleted objects are created again. */
  readonly isAgain: boolean;
}

/** The result for one object. */
export type PushResult = PushMutation['contentPush']['results'][number];
/** Adds what would change, and which changes of others are overwritten. */
export type DryRunResult = DryRunMutation['contentPush']['results'][number];

/** The limits of a request; the server accepts more, but then a retry costs more. */
export const batchLimits = { items: 100, bytes: 1_000_000 } as const;
/** The limits of the server. */
export const serverLimits = { items: MAX_OBJECTS, bytes: 3_900_000 } as const;

/** Dry-runs a push. Sent as a query, not with an idempotency key: it changes nothing. */
export async function dryRun(
  api: Api,
  entries: readonly ContentPushEntry[],
  settings: PushSettings,
): Promise<DryRunMutation['contentPush']> {
  const variables = { input: { entries, dryRun: true, ...flagsFor(settings) } };
  const { contentPush } = await api.query(DryRunDocument, variables);
  return contentPush;
}

/** Writes objects into the draft, all or none. */
export async function pushBatch(
  api: Api,
  entries: readonly ContentPushEntry[],
  settings: PushSettings,
): Promise<PushMutation['contentPush']> {
  const variables = { input: { entries, ...flagsFor(settings) } };
  const { contentPush } = await api.mutate(PushDocument, variables);
  return contentPush;
}

export function flagsFor({ isAgain, isForced, isOverwriting }: PushSettings) {
  // Older servers know no `overwriteOthers`.
  const overwriting = isOverwriting ? { overwriteOthers: true } : {};
  return { recreate: isAgain, overruleOthers: isForced, ...overwriting };
}

export interface PlaceInEntries {
  readonly index: number;
  /** The path in the document; empty for an error of the object as a whole. */
  readonly path: readonly string[];
}

/**
 * Locates an error by its path: `["input", "entries", "3", "document", "text", …]`. Undefined for an error of the
 * request.
 */
export function placeOf({ path }: UserError): PlaceInEntries | undefined {
  const [input, entries, index, part, ...rest] = path ?? [];
  if (input !== 'input' || entries !== 'entries' || !/^\d+$/.test(index ?? '')) return undefined;
  return { index: Number(index), path: part === 'document' ? rest : [] };
}

/** The value at a path of a document. */
export function valueAt(document: unknown, path: readonly string[]): unknown {
  let value = document;
  for (const segment of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = (value as Record<string, unknown>)[segment];
  }
  return value;
}
