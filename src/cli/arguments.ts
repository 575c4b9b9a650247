import { parseArgs } from 'node:util';
import { type Arguments, type Command, globalOptions, type Options, toParseArgs } from './command.js';
import { wrongUsage } from './failure.js';

/** The command, if there is one, and its arguments. */
export interface Invocation {
  readonly command: Command | undefined;
  readonly args: Arguments;
}

/** @throws Failure for invalid arguments */
export function readInvocation(argv: readonly string[], commands: readonly Command[]): Invocation {
  const start = leadingOptions(argv);
  const rest = argv.slice(start);
  const [first, second] = rest;
  if (first === undefined || first.startsWith('-'))
    return { command: undefined, args: parse(argv, globalOptions) };
  const command =
    commands.find(({ name }) => name === `${first} ${second}`) ?? commands.find(({ name }) => name === first);
  if (!command) throw wrongUsage(unknownCommand(first, second, commands));
  const ownArguments = rest.slice(command.name.split(' ').length);
  const args = parse([...argv.slice(0, start), ...ownArguments], { ...globalOptions, ...command.options });
  const [min, max] = command.count;
  const count = args.positionals.length;
  if (!args.has('help') && max > min && count > max) throw wrongUsage(tooMany(command, count));
  if (!args.has('help') && (count < min || count > max))
    throw wrongUsage(`Usage: scc ${command.name} ${command.operands}`.trim());
  return { command, args };
}

/** For a list of operands that ends the command. */
function tooMany({ name, operands, count: [min, max] }: Command, count: number): string {
  const what = /FILE/.test(operands) ? 'files' : 'objects';
  const [most, given] = [max, count].map((number) => (number - min + 1).toLocaleString('en'));
  return `scc ${name} takes at most ${most} ${what} at once; these are ${given}. Use it several times.`;
}

/** The number of global options and their values before the command. */
function leadingOptions(argv: readonly string[]): number {
  let at = 0;
  while (argv[at]?.startsWith('--')) {
    const [name = ''] = (argv[at] ?? '').slice(2).split('=');
    const takesNext = globalOptions[name]?.type === 'string' && !argv[at]?.includes('=');
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

function parse(argv: readonly string[], options: Options): Arguments {
  const { values, positionals } = readArgs(argv, options);
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

function readArgs(argv: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...argv], options: toParseArgs(options), allowPositionals: true });
  } catch (error) {
    if (!String((error as { code?: string }).code).startsWith('ERR_PARSE_ARGS')) throw error;
    // The first sentence; the rest is about writing such a value as an operand.
    const [sentence = ''] = (error as Error).message.split(/(?<=')\. |\n/);
    throw wrongUsage(`${sentence.replace(/\.$/, '')}; see scc --help.`);
  }
}
