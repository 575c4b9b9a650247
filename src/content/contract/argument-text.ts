import {
  type GraphQLInputType,
  type GraphQLResolveInfo,
  getArgumentValues,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql';
import { type Problem, Refusal } from '../../foundation/errors.js';
import { assertStorable } from '../../foundation/text.js';

/** Scalars whose texts are checked where they are read, with all their other errors. */
const DOCUMENTS = ['JSON', 'JSONObject'];

/** The field whose arguments are checked. */
export type ResolvedField = Pick<
  GraphQLResolveInfo,
  'fieldName' | 'fieldNodes' | 'parentType' | 'variableValues'
>;

/**
 * Finds invalid text among the arguments of a field, with its path, so that resolvers need not check it.
 * @param isReadLater whether an input is read as a document, with its own checks
 */
export function textProblems(
  { fieldName, fieldNodes, parentType, variableValues }: ResolvedField,
  isReadLater: (inputName: string) => boolean = () => false,
): Problem[] {
  const field = parentType.getFields()[fieldName];
  const [node] = fieldNodes;
  if (!field || !node?.arguments?.length) return [];
  const values = getArgumentValues(field, node, variableValues);
  return field.args.flatMap(({ name, type }) => problemsIn(type, values[name], [name], isReadLater));
}

function problemsIn(
  type: GraphQLInputType,
  value: unknown,
  path: readonly string[],
  isReadLater: (inputName: string) => boolean,
): Problem[] {
  if (value === null || value === undefined) return [];
  const nullable = getNullableType(type);
  if (isListType(nullable) && Array.isArray(value))
    return value.flatMap((entry, index) =>
      problemsIn(nullable.ofType, entry, [...path, String(index)], isReadLater),
    );
  if (isInputObjectType(nullable)) {
    if (isReadLater(nullable.name)) return [];
    const fields = Object.values(nullable.getFields());
    const values = value as Readonly<Record<string, unknown>>;
    return fields.flatMap((field) =>
      problemsIn(field.type, values[field.name], [...path, field.name], isReadLater),
    );
  }
  if (typeof value !== 'string' || DOCUMENTS.includes(String(nullable))) return [];
  try {
    assertStorable(value, path);
    return [];
  } catch (error) {
    if (error instanceof Refusal) return [...error.problems];
    throw error;
  }
}
