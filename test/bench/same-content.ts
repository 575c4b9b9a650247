import { isDeepStrictEqual } from 'node:util';
import type { Running } from './children.js';
import type { Page, Question } from './pages.js';
import { slugOf } from './pages.js';

/**
 * Asks everything of the reference and of the programs.
 * @returns the finished answers by the addresses of the reference
 * @throws Error where they do not give the same content
 */
export async function sameContent(
  asked: ReadonlyMap<Page, readonly Question[]>,
  reference: Running,
  programs: readonly Running[],
): Promise<Map<string, Uint8Array>> {
  const answers = new Map<string, Uint8Array>();
  for (const [page, questions] of asked) {
    for (const { path } of questions) {
      const bytes = await fetch(`http://127.0.0.1:${reference.port}${path}`).then((answer) =>
        answer.arrayBuffer(),
      );
      answers.set(path, new Uint8Array(bytes));
      const expected: unknown = JSON.parse(Buffer.from(bytes).toString());
      for (const { port } of programs) {
        const answer = await fetch(`http://127.0.0.1:${port}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query: page.document, variables: { slug: slugOf(path) } }),
        });
        // What an answer says of its cost is no content, and the reference does not say it.
        const { extensions: _cost, ...actual } = (await answer.json()) as Record<string, unknown>;
        if (isDeepStrictEqual(actual, expected)) continue;
        const [one, other] = [expected, actual].map((value) => JSON.stringify(value).slice(0, 2_000));
        throw new Error(`${page.title}, ${decodeURIComponent(path)}: the answers differ.\n${one}\n${other}`);
      }
    }
  }
  return answers;
}
