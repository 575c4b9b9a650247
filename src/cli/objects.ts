import type { Api, UserError } from './api.js';
import { exitCodes, refused } from './failure.js';
import { type Kind, wordFor } from './kinds.js';
import type { Output } from './output.js';
import { LARGEST_PAGE } from './pages.js';

const MOST = 200;
const ID = /^[a-z_]+_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The ids of objects that somebody names: by external reference, by the file of that name, or by the id itself. */
export async function findIds(api: Api, kind: Kind, names: readonly string[]): Promise<readonly string[]> {
  if (names.length > MOST)
    throw refused(`At most ${MOST} objects can be done at once; these are ${names.length}.`);
  const wanted = names.map(referenceOf);
  const references = [...new Set(wanted.filter((name) => !ID.test(name)))];
  const found = new Map<string, string>();
  for (let start = 0; start < references.length; start += LARGEST_PAGE) {
    const externalRefs = references.slice(start, start + LARGEST_PAGE);
    const { contentDocuments } = await api.query<{
      contentDocuments: { nodes: { id: string; externalRef: string }[] };
    }>(
      `query Find($kinds: [ContentKind!], $externalRefs: [String!]) {
        contentDocuments(kinds: $kinds, externalRefs: $externalRefs, first: ${LARGEST_PAGE}) { nodes { id externalRef } }
      }`,
      { kinds: [kind.kind], externalRefs },
    );
    for (const { id, externalRef } of contentDocuments.nodes) found.set(externalRef, id);
  }
  const missing = references.filter((name) => !found.has(name));
  if (missing.length > 0)
    throw refused(`There is no ${wordFor(kind)} ${missing.map((name) => `"${name}"`).join(', ')}.`);
  return [...new Set(wanted.map((name) => found.get(name) ?? name))];
}

/** `content/events/innoex-2024.yaml` and `innoex-2024` are the same. */
function referenceOf(name: string): string {
  const file = /([^/\\]+)\.yaml$/.exec(name);
  return file?.[1] ?? name;
}

/** Says what the server refused; for mistakes that are not in files. Returns the exit code. */
export function reportErrors(output: Output, errors: readonly UserError[]): number {
  for (const { message, path } of errors) {
    const place = path && path.length > 1 ? `${path.slice(1).join('.')}: ` : '';
    output.note(`${place}${message}`);
  }
  output.result({ problems: errors });
  return exitCodes.refused;
}
