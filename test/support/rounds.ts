/** Whether there is time for many rounds: `npm run test:long`. */
export const isLong = process.env.TEST_LONG === 'true';

/** How often a test makes up a case: a few times always, many times when there is time. */
export function rounds({ short, long }: { readonly short: number; readonly long: number }): number {
  return isLong ? long : short;
}
