import type { ParseArgsConfig } from 'node:util';
import type { Api } from './api.js';
import type { Output } from './output.js';

export interface Option {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  /** What stands for its value in the help. */
  readonly value?: string;
  readonly help: string;
}

export type Options = Readonly<Record<string, Option>>;

/** What was written behind the name of a command. */
export interface Words {
  readonly positionals: readonly string[];
  /** The value of an option; the last one where it was given more than once. */
  text(name: string): string | undefined;
  /** All values of an option, those between commas taken apart. */
  list(name: string): readonly string[];
  has(name: string): boolean;
}

/** What a command works with. */
export interface Context {
  readonly api: Api;
  readonly output: Output;
  readonly words: Words;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The language that was asked for. */
  readonly locale: string | undefined;
}

export interface Command {
  /** One word or two: `pull`, `keys create`. */
  readonly name: string;
  /** What follows the name: `DIR`. */
  readonly operands: string;
  /** From how many to how many words these are. */
  readonly count: readonly [number, number];
  readonly summary: string;
  /** More about it, for its own help. */
  readonly details?: string;
  readonly options: Options;
  readonly examples: readonly string[];
  /** Returns the exit code. */
  run(context: Context): Promise<number>;
}

export const globalOptions: Options = {
  url: { type: 'string', value: 'URL', help: 'the API (SCC_URL; http://localhost:4000/graphql)' },
  key: { type: 'string', value: 'KEY', help: 'the key (better: SCC_KEY, or a config file)' },
  json: { type: 'boolean', help: 'one JSON value on standard output, for programs' },
  locale: { type: 'string', value: 'TAG', help: 'the language of messages: en or zh-Hant' },
  help: { type: 'boolean', help: 'show help and end' },
  version: { type: 'boolean', help: 'show the version and end' },
};

export function toParseArgs(options: Options): NonNullable<ParseArgsConfig['options']> {
  return Object.fromEntries(
    Object.entries(options).map(([name, { type }]) => [name, { type, multiple: type === 'string' }]),
  );
}
