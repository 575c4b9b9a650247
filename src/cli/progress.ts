import { Presets, SingleBar } from 'cli-progress';

/** Is told how far the work is. */
export interface Progress {
  begin(what: string, total: number): void;
  advance(count: number): void;
  end(): void;
  /** Something else is about to be written to the terminal. */
  pause(): void;
}

/** A bar where somebody watches it, and nothing where lines are kept. */
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

  /** The terminal is as it was before the bar; 130 is how programs end that are interrupted. */
  readonly #interrupt = () => {
    this.pause();
    process.exit(130);
  };
}
