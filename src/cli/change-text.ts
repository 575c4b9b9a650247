import type { CheckedFile } from './checked-files.js';
import { timeOf } from './dates.js';
import { difference, isLongText, type Names, shown } from './difference.js';
import type { FieldChangeFragment } from './operations.generated.js';
import type { Output } from './output.js';
import type { FileError, PushSet } from './push-set.js';

/** Lists what a push would do, by file and field; returns a summary. */
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

const ERASURE = 'a person was erased here; remove references to people who no longer exist';

/**
 * Shows both sides of conflicts: the changes of the files and of others since the pull; of lists, the entries that
 * changed.
 */
export function describeConflicts(output: Output, fileErrors: readonly FileError[], names: Names): void {
  for (const { file, conflict } of fileErrors) {
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
      if (sides.some(({ before, after }) => Array.isArray(before ?? after) || isLongText(before))) {
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

/** Lists changes of others that the files overwrite, with the values before and after. */
export function describeOverruled(
  output: Output,
  set: PushSet,
  checked: readonly CheckedFile[],
  names: Names,
): void {
  for (const { file, overruled } of checked) {
    if (overruled.length === 0) continue;
    output.note(`${set.placeOf(file)}: overwrites changes of others:`);
    for (const line of linesOf(overruled, names)) output.note(line);
  }
}

/** Reports errors in the form that editors and CI parse: file, line, message. */
export function reportFileErrors(output: Output, fileErrors: readonly FileError[]): void {
  const sorted = [...fileErrors].sort((one, other) =>
    one.file === other.file ? one.line - other.line : one.file < other.file ? -1 : 1,
  );
  for (const { file, line, message } of sorted) output.note(`${file}:${line}: ${message}`);
}
