/** The timeout of a feed, in milliseconds. */
const TIMEOUT_MS = 10_000;

/** @throws the errors of `fetch`, and an Error for a response that is not a feed */
export async function fetchFeed(address: string, pending: AbortController): Promise<unknown> {
  const timer = setTimeout(() => pending.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(address, {
      signal: pending.signal,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    return await response.json();
  } finally {
    clearTimeout(timer);
  }
}
