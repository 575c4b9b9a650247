/** Fifty pairs are a hundred arguments, the maximum of a PostgreSQL function. */
const MAX_PAIRS = 50;

/** SQL for a JSON object with these members in order. */
export function jsonObject(members: readonly (readonly [key: string, sql: string])[]): string {
  if (members.length <= MAX_PAIRS) return buildObject(members);
  const chunks: string[] = [];
  for (let i = 0; i < members.length; i += MAX_PAIRS)
    chunks.push(buildObject(members.slice(i, i + MAX_PAIRS)));
  const inner = chunks.map((chunk) => `substr(left(${chunk}::text, -1), 2)`);
  return `('{' || ${inner.join(` || ', ' || `)} || '}')::json`;
}

/** SQL for a JSON array of an expression over the rows of a query; empty, never null. */
export function jsonArray(element: string, orderBy = '', filter = ''): string {
  const order = orderBy ? ` order by ${orderBy}` : '';
  const where = filter ? ` filter (where ${filter})` : '';
  return `coalesce(json_agg(${element}${order})${where}, '[]'::json)`;
}

/** A constant of the code, or a name that matches GraphQL's grammar; data is always a parameter. */
export function literal(constant: string): string {
  return `'${constant.replaceAll("'", "''")}'`;
}

function buildObject(members: readonly (readonly [key: string, sql: string])[]): string {
  return `json_build_object(${members.map(([key, sql]) => `${literal(key)}, ${sql}`).join(', ')})`;
}
