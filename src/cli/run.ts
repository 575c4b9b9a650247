import { readFileSync } from 'node:fs';
import { Api } from './api.js';
import type { Command, Words } from './command.js';
import { commands } from './commands.js';
import { exitCodes, Failure, refused, wrongUsage } from './failure.js';
import { commandHelp, programHelp } from './help.js';
import { Output } from './output.js';
import { progressOn } from './progress.js';
import { readSettings } from './settings.js';
import { readInvocation } from './words.js';

export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly home: string;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/** Runs one command. Returns the exit code. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { stdout, stderr } = surroundings;
  const output = new Output({
    stdout: (text) => void stdout.write(text),
    stderr: (text) => void stderr.write(text),
    isJson: args.includes('--json'),
    progress: progressOn(stderr),
  });
  try {
    const { command, words } = readInvocation(args, commands);
    if (words.has('help')) stdout.write(command ? commandHelp(command) : programHelp(commands));
    else if (words.has('version')) stdout.write(`${ownVersion()}\n`);
    else if (command) return await start(command, words, output, surroundings);
    else throw wrongUsage(`Name a command.\n\n${programHelp(commands)}`.trimEnd());
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
  // Of the file system: no rights, no room.
  if (syscall && message) return refused(`${message}.`);
  return refused(`This is a fault of scc: ${stack ?? String(error)}`);
}

async function start(
  command: Command,
  words: Words,
  output: Output,
  { environment, folder, home }: Surroundings,
): Promise<number> {
  const locale = words.text('locale');
  if (locale !== undefined && !/^[A-Za-z0-9-]{1,35}$/.test(locale))
    throw wrongUsage('--locale must be a language tag such as en or zh-Hant.');
  const flags = { url: words.text('url'), key: words.text('key') };
  const { url, key, warnings } = await readSettings({ flags, environment, folder, home });
  for (const warning of warnings) output.note(warning);
  const api = new Api({ url, key, locale, version: ownVersion() });
  return command.run({ api, output, words, environment, locale });
}

function ownVersion(): string {
  // From dist/src/cli/, where the compiler puts this file.
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return String((JSON.parse(text) as { version?: unknown }).version);
}
