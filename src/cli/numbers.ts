import { wrongUsage } from './failure.js';

/** Parses a count. @throws Failure */
export function wholeNumber(
  option: string,
  text: string | undefined,
  otherwise: number,
  most = 999_999,
): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > most)
    throw wrongUsage(`--${option} must be a whole number from 1 to ${most}.`);
  return value;
}
