import { Role } from '../../src/content/contract/access.js';
import type { TestApplication } from './application.js';
import { type FuzzRequest, FuzzRequests } from './fuzz-requests.js';
import { askersOf, worldOf } from './fuzz-world.js';
import { Random } from './random.js';

const SEED = Number(process.env.FUZZ_SEED ?? 20261130);
const AT_ONCE = 8;
/** After so many requests, what is there is looked at again, and some changes alone, for what they leave behind. */
const ROUND = 1_000;
const WATCHED = 12;
/** What the inside of the program looks like. */
const INSIDE = /node_modules|\.ts:\d+|\bat \w+ \(|\bselect .+ from (draft|published|system)\b|SQLSTATE/;

/** Sends requests and looks at each answer. */
export class Fuzzing {
  /** How many ended how: by status and code. */
  readonly answers = new Map<string, number>();
  readonly problems: string[] = [];
  readonly #random = new Random(SEED);

  constructor(
    readonly app: TestApplication,
    /** What the program logs as errors. */
    readonly logged: readonly string[],
  ) {}

  async run(count: number): Promise<void> {
    const askers = await askersOf(this.app);
    const admin = await this.app.as(Role.ADMIN, Role.PUBLISHER);
    let world = await worldOf(admin);
    const requests = new FuzzRequests(this.app.schema, this.#random, () => world, askers);
    for (let sent = 0; sent < count; sent += ROUND) {
      if (sent > 0) world = await worldOf(admin);
      let left = Math.min(ROUND, count - sent);
      const send = async () => {
        while (left-- > 0) await this.#send(requests.next());
      };
      await Promise.all(Array.from({ length: AT_ONCE }, send));
      for (let watched = 0; watched < Math.min(WATCHED, count); ) {
        const request = requests.next();
        if (!request.isChange) continue;
        watched += 1;
        await this.#watch(request);
      }
    }
  }

  /** A change that is refused leaves nothing behind. */
  async #watch(request: FuzzRequest): Promise<void> {
    const before = await this.#fingerprints();
    const body = await this.#send(request);
    const after = await this.#fingerprints();
    const { data, errors } = parsed(body) as {
      data?: Record<string, { userErrors?: unknown[] } | null>;
      errors?: { path?: string[] }[];
    };
    // An error of one mutation leaves no data at all, also of those that were done before it.
    if (
      !data &&
      errors?.some(({ path }) => path) &&
      /userErrors[\s\S]*userErrors/.test(request.init.body ?? '')
    )
      return;
    const results = Object.values(data ?? {});
    const isRefused = results.every((each) => each === null || (each?.userErrors?.length ?? 0) > 0);
    const written = [...after].filter(([table, rows]) => before.get(table) !== rows).map(([table]) => table);
    if (isRefused && written.length > 0)
      this.#tell(request, `refused, but wrote ${written.join(', ')}`, body);
  }

  /** Of the rows of each table. */
  async #fingerprints(): Promise<Map<string, string>> {
    const { rows } = await this.app.database.pool.query(
      `select format('select %L as name, count(*) || '' '' || sum(hashtext(r::text)::bigint) as rows from %I.%I r', schemaname || '.' || tablename, schemaname, tablename) as text
       from pg_tables where schemaname in ('draft', 'published', 'system') and tablename not in ('audit_entry', 'idempotency_record', 'api_key', 'setting') order by 1`,
    );
    const all = rows.map(({ text }: { text: string }) => text).join(' union all ');
    const { rows: tables } = await this.app.database.pool.query(all);
    return new Map(tables.map(({ name, rows }: { name: string; rows: string }) => [name, rows]));
  }

  async #send(request: FuzzRequest): Promise<string> {
    const before = this.logged.length;
    try {
      const response = await fetch(`${this.app.url}${request.path}`, { ...request.init, redirect: 'manual' });
      const body = await response.text();
      this.#look(request, response, body);
      if (this.logged.length > before) this.#tell(request, 'logged as an error', this.logged.at(-1) ?? '');
      return body;
    } catch (error) {
      this.#tell(request, String(error), String((error as Error).cause));
      return '';
    }
  }

  #look(request: FuzzRequest, { status, headers }: Response, body: string): void {
    const isJson = headers.get('content-type')?.includes('json') && body !== '';
    const json = isJson ? parsed(body) : {};
    if (json === undefined) this.#tell(request, 'not JSON', body);
    if (body.includes('"INTERNAL_SERVER_ERROR"')) this.#tell(request, 'INTERNAL_SERVER_ERROR', body);
    if (status >= 500 && status !== 501 && !/"(UNAVAILABLE|TIMEOUT)"/.test(body))
      this.#tell(request, `status ${status}`, body);
    // The page of the explorer is a program of others, with such words in it.
    const isPage = headers.get('content-type')?.includes('text/html') === true;
    if (!isPage && INSIDE.test(body)) this.#tell(request, 'shows the inside of the program', body);
    const code = (json as { errors?: { extensions?: { code?: string } }[] })?.errors?.[0]?.extensions?.code;
    const told = /"userErrors":\[\{/.test(body) ? 'told' : request.isChange ? 'done' : 'read';
    const name = `${status} ${code ?? (isJson ? told : 'other')}`;
    this.answers.set(name, (this.answers.get(name) ?? 0) + 1);
  }

  #tell({ path, init }: FuzzRequest, what: string, body: string): void {
    const asked = `${init.method} ${path.slice(0, 1_500)}\n${(init.body ?? '').slice(0, 2_500)}`;
    this.problems.push(`${what}\n${asked}\n${JSON.stringify(init.headers)}\n${body.slice(0, 1_500)}`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
