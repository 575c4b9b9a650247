import type { Contestant, Results, Round } from './contest.js';

const COLUMNS = [
  'What',
  'requests/s',
  'from–to',
  'ratio',
  'p50 ms',
  'p99 ms',
  'first byte ms',
  'bytes',
  'CPU of server, ms per 1,000',
  'CPU of database, ms per 1,000',
  'memory MB',
];

/** The results as a Markdown table; of each number the median of the rounds. */
export function tableOf(results: Results): string {
  return markdown(
    COLUMNS,
    [...results].map(([contestant, rounds]) => rowOf(contestant, rounds)),
  );
}

export function markdown(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = columns.map((_column, index) => (index === 0 ? '---' : '---:'));
  return [line(columns), line(rule), ...rows.map(line)].join('\n');
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  return (lower + upper) / 2;
}

function rowOf({ title }: Contestant, rounds: readonly Round[]): string[] {
  const of = (name: keyof Round, digits: number) => {
    const values = rounds.flatMap((round) => round[name] ?? []);
    return values.length === 0 ? '–' : number(median(values), digits);
  };
  const speeds = rounds.map(({ perSecond }) => perSecond);
  const memory = rounds.flatMap(({ rssBytes }) => rssBytes ?? []);
  return [
    title,
    of('perSecond', 0),
    `${number(Math.min(...speeds), 0)}–${number(Math.max(...speeds), 0)}`,
    of('ratio', 2),
    of('p50', 2),
    of('p99', 2),
    of('first', 2),
    of('bytes', 0),
    of('serverCpu', 0),
    of('databaseCpu', 0),
    memory.length === 0 ? '–' : number(Math.max(...memory) / 1024 / 1024, 0),
  ];
}

function number(value: number, digits: number): string {
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
