/**
 * The work of a request, in milliseconds: of this process and of the database. The process works for one request at a
 * time, so its time runs from when it resumes the request until that has to wait again. Waiting is excluded, and so is
 * time that the operating system gives to others.
 */
export class Work {
  #own = 0;
  #database = 0;
  /** The number of things it waits for; it starts paused. */
  #waits = 1;
  #since = 0;
  #cpu = 0;

  /** The total so far. */
  get milliseconds(): number {
    return this.#own + this.#database;
  }

  /** Starts or resumes the clock. */
  resume(): void {
    this.#waits -= 1;
    if (this.#waits > 0) return;
    this.#since = performance.now();
    this.#cpu = recentCpuTime(this.#since);
  }

  /** Waits for one thing more. */
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

  /** Adds work done for it elsewhere in this process. */
  addOwn(milliseconds: number): void {
    this.#own += milliseconds;
  }

  addDatabase(milliseconds: number): void {
    this.#database += milliseconds;
  }
}

/**
 * Runs work that has to wait before it starts, such as for a connection.
 * @param run gets a function to call when it starts
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

/** Within so short a time the operating system hardly gives the processor to others. */
const SHORT_MS = 1;

/** How old the CPU time may be from which a longer stretch of work is measured: the system call costs a tenth of a small request. */
const SAMPLE_MS = 5;

let sample = { at: Number.NEGATIVE_INFINITY, cpu: 0 };

/** CPU time of this process in milliseconds, at most `SAMPLE_MS` old. */
function recentCpuTime(now: number): number {
  if (now - sample.at >= SAMPLE_MS) sample = { at: now, cpu: cpuTime() };
  return sample.cpu;
}

function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
