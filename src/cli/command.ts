import type { ParseArgsConfig } from 'node:util';
import { MAX_BULK_OBJECTS } from '../foundation/object-limit.js';
import type { Api } from './api.js';
import type { Output } from './output.js';

/** The most objects or files of one command: those of a bulk operation. */
export const MAX_OPERANDS = MAX_BULK_OBJECTS;

export interface Option {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  /** The placeholder of its value in the help. */
  readonly value?: string;
  readonly help: string;
}

export type Options = Readonly<Record<string, Option>>;

/** The parsed arguments of a command. */
export interface Arguments {
  readonly positionals: readonly string[];
  /** The value of an option; the last one if it is repeated. */
  text(name: string): string | undefined;
  /** All values of an option, split at commas. */
  list(name: string): readonly string[];
  has(name: string): boolean;
}

/** The dependencies of a command. */
export interface Context {
  readonly api: Api;
  readonly output: Output;
  readonly args: Arguments;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The option `--locale`. */
  readonly locale: string | undefined;
}

export interface Command {
  /** A name of one or two words: `pull`, `keys create`. */
  readonly name: string;
  /** The synopsis of its operands: `DIR`. */
  readonly operands: string;
  /** The least and the most operands. */
  readonly count: readonly [number, number];
  readonly summary: string;
  /** Shown in its own help only. */
  readonly details?: string;
  readonly options: Options;
  readonly examples: readonly string[];
  /** Returns the exit code. */
  run(context: Context): Promise<number>;
}

export const globalOptions: Options = {
  url: { type: 'string', value: 'URL', help: 'the URL of the API (SCC_URL; http://localhost:4000/graphql)' },
  key: { type: 'string', value: 'KEY', help: 'the API key (better: SCC_KEY, or a config file)' },
  json: { type: 'boolean', help: 'one JSON value on standard output, for programs' },
  locale: { type: 'string', value: 'TAG', help: 'the language of messages: en or zh-Hant' },
  help: { type: 'boolean', help: 'show this help' },
  version: { type: 'boolean', help: 'show the version' },
};

export function toParseArgs(options: Options): NonNullable<ParseArgsConfig['options']> {
  return Object.fromEntries(
    Object.entries(options).map(([name, { type }]) => [name, { type, multiple: type === 'string' }]),
  );
}
