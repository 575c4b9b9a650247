import { get } from 'node:http';

/** An answer that comes sooner, in milliseconds, had nobody before it. */
const SOON_MS = 20;

/** Asks a server of this machine whether it lives, until it says so at once, or for so many milliseconds. */
export async function untilResponsive(host: string, port: number, timeout: number): Promise<void> {
  const end = performance.now() + timeout;
  for (;;) {
    const asked = performance.now();
    await answered(host, port, Math.max(1, end - asked));
    const now = performance.now();
    if (now - asked < SOON_MS || now >= end) return;
  }
}

/** Whatever comes of it. */
function answered(host: string, port: number, timeout: number): Promise<void> {
  return new Promise((resolve) => {
    const asking = get({ host, port, path: '/healthz', agent: false, timeout });
    asking.once('response', (response) => response.resume());
    asking.once('timeout', () => asking.destroy());
    asking.once('error', () => resolve());
    asking.once('close', () => resolve());
  });
}
