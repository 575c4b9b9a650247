import type { ServerResponse } from 'node:http';

/** Every client gets this long to read a response, and more if it reads at least this fast. */
const GRACE_MS = 30_000;
const MIN_BYTES_PER_SECOND = 16 * 1024;

/** How long a client may take to read what has been written to it, in milliseconds. */
function timeToRead(bytes: number, grace = GRACE_MS): number {
  return grace + (bytes / MIN_BYTES_PER_SECOND) * 1_000;
}

/**
 * Closes the connection of a client that does not read the response in time, and would hold its memory. To be called
 * after `end`. Bytes in the buffers of the operating system need no watching.
 * @param grace milliseconds
 */
export function endSlowReader(response: ServerResponse, grace = GRACE_MS): void {
  const left = response.socket?.writableLength ?? 0;
  if (left === 0 || response.writableFinished) return;
  const timer = setTimeout(() => response.destroy(), timeToRead(left, grace));
  response.once('close', () => clearTimeout(timer));
}

/** Resolves when the client has read enough for more to be written, or its connection is closed. */
export function drained(response: ServerResponse): Promise<void> {
  if (response.closed || !response.writableNeedDrain) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      response.off('drain', end).off('close', end);
      resolve();
    };
    const timer = setTimeout(() => response.destroy(), timeToRead(response.writableLength));
    response.on('drain', end).on('close', end);
  });
}
