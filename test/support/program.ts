import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.js';
import { ROOT } from './root.js';

/** The built program, as `npm start` runs it. */
const MAIN = fileURLToPath(new URL('dist/src/main.js', ROOT));

export interface Started {
  readonly program: ChildProcess;
  readonly url: string;
  /** What it has printed so far. */
  output(): string;
  /** Resolves to the exit code, or to the signal that ended it. */
  readonly ended: Promise<number | string>;
}

/** Processes of the program that a test starts; whoever makes it kills what is left of them. */
export class Programs {
  readonly #running: ChildProcess[] = [];

  constructor(readonly settings: Readonly<Record<string, string>>) {}

  async run(settings: Record<string, string> = {}, ...parameters: string[]): Promise<Started> {
    const port = await freePort();
    const { PATH = '' } = process.env;
    const program = spawn(process.execPath, [MAIN, ...parameters], {
      env: { PATH, PORT: String(port), HOST: '127.0.0.1', DRAIN_SECONDS: '0', ...this.settings, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#running.push(program);
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk.toString();
    };
    program.stdout.on('data', read);
    program.stderr.on('data', read);
    const ended = once(program, 'exit').then(([code, signal]) => (code ?? signal) as number | string);
    return { program, url: `http://127.0.0.1:${port}`, output: () => output, ended };
  }

  /** Runs it until it answers. */
  async start(settings: Record<string, string> = {}): Promise<Started> {
    const started = await this.run(settings);
    let hasEnded = false;
    void started.ended.then(() => {
      hasEnded = true;
    });
    while (!started.output().includes('ready in')) {
      if (hasEnded) throw new Error(`The program ended.\n${started.output()}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    return started;
  }

  kill(): void {
    for (const program of this.#running) program.kill('SIGKILL');
  }
}
