import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
} from 'graphql';
import { refuse } from '../../foundation/errors.js';
import type { Variables } from '../sql/argument-values.js';
import type { Sources, TimeDependence } from '../sql/statement.js';
import type { NeverNull } from './never-null.js';
import { keysNeverNull } from './plannable.js';
import { PlannedOperation, type PlannedRead, type PreparedOperation } from './planned-operation.js';
import { type ContentReader, type ReadContext, requestOf } from './reader.js';

/** The data of an answer, exactly as execution would have it, and what it was made from. */
export interface PlannedData {
  /** JSON, in pieces. */
  readonly json: readonly Buffer[];
  /** The locales that it is in. */
  readonly locales: ReadonlySet<string>;
  /** What was read, as `schema.table`. */
  readonly tables: ReadonlySet<string>;
  readonly times: TimeDependence;
  readonly sources: Sources;
}

/** Answers operations in which everything is planned with what the database sends: nothing is parsed or executed. */
export class PlannedOperations {
  readonly #known = new WeakMap<OperationDefinitionNode, PlannedOperation | 'not planned'>();

  constructor(
    readonly schema: GraphQLSchema,
    readonly reader: ContentReader,
  ) {}

  /** The plans of a valid operation; undefined where something in it has to be executed. */
  of(document: DocumentNode, operation: OperationDefinitionNode): PlannedOperation | undefined {
    let known = this.#known.get(operation);
    if (!known) {
      const keys = keysNeverNull(this.schema, document, operation);
      known = keys
        ? new PlannedOperation(this.schema, document, operation, keys, this.reader.room)
        : 'not planned';
      this.#known.set(operation, known);
    }
    return known === 'not planned' ? undefined : known;
  }

  /**
   * The answer to somebody's request.
   * @param given its variables as they came
   * @returns undefined where execution has to answer: variables do not fit, or something is refused; then nothing has
   * been read. Or a statement failed, which is kept in `context.failures`. Or something is null that must not be.
   */
  async answer(
    planned: PlannedOperation,
    given: Variables,
    context: ReadContext,
  ): Promise<PlannedData | undefined> {
    const variables = planned.variables.values(given);
    const prepared = variables && prepareOrLeave(planned, variables, context);
    if (!prepared) return undefined;
    const failures = new Map<string, unknown>();
    const values = await Promise.all(
      prepared.reads.map((read) =>
        this.#fetch(read, context).catch((error: unknown) => {
          failures.set(read.field.key, error);
          return undefined;
        }),
      ),
    );
    if (failures.size > 0) {
      context.failures = failures;
      return undefined;
    }
    return assemble(prepared, values, planned.neverNull);
  }

  /**
   * The answer to what the program itself asks, such as the content of a feed.
   * @param document valid, and with everything in it planned
   * @param maxPage the most objects on a page
   * @throws Refusal; and Error for a document that is not as described
   */
  async ask(
    document: DocumentNode,
    given: Variables,
    context: ReadContext,
    maxPage?: number,
  ): Promise<PlannedData> {
    const operation = getOperationAST(document);
    const planned = operation && this.of(document, operation);
    if (!planned)
      throw new Error('What the program asks has to be one operation in which everything is planned.');
    const { variableDefinitions = [] } = operation;
    const { coerced, errors } = getVariableValues(this.schema, variableDefinitions, given);
    if (!coerced) return refuse('INVALID_INPUT', errors.map(({ message }) => message).join(' '));
    const prepared = planned.prepare(coerced, context, requestOf(context), maxPage);
    const values = await Promise.all(prepared.reads.map((read) => this.#fetch(read, context)));
    const data = assemble(prepared, values, planned.neverNull);
    if (!data) throw new Error('Something is null in an answer that must not be.');
    return data;
  }

  #fetch({ stage, statement, values }: PlannedRead, { record }: ReadContext): Promise<Buffer | undefined> {
    return this.reader.fetch(stage, statement, values, record);
  }
}

function prepareOrLeave(
  planned: PlannedOperation,
  variables: Variables,
  context: ReadContext,
): PreparedOperation | undefined {
  try {
    return planned.prepare(variables, context, requestOf(context));
  } catch {
    // Execution comes to the same, and says for which field.
    return undefined;
  }
}

const NULL = Buffer.from('null');

function assemble(
  { reads, between }: PreparedOperation,
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
