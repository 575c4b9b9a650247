import type {
  DocumentNode,
  FieldNode,
  GraphQLField,
  GraphQLObjectType,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import { getVariableValues } from 'graphql';
import { collectFields } from 'graphql/execution/collectFields.js';
import { BoundedMap } from '../../foundation/bounded-map.js';
import { refuse } from '../../foundation/errors.js';
import { FieldArguments, type Variables } from '../sql/argument-values.js';
import type { Operation, ReadRequest } from '../sql/read-request.js';
import { fragmentsByName } from './fragments.js';
import { type Fragments, NeverNull } from './never-null.js';
import type { OperationStatements } from './operation-statements.js';
import { OperationVariables } from './operation-variables.js';
import { keysNeverNull } from './plannable.js';
import { assemble, type PlannedData, type PlannedRead, type PreparedReads } from './planned-data.js';
import { type PlanField, planOf } from './planned-field.js';
import { compile, type ReadContext, readingOf, requestOf } from './reader.js';

/** More shapes of one operation than any client needs, so that made-up variables do not fill the memory. */
const MAX_SHAPES = 200;

/** The root fields of an operation, for one shape of its variables. */
interface PlannedFields {
  readonly fields: readonly PlannedField[];
  readonly between: readonly Buffer[];
}

/** An operation with planned fields only: the response is the JSON of the database, neither parsed nor executed. */
export class PlannedOperation {
  readonly #variables: OperationVariables;
  readonly #neverNull: NeverNull;
  readonly #byShape = new BoundedMap<string, PlannedFields>(MAX_SHAPES);
  readonly #fragments: Fragments;

  constructor(
    readonly schema: GraphQLSchema,
    document: DocumentNode,
    readonly operation: OperationDefinitionNode,
    readonly statements: OperationStatements,
    /** The keys that are non-null somewhere in the response. */
    neverNull: ReadonlySet<string>,
  ) {
    this.#variables = new OperationVariables(schema, operation);
    this.#fragments = Object.fromEntries(fragmentsByName(document));
    this.#neverNull = new NeverNull(schema, this.#fragments, operation, neverNull);
  }

  /** Undefined for an operation that must be executed. */
  static of(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    statements: OperationStatements,
  ): PlannedOperation | undefined {
    const neverNull = keysNeverNull(schema, document, operation);
    return neverNull && new PlannedOperation(schema, document, operation, statements, neverNull);
  }

  /**
   * Executes the operation for a client.
   * @param rawVariables before coercion
   * @returns undefined if GraphQL has to execute it: for invalid variables or a refusal, before anything was read;
   * after a failed statement, whose error is in `context.failures`; or if a non-null field is null
   */
  async execute(rawVariables: Variables, context: ReadContext): Promise<PlannedData | undefined> {
    const reads = this.#prepareOrLeave(rawVariables, context);
    if (!reads) return undefined;
    const failures = new Map<string, unknown>();
    const values = await Promise.all(
      reads.reads.map((read) =>
        fetchRead(read, context).catch((error: unknown) => {
          failures.set(read.field.key, error);
          return undefined;
        }),
      ),
    );
    if (failures.size > 0) {
      context.failures = failures;
      return undefined;
    }
    return assemble(reads, values, this.#neverNull);
  }

  /**
   * Executes the operation for the program itself, such as for a feed.
   * @param maxPage the maximum page size, if larger than over HTTP
   * @throws Refusal, GraphQLError
   */
  async executeOrThrow(
    rawVariables: Variables,
    context: ReadContext,
    maxPage?: number,
  ): Promise<PlannedData> {
    const reads = this.prepare(rawVariables, context, maxPage);
    const values = await Promise.all(reads.reads.map((read) => fetchRead(read, context)));
    const data = assemble(reads, values, this.#neverNull);
    if (!data) throw new Error('A non-null field of a response is null.');
    return data;
  }

  /**
   * Compiles and binds the statements without executing them.
   * @throws Refusal, GraphQLError as execution would
   */
  prepare(rawVariables: Variables, context: ReadContext, maxPage?: number): PreparedReads {
    const { variableDefinitions = [] } = this.operation;
    const { coerced, errors } = getVariableValues(this.schema, variableDefinitions, rawVariables);
    if (!coerced) return refuse('INVALID_INPUT', errors.map(({ message }) => message).join(' '));
    return this.#prepare(coerced, context, maxPage);
  }

  #prepareOrLeave(rawVariables: Variables, context: ReadContext): PreparedReads | undefined {
    const variables = this.#variables.values(rawVariables);
    try {
      return variables && this.#prepare(variables, context);
    } catch {
      // GraphQL execution reports the error with its field.
      return undefined;
    }
  }

  #prepare(variables: Variables, context: ReadContext, maxPage?: number): PreparedReads {
    const shape = `${this.statements.shapeOf(variables)}${maxPage ?? ''}`;
    const request = requestOf(context);
    const { fields, between } = this.#fieldsFor(shape, variables, maxPage);
    return { reads: fields.map((field) => field.prepare(variables, context, request, shape)), between };
  }

  #fieldsFor(shape: string, variables: Variables, maxPage: number | undefined): PlannedFields {
    const known = this.#byShape.get(shape);
    if (known) return known;
    const planned = this.#plan(variables, maxPage);
    this.#byShape.set(shape, planned);
    return planned;
  }

  #plan(variables: Variables, maxPage: number | undefined): PlannedFields {
    const query = this.schema.getQueryType() as GraphQLObjectType;
    const { schema, operation, statements } = this;
    const collected = collectFields(schema, this.#fragments, variables, query, operation.selectionSet);
    const fields: PlannedField[] = [];
    const between: string[] = [];
    let text = '{';
    let isFirst = true;
    for (const [key, nodes] of collected) {
      const definition = query.getFields()[nodes[0]?.name.value ?? ''];
      text += `${isFirst ? '' : ','}"${key}":`;
      isFirst = false;
      if (definition) {
        const within = { schema, fragments: this.#fragments, statements };
        fields.push(new PlannedField(key, nodes, definition, within, maxPage));
        between.push(text);
        text = '';
      } else text += JSON.stringify(query.name);
    }
    between.push(`${text}}`);
    return { fields, between: between.map((each) => Buffer.from(each)) };
  }
}

function fetchRead(
  { stage, statement, values }: PlannedRead,
  { reader, record }: ReadContext,
): Promise<Buffer | undefined> {
  return reader.fetch(stage, statement, values, record);
}

/** A root field, for one shape of the variables. */
class PlannedField {
  readonly #plan: PlanField;
  readonly #arguments: FieldArguments;

  constructor(
    readonly key: string,
    readonly nodes: readonly FieldNode[],
    readonly definition: GraphQLField<unknown, unknown>,
    readonly operation: Omit<Operation, 'variables'> & { readonly statements: OperationStatements },
    readonly maxPage: number | undefined,
  ) {
    const plan = planOf(definition);
    const [node] = nodes;
    if (!plan || !node) throw new Error(`${key} is not planned.`);
    this.#plan = plan;
    this.#arguments = new FieldArguments(definition, node);
  }

  /** @throws Refusal, GraphQLError */
  prepare(variables: Variables, context: ReadContext, request: ReadRequest, shape: string): PlannedRead {
    const { statements, ...operation } = this.operation;
    const rawVariables = this.#arguments.values(variables);
    const root = this.#plan(rawVariables, context.viewer);
    const reading = readingOf(root, context);
    const key = `planned ${this.key} ${root.key ?? ''} ${reading.stage}${reading.preview ? ' preview' : ''}`;
    const statement = statements.get(key, shape, () => {
      const { maxPage } = this;
      const final = { ...reading, isFinal: true, ...(maxPage === undefined ? {} : { maxPage }) };
      return compile({ ...operation, variables }, this, root.plan, final);
    });
    return {
      field: this,
      stage: reading.stage,
      statement,
      ...statement.bind(request, variables, rawVariables),
    };
  }
}
