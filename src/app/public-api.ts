import { publicViewer } from '../content/access.js';
import type { CacheTags } from '../content/cache-tags.js';
import type { Locales } from '../content/localization/locale.js';
import type { PlannedOperations } from '../content/planned/planned-operations.js';
import type { ContentReader, ReadContext } from '../content/reader.js';
import type { AskPublic } from '../feeds/feed-source.js';

const MAX_PAGE = 2_000;

/** Asks the API from inside, as anybody could from outside but with larger pages. */
export function publicApi(
  planned: PlannedOperations,
  reader: ContentReader,
  locales: Locales,
  cacheTags: CacheTags,
): AskPublic {
  return async (document, variables, { locale, now, dependencies, record }) => {
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
    return JSON.parse(Buffer.concat(json).toString()) as Record<string, unknown>;
  };
}
