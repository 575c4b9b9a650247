import { Refusal, refuse } from '../../foundation/errors.js';
import type { ContentStore } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';
import { PublishGroup } from './assessment.js';
import type { Decided, Decision } from './decision.js';
import { differing, missing, type Planned } from './fingerprint-conflicts.js';
import { fingerprintSentences } from './fingerprint-sentences.js';
import type { Naming } from './publish-plan-items.js';

/** To be raised when the format changes: older fingerprints are then refused. */
const FORM = 3;
/** The format, and the length of the list of languages that follows. */
const HEAD_BYTES = 3;
const ID_BYTES = 16;
const VERSION_BYTES = 4;
/** The id, the version and whether it stays; a bit for each published and for each withdrawn language follows. */
const FIXED_BYTES = ID_BYTES + VERSION_BYTES + 1;

/**
 * Encodes which objects would be published, in which versions and languages, and which stay public, to compare a
 * publication with its plan. It contains the list of requested languages, since the configuration may change before a
 * schedule is due.
 */
export function fingerprintOf({ objects, choice }: Decision): string {
  const locales = [...new Set(choice.locales)].sort();
  const tags = Buffer.from(locales.join());
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt8(FORM);
  head.writeUInt16BE(tags.length, 1);
  const entries = [...objects.values()].flatMap((object) => {
    const planned = plannedOf(object, locales);
    if (!planned) return [];
    const entry = Buffer.alloc(entryBytes(locales));
    entry.write(object.id.replaceAll('-', ''), 'hex');
    entry.writeUInt32BE(planned.version, ID_BYTES);
    entry.writeUInt8(planned.stays ? 1 : 0, FIXED_BYTES - 1);
    const places = [
      ...planned.locales.map((locale) => locales.indexOf(locale)),
      ...planned.withdrawn.map((locale) => locales.length + locales.indexOf(locale)),
    ];
    for (const { byte, bit } of places.map(placeOf)) entry.writeUInt8(entry.readUInt8(byte) | bit, byte);
    return [entry];
  });
  return Buffer.concat([head, tags, ...entries.sort(Buffer.compare)]).toString('base64url');
}

/** Decodes a fingerprint, by UUID; undefined for an invalid one. */
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
    const from = (first: number) =>
      locales.filter((_locale, index) => {
        const { byte, bit } = placeOf(first + index);
        return (entry.readUInt8(byte) & bit) !== 0;
      });
    const id = entry.toString('hex', 0, ID_BYTES).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    planned.set(id, {
      version: entry.readUInt32BE(ID_BYTES),
      stays: entry.readUInt8(FIXED_BYTES - 1) === 1,
      locales: from(0),
      withdrawn: from(locales.length),
    });
  }
  return planned;
}

/**
 * Asserts that nothing is published beyond the plan, that everything in the plan is public afterwards, and that nothing
 * withdrawn since comes back.
 * @throws Refusal INVALID_INPUT; CONFLICT for each object that differs, with who changed it
 */
export async function assertAsPlanned(
  transaction: Transaction,
  store: ContentStore,
  { objects, choice }: Decision,
  fingerprint: string,
  names: Naming,
): Promise<void> {
  const path = ['input', 'expectedFingerprint'];
  const planned = plannedIn(fingerprint) ?? refuse('INVALID_INPUT', fingerprintSentences.isNone, path);
  const different = [...objects.values()].filter(
    (object) => !isAsPlanned(object, planned.get(object.id), choice.locales),
  );
  const gone = new Map([...planned].filter(([id]) => !objects.has(id)));
  const problems = [
    ...(await Promise.all(
      different.map((object) =>
        differing(transaction, store, object, planned.get(object.id), { names, path }),
      ),
    )),
    ...(await missing(transaction, store, gone, names, path)),
  ];
  if (problems.length > 0) throw new Refusal(problems);
}

function entryBytes(locales: readonly string[]): number {
  return FIXED_BYTES + Math.ceil((2 * locales.length) / 8);
}

function placeOf(index: number) {
  return { byte: FIXED_BYTES + Math.floor(index / 8), bit: 1 << (index % 8) };
}

function plannedOf(object: Decided, all: readonly string[]): Planned | undefined {
  const { draft, published, outcome } = object;
  const withdrawn = withdrawnIn(object, all);
  if (outcome.kind === 'PUBLISHED')
    return {
      version: draft.version,
      stays: false,
      locales: [...new Set(outcome.locales)].sort(),
      withdrawn,
    };
  if (!published || outcome.kind === 'ASIDE') return undefined;
  const version = outcome.kind === 'UNCHANGED' ? published.version : 0;
  return { version, stays: true, locales: all, withdrawn };
}

/** The requested languages that are withdrawn and not public again. */
function withdrawnIn({ published, assessment }: Decided, all: readonly string[]): readonly string[] {
  const isHidden = assessment.group === PublishGroup.WITHDRAWN && !published;
  return isHidden ? all : assessment.withdrawnLocales;
}

function isAsPlanned(object: Decided, planned: Planned | undefined, all: readonly string[]): boolean {
  const now = plannedOf(object, all);
  if (!planned) return !now || now.stays;
  // Its parent is not published any more, and that is reported instead.
  if (planned.stays && !now && object.published) return true;
  if (!now?.withdrawn.every((locale) => planned.withdrawn.includes(locale))) return false;
  const isPublic = object.published?.version === planned.version;
  if (planned.stays) return now.stays && (planned.version === 0 || isPublic);
  // Published in the meantime as planned.
  if (now.stays) return object.outcome.kind === 'UNCHANGED' && object.draft.version === planned.version;
  return now.version === planned.version && now.locales.join() === planned.locales.join();
}
