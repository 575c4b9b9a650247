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

/** Looked at field by field, with all else that is wrong with them, where they are read. */
const DOCUMENTS = ['JSON', 'JSONObject'];

/** The field whose arguments are looked at. */
export type AskedField = Pick<
  GraphQLResolveInfo,
  'fieldName' | 'fieldNodes' | 'parentType' | 'variableValues'
>;

/**
 * Every text among the arguments of a field that nobody can have meant, with its place: so that what looks it up need
 * not ask again.
 * @param isReadLater whether what is given for an input is read as a document
 */
export function textProblems(
  { fieldName, fieldNodes, parentType, variableValues }: AskedField,
  isReadLater: (inputName: string) => boolean = () => false,
): Problem[] {
  const field = parentType.getFields()[fieldName];
  const [node] = fieldNodes;
  if (!field || !node?.arguments?.length) return [];
  const given = getArgumentValues(field, node, variableValues);
  return field.args.flatMap(({ name, type }) => problemsIn(type, given[name], [name], isReadLater));
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
