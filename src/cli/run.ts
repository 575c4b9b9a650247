import { readFileSync } from 'node:fs';
import { inSources } from '../foundation/source-stack.js';
import { Api } from './api.js';
import { readInvocation } from './arguments.js';
import type { Arguments, Command } from './command.js';
import { commands } from './commands.js';
import { exitCodes, Failure, refused, wrongUsage } from './failure.js';
import { commandHelp, programHelp } from './help.js';
import { Output } from './output.js';
import { progressOn } from './progress.js';
import { readSettings } from './settings.js';

export interface RunOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly home: string;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/** Runs a command. Returns the exit code. */
export async function run(argv: readonly string[], options: RunOptions): Promise<number> {
  const { stdout, stderr } = options;
  const output = new Output({
    stdout: (text) => void stdout.write(text),
    stderr: (text) => void stderr.write(text),
    isJson: argv.includes('--json'),
    progress: progressOn(stderr),
  });
  try {
    const { command, args } = readInvocation(argv, commands);
    if (args.has('help')) stdout.write(command ? commandHelp(command) : programHelp(commands));
    else if (args.has('version')) stdout.write(`${ownVersion()}\n`);
    else if (command) return await start(command, args, output, options);
    else throw wrongUsage(`Missing command.\n\n${programHelp(commands)}`.trimEnd());
    return exitCodes.done;
  } catch (error) {
    output.progress.pause();
    const { exitCode, message } = toFailure(error);
    output.note(message);
    output.result({ error: { exitCode, message } });
    return exitCode;
  }
}

function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const { syscall, message, stack } = error as Partial<NodeJS.ErrnoException>;
  // Errors of the file system: permissions, disk full.
  if (syscall && message) return refused(`${message}.`);
  return refused(`Internal error of scc: ${stack ? inSources(stack) : String(error)}`);
}

async function start(
  command: Command,
  args: Arguments,
  output: Output,
  { environment, folder, home }: RunOptions,
): Promise<number> {
  const locale = args.text('locale');
  if (locale !== undefined && !/^[A-Za-z0-9-]{1,35}$/.test(locale))
    throw wrongUsage('--locale must be a language tag such as en or zh-Hant.');
  const flags = { url: args.text('url'), key: args.text('key') };
  const { url, key, warnings } = await readSettings({ flags, environment, folder, home });
  for (const warning of warnings) output.note(warning);
  const api = new Api({ url, key, locale, version: ownVersion() });
  return command.run({ api, output, args, environment, locale });
}

function ownVersion(): string {
  // Relative to dist/src/cli/, where the compiler puts this file.
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return String((JSON.parse(text) as { version?: unknown }).version);
}
