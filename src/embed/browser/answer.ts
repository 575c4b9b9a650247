/** How long a feed may take, in milliseconds. */
const PATIENCE = 10_000;

/** @throws whatever `fetch` does, and an Error for an answer that is not a feed */
export async function finishedResponse(address: string, asking: AbortController): Promise<unknown> {
  const timer = setTimeout(() => asking.abort(), PATIENCE);
  try {
    const answer = await fetch(address, {
      signal: asking.signal,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    return await answer.json();
  } finally {
    clearTimeout(timer);
  }
}
