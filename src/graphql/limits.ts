/** How long a query may take, in milliseconds; statements are stopped before that, see foundation/database.ts. */
export const OPERATION_TIME = 5_000;

/** What one operation may ask for. */
export interface Limits {
  /** Characters of the document. */
  readonly source: number;
  readonly tokens: number;
  /** Brackets within brackets: parsers fail at some depth, and this is far from it. */
  readonly nesting: number;
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly directives: number;
  /** Objects that the answer can have, and with them rows that the database reads. */
  readonly cost: number;
  /** The part of the cost that is introspection: nothing of it waits for a database, so that everybody waits for it. */
  readonly introspection: number;
  /** Fields visited while fragments are expanded; a few lines of fragments can stand for billions. */
  readonly fields: number;
  /** Fields that have one name in one place, two by two: so many comparisons take the validation 10 ms. */
  readonly pairs: number;
  readonly listInput: number;
}

/** For everybody. */
export const limits: Limits = Object.freeze({
  source: 20_000,
  tokens: 2_000,
  nesting: 200,
  depth: 12,
  aliases: 30,
  rootFields: 20,
  directives: 50,
  cost: 5_000,
  introspection: 500,
  fields: 5_000,
  pairs: 10_000,
  listInput: 200,
});

/** For whoever has a key. */
export const keyedLimits: Limits = Object.freeze({
  ...limits,
  source: 50_000,
  tokens: 4_000,
  cost: 20_000,
});

/** Mistakes in variables that are told one by one. */
export const MAX_COERCION_ERRORS = 10;
