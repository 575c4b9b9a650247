import type { Api } from './api.js';
import { refused } from './failure.js';

/** A kind of content, as the server has it. */
export interface Kind {
  /** `EVENT_SERIES` */
  readonly kind: string;
  /** `EventSeries` */
  readonly name: string;
  /** `event-series` */
  readonly folder: string;
}

/** The kinds of content there are; what is referred to comes before what refers to it. */
export async function readKinds(api: Api): Promise<readonly Kind[]> {
  const { contentTypes } = await api.query<{ contentTypes: Kind[] }>(
    'query ContentTypes { contentTypes { kind name folder } }',
  );
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

/** `eventSeries`, as the names of mutations begin. */
export function nounFor({ kind }: Kind): string {
  return kind.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[^a-z]/g, '');
}
