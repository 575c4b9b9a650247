import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isNonNullType,
  isScalarType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';
import type { Variables } from './argument-values.js';

type ReadShape = (value: unknown) => string;

/**
 * The part of the variables that may change the text of an operation's statements: values of numbers, booleans and
 * enums, and whether any other is present.
 */
export class OperationShape {
  /** Covers the variables that make a difference. */
  readonly #readers: { readonly name: string; readonly read: ReadShape }[];

  constructor(schema: GraphQLSchema, operation: OperationDefinitionNode) {
    this.#readers = (operation.variableDefinitions ?? []).flatMap(({ variable, type }) => {
      const inputType = typeFromAST(schema, type) as GraphQLInputType | undefined;
      const read = inputType && shapeOf(inputType);
      return read ? [{ name: variable.name.value, read }] : [];
    });
  }

  of(variables: Variables): string {
    let shape = '';
    for (const { name, read } of this.#readers) shape += `${read(variables[name])},`;
    return shape;
  }
}

/** Undefined if values of the type make no difference. */
function shapeOf(type: GraphQLInputType): ReadShape | undefined {
  if (isNonNullType(type)) return shapeWhereThere(type.ofType);
  const read = shapeWhereThere(type);
  return (value) => {
    if (value === undefined) return '';
    // A value that no enum has; numbers are written as they are.
    if (value === null) return 'null';
    return read ? read(value) : 'given';
  };
}

function shapeWhereThere(type: GraphQLInputType): ReadShape | undefined {
  if (isEnumType(type)) return String;
  if (isScalarType(type)) return ['Int', 'Boolean'].includes(type.name) ? String : undefined;
  return isInputObjectType(type) ? shapeOfObject(type) : undefined;
}

function shapeOfObject(type: GraphQLInputObjectType): ReadShape {
  let readers: { readonly name: string; readonly read: ReadShape }[] | undefined;
  return (value) => {
    // Built lazily: an input may contain its own type.
    readers ??= Object.values(type.getFields()).flatMap((field) => {
      const read = shapeOf(field.type);
      return read ? [{ name: field.name, read }] : [];
    });
    const object = value as Readonly<Record<string, unknown>>;
    return `{${readers.map(({ name, read }) => read(object[name])).join(',')}}`;
  };
}
