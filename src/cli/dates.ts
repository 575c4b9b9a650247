import { HOME_TIME_ZONE } from '../foundation/calendar.js';

/** In Hong Kong time. */
const timeZone = HOME_TIME_ZONE;

export function dayOf(at: string): string {
  return new Date(at).toLocaleDateString('sv-SE', { timeZone });
}

/** To the minute. */
export function timeOf(at: string): string {
  return new Date(at).toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
}
