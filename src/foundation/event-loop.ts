/** Longer than that nobody should have to wait for others, in milliseconds. */
const MAX_HOLD_MS = 10;

let heldSince = performance.now();

/**
 * To be awaited between the steps of long work: lets the event loop have a turn when the last one was a while ago, so that
 * other requests are answered meanwhile. Costs next to nothing otherwise.
 */
export async function yieldToEventLoop(): Promise<void> {
  if (performance.now() - heldSince < MAX_HOLD_MS) return;
  await new Promise(setImmediate);
  heldSince = performance.now();
}
