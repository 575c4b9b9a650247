import { readdir, readFile } from 'node:fs/promises';

/** What Linux counts CPU time in: a hundredth of a second. */
const TICK_MS = 10;
const PAGE_BYTES = 4_096;

interface ProcessTimes {
  readonly parent: number;
  /** Of the process, all its threads included, in ms. */
  readonly cpu: number;
  /** Of those of its children that have ended. */
  readonly childrenCpu: number;
  readonly rssBytes: number;
}

/** CPU time of a process so far, in ms; undefined where there is no `/proc`. */
export async function cpuOf(pid: number): Promise<number | undefined> {
  return (await timesOf(pid))?.cpu;
}

/** CPU time of a PostgreSQL server so far, with all its processes. */
export async function cpuOfServer(pid: number | undefined): Promise<number | undefined> {
  const own = pid === undefined ? undefined : await timesOf(pid);
  if (!own) return undefined;
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const times = await Promise.all(all.map((name) => timesOf(Number(name))));
  const children = times.filter((each) => each?.parent === pid);
  return own.cpu + own.childrenCpu + children.reduce((sum, each) => sum + (each?.cpu ?? 0), 0);
}

export async function memoryOf(pid: number): Promise<number | undefined> {
  return (await timesOf(pid))?.rssBytes;
}

/** See proc_pid_stat(5). The name of the program, which may hold spaces, ends with the last parenthesis. */
async function timesOf(pid: number): Promise<ProcessTimes | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => undefined);
  if (text === undefined) return undefined;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const field = (number: number) => Number(fields[number - 3]);
  return {
    parent: field(4),
    cpu: (field(14) + field(15)) * TICK_MS,
    childrenCpu: (field(16) + field(17)) * TICK_MS,
    rssBytes: field(24) * PAGE_BYTES,
  };
}
