import { sentDuring } from './sent-statements.js';

/** The texts of what the program sends to the database meanwhile, over whichever connection. */
export async function counting<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly statements: readonly string[] }> {
  const { result, statements } = await sentDuring(work);
  return { result, statements: statements.map(({ text }) => text) };
}
