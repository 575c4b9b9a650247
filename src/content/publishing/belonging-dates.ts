import { Temporal } from 'temporal-polyfill';
import type { Sentence } from '../../foundation/errors.js';
import { type Document, isRecord } from '../model/document.js';
import { type Finding, findingCode, Severity } from '../model/finding.js';

const DATE_LEFT_BEHIND = findingCode(
  'DATE_LEFT_BEHIND',
  'A date that belongs to another one, which has moved since it was published while this has not.',
);
const DATES_UNLIKELY = findingCode('DATES_UNLIKELY', 'Dates that hardly belong together.');

const DAY_MS = 86_400_000;

type Path = readonly string[];

interface Pair {
  readonly before: Document | undefined;
  readonly document: Document;
}

/**
 * Finds a date that stayed where it was while the one that it belongs to has moved by a day or more since it was
 * published. Which of the two is wrong is for an editor to say; that something may be is told.
 */
export function leftBehind(
  { before, document }: Pair,
  moved: Path,
  stayed: Path,
  sentence: (days: number) => Sentence,
): Finding[] {
  if (!before) return [];
  const [from, to] = [momentAt(before, moved), momentAt(document, moved)];
  const [then, now] = [momentAt(before, stayed), momentAt(document, stayed)];
  if (from === undefined || to === undefined || then === undefined || then !== now) return [];
  const days = Math.round(Math.abs(to - from) / DAY_MS);
  if (Math.abs(to - from) < DAY_MS) return [];
  return [{ code: DATE_LEFT_BEHIND, severity: Severity.WARNING, path: stayed, sentence: sentence(days) }];
}

export function unlikely(isSo: boolean, path: Path, sentence: Sentence): Finding[] {
  return isSo ? [{ code: DATES_UNLIKELY, severity: Severity.WARNING, path, sentence }] : [];
}

/** From the first to the last of two dates in days; undefined where one is missing. */
export function daysBetween(document: Document, first: Path, last: Path): number | undefined {
  const [from, to] = [momentAt(document, first), momentAt(document, last)];
  return from === undefined || to === undefined ? undefined : (to - from) / DAY_MS;
}

/** The day or the instant at a place of a document, in milliseconds. */
export function momentAt(document: Document, path: Path): number | undefined {
  const value = path.reduce<unknown>((at, name) => (isRecord(at) ? at[name] : undefined), document);
  if (typeof value !== 'string') return undefined;
  return value.includes('T')
    ? Temporal.Instant.from(value).epochMilliseconds
    : Temporal.PlainDate.from(value).toZonedDateTime('UTC').epochMilliseconds;
}
