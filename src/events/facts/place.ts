import { groupBy } from '../../foundation/collections.js';
import type { EventDetails, LocalizedText } from './event-details.js';
import { hasHan } from './script.js';

/**
 * Where it takes place, without the parts that are empty. In English from small to large: the name, the room, the
 * address. In Chinese from large to small and without marks: the address, the name, the room. Languages are not mixed:
 * what is in another one than the name stands apart, and a room alone, which would help nobody, is left out.
 */
export function placesOf(venue: EventDetails['venue']): LocalizedText[] {
  const given = (['name', 'room', 'address'] as const).flatMap((part) => {
    const text = venue?.[part];
    return text && text.text.trim() !== '' ? [{ ...text, part, text: text.text.trim() }] : [];
  });
  return [...groupBy(given, ({ language }) => language).values()]
    .filter((own) => given.length === own.length || own.some(({ part }) => part !== 'room'))
    .map((own) => ({ text: inOneLine(own), language: own[0]?.language ?? '' }));
}

function inOneLine(parts: readonly { readonly part: string; readonly text: string }[]): string {
  const address = parts.find(({ part }) => part === 'address')?.text;
  // Many addresses begin with the name of the building.
  const names = parts.filter((each) => each.part !== 'address' && !address?.includes(each.text));
  const texts = names.map(({ text }) => text);
  if (address === undefined) return texts.some(hasHan) ? texts.reduce(withoutMarks) : texts.join(', ');
  return hasHan(address) ? [address, ...texts].reduce(withoutMarks) : [...texts, address].join(', ');
}

/** Han characters need no space, words of letters do. */
function withoutMarks(before: string, after: string): string {
  const isTight = /[\p{Script=Han}）」』]$/u.test(before) && /^[\p{Script=Han}（「『]/u.test(after);
  return isTight ? before + after : `${before} ${after}`;
}
