import type { CheckedFile } from './checking.js';
import { timeOf } from './dates.js';
import type { Output } from './output.js';
import type { FileMistake, PushSet } from './push-set.js';

/** Values from here on are shown by their beginning. */
const LONG = 200;

/** What a push would do, file by file and field by field; returns the sum of it. */
export function describePlan(output: Output, set: PushSet, checked: readonly CheckedFile[]): string {
  for (const { file, outcome, changes } of checked) {
    if (outcome === 'CREATED') output.line(`${set.placeOf(file)}: new`);
    if (outcome === 'LATER')
      output.line(`${set.placeOf(file)}: checked when it is written, after what it refers to`);
    if (outcome !== 'UPDATED') continue;
    output.line(`${set.placeOf(file)}: changed`);
    for (const { path, before, after } of changes) {
      output.line(`  ${path}`);
      if (before !== null) output.line(`    - ${shown(before)}`);
      if (after !== null) output.line(`    + ${shown(after)}`);
    }
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

/** Both sides of what files and others have changed since the files were pulled. */
export function describeConflicts(output: Output, mistakes: readonly FileMistake[]): void {
  for (const { file, conflict } of mistakes) {
    if (!conflict) continue;
    output.line(`${file}: in conflict`);
    const { changes, yours } = conflict;
    for (const path of new Set([...changes, ...yours].map((each) => each.path))) {
      const theirs = changes.filter((each) => each.path === path);
      const own = yours.filter((each) => each.path === path);
      const [first] = [...theirs, ...own];
      output.line(`  ${path}`);
      if (first && first.before !== null) output.line(`    - ${shown(first.before)}`);
      for (const { after, by, at } of theirs)
        output.line(`    + theirs: ${shown(after)} (${by}, ${timeOf(at)})`);
      for (const { after } of own) output.line(`    + yours: ${shown(after)}`);
    }
  }
}

/** Says what is wrong, where editors and their programs find it. */
export function reportMistakes(output: Output, mistakes: readonly FileMistake[]): void {
  const sorted = [...mistakes].sort((one, other) =>
    one.file === other.file ? one.line - other.line : one.file < other.file ? -1 : 1,
  );
  for (const { file, line, message } of sorted) output.note(`${file}:${line}: ${message}`);
}

function shown(value: unknown): string {
  if (value === null) return '(nothing)';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const [line = '', ...more] = text.split('\n');
  const isCut = more.length > 0 || line.length > LONG;
  return isCut ? `${line.slice(0, LONG)} …` : line;
}
