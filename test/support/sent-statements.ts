import pg from 'pg';

export interface SentStatement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What the program sends to the database while `work` is done, over whichever connection. */
export async function sentDuring<Result>(
  work: () => Promise<Result>,
): Promise<{ result: Result; statements: SentStatement[] }> {
  const statements: SentStatement[] = [];
  const client = pg.Client.prototype;
  const original: (...given: unknown[]) => unknown = client.query;
  const noted = function (this: pg.Client, ...given: unknown[]) {
    const [statement, values] = given as [string | pg.QueryConfig, unknown];
    if (typeof statement === 'string')
      statements.push({ text: statement, values: Array.isArray(values) ? values : [] });
    // A heartbeat has no text: it is a message, and no statement.
    else if (statement.text !== undefined)
      statements.push({ text: statement.text, values: statement.values ?? [] });
    return original.apply(this, given);
  };
  Object.assign(client, { query: noted });
  try {
    return { result: await work(), statements };
  } finally {
    Object.assign(client, { query: original });
  }
}
