import type { CheckedFile } from './checked-files.js';
import { timeOf } from './dates.js';
import { difference, type Names, shown } from './difference.js';
import type { FieldChangeFragment } from './operations.generated.js';
import type { Output } from './output.js';
import type { FileMistake, PushSet } from './push-set.js';

/** What a push would do, file by file and field by field; returns the sum of it. */
export function describePlan(
  output: Output,
  set: PushSet,
  checked: readonly CheckedFile[],
  names: Names,
): string {
  for (const { file, outcome, changes } of checked) {
    if (outcome === 'CREATED') output.line(`${set.placeOf(file)}: new`);
    if (outcome === 'LATER')
      output.line(`${set.placeOf(file)}: checked when it is written, after what it refers to`);
    if (outcome !== 'UPDATED') continue;
    output.line(`${set.placeOf(file)}: changed`);
    for (const line of linesOf(changes, names)) output.line(line);
  }
  return summary(checked);
}

function summary(checked: readonly CheckedFile[]): string {
  const count = (wanted: CheckedFile['outcome']) =>
    checked.filter(({ outcome }) => outcome === wanted).length;
  const later = count('LATER');
  const more = later > 0 ? `, ${later} to be checked when they are written` : '';
  return `${checked.length} files: ${count('CREATED')} new, ${count('UPDATED')} changed, ${count('UNCHANGED')} unchanged${more}.`;
}

function linesOf(changes: readonly FieldChangeFragment[], names: Names): string[] {
  return changes.flatMap(({ path, before, after }) => [
    `  ${path}`,
    ...difference(before, after, names).map((line) => `    ${line}`),
  ]);
}

const ERASURE = 'a person was erased here; leave out whoever is not there any more';

/** Both sides of what files and others have changed since the files were pulled; of lists, what each has changed. */
export function describeConflicts(output: Output, mistakes: readonly FileMistake[], names: Names): void {
  for (const { file, conflict } of mistakes) {
    if (!conflict) continue;
    output.line(`${file}: in conflict`);
    const { changes, yours } = conflict;
    for (const path of new Set([...changes, ...yours].map((each) => each.path))) {
      const others = changes.filter((each) => each.path === path);
      const erasures = others.filter(({ isErasure }) => isErasure);
      const theirs = others.filter(({ isErasure }) => !isErasure);
      const own = yours.filter((each) => each.path === path);
      const sides = [
        ...theirs.map((each) => ({ ...each, side: 'theirs', who: ` (${each.by}, ${timeOf(each.at)})` })),
        ...own.map((each) => ({ ...each, side: 'yours', who: '' })),
      ];
      output.line(`  ${path}`);
      for (const { by, at } of erasures) output.line(`    theirs (${by}, ${timeOf(at)}): ${ERASURE}`);
      if (sides.some(({ before, after }) => Array.isArray(before ?? after))) {
        for (const { side, who, before, after } of sides) {
          output.line(`    ${side}${who}:`);
          for (const line of difference(before, after, names)) output.line(`      ${line}`);
        }
        continue;
      }
      const [first] = sides;
      if (first && first.before !== null) output.line(`    - ${shown(first.before, names)}`);
      for (const { side, who, after } of sides) output.line(`    + ${side}: ${shown(after, names)}${who}`);
    }
  }
}

/** What of others' changes gives way to files, from what they have made of it to what it is. */
export function describeOverruled(
  output: Output,
  set: PushSet,
  checked: readonly CheckedFile[],
  names: Names,
): void {
  for (const { file, overruled } of checked) {
    if (overruled.length === 0) continue;
    output.note(`${set.placeOf(file)}: overrules what others have changed:`);
    for (const line of linesOf(overruled, names)) output.note(line);
  }
}

/** Says what is wrong, where editors and their programs find it. */
export function reportMistakes(output: Output, mistakes: readonly FileMistake[]): void {
  const sorted = [...mistakes].sort((one, other) =>
    one.file === other.file ? one.line - other.line : one.file < other.file ? -1 : 1,
  );
  for (const { file, line, message } of sorted) output.note(`${file}:${line}: ${message}`);
}
