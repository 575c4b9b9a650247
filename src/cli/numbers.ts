import { wrongUsage } from './failure.js';

/** The value of an option that is a count. @throws Failure */
export function wholeNumber(option: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!/^\d{1,6}$/.test(text) || value < 1) throw wrongUsage(`--${option} must be a whole number from 1 on.`);
  return value;
}
