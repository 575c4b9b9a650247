import { Presets, SingleBar } from 'cli-progress';

/** Reports the progress of seeding. */
export interface Progress {
  begin(what: string, total: number): void;
  advance(count: number): void;
  end(rows: number): void;
}

/** A progress bar on a terminal, and lines where output is redirected. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? bars(stream) : lines(stream);
}

export function wholeNumber(count: number): string {
  return Math.round(count).toLocaleString('en');
}

function bars(stream: NodeJS.WriteStream): Progress {
  const format = '{what} {bar} {value} of {total}, {eta_formatted} left';
  const bar = new SingleBar({ format, stream }, Presets.shades_classic);
  return {
    begin: (what, total) => bar.start(total, 0, { what: what.padEnd(16) }),
    advance: (count) => bar.increment(count),
    end: () => bar.stop(),
  };
}

function lines(stream: NodeJS.WriteStream): Progress {
  let name = '';
  let started = 0;
  return {
    begin: (what) => {
      name = what;
      started = performance.now();
    },
    advance: () => undefined,
    end: (rows) => {
      const seconds = ((performance.now() - started) / 1_000).toFixed(1);
      stream.write(`${name}: ${wholeNumber(rows)} rows in ${seconds} s\n`);
    },
  };
}
