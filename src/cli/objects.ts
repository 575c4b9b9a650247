import { chunksOf } from '../foundation/collections.js';
import type { Api, UserError } from './api.js';
import { exitCodes, refused } from './failure.js';
import { type Kind, wordFor } from './kinds.js';
import { FindDocument, NamesDocument } from './operations.generated.js';
import type { Output } from './output.js';
import { LARGEST_PAGE } from './pages.js';

const ID = /^[a-z_]+_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Whole JSON strings that are ids. */
const IDS = /"[a-z_]+_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"/g;

/** Resolves names of objects: external references, file names, or ids. */
export async function findIds(api: Api, kind: Kind, names: readonly string[]): Promise<readonly string[]> {
  const wanted = names.map(referenceOf);
  const references = [...new Set(wanted.filter((name) => !ID.test(name)))];
  const found = new Map<string, string>();
  for (const externalRefs of chunksOf(references, LARGEST_PAGE)) {
    const variables = { kinds: [kind.kind], externalRefs, first: LARGEST_PAGE };
    const { contentDocuments } = await api.query(FindDocument, variables);
    for (const { id, externalRef } of contentDocuments.nodes) found.set(externalRef, id);
  }
  const missing = references.filter((name) => !found.has(name));
  if (missing.length > 0)
    throw refused(`There is no ${wordFor(kind)} ${missing.map((name) => `"${name}"`).join(', ')}.`);
  return [...new Set(wanted.map((name) => found.get(name) ?? name))];
}

/** The names of the objects whose ids occur in values; without deleted ones. */
export async function readNames(api: Api, values: unknown): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(JSON.stringify(values).match(IDS))].map((each) => each.slice(1, -1));
  const names = new Map<string, string>();
  for (const chunk of chunksOf(ids, LARGEST_PAGE)) {
    const { nodes } = await api.query(NamesDocument, { ids: chunk });
    for (const node of nodes) {
      if (!node || !('externalRef' in node) || !node.externalRef) continue;
      const kindName = node.id.slice(0, node.id.lastIndexOf('_')).replaceAll('_', '-');
      names.set(node.id, `${kindName} ${node.externalRef}`);
    }
  }
  return names;
}

/** `content/events/innoex-2024.yaml` and `innoex-2024` are the same. */
function referenceOf(name: string): string {
  const file = /([^/\\]+)\.yaml$/.exec(name);
  return file?.[1] ?? name;
}

/** Reports errors that are not in files. Returns the exit code. */
export function reportErrors(output: Output, errors: readonly UserError[]): number {
  for (const { message, path } of errors) {
    const place = path && path.length > 1 ? `${path.slice(1).join('.')}: ` : '';
    output.note(`${place}${message}`);
  }
  output.result({ problems: errors });
  return exitCodes.refused;
}
