/**
 * Seconds between an attempt and the one before: the schedule of Standard Webhooks, "Deliverability and reliability",
 * in all 75 hours and 35 minutes.
 */
const DELAYS_SECONDS = [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
/** Jitter, so that deliveries that failed together are not retried together. */
const JITTER = 0.1;

/** Seconds until the next attempt after so many failures; undefined after the last. */
export function delayAfter(failures: number, random: () => number = Math.random): number | undefined {
  const delay = DELAYS_SECONDS[failures];
  return delay === undefined ? undefined : delay * (1 + JITTER * random());
}
