import { type DocumentNode, parse } from 'graphql';
import { publicViewer } from '../content/contract/access.js';
import type { Locales } from '../content/language/locale.js';
import type { CacheTags } from '../content/reading/cache-tags.js';
import type { PlannedOperations } from '../content/reading/planned-operations.js';
import type { ContentReader, ReadContext } from '../content/reading/reader.js';
import type { Asked, AskPublic } from '../feeds/feed-source.js';
import type { OperationVariables, TypedOperation } from '../foundation/typed-operation.js';

const MAX_PAGE = 2_000;

/** Asks the API from inside, as anybody could from outside but with larger pages. */
export function publicApi(
  planned: PlannedOperations,
  reader: ContentReader,
  locales: Locales,
  cacheTags: CacheTags,
): AskPublic {
  const documents = new WeakMap<object, DocumentNode>();
  return async <Data, Variables extends OperationVariables>(
    operation: TypedOperation<Data, Variables>,
    variables: Variables,
    { locale, now, dependencies, record }: Asked,
  ) => {
    const document = documents.get(operation) ?? parse(operation.toString());
    documents.set(operation, document);
    const context: ReadContext = {
      reader,
      locales,
      locale,
      now,
      viewer: publicViewer,
      servedLocales: new Set(),
      record,
    };
    const { json, tables, times, sources } = await planned.ask(document, variables, context, MAX_PAGE);
    if (dependencies) {
      dependencies.read(tables);
      dependencies.tag(cacheTags.ofAnswer(sources));
      dependencies.expireAt(await reader.nextMoment(times, now, record));
    }
    return JSON.parse(Buffer.concat(json).toString()) as Data;
  };
}
