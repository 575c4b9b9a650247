import { readFileSync } from 'node:fs';
import TestSequencer from '@jest/test-sequencer';

/** What takes long for the size of its file: other processes, and cases that are made up. */
const LONG = /support\/(program|rounds|command-line)\.js|node:child_process/;

/**
 * Jest begins with the files that took longest the last time, and where it has no last time, as in CI, with the largest ones.
 * Then a short file that takes long would come last, and nothing else would run beside it.
 */
// biome-ignore lint/style/noDefaultExport: Jest calls the default export.
export default class LongestFirst extends TestSequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    const isLong = new Map(sorted.map(({ path }) => [path, LONG.test(readFileSync(path, 'utf8'))]));
    return sorted.sort((one, other) => isLong.get(other.path) - isLong.get(one.path));
  }
}
