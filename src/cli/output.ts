import type { Progress } from './progress.js';

/** Keys, wherever they stand: also those of others, and those in a sentence of the server. */
const secrets = /(sccp?_)[\w.~+/=-]{16,}/g;
/** What a terminal would obey. Words come from a server and from files. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out.
const controls = /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;

type Write = (text: string) => void;

export interface OutputSettings {
  readonly stdout: Write;
  readonly stderr: Write;
  readonly isJson: boolean;
  readonly progress: Progress;
}

/** What is said. With `--json` standard output gets one JSON value, and people read standard error. */
export class Output {
  #hasResult = false;

  constructor(readonly settings: OutputSettings) {}

  get isJson(): boolean {
    return this.settings.isJson;
  }

  get progress(): Progress {
    return this.settings.progress;
  }

  /** A line of the result, for people. */
  line(text: string): void {
    if (!this.isJson) this.settings.stdout(`${clean(text)}\n`);
  }

  /** A line about the result. */
  note(text: string): void {
    this.progress.pause();
    this.settings.stderr(`${clean(text)}\n`);
  }

  /** The result, for programs. The first one counts. */
  result(value: unknown): void {
    if (!this.isJson || this.#hasResult) return;
    this.#hasResult = true;
    this.settings.stdout(`${withoutKeys(JSON.stringify(value, null, 2))}\n`);
  }

  /** A new key: the only one that is ever shown. */
  newKey(secret: string, about: unknown): void {
    if (!this.isJson) this.settings.stdout(`${secret}\n`);
    else if (!this.#hasResult)
      this.settings.stdout(`${JSON.stringify({ ...Object(about), secret }, null, 2)}\n`);
    this.#hasResult = true;
  }
}

function clean(text: string): string {
  return withoutKeys(text).replace(controls, '�');
}

function withoutKeys(text: string): string {
  return text.replace(secrets, '$1[hidden]');
}
