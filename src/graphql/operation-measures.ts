import { type DocumentNode, GraphQLError, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { BoundedMap } from '../foundation/bounded-map.js';
import { longestList, refuseLongLists } from './document-size.js';
import { type Limits, limits } from './limits.js';
import { type Measure, OperationMeasurement } from './query-cost.js';
import { refuse, refuseList } from './too-complex.js';

/** More page sizes than any client uses with one operation. */
const MAX_SIZES = 100;

/** Measures an operation, and caches the result by the variables that it depends on. */
export class OperationMeasures {
  readonly #longestList: number;
  readonly #bySizes = new BoundedMap<string, Measure>(MAX_SIZES);
  /** The variables that set page sizes; undefined before the first measurement. */
  #sizes: readonly string[] | undefined;

  constructor(
    readonly schema: GraphQLSchema,
    readonly document: DocumentNode,
    readonly operation: OperationDefinitionNode,
  ) {
    this.#longestList = longestList(document);
  }

  get #length(): number {
    return this.document.loc?.source.body.length ?? 0;
  }

  get #tokens(): number {
    return this.document.tokenCount ?? 0;
  }

  /** Whether the document is within limits: it may have been prepared for a caller with a key, who may send a longer one. */
  isWithin({ source, tokens }: Limits): boolean {
    return this.#length <= source && this.#tokens <= tokens;
  }

  /**
   * Refuses an operation that is too complex, before execution.
   * @throws GraphQLError QUERY_TOO_COMPLEX with the measure and the limit
   */
  check(variables: Readonly<Record<string, unknown>>, allowed: Limits = limits): Measure {
    const { operation } = this.operation;
    if (!this.schema.getRootType(operation)) {
      throw new GraphQLError(`This API has no ${operation} operations.`, {
        extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
      });
    }
    if (this.#length > allowed.source) refuse('characters', this.#length, allowed.source);
    if (this.#tokens > allowed.tokens) refuse('tokens', this.#tokens, allowed.tokens);
    const objects = operation === 'mutation' ? allowed.objectsInput : allowed.queriedList;
    if (this.#longestList > objects) refuseList('a list', this.#longestList, objects);
    refuseLongLists(variables, { within: allowed.listInput, objects });
    const measure = this.#measure(variables, allowed);
    for (const name of ['depth', 'aliases', 'rootFields', 'directives'] as const) {
      if (measure[name] > allowed[name]) refuse(name, measure[name], allowed[name]);
    }
    if (measure.cost > allowed.cost) refuse('cost', measure.cost, allowed.cost, measure.dearest);
    return measure;
  }

  #measure(variables: Readonly<Record<string, unknown>>, allowed: Limits): Measure {
    const keyFor = (sizes: readonly string[]) => `${allowed.cost} ${keyOf(sizes, variables)}`;
    const known = this.#sizes && this.#bySizes.get(keyFor(this.#sizes));
    if (known) return known;
    const { schema, document, operation } = this;
    const measurement = new OperationMeasurement({ schema, document, operation, variables }, allowed);
    const measure = measurement.measure();
    if (!measurement.doVariablesFit) return measure;
    this.#sizes ??= [...measurement.sizes];
    this.#bySizes.set(keyFor(this.#sizes), measure);
    return measure;
  }
}

function keyOf(sizes: readonly string[], variables: Readonly<Record<string, unknown>>): string {
  return sizes
    .map((name) => {
      const value = variables[name];
      if (Array.isArray(value)) return `[${value.length}]`;
      return typeof value === 'number' ? String(value) : typeof value;
    })
    .join(',');
}
