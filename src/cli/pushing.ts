import { reportMistakes } from './change-text.js';
import type { CheckedFile } from './checking.js';
import { Checking } from './checking.js';
import type { Context, Options } from './command.js';
import { readKinds } from './kinds.js';
import { Origins } from './origins.js';
import { PulledFiles, readLocales, readObjects } from './pulled-files.js';
import { type PushFile, PushSet } from './push-set.js';
import { readSelection, typeOption } from './selection.js';

/** For `plan` and `push`, which check the same. */
export const pushOptions: Options = {
  ...typeOption,
  force: { type: 'boolean', help: 'overwrite what others have changed since the files were pulled' },
  recreate: { type: 'boolean', help: 'create objects that were deleted again, as new ones' },
};

/** Tries out what the words of a command ask for. */
export async function checkPush({ api, output, words }: Context): Promise<Checking> {
  const all = await readKinds(api);
  const selection = readSelection(words, all);
  const origins = await Origins.read(selection.folder, api.settings.url);
  const set = await PushSet.open(selection, all, origins, { isForced: words.has('force') });
  const checking = new Checking(api, set, words.has('recreate'));
  await checking.checkAll(output.progress);
  reportMistakes(output, checking.remarks);
  const unprotected = unprotectedAmong(checking.checked, origins);
  if (unprotected > 0 && !words.has('force')) {
    output.note(
      `Of ${unprotected} files that change something it is not known which version they were made from: nothing keeps them from putting back what others have changed since. Pull first.`,
    );
  }
  return checking;
}

function unprotectedAmong(checked: readonly CheckedFile[], origins: Origins): number {
  return checked.filter(({ outcome, file }) => outcome === 'UPDATED' && !origins.of(file.path)).length;
}

/** Writes files again that others had changed other things of: they say what the server has, then. */
export async function refresh({ api }: Context, set: PushSet, files: readonly PushFile[]): Promise<void> {
  if (files.length === 0) return;
  const pulled = new PulledFiles(set.folder, await readKinds(api), await readLocales(api), set.origins);
  for (const { kind, externalRef } of files)
    for (const object of await readObjects(api, [kind], [externalRef])) await pulled.write(object, true);
}
