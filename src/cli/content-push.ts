import type { Api, UserError } from './api.js';
import {
  type ContentPushEntry,
  DryRunDocument,
  type DryRunMutation,
  PushDocument,
  type PushMutation,
} from './operations.generated.js';

export interface PushSettings {
  /** Whether the files hold where others have changed the same since they were pulled. */
  readonly isForced: boolean;
  /** Whether the files hold as a whole, whatever others have changed. */
  readonly isOverwriting: boolean;
  /** Whether objects that were deleted are created again. */
  readonly isAgain: boolean;
}

/** What becomes of an object. */
export type PushResult = PushMutation['contentPush']['results'][number];
/** With what would change, and what of others gives way. */
export type DryRunResult = DryRunMutation['contentPush']['results'][number];

/** What one request may carry; the server takes more, but then a failure costs more, too. */
export const batchLimits = { items: 100, bytes: 1_000_000 } as const;
/** What the server takes at most. */
export const serverLimits = { items: 200, bytes: 3_900_000 } as const;

/** Finds out what a push would do. Asked like a question: it changes nothing, so it can be sent again. */
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

function flagsFor({ isAgain, isForced }: PushSettings) {
  return { recreate: isAgain, overruleOthers: isForced };
}

export interface PlaceInEntries {
  readonly index: number;
  /** The place in the document; empty where it is about the object as a whole. */
  readonly path: readonly string[];
}

/** Where an error is: `["input", "entries", "3", "document", "text", …]`. Undefined for one about the request. */
export function placeOf({ path }: UserError): PlaceInEntries | undefined {
  const [input, entries, index, part, ...rest] = path ?? [];
  if (input !== 'input' || entries !== 'entries' || !/^\d+$/.test(index ?? '')) return undefined;
  return { index: Number(index), path: part === 'document' ? rest : [] };
}

/** What stands at a place of a document. */
export function valueAt(document: unknown, path: readonly string[]): unknown {
  let value = document;
  for (const segment of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = (value as Record<string, unknown>)[segment];
  }
  return value;
}
