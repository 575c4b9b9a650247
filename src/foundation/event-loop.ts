/** The most milliseconds for which the event loop may be blocked: a request needs several turns of it. */
const MAX_HOLD_MS = 3;

let heldSince = performance.now();

/**
 * To be awaited between the steps of long work: yields to the event loop if the last yield was a while ago, so that
 * other requests are handled meanwhile. Otherwise it costs next to nothing.
 */
export async function yieldToEventLoop(): Promise<void> {
  if (performance.now() - heldSince < MAX_HOLD_MS) return;
  await new Promise(setImmediate);
  heldSince = performance.now();
}
