import type { Api } from './api.js';
import { batchLimits, dryRun, placeOf, valueAt } from './content-push.js';
import type { FileError, LoadedFile, PushSet } from './push-set.js';

/** The codes of errors about a value itself. */
const MISTAKES = ['INVALID_INPUT', 'INVALID_LOCALE'];

/**
 * Finds the other mistakes of files that cannot be parsed, in what is left without the lines at fault. That something
 * is missing there is no mistake.
 */
export async function otherMistakes(
  rests: readonly LoadedFile[],
  set: PushSet,
  api: Api,
): Promise<FileError[]> {
  const sent: LoadedFile[] = [];
  let bytes = 0;
  for (const loaded of rests.slice(0, batchLimits.items)) {
    bytes += loaded.bytes;
    if (bytes <= batchLimits.bytes) sent.push(loaded);
  }
  if (sent.length === 0) return [];
  const entries = sent.map(({ entry }) => entry);
  const { userErrors } = await dryRun(api, entries, set.settings);
  return userErrors.flatMap((error) => {
    const place = placeOf(error);
    const loaded = place && sent[place.index];
    if (!loaded || !MISTAKES.includes(error.code)) return [];
    const isThere = valueAt(loaded.entry.document, place.path) !== undefined;
    return isThere ? [set.fileErrorIn(loaded, error, place.path)] : [];
  });
}
