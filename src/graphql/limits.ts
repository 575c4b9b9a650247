import { MAX_OBJECTS } from '../foundation/object-limit.js';

/** The timeout of a query; statements are cancelled sooner, see foundation/database.ts. */
export const OPERATION_TIMEOUT_MS = 5_000;
/** That of a query with a field that takes long; idle connections are closed later, see app/http.ts. */
export const LONG_OPERATION_TIMEOUT_MS = 30_000;

/** Limits of one operation. */
export interface Limits {
  /** The length of the document, in characters. */
  readonly source: number;
  readonly tokens: number;
  /** Nested brackets: far below the depth at which parsers overflow the stack. */
  readonly nesting: number;
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly directives: number;
  /** The cost: objects in the response, and with them rows that the database reads. */
  readonly cost: number;
  /** The part of the cost that is introspection: it never waits for the database, so it blocks all other requests. */
  readonly introspection: number;
  /** Fields visited while fragments are expanded; a few lines of fragments can stand for billions. */
  readonly fields: number;
  /** Pairs of fields with the same response key: validation compares so many in 10 ms. */
  readonly pairs: number;
  readonly listInput: number;
  /** The lists of a query, such as `ids`. */
  readonly queriedList: number;
  /** The lists of objects in the input of a mutation; it has a limit of its own, and an error that says more. */
  readonly objectsInput: number;
}

/** Without a key. */
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
  queriedList: 200,
  objectsInput: 200,
});

/** With a key. */
export const keyedLimits: Limits = Object.freeze({
  ...limits,
  source: 50_000,
  tokens: 4_000,
  cost: 20_000,
  queriedList: MAX_OBJECTS,
  objectsInput: 10_000,
});

/** Errors in variables that are reported one by one. */
export const MAX_COERCION_ERRORS = 10;
