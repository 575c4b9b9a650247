import { describeOverruled, reportFileErrors } from './change-text.js';
import { Checking } from './checked-files.js';
import type { Context, Options } from './command.js';
import { batchLimits, dryRun } from './content-push.js';
import { wrongUsage } from './failure.js';
import { readKinds } from './kinds.js';
import { readNames } from './objects.js';
import type { ContentPushEntry } from './operations.generated.js';
import { toBatches } from './order.js';
import { Origins } from './origins.js';
import { settlePushes } from './pending-push.js';
import { noteCopy, PulledFiles, readLocales, readObjects } from './pulled-files.js';
import { type PushedFile, PushSet } from './push-set.js';
import { readSelection, typeOption } from './selection.js';

/** Shared by `plan` and `push`. */
export const pushOptions: Options = {
  ...typeOption,
  force: {
    type: 'boolean',
    help: 'your files win where others have changed the same fields; other changes of theirs stay',
  },
  overwrite: {
    type: 'boolean',
    help: 'the named files win over all changes of others; fields they do not contain stay',
  },
  recreate: { type: 'boolean', help: 'create deleted objects again, as new ones' },
};

/** Dry-runs the push of a command. */
export async function checkPush({ api, output, args }: Context): Promise<Checking> {
  const all = await readKinds(api);
  const selection = readSelection(args, all);
  const origins = await Origins.read(selection.folder, api.settings.url);
  await settlePushes({ api, output }, origins);
  const settings = {
    isForced: args.has('force'),
    isOverwriting: args.has('overwrite'),
    isAgain: args.has('recreate'),
  };
  if (settings.isOverwriting && !selection.only)
    throw wrongUsage('--overwrite needs named files: scc push --overwrite FILE…');
  const set = await PushSet.open(selection, all, origins, settings);
  const checking = new Checking(api, set);
  await checking.checkAll(output.progress);
  reportFileErrors(output, checking.remarks);
  const { checked, fileErrors } = checking;
  // Nothing is overwritten then, and the errors would be hard to find.
  if (fileErrors.length > 0) return checking;
  warnOfUnprotected(output, checking);
  const overruled = checked.map((each) => each.overruled);
  describeOverruled(output, set, checked, await readNames(api, overruled));
  return checking;
}

/** Warns of fields that are overwritten without a check for changes of others. */
function warnOfUnprotected(output: Context['output'], { checked, set }: Checking): void {
  const unprotected = checked.filter(
    ({ outcome, file }) =>
      outcome === 'UPDATED' && (set.settings.isOverwriting || !set.origins.of(file.path)),
  );
  if (unprotected.length === 0) return;
  if (!set.settings.isOverwriting) {
    output.note(
      `Changed files of unknown base version: ${unprotected.length}. Pushing them may overwrite changes of others; pull first.`,
    );
  }
  for (const { file, changes } of unprotected)
    output.note(`${set.placeOf(file)}: overwrites ${changes.map(({ path }) => path).join(', ')}`);
}

/**
 * Updates the files of objects that others had changed elsewhere to the merged state. Local edits made during the push,
 * and comments, are copied. Files that are up to date stay as they are.
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
    for (const object of await readObjects(api, [file.kind], [file.externalRef])) {
      const { outcome, copy } = await pulled.write(object, 'COPY', digest);
      if (outcome !== 'UNCHANGED')
        output.note(`${set.placeOf(file)}: merged with changes of others; the file is updated`);
      if (copy) noteCopy(output, set.folder, file.path, copy);
    }
  }
}

/** Records files that match the server already, such as after an interrupted push. */
async function noteRight(
  api: Context['api'],
  set: PushSet,
  files: readonly PushedFile[],
): Promise<ReadonlySet<PushedFile>> {
  const right = new Set<PushedFile>();
  const loaded: { pushed: PushedFile; entry: ContentPushEntry; bytes: number }[] = [];
  for (const pushed of files.filter(({ isUnchanged }) => isUnchanged)) {
    const read = await set.load(pushed.file);
    if ('fileErrors' in read || read.digest !== pushed.digest) continue;
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
