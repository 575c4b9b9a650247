/**
 * Values of the schema that cost as much as one object of the content: they come from memory. The query with which
 * tools ask for all of it comes to 200 points.
 */
export const INTROSPECTED_VALUES = 345;

/** How many entries the fields of introspection have, about, in a schema as large as this one; most types are no lists. */
const entries: Readonly<Record<string, number>> = {
  types: 250,
  fields: 8,
  args: 2,
  inputFields: 3,
  enumValues: 2,
  directives: 5,
  ofType: 0.4,
};

export function introspectedEntries(field: string): number {
  return entries[field] ?? 1;
}
