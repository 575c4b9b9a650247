/** `npm run bench`: how fast the program answers, beside hand-written SQL behind bare HTTP. See docs/performance.md. */
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { DEFAULT_POOL_SIZE } from '../../src/config.js';
import { startPostgres, type TestServer } from '../support/postgres.js';
import { Children } from './children.js';
import { type Conditions, type Contestant, contest } from './contest.js';
import { feeds, mutation, searchesBeside } from './further.js';
import { growth } from './growth.js';
import { LARGE_FEED_SCALE, largeFeeds } from './large-feeds.js';
import { pages, questionsOf } from './pages.js';
import { copyOf, DATA_FOLDER, preparedDatabase } from './prepared-database.js';
import { sameContent } from './same-content.js';
import { starts } from './start.js';
import { tableOf } from './table.js';

const PARTS = ['cold', 'warm', 'feeds', 'large-feeds', 'search', 'mutation', 'start'] as const;
type Part = (typeof PARTS)[number];

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    scale: { type: 'string', default: '1' },
    only: { type: 'string', default: PARTS.join(',') },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    connections: { type: 'string', default: '32' },
    pool: { type: 'string', default: String(DEFAULT_POOL_SIZE) },
  },
});
const only = options.only.split(',');
const scale = Number(options.scale);
const has = (part: Part) => only.includes(part);
const say = (line: string) => void process.stderr.write(`${line}\n`);

const children = new Children();
try {
  const unknown = only.find((name) => !PARTS.includes(name as Part));
  if (unknown !== undefined) throw new Error(`--only takes some of: ${PARTS.join(', ')}; not "${unknown}".`);
  const database = await startPostgres({ fsync: true, data: DATA_FOLDER });
  // An interrupt reaches all processes; the run then fails by itself, and what is left is put away below.
  process.once('SIGINT', () => undefined);
  try {
    await run(database);
  } finally {
    await children.end();
    await database.stop();
  }
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function run(database: TestServer): Promise<void> {
  const conditions: Conditions = {
    connections: Number(options.connections),
    rounds: Number(options.rounds ?? (options.quick ? 2 : 5)),
    seconds: Number(options.seconds ?? (options.quick ? 1 : 4)),
    databasePid: database.pid,
  };
  const url = await preparedDatabase(database.url, 1, say);
  // Now: a database that somebody is connected to cannot be copied.
  const copy = scale === 1 && has('mutation') ? await copyOf(database.url, url) : undefined;
  const program = (settings: Record<string, string>) =>
    children.program({ DATABASE_URL: url, DATABASE_POOL_SIZE: options.pool, ...settings });
  // Without a cache of answers each one is made anew.
  const cold = await program({ ANSWER_CACHE_MB: '0' });
  const large =
    scale === 1 ? undefined : { scale, databaseUrl: await preparedDatabase(database.url, scale, say) };
  say(about(conditions));
  if (large) {
    const server = await program({ DATABASE_URL: large.databaseUrl, ANSWER_CACHE_MB: '0' });
    const table = await growth(
      children,
      { scale: 1, databaseUrl: url, server: cold },
      { ...large, server },
      conditions,
    );
    return print(table, conditions);
  }
  const warm = await program({});
  const contestants = [...(await pageContestants()), ...(await others())];
  if (contestants.length > 0) print(tableOf(await contest(children, contestants, conditions)), conditions);
  if (has('start')) print(await starts(url, conditions.rounds), conditions);

  function referenceServer() {
    return children.server('reference-server.js', { DATABASE_URL: url, POOL_SIZE: options.pool });
  }

  async function pageContestants(): Promise<Contestant[]> {
    if (!has('cold') && !has('warm')) return [];
    const reference = await referenceServer();
    const bytes = await children.server('bytes-server.js', {});
    const asked = new Map(
      await Promise.all(pages.map(async (page) => [page, await questionsOf(page, url)] as const)),
    );
    bytes.tell(await sameContent(asked, reference, [cold, warm]));
    return [...asked].flatMap(([{ title }, questions]) => {
      const toReference = questions.map((question) => question.reference);
      const requests = questions.map((question) => question.graphql);
      const limit = { title: `${title}: SQL by hand, bare HTTP`, server: reference, requests: toReference };
      const map = { title: `${title}: bytes from a map`, server: bytes, requests: toReference };
      return [
        ...(has('cold')
          ? [limit, { title: `**${title}, cold**`, server: cold, requests, against: limit }]
          : []),
        ...(has('warm') ? [map, { title: `**${title}, warm**`, server: warm, requests, against: map }] : []),
      ];
    });
  }

  async function largeFeedContestants(): Promise<Contestant[]> {
    const databaseUrl = await preparedDatabase(database.url, LARGE_FEED_SCALE, say);
    return largeFeeds(children, {
      databaseUrl,
      cold: await program({ DATABASE_URL: databaseUrl, ANSWER_CACHE_MB: '0' }),
      warm: await program({ DATABASE_URL: databaseUrl }),
    });
  }

  async function others(): Promise<Contestant[]> {
    return [
      ...(has('feeds') ? await feeds(warm, say) : []),
      ...(has('large-feeds') ? await largeFeedContestants() : []),
      ...(has('search') ? await searchesBeside(await referenceServer(), cold, warm) : []),
      ...(copy ? await mutation(children, copy) : []),
    ];
  }
}

function about(conditions: Conditions): string {
  const [cpu] = cpus();
  return [
    `Measured on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} × ${cpu?.model.trim()}, `,
    `${Math.round(totalmem() / 2 ** 30)} GB, Node.js ${process.versions.node}, PostgreSQL on the same machine; `,
    `${conditions.connections} connections, each asking anew when it has its answer; `,
    `median of ${conditions.rounds} rounds of ${conditions.seconds} s.`,
  ].join('');
}

function print(table: string, conditions: Conditions): void {
  process.stdout.write(`${about(conditions)}\n\n${table}\n`);
  if (process.platform !== 'linux')
    process.stdout.write('\nCPU time and memory are read from /proc: on Linux only.\n');
}
