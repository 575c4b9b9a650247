import type { EventTimes } from './event-details.js';
import type { FactWords } from './words.js';

/** The name of the time zone, unless it is that of Hong Kong. */
export function zoneNote({ precision, start, timeZone }: EventTimes, words: FactWords): string {
  if (precision !== 'TIME' || !start || timeZone === 'Asia/Hong_Kong') return '';
  return words.timeZone.replace('#', zoneName(timeZone, start, words));
}

/** "Hong Kong time", or what a zone is called at an instant; its offset, if this engine does not know it. */
export function zoneName(timeZone: string, instant: string, { language, homeTime }: FactWords): string {
  if (timeZone === 'Asia/Hong_Kong') return homeTime;
  try {
    const format = new Intl.DateTimeFormat(language, { timeZone, timeZoneName: 'long' });
    const parts = format.formatToParts(new Date(instant));
    return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
  } catch {
    return `UTC${offsetIn(instant)}`;
  }
}

/** The offset of an instant, such as "+08:00". */
export function offsetIn(instant: string): string {
  return /[+-]\d\d:\d\d$/.exec(instant)?.[0] ?? '+00:00';
}
