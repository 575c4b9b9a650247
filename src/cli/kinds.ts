import type { Api } from './api.js';
import { refused } from './failure.js';
import { ContentTypesDocument, type ContentTypesQuery, TypedDocumentString } from './operations.generated.js';

/** A kind of content, as the server has it: `EVENT_SERIES`, `EventSeries`, `event-series`. */
export type Kind = ContentTypesQuery['contentTypes'][number];

/** The kinds of content there are; what is referred to comes before what refers to it. */
export async function readKinds(api: Api): Promise<readonly Kind[]> {
  const { contentTypes } = await api.query(ContentTypesDocument);
  return contentTypes;
}

/** The kind that somebody means by `event`, `events`, `EVENT` or `Event`. @throws Failure */
export function findKind(kinds: readonly Kind[], word: string): Kind {
  const wanted = plain(word);
  const found = kinds.find(({ kind, folder }) => plain(kind) === wanted || plain(folder) === wanted);
  if (found) return found;
  const words = kinds.map(wordFor).join(', ');
  throw refused(`There is no kind of content "${word}"; there are: ${words}.`);
}

/** `event-series`, as it is written in commands. */
export function wordFor({ kind }: Pick<Kind, 'kind'>): string {
  return kind.toLowerCase().replaceAll('_', '-');
}

/**
 * An operation that is written for events, for another kind: all kinds have the same verbs and the same history, also those
 * that a server has and this program does not know.
 */
export function forKind<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  { kind, name }: Kind,
): TypedDocumentString<Data, Variables> {
  const noun = kind.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const text = document.toString().replaceAll(/\bevent(?=[A-Z])/g, noun);
  return new TypedDocumentString(text.replaceAll(/\bon Event\b/g, `on ${name}`));
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[^a-z]/g, '');
}
