import { Presets, SingleBar } from 'cli-progress';

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

class Bar implements Progress {
  readonly #bar: SingleBar;

  constructor(stream: NodeJS.WriteStream) {
    const format = '{what} {bar} {value} of {total}, {eta_formatted} left';
    this.#bar = new SingleBar({ format, stream, clearOnComplete: true }, Presets.shades_classic);
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

  /** Restores the terminal; 130 is the exit code of interrupted programs. */
  readonly #interrupt = () => {
    this.pause();
    process.exit(130);
  };
}
