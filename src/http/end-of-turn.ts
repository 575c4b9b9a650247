let end: Promise<void> | undefined;

/**
 * Resolves at the end of this turn of the event loop. Responses that are written together reach their client in one
 * wake-up, which costs the operating system more than everything else about a small response.
 */
export function endOfTurn(): Promise<void> {
  end ??= new Promise((resolve) => {
    setImmediate(() => {
      end = undefined;
      resolve();
    });
  });
  return end;
}
