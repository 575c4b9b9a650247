import type {
  DocumentNode,
  FieldNode,
  GraphQLField,
  GraphQLObjectType,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import { Kind } from 'graphql';
import { collectFields } from 'graphql/execution/collectFields.js';
import { BoundedMap } from '../../foundation/bounded-map.js';
import type { Stage } from '../contract/stage.js';
import { FieldArguments, type Variables } from '../sql/argument-values.js';
import { OperationShape } from '../sql/operation-shape.js';
import type { PlanHolder, PlanRoom } from '../sql/plan-room.js';
import type { CompiledStatement, Operation, ReadRequest, Sources } from '../sql/statement.js';
import { type Fragments, NeverNull } from './never-null.js';
import { OperationVariables } from './operation-variables.js';
import { type PlanField, planOf } from './planned-field.js';
import { compile, type ReadContext, readingOf } from './reader.js';

/** More shapes of one operation than any client has; a client that makes them up does not fill the memory. */
const MAX_SHAPES = 200;

/** What an operation reads for one root field. */
export interface PlannedRead {
  readonly field: Pick<PlannedField, 'key'>;
  readonly stage: Stage;
  readonly statement: CompiledStatement;
  readonly values: readonly unknown[];
  readonly locale: string | undefined;
  readonly sources: Sources;
}

/** An operation as it is asked this time: what it reads, and the JSON between what is read. */
export interface PreparedOperation {
  readonly reads: readonly PlannedRead[];
  /** One more than reads. */
  readonly between: readonly Buffer[];
}

/** How the fields of an operation are read while its variables have one shape. */
interface PlannedFields {
  readonly fields: readonly PlannedField[];
  readonly between: readonly Buffer[];
}

/** An operation in which everything is planned. Its plans are kept as long as it is, and there is room for them. */
export class PlannedOperation implements PlanHolder {
  readonly variables: OperationVariables;
  readonly neverNull: NeverNull;
  readonly #shape: OperationShape;
  readonly #byShape = new BoundedMap<string, PlannedFields>(MAX_SHAPES);
  readonly #fragments: Fragments;

  constructor(
    readonly schema: GraphQLSchema,
    document: DocumentNode,
    readonly operation: OperationDefinitionNode,
    /** Keys that execution would not let be null somewhere in the answer. */
    keysNeverNull: ReadonlySet<string>,
    readonly room: PlanRoom,
  ) {
    this.variables = new OperationVariables(schema, operation);
    this.#shape = new OperationShape(schema, operation);
    const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment]));
    this.neverNull = new NeverNull(schema, this.#fragments, operation, keysNeverNull);
  }

  /**
   * @param maxPage the most objects on a page, where that is more than anybody may ask for
   * @throws Refusal, GraphQLError for what execution would refuse, too; nothing is read before
   */
  prepare(
    variables: Variables,
    context: ReadContext,
    request: ReadRequest,
    maxPage?: number,
  ): PreparedOperation {
    this.room.note(this);
    const { fields, between } = this.#fieldsFor(variables, maxPage);
    const compiled = (statement: CompiledStatement) => this.room.add(this, statement);
    return { reads: fields.map((field) => field.prepare(variables, context, request, compiled)), between };
  }

  forgetPlans(): void {
    this.#byShape.clear();
  }

  #fieldsFor(variables: Variables, maxPage: number | undefined): PlannedFields {
    const shape = `${this.#shape.of(variables)}${maxPage ?? ''}`;
    const known = this.#byShape.get(shape);
    if (known) return known;
    const planned = this.#plan(variables, maxPage);
    this.#byShape.set(shape, planned);
    return planned;
  }

  #plan(variables: Variables, maxPage: number | undefined): PlannedFields {
    const query = this.schema.getQueryType() as GraphQLObjectType;
    const { schema, operation } = this;
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
        fields.push(
          new PlannedField(key, nodes, definition, { schema, fragments: this.#fragments }, maxPage),
        );
        between.push(text);
        text = '';
      } else text += JSON.stringify(query.name);
    }
    between.push(`${text}}`);
    return { fields, between: between.map((each) => Buffer.from(each)) };
  }
}

/** A root field of an operation, while the variables have one shape. */
export class PlannedField {
  readonly #plan: PlanField;
  readonly #arguments: FieldArguments;
  readonly #statements = new BoundedMap<string, CompiledStatement>(MAX_SHAPES);

  constructor(
    readonly key: string,
    readonly nodes: readonly FieldNode[],
    readonly definition: GraphQLField<unknown, unknown>,
    readonly operation: Omit<Operation, 'variables'>,
    readonly maxPage: number | undefined,
  ) {
    const plan = planOf(definition);
    const [node] = nodes;
    if (!plan || !node) throw new Error(`${key} is not planned.`);
    this.#plan = plan;
    this.#arguments = new FieldArguments(definition, node);
  }

  /**
   * @param compiled is told of what had to be compiled
   * @throws Refusal, GraphQLError
   */
  prepare(
    variables: Variables,
    context: ReadContext,
    request: ReadRequest,
    compiled: (statement: CompiledStatement) => void,
  ): PlannedRead {
    const given = this.#arguments.values(variables);
    const root = this.#plan(given, context.viewer);
    const reading = readingOf(root, context);
    const key = `${root.key ?? ''} ${reading.stage}${reading.preview ? ' preview' : ''}`;
    let statement = this.#statements.get(key);
    if (!statement) {
      const { maxPage } = this;
      const final = { ...reading, isFinal: true, ...(maxPage === undefined ? {} : { maxPage }) };
      statement = compile({ ...this.operation, variables }, this, root.plan, final);
      this.#statements.set(key, statement);
      compiled(statement);
    }
    return {
      field: this,
      stage: reading.stage,
      statement,
      ...statement.bind(request, variables, given),
    };
  }
}
