import { Presets, SingleBar } from 'cli-progress';
import { exitCodes } from './failure.js';

/** Reports progress. */
export interface Progress {
  begin(what: string, total: number): void;
  advance(count: number): void;
  end(): void;
  /** Clears the bar before other output. */
  pause(): void;
}

/** A progress bar on a terminal; nothing where output is redirected. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? new Bar(stream) : silent;
}

export const silent: Progress = {
  begin: () => undefined,
  advance: () => undefined,
  end: () => undefined,
  pause: () => undefined,
};

const MAX_SECONDS = 90;

/** Before anything is done, the estimate is infinite. */
function timeLeft(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'time left unknown';
  return seconds > MAX_SECONDS ? `${Math.round(seconds / 60)} min left` : `${seconds} s left`;
}

class Bar implements Progress {
  readonly #bar: SingleBar;

  constructor(stream: NodeJS.WriteStream) {
    const format = '{what} {bar} {value} of {total}, {eta_formatted}';
    const options = { format, formatTime: timeLeft, stream, clearOnComplete: true };
    this.#bar = new SingleBar(options, Presets.shades_classic);
  }

  begin(what: string, total: number): void {
    if (total === 0) return;
    process.once('SIGINT', this.#interrupt);
    this.#bar.start(total, 0, { what: what.padEnd(10) });
  }

  advance(count: number): void {
    this.#bar.increment(count);
  }

  end(): void {
    this.pause();
  }

  pause(): void {
    process.off('SIGINT', this.#interrupt);
    if (this.#bar.isActive) this.#bar.stop();
  }

  /** Restores the terminal. */
  readonly #interrupt = () => {
    this.pause();
    // Others stop their work in order, see Interruption.
    if (process.listenerCount('SIGINT') === 0) process.exit(exitCodes.interrupted);
  };
}
