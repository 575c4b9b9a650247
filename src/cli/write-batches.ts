import type { Api, UserError } from './api.js';
import type { CheckedFile, Checking } from './checking.js';
import { placeOf, pushBatch } from './content-push.js';
import { Failure, refused } from './failure.js';
import type { Progress } from './progress.js';
import type { FileMistake, LoadedFile, PushSet } from './push-set.js';

/** How far a push has come. */
export interface Written {
  readonly count: number;
  readonly created: number;
  /** What the server refused although it had been tried out: something has changed meanwhile. */
  readonly mistakes: readonly FileMistake[];
}

/** Writes batches one after the other, and stops at the first that is refused. */
export async function writeBatches(
  api: Api,
  checking: Checking,
  batches: readonly (readonly CheckedFile[])[],
  progress: Progress,
): Promise<Written> {
  const total = batches.reduce((sum, batch) => sum + batch.length, 0);
  let count = 0;
  let created = 0;
  progress.begin('Writing', total);
  for (const batch of batches) {
    try {
      const files = await loadAll(checking.set, batch);
      const entries = files.map(({ entry }) => entry);
      const { results, userErrors } = await pushBatch(api, entries);
      if (userErrors.length > 0)
        return { count, created, mistakes: await mistakesOf(checking, files, userErrors) };
      created += results.filter(({ outcome }) => outcome === 'CREATED').length;
    } catch (error) {
      if (!(error instanceof Failure) || count === 0) throw error;
      throw new Failure(error.exitCode, `${error.message}\n${howFar(count, total)}`);
    }
    count += batch.length;
    progress.advance(batch.length);
  }
  progress.end();
  return { count, created, mistakes: [] };
}

export function howFar(count: number, total: number): string {
  return `${count} of ${total} objects were written. Push again when this is put right: it goes on with the others.`;
}

async function mistakesOf(
  checking: Checking,
  files: readonly LoadedFile[],
  errors: readonly UserError[],
): Promise<readonly FileMistake[]> {
  const mistakes: FileMistake[] = [];
  const unlocated: UserError[] = [];
  for (const error of errors) {
    const place = placeOf(error);
    const loaded = place && files[place.index];
    if (loaded) mistakes.push(checking.set.mistakeIn(loaded, error, place.path));
    else unlocated.push(error);
  }
  return unlocated.length > 0 ? [...mistakes, ...(await checking.locate(files, unlocated))] : mistakes;
}

function loadAll(set: PushSet, batch: readonly CheckedFile[]): Promise<LoadedFile[]> {
  return Promise.all(
    batch.map(async ({ file }) => {
      const loaded = await set.load(file);
      if ('mistakes' in loaded)
        throw refused(`${set.placeOf(file)} has changed meanwhile; run the push again.`);
      return loaded;
    }),
  );
}
