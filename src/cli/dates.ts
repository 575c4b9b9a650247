/** In Hong Kong, where the association is. */
const timeZone = 'Asia/Hong_Kong';

export function dayOf(at: string): string {
  return new Date(at).toLocaleDateString('sv-SE', { timeZone });
}

/** To the minute. */
export function timeOf(at: string): string {
  return new Date(at).toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
}
