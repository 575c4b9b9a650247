import type { Columns, RuleViolation, UniqueRule, Writing } from './content-type.js';

/** The message of a rule, and the database constraint that enforces it. */
export interface ConstraintMessage extends RuleViolation {
  /** Absent for a rule without a constraint. */
  readonly constraint?: string;
}

/** A rule over the columns of a row, or over several rows of one object. */
export interface Rule {
  readonly wording: ConstraintMessage;
  /** Absent for a rule that only the database can check. */
  readonly breachOf?: (row: Columns) => RuleViolation | undefined;
  /** For a rule over several rows: the columns that are unique among them. */
  readonly unique?: readonly string[];
}

/** Rules of a declaration, checked before writing, and by the database. */
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

/** A custom rule. */
export function mustHold(holds: (row: Columns) => boolean, wording: ConstraintMessage): Rule {
  return { wording, breachOf: (row) => (holds(row) ? undefined : wording) };
}

/** A span does not end before it starts; it may be open at either end. */
export function inOrder(first: string, last: string, wording: ConstraintMessage): Rule {
  const isInOrder = (row: Columns) =>
    !isGiven(row, first) || !isGiven(row, last) || instantOf(row[last]) >= instantOf(row[first]);
  return mustHold(isInOrder, wording);
}

/** A day or an instant within years of four digits, in every time zone. */
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

/** A field requires another one. */
export function needs(property: string, other: string, wording: ConstraintMessage): Rule {
  return mustHold((row) => !isGiven(row, property) || isGiven(row, other), wording);
}

/** An object does not refer to itself. @param self the column with its own id */
export function isAnother(property: string, self: string, wording: ConstraintMessage): Rule {
  return mustHold((row) => !isGiven(row, property) || row[property] !== row[self], wording);
}

/** Exactly one of several references is given. */
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

/** The values are unique among the rows of one object. */
export function onlyOnce(columns: readonly string[], wording: ConstraintMessage): Rule {
  return { wording, unique: columns };
}

/** A rule that only the database can check. */
export function enforcedByDatabase(wording: ConstraintMessage): Rule {
  return { wording };
}

/** Restricts a rule to rows with a value in a column. */
export function where(property: string, value: unknown, { wording, breachOf }: Rule): Rule {
  return { wording, breachOf: (row) => (row[property] === value ? breachOf?.(row) : undefined) };
}

function isGiven(row: Columns, property: string): boolean {
  return row[property] !== null && row[property] !== undefined;
}

function instantOf(value: unknown): number {
  return value instanceof Date ? value.getTime() : Date.parse(String(value));
}
