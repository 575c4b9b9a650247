import { GraphQLError, type OperationDefinitionNode } from 'graphql';
import { BoundedMap } from '../foundation/bounded-map.js';
import { refuseLargeInput } from './input-size.js';
import { type Limits, limits } from './limits.js';
import { type AskedOperation, type Measure, Measuring } from './query-cost.js';
import { refuse } from './too-complex.js';

/**
 * Refuses an operation that asks for too much, before anything of it runs.
 * @throws GraphQLError QUERY_TOO_COMPLEX with the measure and the limit
 */
export function checkLimits(asked: AskedOperation, allowed: Limits = limits): Measure {
  const { schema, document, operation, variables } = asked;
  if (!schema.getRootType(operation.operation)) {
    throw new GraphQLError(`This API has no ${operation.operation} operations.`, {
      extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
    });
  }
  // Documents that were kept for whoever has a key.
  const { tokenCount = 0 } = document;
  if (tokenCount > allowed.tokens) refuse('tokens', tokenCount, allowed.tokens);
  refuseLargeInput(document, variables, allowed);
  const measure = measureOf(asked, allowed);
  for (const name of ['depth', 'aliases', 'rootFields', 'directives'] as const) {
    if (measure[name] > allowed[name]) refuse(name, measure[name], allowed[name]);
  }
  if (measure.cost > allowed.cost) refuse('cost', measure.cost, allowed.cost, measure.dearest);
  return measure;
}

/** More sizes of pages than any client asks one operation for. */
const MAX_SIZES = 100;

interface KnownMeasures {
  /** The variables that say how much is asked for. */
  readonly sizes: readonly string[];
  readonly bySizes: Map<string, Measure>;
}

const known = new WeakMap<OperationDefinitionNode, KnownMeasures>();

/** An operation that comes again is not measured again, unless with variables by which it asks for more or less. */
function measureOf(asked: AskedOperation, allowed: Limits): Measure {
  const { operation, variables } = asked;
  const before = known.get(operation);
  const key = (sizes: readonly string[]) => `${allowed.cost} ${keyOf(sizes, variables)}`;
  const found = before?.bySizes.get(key(before.sizes));
  if (found) return found;
  const measuring = new Measuring(asked, allowed);
  const measure = measuring.measure();
  if (!measuring.doVariablesFit) return measure;
  const measures = before ?? { sizes: [...measuring.sizes], bySizes: new BoundedMap(MAX_SIZES) };
  measures.bySizes.set(key(measures.sizes), measure);
  known.set(operation, measures);
  return measure;
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
