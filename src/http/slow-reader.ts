import type { ServerResponse } from 'node:http';

/** What everybody gets to take an answer, and the least bytes a second that give more of it. */
const GRACE = 30_000;
const LEAST_SPEED = 16 * 1024;

/**
 * Ends the connection of somebody who does not take an answer in time: it would be kept for as long as they like.
 * To be called when the answer is ended. What the operating system has taken over needs no watching.
 * @param grace milliseconds
 */
export function endSlowReading(response: ServerResponse, grace = GRACE): void {
  const { socket } = response;
  const left = socket?.writableLength ?? 0;
  if (left === 0 || response.writableFinished) return;
  const timer = setTimeout(() => response.destroy(), grace + (left / LEAST_SPEED) * 1_000);
  response.once('close', () => clearTimeout(timer));
}
