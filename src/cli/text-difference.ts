import { diffArrays } from 'diff';

/** What is shown around a change, and of a long change at its beginning and end, in characters. */
const AROUND = 40;
const MAX_CHANGE = 200;
/** Texts that differ in more words have been rewritten; to compare them would take long. */
const MAX_CHANGED_WORDS = 2_000;

const words = new Intl.Segmenter('zh-Hant', { granularity: 'word' });

interface Piece {
  readonly removed: string;
  readonly added: string;
  /** Text that follows, and is the same in both. */
  readonly same: string;
}

/** The changed words of a text, marked as wdiff does: one line for each place, with what is around it. */
export function textDifference(before: string, after: string): string[] {
  const [first, ...changes] = piecesOf(before, after);
  let line = ending(first?.same ?? '');
  const lines: string[] = [];
  for (const [index, { removed, added, same }] of changes.entries()) {
    line += `${marked('[-', removed, '-]')}${marked('{+', added, '+}')}`;
    const isLast = index === changes.length - 1;
    if (!isLast && same.length <= 2 * AROUND) {
      line += visible(same);
      continue;
    }
    lines.push(`~ ${line}${beginning(same)}`);
    line = ending(same);
  }
  return lines;
}

/** The text before the first change, and then each change with what follows it. */
function piecesOf(before: string, after: string): Piece[] {
  const pieces: Piece[] = [{ removed: '', added: '', same: '' }];
  for (const { added, removed, value } of changesBetween(before, after)) {
    const text = value.join('');
    const last = pieces.at(-1) as Piece;
    if (!added && !removed) pieces[pieces.length - 1] = { ...last, same: last.same + text };
    else {
      // Changes with nothing but a space between them are one.
      const isNext = pieces.length > 1 && last.same.trim() === '';
      const piece = isNext
        ? { removed: last.removed + last.same, added: last.added + last.same, same: '' }
        : { removed: '', added: '', same: '' };
      const grown = removed
        ? { ...piece, removed: piece.removed + text }
        : { ...piece, added: piece.added + text };
      if (isNext) pieces[pieces.length - 1] = grown;
      else pieces.push(grown);
    }
  }
  return pieces.map(withoutSameEnd);
}

/** The space at the end of both sides of a change is the same, too. */
function withoutSameEnd({ removed, added, same }: Piece): Piece {
  const end = /\s*$/.exec(removed)?.[0] ?? '';
  if (end === '' || end === removed || end === added || !added.endsWith(end)) return { removed, added, same };
  return { removed: removed.slice(0, -end.length), added: added.slice(0, -end.length), same: end + same };
}

function changesBetween(before: string, after: string) {
  const [old, now] = [wordsIn(before), wordsIn(after)];
  const found = diffArrays(old, now, { maxEditLength: MAX_CHANGED_WORDS });
  if (found) return found;
  const start = old.findIndex((word, index) => word !== now[index]);
  const longest = Math.min(old.length, now.length) - start;
  let end = 0;
  while (end < longest && old.at(-end - 1) === now.at(-end - 1)) end += 1;
  const part = (list: readonly string[]) => list.slice(start, list.length - end);
  return [
    { added: false, removed: false, value: old.slice(0, start) },
    { added: false, removed: true, value: part(old) },
    { added: true, removed: false, value: part(now) },
    { added: false, removed: false, value: old.slice(old.length - end) },
  ];
}

function wordsIn(text: string): string[] {
  return [...words.segment(text)].map(({ segment }) => segment);
}

function marked(open: string, text: string, close: string): string {
  if (text === '') return '';
  const half = MAX_CHANGE / 2;
  const shown = text.length > MAX_CHANGE ? `${text.slice(0, half)} … ${text.slice(-half)}` : text;
  return `${open}${visible(shown)}${close}`;
}

function beginning(same: string): string {
  return same.length > AROUND ? `${visible(same.slice(0, AROUND))}…` : visible(same);
}

function ending(same: string): string {
  return same.length > AROUND ? `…${visible(same.slice(-AROUND))}` : visible(same);
}

/** Line ends are changes, too. */
function visible(text: string): string {
  return text.replaceAll('\n', '↵');
}
