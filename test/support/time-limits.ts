import { addEventHandler } from 'jest-circus';

/** Generous, because a machine may be busy: this is for what would hang forever. */
const TIME_LIMIT_MS = 120_000;

// The runner itself knows no time limits. Called for each test and hook after it was added to the block being described.
addEventHandler((event, { currentDescribeBlock }) => {
  if (event.name === 'add_test') {
    const added = currentDescribeBlock.children.at(-1);
    if (added?.type === 'test') added.fn &&= limited(added.fn, event.timeout);
  }
  if (event.name === 'add_hook') {
    const added = currentDescribeBlock.hooks.at(-1);
    if (added) added.fn = limited(added.fn, event.timeout);
  }
});

type Limited = () => unknown;

function limited<T>(run: T, timeout = TIME_LIMIT_MS): T {
  const limit = Math.max(timeout, TIME_LIMIT_MS);
  const withLimit = async () => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`Not done within ${limit / 1000} seconds.`)), limit);
    });
    // One that is not asynchronous may throw at once.
    const done = Promise.resolve().then(run as Limited);
    await Promise.race([done, late]).finally(() => clearTimeout(timer));
  };
  return withLimit as T;
}
