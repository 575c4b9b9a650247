/** The time zone of the association, the default for days. */
export const HOME_TIME_ZONE = 'Asia/Hong_Kong';

/** Whether a text is an existing day, as YYYY-MM-DD, from the year 1 on. */
export function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
