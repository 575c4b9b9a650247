import type { Stage } from '../contract/stage.js';
import type { CompiledStatement, Sources, TimeDependence } from '../sql/compiled-statement.js';
import type { NeverNull } from './never-null.js';

/** The data of a response, byte for byte as execution would return it, with its sources. */
export interface PlannedData {
  /** JSON, in pieces. */
  readonly json: readonly Buffer[];
  /** The locales of the data. */
  readonly locales: ReadonlySet<string>;
  /** The tables that were read, as `schema.table`. */
  readonly tables: ReadonlySet<string>;
  readonly times: TimeDependence;
  readonly sources: Sources;
}

/** The statement of one root field. */
export interface PlannedRead {
  readonly field: { readonly key: string };
  readonly stage: Stage;
  readonly statement: CompiledStatement;
  readonly values: readonly unknown[];
  readonly locale: string | undefined;
  readonly sources: Sources;
}

/** The statements of an operation for one request, and the JSON between their results. */
export interface PreparedReads {
  readonly reads: readonly PlannedRead[];
  /** One more than `reads`. */
  readonly between: readonly Buffer[];
}

const NULL = Buffer.from('null');

/** @returns undefined if a non-null field is null */
export function assemble(
  { reads, between }: PreparedReads,
  values: readonly (Buffer | undefined)[],
  neverNull: NeverNull,
): PlannedData | undefined {
  const json: Buffer[] = [];
  for (const [index, { field }] of reads.entries()) {
    const value = values[index];
    if (!neverNull.allows(field.key, value)) return undefined;
    json.push(between[index] ?? NULL, value ?? NULL);
  }
  json.push(...between.slice(reads.length));
  return { json, ...sourcesOf(reads) };
}

function sourcesOf(reads: readonly PlannedRead[]): Omit<PlannedData, 'json'> {
  const locales = new Set(reads.flatMap(({ locale }) => locale ?? []));
  const [only] = reads;
  if (only && reads.length === 1) {
    const { tables, times } = only.statement;
    return { locales, tables, times, sources: only.sources };
  }
  const sources = reads.map((read) => read.sources);
  const statements = reads.map(({ statement }) => statement);
  return {
    locales,
    tables: new Set(statements.flatMap(({ tables }) => [...tables])),
    times: {
      instants: new Set(statements.flatMap(({ times }) => [...times.instants])),
      zones: new Set(statements.flatMap(({ times }) => [...times.zones])),
    },
    sources: {
      tables: new Set(sources.flatMap(({ tables }) => [...tables])),
      subjects: sources.flatMap(({ subjects }) => subjects),
      followsReader: sources.some(({ followsReader }) => followsReader),
    },
  };
}
