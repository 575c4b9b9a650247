/**
 * Introspected values that cost as much as one object of content: they come from memory. The full introspection query
 * comes to 200 points.
 */
export const INTROSPECTED_VALUES_PER_POINT = 345;

/** Typical lengths of introspection fields in a schema of this size; most types are not lists. */
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
