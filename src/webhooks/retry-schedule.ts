/**
 * How many seconds there are between an attempt and the one before it: that of Standard Webhooks, "Deliverability and
 * reliability", in all 75 hours and 35 minutes.
 */
const DELAYS = [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
/** So that what failed together does not come back together. */
const JITTER = 0.1;

/** Seconds until the next attempt after so many that failed; undefined when that was the last. */
export function delayAfter(failures: number, random: () => number = Math.random): number | undefined {
  const delay = DELAYS[failures];
  return delay === undefined ? undefined : delay * (1 + JITTER * random());
}
