import { get } from 'node:http';

/** A faster response means that no request is queued, in milliseconds. */
const RESPONSIVE_WITHIN_MS = 20;

/** Polls a server of this machine until it responds quickly, or until the timeout. */
export async function untilResponsive(host: string, port: number, timeout: number): Promise<void> {
  const end = performance.now() + timeout;
  for (;;) {
    const began = performance.now();
    await responded(host, port, Math.max(1, end - began));
    const now = performance.now();
    if (now - began < RESPONSIVE_WITHIN_MS || now >= end) return;
  }
}

/** Ignores the result. */
function responded(host: string, port: number, timeout: number): Promise<void> {
  return new Promise((resolve) => {
    const request = get({ host, port, path: '/healthz', agent: false, timeout });
    request.once('response', (response) => response.resume());
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve());
    request.once('close', () => resolve());
  });
}
