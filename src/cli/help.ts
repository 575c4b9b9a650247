import { type Command, globalOptions, type Options } from './command.js';
import { exitCodes } from './failure.js';
import { table } from './table.js';

const codes: Readonly<Record<keyof typeof exitCodes, string>> = {
  done: 'done',
  refused: 'refused: the content or the request has errors',
  usage: 'invalid usage',
  unreachable: 'the server is unreachable or unavailable',
  notAllowed: 'not allowed: no key, or one without permission',
  interrupted: 'interrupted',
};

export function programHelp(commands: readonly Command[]): string {
  const names = commands.map(
    ({ name, operands, summary }) => [`${name} ${operands}`.trim(), summary] as const,
  );
  return [
    'Usage: scc COMMAND [options]',
    '',
    'Moves content between files and a deployment of the platform, and manages it.',
    '',
    'Commands:',
    ...indented(names),
    '',
    ...common(),
    '',
    'Examples:',
    '  scc pull content',
    '  scc plan content',
    '  scc --url https://cms.example.org/graphql push content',
    '',
    'scc COMMAND --help shows the options of a command.',
    '',
  ].join('\n');
}

export function commandHelp({ name, operands, summary, details, options, examples }: Command): string {
  return [
    `Usage: scc ${name} ${operands} [options]`.replace('  ', ' '),
    '',
    sentence(summary),
    ...(details ? ['', details] : []),
    '',
    ...(Object.keys(options).length > 0 ? ['Options:', ...optionTable(options), ''] : []),
    ...common(),
    '',
    'Examples:',
    ...examples.map((example) => `  ${example}`),
    '',
  ].join('\n');
}

function common(): string[] {
  const rows = Object.entries(exitCodes).map(
    ([name, code]) => [String(code), codes[name as keyof typeof exitCodes]] as const,
  );
  return [
    'Global options:',
    ...optionTable(globalOptions),
    '',
    'Options take precedence over the environment (SCC_URL, SCC_KEY), and that over the first of these files that exists:',
    '.scc.json in this folder, ~/.config/scc/config.json. Both look like { "url": "…", "key": "…" }.',
    '',
    'Exit codes:',
    ...indented(rows),
  ];
}

function optionTable(options: Options): string[] {
  return indented(
    Object.entries(options).map(
      ([name, { value, help }]) => [`--${name}${value ? ` ${value}` : ''}`, help] as const,
    ),
  );
}

function indented(rows: readonly (readonly string[])[]): string[] {
  return table(rows).map((line) => `  ${line}`);
}

function sentence(args: string): string {
  return `${args.charAt(0).toUpperCase()}${args.slice(1)}.`;
}
