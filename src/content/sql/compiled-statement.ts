import type { ArgumentValues, Variables } from './argument-values.js';
import type { ReadRequest } from './read-request.js';

/** Completes the value of a root field, in place, with what the database cannot compute. */
export type Finish = (value: unknown) => void;

export interface CompiledStatement {
  /** Derived from the text, so that PostgreSQL plans a statement once per connection. */
  readonly name: string;
  readonly text: string;
  /** The tables that it reads, as `schema.table`, and groups of columns, as `schema.table.rich`. */
  readonly tables: ReadonlySet<string>;
  readonly times: TimeDependence;
  /** Undefined if the JSON of the database is the value. */
  readonly finish: Finish | undefined;
  /**
   * The parameters of a run, and the locale of the response; undefined if it does not depend on the locale.
   * @param rootArguments the arguments of the root field, if evaluated already
   * @throws Refusal
   */
  bind(
    request: ReadRequest,
    variables: Variables,
    rootArguments?: ArgumentValues,
  ): {
    readonly values: readonly unknown[];
    readonly locale: string | undefined;
    readonly sources: Sources;
  };
}

export type ReadSubject = (argumentsOf: (slot: number) => ArgumentValues) => Subject;

/** Why a response may change as time passes. */
export interface TimeDependence {
  /** Columns that are compared with the current time, as `schema.table.column`. */
  readonly instants: ReadonlySet<string>;
  /** Time zones whose current day matters. */
  readonly zones: ReadonlySet<string>;
}

/** The object that a response is about, as the request identified it. */
export interface Subject {
  readonly table: string;
  readonly id?: string;
  readonly slug?: string;
  /** Whether the response says when the object changed, which includes changes of what it shows. */
  readonly isDated?: boolean;
}

/** What a response was made from, for cache tags. */
export interface Sources {
  /**
   * The tables that it shows, without schema; for parts also the column that leads to their object, such as `credit
   * event_id`; and groups of columns, such as `event_text.rich`. Parts of its subjects are not included.
   */
  readonly tables: ReadonlySet<string>;
  readonly subjects: readonly Subject[];
  /** Whether the locale was negotiated, since no argument sets it. */
  readonly followsReader: boolean;
}
