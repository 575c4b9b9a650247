import pg from 'pg';

/** What the program sends to the database meanwhile, over whichever connection. */
export async function counting<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly statements: readonly string[] }> {
  const statements: string[] = [];
  const client = pg.Client.prototype;
  const original: (...given: unknown[]) => unknown = client.query;
  const counted = function (this: pg.Client, ...given: unknown[]) {
    const [statement] = given as [string | { readonly text: string }];
    const text = typeof statement === 'string' ? statement : statement.text;
    // An empty one only asks whether the connection lives that hears what others publish.
    if (text !== '') statements.push(text);
    return original.apply(this, given);
  };
  Object.assign(client, { query: counted });
  try {
    return { result: await work(), statements };
  } finally {
    Object.assign(client, { query: original });
  }
}
