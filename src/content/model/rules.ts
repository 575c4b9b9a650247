import type { Columns, RuleViolation, UniqueRule, Writing } from './content-type.js';

/** What is said where a rule is broken, and the constraint by which the database keeps the same rule. */
export interface ConstraintMessage extends RuleViolation {
  /** Absent where the database would take it. */
  readonly constraint?: string;
}

/** A rule over the columns of a row, or over several rows of one object. */
export interface Rule {
  readonly wording: ConstraintMessage;
  /** Absent: only the database can tell. */
  readonly breachOf?: (row: Columns) => RuleViolation | undefined;
  /** Set where it is about several rows: the columns that no two of them have in common. */
  readonly unique?: readonly string[];
}

/** Rules as a declaration takes them: told before anything is written, and again where only the database sees it. */
export function rules(...all: readonly Rule[]): Required<Pick<Writing, 'check' | 'constraints' | 'unique'>> {
  return {
    check: (row) => all.flatMap(({ breachOf }) => breachOf?.(row) ?? []),
    constraints: Object.fromEntries(
      all.flatMap(({ wording }) => (wording.constraint ? [[wording.constraint, wording]] : [])),
    ),
    unique: all.flatMap(({ unique, wording }): UniqueRule[] =>
      unique ? [{ columns: unique, breach: wording }] : [],
    ),
  };
}

/** Any other rule. */
export function mustHold(holds: (row: Columns) => boolean, wording: ConstraintMessage): Rule {
  return { wording, breachOf: (row) => (holds(row) ? undefined : wording) };
}

/** A span does not end before it begins; it may be open at either end. */
export function inOrder(first: string, last: string, wording: ConstraintMessage): Rule {
  const isInOrder = (row: Columns) =>
    !isGiven(row, first) || !isGiven(row, last) || instantOf(row[last]) >= instantOf(row[first]);
  return mustHold(isInOrder, wording);
}

/** A day or an instant from which others follow: in every time zone, these are of a year that has four digits. */
export function inFourDigits(property: string, path: readonly string[]): Rule {
  const sentence = { en: 'The year must be from 1000 to 9998.', 'zh-Hant': '年份須為 1000 至 9998。' };
  const isInside = (row: Columns) => {
    const year = new Date(instantOf(row[property])).getUTCFullYear();
    return year >= 1000 && year <= 9998;
  };
  return mustHold((row) => !isGiven(row, property) || isInside(row), { path, sentence });
}

export function isRequired(property: string, wording: ConstraintMessage): Rule {
  return mustHold((row) => isGiven(row, property), wording);
}

/** One thing makes no sense without the other. */
export function needs(property: string, other: string, wording: ConstraintMessage): Rule {
  return mustHold((row) => !isGiven(row, property) || isGiven(row, other), wording);
}

/** An object is not in a relation to itself; `self` is the column with its own id. */
export function isAnother(property: string, self: string, wording: ConstraintMessage): Rule {
  return mustHold((row) => !isGiven(row, property) || row[property] !== row[self], wording);
}

/** Of several references one is given, and no other; the place of a second one is its own. */
export function exactlyOne(keys: readonly string[], wording: ConstraintMessage): Rule {
  return {
    wording,
    breachOf: (row) => {
      const [first, second] = keys.filter((key) => isGiven(row, key));
      if (second) return { ...wording, path: [...wording.path, second.replace(/Id$/, '')] };
      return first ? undefined : wording;
    },
  };
}

/** Among the rows of one object no two have the same values here. */
export function onlyOnce(columns: readonly string[], wording: ConstraintMessage): Rule {
  return { wording, unique: columns };
}

/** A rule that takes more than the rows of one object to see. */
export function keptByDatabase(wording: ConstraintMessage): Rule {
  return { wording };
}

/** A rule for the rows that have a value in a column. */
export function where(property: string, value: unknown, { wording, breachOf }: Rule): Rule {
  return { wording, breachOf: (row) => (row[property] === value ? breachOf?.(row) : undefined) };
}

function isGiven(row: Columns, property: string): boolean {
  return row[property] !== null && row[property] !== undefined;
}

function instantOf(value: unknown): number {
  return value instanceof Date ? value.getTime() : Date.parse(String(value));
}
