import { Refusal, refuse } from '../../foundation/errors.js';
import type { ContentStore, Transaction } from '../store.js';
import type { Decided, Decision } from './decision.js';
import { differing, missing } from './fingerprint-conflicts.js';
import { fingerprintSentences } from './fingerprint-sentences.js';
import type { Naming } from './publish-plan-items.js';

/** What a plan says of an object that would be published. */
export interface Planned {
  readonly version: number;
  /** In the order of their tags. */
  readonly locales: readonly string[];
}

/** Raised when fingerprints are made in another way: those of before are then refused. */
const FORM = 2;
/** The form, and the length of the list of languages that follows. */
const HEAD_BYTES = 3;
const ID_BYTES = 16;
const VERSION_BYTES = 4;

/**
 * Says which objects would be published, in which versions and languages, for a publication to be compared with. It lists
 * the languages of the choice itself, and each entry has a bit for each: the configuration may change before a schedule is due.
 */
export function fingerprintOf({ objects, choice }: Decision): string {
  const locales = [...new Set(choice.locales)].sort();
  const tags = Buffer.from(locales.join());
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt8(FORM);
  head.writeUInt16BE(tags.length, 1);
  const entries = [...objects.values()].flatMap((object) => {
    const planned = plannedOf(object);
    if (!planned) return [];
    const entry = Buffer.alloc(entryBytes(locales));
    entry.write(object.id.replaceAll('-', ''), 'hex');
    entry.writeUInt32BE(planned.version, ID_BYTES);
    for (const locale of planned.locales) {
      const { byte, bit } = placeOf(locales.indexOf(locale));
      entry.writeUInt8(entry.readUInt8(byte) | bit, byte);
    }
    return [entry];
  });
  return Buffer.concat([head, tags, ...entries.sort(Buffer.compare)]).toString('base64url');
}

/** What a fingerprint says, by UUID; undefined for what is none. */
export function plannedIn(fingerprint: string): ReadonlyMap<string, Planned> | undefined {
  const bytes = Buffer.from(fingerprint, 'base64url');
  if (!/^[\w-]+$/.test(fingerprint) || bytes.length < HEAD_BYTES || bytes[0] !== FORM) return undefined;
  const start = HEAD_BYTES + bytes.readUInt16BE(1);
  const locales = bytes.toString('utf8', HEAD_BYTES, start).split(',');
  const size = entryBytes(locales);
  if (start > bytes.length || (bytes.length - start) % size !== 0) return undefined;
  const planned = new Map<string, Planned>();
  for (let at = start; at < bytes.length; at += size) {
    const entry = bytes.subarray(at, at + size);
    const isIn = (_locale: string, index: number) => {
      const { byte, bit } = placeOf(index);
      return (entry.readUInt8(byte) & bit) !== 0;
    };
    const id = entry.toString('hex', 0, ID_BYTES).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    planned.set(id, { version: entry.readUInt32BE(ID_BYTES), locales: locales.filter(isIn) });
  }
  return planned;
}

/**
 * Nothing is published that a plan did not show, and everything that it showed is public afterwards.
 * @throws Refusal INVALID_INPUT; CONFLICT for each object that differs, with who changed it
 */
export async function assertAsPlanned(
  transaction: Transaction,
  store: ContentStore,
  { objects }: Decision,
  fingerprint: string,
  names: Naming,
): Promise<void> {
  const path = ['input', 'expectedFingerprint'];
  const planned = plannedIn(fingerprint) ?? refuse('INVALID_INPUT', fingerprintSentences.isNone, path);
  const different = [...objects.values()].filter((object) => !isAsPlanned(object, planned.get(object.id)));
  const gone = [...planned.keys()].filter((id) => !objects.has(id));
  const problems = [
    ...(await Promise.all(
      different.map((object) => differing(transaction, object, planned.get(object.id), names, path)),
    )),
    ...(await missing(transaction, store, gone, names, path)),
  ];
  if (problems.length > 0) throw new Refusal(problems);
}

function entryBytes(locales: readonly string[]): number {
  return ID_BYTES + VERSION_BYTES + Math.ceil(locales.length / 8);
}

function placeOf(index: number) {
  return { byte: ID_BYTES + VERSION_BYTES + Math.floor(index / 8), bit: 1 << (index % 8) };
}

function plannedOf({ draft, outcome }: Decided): Planned | undefined {
  if (outcome.kind !== 'PUBLISHED') return undefined;
  return { version: draft.version, locales: [...new Set(outcome.locales)].sort() };
}

function isAsPlanned(object: Decided, planned: Planned | undefined): boolean {
  const now = plannedOf(object);
  // What was published meanwhile, as it was planned, is as good.
  if (!now)
    return !planned || (object.outcome.kind === 'UNCHANGED' && object.draft.version === planned.version);
  return now.version === planned?.version && now.locales.join() === planned.locales.join();
}
