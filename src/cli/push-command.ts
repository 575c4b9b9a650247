import { describeOverruled, reportMistakes } from './change-text.js';
import { Checking } from './checked-files.js';
import type { Context, Options } from './command.js';
import { batchLimits, dryRun } from './content-push.js';
import { wrongUsage } from './failure.js';
import { readKinds } from './kinds.js';
import { readNames } from './objects.js';
import type { ContentPushEntry } from './operations.generated.js';
import { toBatches } from './order.js';
import { Origins } from './origins.js';
import { noteCopy, PulledFiles, readLocales, readObjects } from './pulled-files.js';
import { type PushedFile, PushSet } from './push-set.js';
import { readSelection, typeOption } from './selection.js';

/** For `plan` and `push`, which check the same. */
export const pushOptions: Options = {
  ...typeOption,
  force: {
    type: 'boolean',
    help: 'keep what you have changed in the files where others have changed the same; theirs elsewhere',
  },
  overwrite: {
    type: 'boolean',
    help: 'what the named files say holds, whatever others have changed; what they do not mention stays',
  },
  recreate: { type: 'boolean', help: 'create objects that were deleted again, as new ones' },
};

/** Tries out what the words of a command ask for. */
export async function checkPush({ api, output, words }: Context): Promise<Checking> {
  const all = await readKinds(api);
  const selection = readSelection(words, all);
  const origins = await Origins.read(selection.folder, api.settings.url);
  const settings = {
    isForced: words.has('force'),
    isOverwriting: words.has('overwrite'),
    isAgain: words.has('recreate'),
  };
  if (settings.isOverwriting && !selection.only)
    throw wrongUsage('--overwrite is for files that are named: scc push --overwrite FILE…');
  const set = await PushSet.open(selection, all, origins, settings);
  const checking = new Checking(api, set);
  await checking.checkAll(output.progress);
  reportMistakes(output, checking.remarks);
  warnOfUnprotected(output, checking);
  const { checked } = checking;
  const overruled = checked.map((each) => each.overruled);
  describeOverruled(output, set, checked, await readNames(api, overruled));
  return checking;
}

/** Names what is overwritten without anybody knowing whether others have changed it since. */
function warnOfUnprotected(output: Context['output'], { checked, set }: Checking): void {
  const unprotected = checked.filter(
    ({ outcome, file }) =>
      outcome === 'UPDATED' && (set.settings.isOverwriting || !set.origins.of(file.path)),
  );
  if (unprotected.length === 0) return;
  if (!set.settings.isOverwriting) {
    output.note(
      `Of ${unprotected.length} files that change something it is not known which version they were made from: nothing keeps them from putting back what others have changed since. Pull first.`,
    );
  }
  for (const { file, changes } of unprotected)
    output.note(`${set.placeOf(file)}: overwrites ${changes.map(({ path }) => path).join(', ')}`);
}

/**
 * Writes files again that others had changed other things of: they say what the server has, then. What was written into
 * one since it was read, and comments, are kept in a copy. A file that says what is there stays as it is.
 */
export async function refresh(
  { api, output }: Context,
  set: PushSet,
  files: readonly PushedFile[],
): Promise<void> {
  const right = await noteRight(api, set, files);
  const outdated = files.filter((each) => !right.has(each));
  if (outdated.length === 0) return;
  const pulled = new PulledFiles(set.folder, await readKinds(api), await readLocales(api), set.origins);
  for (const { file, digest } of outdated) {
    output.note(
      `${set.placeOf(file)}: others had changed something in it, too; the file says what is on the server now`,
    );
    for (const object of await readObjects(api, [file.kind], [file.externalRef])) {
      const { copy } = await pulled.write(object, 'COPY', digest);
      if (copy) noteCopy(output, set.folder, file.path, copy);
    }
  }
}

/** Those that had nothing to write and say what is there, such as after a push that was interrupted. */
async function noteRight(
  api: Context['api'],
  set: PushSet,
  files: readonly PushedFile[],
): Promise<ReadonlySet<PushedFile>> {
  const right = new Set<PushedFile>();
  const loaded: { pushed: PushedFile; entry: ContentPushEntry; bytes: number }[] = [];
  for (const pushed of files.filter(({ isUnchanged }) => isUnchanged)) {
    const read = await set.load(pushed.file);
    if ('mistakes' in read || read.digest !== pushed.digest) continue;
    const { expectedVersion: _seen, ...entry } = read.entry;
    loaded.push({ pushed, entry, bytes: read.bytes });
  }
  for (const batch of toBatches(
    loaded.map((each) => [each]),
    batchLimits,
  )) {
    const { results } = await dryRun(
      api,
      batch.map(({ entry }) => entry),
      set.settings,
    );
    for (const { pushed, entry } of batch) {
      const result = results.find(
        ({ kind, externalRef }) => kind === entry.kind && externalRef === entry.externalRef,
      );
      if (result?.outcome !== 'UNCHANGED') continue;
      right.add(pushed);
      set.origins.note(pushed.file.path, { version: result.version, digest: pushed.digest });
    }
  }
  return right;
}
