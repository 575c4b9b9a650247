import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../support/free-port.js';
import type { Load, Outcome } from './load-generator.js';
import { DIST } from './prepared-database.js';

/** A server that answers on a port of this machine. */
export interface Running {
  readonly port: number;
  readonly pid: number;
}

/** Every process that a run starts, so that none is left when it ends. */
export class Children {
  readonly #all: ChildProcess[] = [];
  #generator: ChildProcess | undefined;

  /** One of the files beside this one, which tells its port once it listens. */
  async server(
    file: string,
    settings: Record<string, string>,
  ): Promise<Running & { tell(message: object): void }> {
    const child = this.#fork(file, settings);
    const [port] = (await once(child, 'message')) as [number];
    return { port, pid: child.pid ?? 0, tell: (message) => child.send(message) };
  }

  /** The program as `npm start` runs it. */
  async program(settings: Record<string, string>): Promise<Running> {
    const port = await freePort();
    const { PATH = '' } = process.env;
    const child = spawn(process.execPath, ['--max-semi-space-size=8', join(DIST, 'src/main.js')], {
      // Nothing but the requests is to keep it busy.
      env: { PATH, HOST: '127.0.0.1', PORT: String(port), DEMO_CONTENT: 'false', JOBS: 'false', ...settings },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    this.#all.push(child);
    for (;;) {
      if (child.exitCode !== null) throw new Error(`The program ended with ${child.exitCode}.`);
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
      if (answer?.ok) return { port, pid: child.pid ?? 0 };
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** @throws Error with the answer, where one was not as it should be */
  async load(load: Load): Promise<Outcome> {
    this.#generator ??= this.#fork('load-generator.js', {});
    this.#generator.send(load);
    const [outcome] = (await once(this.#generator, 'message')) as [Outcome];
    if (outcome.fault !== undefined) throw new Error(`An answer is not as it should be: ${outcome.fault}`);
    return outcome;
  }

  async end(): Promise<void> {
    const ends = this.#all.map(async (child) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    });
    await Promise.all(ends);
  }

  #fork(file: string, settings: Record<string, string>): ChildProcess {
    const path = fileURLToPath(new URL(file, import.meta.url));
    const { PATH = '' } = process.env;
    const child = fork(path, { env: { PATH, ...settings }, serialization: 'advanced', execArgv: [] });
    this.#all.push(child);
    return child;
  }
}
