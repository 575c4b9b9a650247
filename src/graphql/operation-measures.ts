import { type DocumentNode, GraphQLError, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { BoundedMap } from '../foundation/bounded-map.js';
import { longestList, refuseLongLists } from './document-size.js';
import { type Limits, limits } from './limits.js';
import { type Measure, Measuring } from './query-cost.js';
import { refuse } from './too-complex.js';

/** More sizes of pages than any client asks one operation for. */
const MAX_SIZES = 100;

/** What one operation asks for. It is not measured again unless with variables by which it asks for more or less. */
export class OperationMeasures {
  readonly #longestList: number;
  readonly #bySizes = new BoundedMap<string, Measure>(MAX_SIZES);
  /** The variables that say how much is asked for, once it was measured. */
  #sizes: readonly string[] | undefined;

  constructor(
    readonly schema: GraphQLSchema,
    readonly document: DocumentNode,
    readonly operation: OperationDefinitionNode,
  ) {
    this.#longestList = longestList(document);
  }

  /**
   * Refuses an operation that asks for too much, before anything of it runs.
   * @throws GraphQLError QUERY_TOO_COMPLEX with the measure and the limit
   */
  check(variables: Readonly<Record<string, unknown>>, allowed: Limits = limits): Measure {
    const { operation } = this.operation;
    if (!this.schema.getRootType(operation)) {
      throw new GraphQLError(`This API has no ${operation} operations.`, {
        extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
      });
    }
    // Documents of holders of a key may be longer.
    const { tokenCount = 0 } = this.document;
    if (tokenCount > allowed.tokens) refuse('tokens', tokenCount, allowed.tokens);
    if (this.#longestList > allowed.listInput)
      refuse('entries in a list', this.#longestList, allowed.listInput);
    refuseLongLists(variables, allowed.listInput);
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
    const measuring = new Measuring({ schema, document, operation, variables }, allowed);
    const measure = measuring.measure();
    if (!measuring.doVariablesFit) return measure;
    this.#sizes ??= [...measuring.sizes];
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
