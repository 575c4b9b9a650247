let end: Promise<void> | undefined;

/**
 * Resolves when everything that has come in this turn of the event loop has been looked at. Answers that are sent then go
 * out together: whoever takes them is woken up once, which costs the operating system more than all else that is done
 * for a small answer.
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
