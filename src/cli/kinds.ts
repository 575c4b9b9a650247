import type { Api } from './api.js';
import { refused } from './failure.js';
import { ContentTypesDocument, type ContentTypesQuery, TypedDocumentString } from './operations.generated.js';

/** A content type by its names in the API and in files: `EVENT_SERIES`, `EventSeries`, `event-series`. */
export type Kind = ContentTypesQuery['contentTypes'][number];

/** All content types, dependencies first. */
export async function readKinds(api: Api): Promise<readonly Kind[]> {
  const { contentTypes } = await api.query(ContentTypesDocument);
  return contentTypes;
}

/** The content type named by `event`, `events`, `EVENT` or `Event`. @throws Failure */
export function findKind(kinds: readonly Kind[], kindName: string): Kind {
  const wanted = plain(kindName);
  const found = kinds.find(({ kind, folder }) => plain(kind) === wanted || plain(folder) === wanted);
  if (found) return found;
  const names = kinds.map(wordFor).join(', ');
  throw refused(`There is no kind of content "${kindName}"; use one of: ${names}.`);
}

/** The name on the command line: `event-series`. */
export function wordFor({ kind }: Pick<Kind, 'kind'>): string {
  return kind.toLowerCase().replaceAll('_', '-');
}

/**
 * Adapts an operation on events to another kind: all kinds have the same mutations and the same history, including
 * those that are new on the server.
 */
export function forKind<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  { kind, name }: Kind,
): TypedDocumentString<Data, Variables> {
  const noun = kind.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const text = document.toString().replaceAll(/\bevent(?=[A-Z])/g, noun);
  return new TypedDocumentString(text.replaceAll(/\bon Event\b/g, `on ${name}`));
}

function plain(kindName: string): string {
  return kindName.toLowerCase().replace(/[^a-z]/g, '');
}
