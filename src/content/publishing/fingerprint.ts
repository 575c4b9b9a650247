import { createHash } from 'node:crypto';
import { type Problem, problem, Refusal, refuse } from '../../foundation/errors.js';
import { globalId } from '../global-id.js';
import { changesSince } from '../history/changes-since.js';
import { Revision, RevisionAction } from '../history/revision.entity.js';
import type { Transaction } from '../store.js';
import type { Decided, Decision } from './decision.js';
import { fingerprintSentences as sentences } from './fingerprint-sentences.js';
import type { Naming } from './publish-plan-items.js';

/** What a plan says of an object that would be published. */
interface Planned {
  readonly version: number;
  /** Tells whether the languages are the same. */
  readonly locales: number;
}

/** Raised when fingerprints are made in another way: those of before are then refused. */
const FORM = 1;
const ID_BYTES = 16;
const ENTRY_BYTES = ID_BYTES + 5;

/** Says which objects would be published, in which versions and languages, for a publication to be compared with. */
export function fingerprintOf({ objects }: Decision): string {
  const entries = [...objects.values()].flatMap((object) => {
    const planned = plannedOf(object);
    if (!planned) return [];
    const entry = Buffer.alloc(ENTRY_BYTES);
    entry.write(object.id.replaceAll('-', ''), 'hex');
    entry.writeUInt32BE(planned.version, ID_BYTES);
    entry.writeUInt8(planned.locales, ID_BYTES + 4);
    return [entry];
  });
  return Buffer.concat([Buffer.of(FORM), ...entries.sort(Buffer.compare)]).toString('base64url');
}

/**
 * Nothing is published that a plan did not show, and everything that it showed is public afterwards.
 * @throws Refusal CONFLICT for each object that differs, with who changed it
 */
export async function assertAsPlanned(
  transaction: Transaction,
  { objects }: Decision,
  fingerprint: string,
  names: Naming,
): Promise<void> {
  const path = ['input', 'expectedFingerprint'];
  const planned = read(fingerprint, path);
  const different = [...objects.values()].filter((object) => !isAsPlanned(object, planned.get(object.id)));
  const gone = [...planned.keys()].filter((id) => !objects.has(id));
  const problems = [
    ...(await Promise.all(
      different.map((object) => differing(transaction, object, planned.get(object.id), names, path)),
    )),
    ...(await Promise.all(gone.map((id) => missing(transaction, id, path)))),
  ];
  if (problems.length > 0) throw new Refusal(problems);
}

function plannedOf({ draft, outcome }: Decided): Planned | undefined {
  if (outcome.kind !== 'PUBLISHED') return undefined;
  const digest = createHash('sha256').update(outcome.locales.toSorted().join());
  return { version: draft.version, locales: digest.digest().readUInt8() };
}

function isAsPlanned(object: Decided, planned: Planned | undefined): boolean {
  const now = plannedOf(object);
  // What was published meanwhile, as it was planned, is as good.
  if (!now)
    return !planned || (object.outcome.kind === 'UNCHANGED' && object.draft.version === planned.version);
  return now.version === planned?.version && now.locales === planned.locales;
}

async function differing(
  { system }: Transaction,
  object: Decided,
  planned: Planned | undefined,
  names: Naming,
  path: readonly string[],
): Promise<Problem> {
  const { id, draft } = object;
  const since =
    planned && planned.version < draft.version
      ? await changesSince(system, id, planned.version, draft.version)
      : undefined;
  const latest = since?.changes.at(-1) ?? (await latestRevision(system, id));
  const name = names.ofDraft(draft);
  const words = { name: name.title ?? name.externalRef ?? name.id, by: latest?.by ?? null };
  const isPublished = object.outcome.kind === 'PUBLISHED';
  const sentence = !planned
    ? sentences.isMore(words)
    : planned.version !== draft.version
      ? sentences.hasChanged(words, draft.version, since?.changes ?? [])
      : isPublished
        ? sentences.isInOtherLanguages(words)
        : sentences.isLess(words);
  return problem('CONFLICT', sentence, path, {
    currentVersion: draft.version,
    changedBy: words.by,
    changedAt: latest?.at ?? draft.publishedAt ?? new Date(0),
    changes: since?.changes ?? [],
    yours: [],
  });
}

/** An object that has nothing to do with it any more: most often it was deleted. */
async function missing({ system }: Transaction, id: string, path: readonly string[]): Promise<Problem> {
  const latest = await latestRevision(system, id);
  if (!latest) return problem('CONFLICT', sentences.isGone, path);
  const { type, by, at, version, action } = latest;
  const words = { name: globalId(type, id), by };
  const sentence = action === RevisionAction.DELETE ? sentences.isDeleted(words) : sentences.isLess(words);
  const about = { currentVersion: version, changedBy: by, changedAt: at, changes: [], yours: [] };
  return problem('CONFLICT', sentence, path, about);
}

function latestRevision(system: Transaction['system'], contentId: string): Promise<Revision | null> {
  return system.findOne(Revision, { where: { contentId }, order: { id: 'DESC' } });
}

/** @throws Refusal INVALID_INPUT */
function read(fingerprint: string, path: readonly string[]): ReadonlyMap<string, Planned> {
  const bytes = Buffer.from(fingerprint, 'base64url');
  const isOne = /^[\w-]+$/.test(fingerprint) && bytes[0] === FORM && (bytes.length - 1) % ENTRY_BYTES === 0;
  if (!isOne) refuse('INVALID_INPUT', sentences.isNone, path);
  const planned = new Map<string, Planned>();
  for (let at = 1; at < bytes.length; at += ENTRY_BYTES) {
    const id = bytes.toString('hex', at, at + ID_BYTES).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    planned.set(id, {
      version: bytes.readUInt32BE(at + ID_BYTES),
      locales: bytes.readUInt8(at + ID_BYTES + 4),
    });
  }
  return planned;
}
