import type { ServerResponse } from 'node:http';

/** Every client gets this long to read a response, and more if it reads at least this fast. */
const GRACE_MS = 30_000;
const MIN_BYTES_PER_SECOND = 16 * 1024;

/**
 * Closes the connection of a client that does not read the response in time, and would hold its memory. To be called
 * after `end`. Bytes in the buffers of the operating system need no watching.
 * @param grace milliseconds
 */
export function endSlowReader(response: ServerResponse, grace = GRACE_MS): void {
  const { socket } = response;
  const left = socket?.writableLength ?? 0;
  if (left === 0 || response.writableFinished) return;
  const timer = setTimeout(() => response.destroy(), grace + (left / MIN_BYTES_PER_SECOND) * 1_000);
  response.once('close', () => clearTimeout(timer));
}
