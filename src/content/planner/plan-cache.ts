import {
  type GraphQLInputType,
  type GraphQLResolveInfo,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
  typeFromAST,
} from 'graphql';
import type { CompiledStatement } from './statement.js';

/** More shapes of one operation than any client has; a client that makes them up does not fill the memory. */
const MAX_SHAPES = 200;

/** Compiled statements by operation, root field and shape; an operation that is forgotten takes its plans along. */
export class PlanCache {
  readonly #byOperation = new WeakMap<object, Map<string, CompiledStatement>>();

  get(info: GraphQLResolveInfo, key: string, compile: () => CompiledStatement): CompiledStatement {
    let plans = this.#byOperation.get(info.operation);
    if (!plans) {
      plans = new Map();
      this.#byOperation.set(info.operation, plans);
    }
    const shape = `${info.path.key} ${key} ${shapeOfVariables(info)}`;
    const known = plans.get(shape);
    if (known) return known;
    if (plans.size >= MAX_SHAPES) plans.clear();
    const compiled = compile();
    plans.set(shape, compiled);
    return compiled;
  }
}

/**
 * What of the variables may change a statement's text: numbers, booleans and enum values as they are, of all
 * else only whether it is there.
 */
function shapeOfVariables(info: GraphQLResolveInfo): string {
  const definitions = info.operation.variableDefinitions ?? [];
  return definitions
    .map(({ variable, type }) => {
      const inputType = typeFromAST(info.schema, type) as GraphQLInputType | undefined;
      return inputType ? shapeOf(inputType, info.variableValues[variable.name.value]) : '';
    })
    .join(',');
}

function shapeOf(type: GraphQLInputType, value: unknown): string {
  if (value === undefined) return '-';
  if (value === null) return '0';
  if (isNonNullType(type)) return shapeOf(type.ofType, value);
  if (isEnumType(type)) return String(value);
  if (isListType(type)) return '[]';
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const given = value as Record<string, unknown>;
    return `{${fields.map((field) => shapeOf(field.type, given[field.name])).join(',')}}`;
  }
  return isScalarType(type) && ['Int', 'Boolean'].includes(type.name) ? String(value) : '1';
}
