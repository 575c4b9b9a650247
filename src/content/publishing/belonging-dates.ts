import { Temporal } from 'temporal-polyfill';
import type { Sentence } from '../../foundation/errors.js';
import { type Document, isRecord } from '../model/document.js';
import { type Finding, findingCode, Severity } from '../model/finding.js';

const DATE_LEFT_BEHIND = findingCode(
  'DATE_LEFT_BEHIND',
  'A date that was not moved together with the one that it depends on.',
);
const DATES_UNLIKELY = findingCode('DATES_UNLIKELY', 'Dates that hardly fit together.');

const DAY_MS = 86_400_000;

type Path = readonly string[];

interface Pair {
  readonly before: Document | undefined;
  readonly document: Document;
}

/**
 * Warns of a date that stayed the same while the one that it depends on has moved by a day or more since the last
 * publication. Which of the two is wrong, an editor has to decide.
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

/** The number of days between two dates; undefined if one is missing. */
export function daysBetween(document: Document, first: Path, last: Path): number | undefined {
  const [from, to] = [momentAt(document, first), momentAt(document, last)];
  return from === undefined || to === undefined ? undefined : (to - from) / DAY_MS;
}

/** A day or an instant in a document, in milliseconds. */
export function momentAt(document: Document, path: Path): number | undefined {
  const value = path.reduce<unknown>((at, name) => (isRecord(at) ? at[name] : undefined), document);
  if (typeof value !== 'string') return undefined;
  return value.includes('T')
    ? Temporal.Instant.from(value).epochMilliseconds
    : Temporal.PlainDate.from(value).toZonedDateTime('UTC').epochMilliseconds;
}
