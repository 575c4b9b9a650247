import { parseArgs } from 'node:util';
import { type Command, globalOptions, type Options, toParseArgs, type Words } from './command.js';
import { wrongUsage } from './failure.js';

/** What somebody wrote: the command, where there is one, and the rest. */
export interface Invocation {
  readonly command: Command | undefined;
  readonly words: Words;
}

/** @throws Failure for words that mean nothing */
export function readInvocation(args: readonly string[], commands: readonly Command[]): Invocation {
  const start = leadingOptions(args);
  const rest = args.slice(start);
  const [first, second] = rest;
  if (first === undefined || first.startsWith('-'))
    return { command: undefined, words: parse(args, globalOptions) };
  const command =
    commands.find(({ name }) => name === `${first} ${second}`) ?? commands.find(({ name }) => name === first);
  if (!command) throw wrongUsage(unknownCommand(first, second, commands));
  const own = rest.slice(command.name.split(' ').length);
  const words = parse([...args.slice(0, start), ...own], { ...globalOptions, ...command.options });
  const [least, most] = command.count;
  const count = words.positionals.length;
  if (!words.has('help') && (count < least || count > most))
    throw wrongUsage(`Use: scc ${command.name} ${command.operands}`.trim());
  return { command, words };
}

/** How many words before the command are global options and their values. */
function leadingOptions(args: readonly string[]): number {
  let at = 0;
  while (args[at]?.startsWith('--')) {
    const [name = ''] = (args[at] ?? '').slice(2).split('=');
    const takesNext = globalOptions[name]?.type === 'string' && !args[at]?.includes('=');
    at += takesNext ? 2 : 1;
  }
  return at;
}

function unknownCommand(first: string, second: string | undefined, commands: readonly Command[]): string {
  const below = commands.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => `scc ${name}`);
  if (below.length > 0)
    return `${second ? `There is no "scc ${first} ${second}"` : 'Use one of'}: ${below.join(', ')}.`;
  return `There is no command "${first}"; see scc --help.`;
}

function parse(args: readonly string[], options: Options): Words {
  const { values, positionals } = readArgs(args, options);
  const all = (name: string) => [values[name] ?? []].flat().map(String);
  return {
    positionals,
    text: (name) => all(name).at(-1),
    list: (name) =>
      all(name)
        .flatMap((value) => value.split(','))
        .map((value) => value.trim())
        .filter((value) => value !== ''),
    has: (name) => values[name] !== undefined,
  };
}

function readArgs(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], options: toParseArgs(options), allowPositionals: true });
  } catch (error) {
    if (!String((error as { code?: string }).code).startsWith('ERR_PARSE_ARGS')) throw error;
    // The first sentence; what follows is about writing such a word as an operand.
    const [sentence = ''] = (error as Error).message.split(/(?<=')\. |\n/);
    throw wrongUsage(`${sentence.replace(/\.$/, '')}; see scc --help.`);
  }
}
