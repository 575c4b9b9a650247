import {
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql';

const FORMATS = ['HTML', 'MARKDOWN', 'TEXT'];

/** Everything that can be asked of a type: long texts in all forms, what it leads to some steps far. */
export function deepSelection(schema: GraphQLSchema, type: GraphQLNamedType, steps: number): string {
  if (isUnionType(type) || isInterfaceType(type)) {
    const types = schema.getPossibleTypes(type);
    return `{ __typename ${types.map((one) => `... on ${one.name} ${deepSelection(schema, one, steps)}`).join(' ')} }`;
  }
  if (!isObjectType(type)) return '';
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const named = getNamedType(field.type);
    // Fields of several types meet in one place of the answer: each type has names of its own.
    const key = `${type.name}_${field.name}`;
    if (isObjectType(named) || isUnionType(named) || isInterfaceType(named)) {
      const isPage = named.name.endsWith('Connection') || named.name.endsWith('Edge');
      if (steps === 0 || named.name === 'PageInfo' || field.name === 'edges') return [];
      return [`${key}: ${field.name} ${deepSelection(schema, named, isPage ? steps : steps - 1)}`];
    }
    if (field.args.some(({ name }) => name === 'format'))
      return FORMATS.map((format) => `${key}_${format}: ${field.name}(format: ${format})`);
    return [`${key}: ${field.name}`];
  });
  return `{ __typename ${fields.join(' ')} }`;
}
