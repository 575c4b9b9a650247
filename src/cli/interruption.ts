import { exitCodes } from './failure.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Has the first signal to end this program stop the work in order; the second one ends it. */
export class Interruption {
  hasHappened = false;

  constructor(readonly stop: () => void) {
    for (const signal of SIGNALS) process.on(signal, this.#handle);
  }

  end(): void {
    for (const signal of SIGNALS) process.off(signal, this.#handle);
  }

  readonly #handle = () => {
    if (this.hasHappened) process.exit(exitCodes.interrupted);
    this.hasHappened = true;
    this.stop();
  };
}
