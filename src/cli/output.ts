import type { Progress } from './progress.js';

/** API keys anywhere in the output, including those in messages of the server. */
const secrets = /(sccp?_)[\w.~+/=-]{16,}/g;
/** Control characters that a terminal would interpret: texts come from servers and files. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out.
const controls = /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;

type Write = (text: string) => void;

export interface OutputSettings {
  readonly stdout: Write;
  readonly stderr: Write;
  readonly isJson: boolean;
  readonly progress: Progress;
}

/** Writes the output. With `--json` standard output gets one JSON value, and people read standard error. */
export class Output {
  #hasResult = false;

  constructor(readonly settings: OutputSettings) {}

  get isJson(): boolean {
    return this.settings.isJson;
  }

  get progress(): Progress {
    return this.settings.progress;
  }

  /** Writes a line of the result, for people. */
  line(text: string): void {
    if (!this.isJson) this.settings.stdout(`${clean(text)}\n`);
  }

  /** Writes a message about the result. */
  note(text: string): void {
    this.progress.pause();
    this.settings.stderr(`${clean(text)}\n`);
  }

  /** Writes the result, for programs. Only the first counts. */
  result(value: unknown): void {
    if (!this.isJson || this.#hasResult) return;
    this.#hasResult = true;
    this.settings.stdout(`${withoutKeys(JSON.stringify(value, null, 2))}\n`);
  }

  /** Writes a new API key: the only one that is shown. */
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
