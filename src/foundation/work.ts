/**
 * What a request takes, in milliseconds: of this process and of the database. The process works for one request at a
 * time, so its time is taken from when it goes on with the request until it has to wait for something again. Waiting is
 * none of it, and neither is what the operating system gives to others meanwhile.
 */
export class Work {
  #own = 0;
  #database = 0;
  /** What it waits for; it has not begun at first. */
  #waits = 1;
  #since = 0;
  #cpu = 0;

  /** Altogether, so far. */
  get milliseconds(): number {
    return this.#own + this.#database;
  }

  /** It begins, or something that it waited for is there. */
  resume(): void {
    this.#waits -= 1;
    if (this.#waits > 0) return;
    this.#since = performance.now();
    this.#cpu = recentCpuTime(this.#since);
  }

  /** It waits for one thing more. */
  pause(): void {
    if (this.#waits === 0) this.#own += this.#sinceResumed();
    this.#waits += 1;
  }

  #sinceResumed(): number {
    const passed = performance.now() - this.#since;
    return passed < SHORT_MS ? passed : Math.min(passed, cpuTime() - this.#cpu);
  }

  async waitFor<Result>(awaited: Promise<Result>): Promise<Result> {
    this.pause();
    try {
      return await awaited;
    } finally {
      this.resume();
    }
  }

  /** What was done for it elsewhere in this process. */
  addOwn(milliseconds: number): void {
    this.#own += milliseconds;
  }

  addDatabase(milliseconds: number): void {
    this.#database += milliseconds;
  }
}

/**
 * Runs what has to wait before it begins, such as for a connection.
 * @param run is handed what it calls when it begins
 */
export async function waitToBegin<Result>(
  work: Work | undefined,
  run: (begun: () => void) => Promise<Result>,
): Promise<Result> {
  let isWaiting = true;
  const begun = () => {
    if (isWaiting) work?.resume();
    isWaiting = false;
  };
  work?.pause();
  try {
    return await run(begun);
  } finally {
    begun();
  }
}

/** In so short a time the operating system hardly gives the processor to others. */
const SHORT_MS = 1;

let sample = { at: Number.NEGATIVE_INFINITY, cpu: 0 };

/** CPU time of this process in milliseconds, at most `SHORT_MS` old: to ask the system costs a tenth of a small request. */
function recentCpuTime(now: number): number {
  if (now - sample.at >= SHORT_MS) sample = { at: now, cpu: cpuTime() };
  return sample.cpu;
}

function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
