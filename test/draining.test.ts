import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './support/free-port.js';
import { createDemo } from './support/prepared.js';
import { Programs, type Started } from './support/program.js';

let database: Awaited<ReturnType<typeof createDemo>>;
let programs: Programs;
beforeAll(async () => {
  database = await createDemo();
  const settings = { DATABASE_URL: database.url, DATABASE_POOL_SIZE: '10', DRAIN_SECONDS: '1' };
  programs = new Programs({ ...settings, RATE_LIMIT: 'false' });
}, 60_000);
afterAll(async () => {
  programs.kill();
  await database.drop();
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

function ask(url: string, agent: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const query = `{ latestIssue { title } n${asked++}: __typename }`;
    const asking = request(`${url}/graphql`, {
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json' },
    });
    asking.once('error', (error) => {
      reject(Object.assign(error, { isKept: asking.reusedSocket }));
    });
    asking.once('response', (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.once('aborted', () => reject(new Error('The answer was broken off.')));
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    asking.end(JSON.stringify({ query }));
  });
}
/** Every request is another one, so that each is answered by the database. */
let asked = 0;

/** Somebody who keeps asking over connections that are kept, of one instance or of several. */
class Visitors {
  readonly answers: Answer[] = [];
  readonly failures: string[] = [];
  readonly #agent = new Agent({ keepAlive: true });
  readonly #running: Promise<void>[];
  isStopping = false;

  constructor(urls: readonly string[], count: number, pause = 0) {
    this.#running = Array.from({ length: count }, async (_, index) => {
      for (let turn = index; !this.isStopping; turn += 1) {
        const answer = await this.#askAny(urls, turn);
        if (!answer) return;
        this.answers.push(answer);
        if (pause > 0) await sleep(pause);
      }
    });
  }

  async done(): Promise<void> {
    await Promise.all(this.#running);
    this.#agent.destroy();
  }

  /** Only where there is nobody the next one is asked. */
  async #askAny(urls: readonly string[], turn: number): Promise<Answer | undefined> {
    for (let at = 0; at < urls.length; at += 1) {
      try {
        return await ask(urls[(turn + at) % urls.length] as string, this.#agent);
      } catch (error) {
        const { code, message, isKept } = error as NodeJS.ErrnoException & { readonly isKept?: boolean };
        if (code === 'ECONNREFUSED') continue;
        this.failures.push(`${code ?? message} on a ${isKept ? 'kept' : 'new'} connection`);
        return undefined;
      }
    }
    return undefined;
  }
}

/** Until it says that it does not want to be asked any more; undefined where nobody answers. */
async function readiness(url: string): Promise<number | undefined> {
  try {
    return (await fetch(`${url}/readyz`, { headers: { connection: 'close' } })).status;
  } catch {
    return undefined;
  }
}

async function stopUnderLoad({ url, program, ended }: Started) {
  const visitors = new Visitors([url], 100);
  // By then each of them has been answered.
  while (visitors.answers.length < 300) await sleep(10);
  const before = visitors.answers.length;
  // A machine that is busy with other tests may not be ready in every moment.
  let readyBefore = await readiness(url);
  while (readyBefore === 503) readyBefore = await readiness(url);
  const began = performance.now();
  program.kill('SIGTERM');
  let readyAfter = await readiness(url);
  while (readyAfter === 200) readyAfter = await readiness(url);
  const code = await ended;
  const seconds = (performance.now() - began) / 1_000;
  await visitors.done();
  return { visitors, before, readyBefore, readyAfter, code, seconds };
}

describe.each([
  ['one process', '1'],
  ['two workers', '2'],
])('%s that has to end', (_what, workers) => {
  test('completes all requests, sends clients elsewhere, and ends within ten seconds', async () => {
    const started = await programs.start({ WORKERS: workers });
    const { visitors, before, readyBefore, readyAfter, code, seconds } = await stopUnderLoad(started);

    expect(visitors.failures).toEqual([]);
    // A machine that is busy with other tests may not be up to a hundred at once; then it says so, in whole answers.
    expect(visitors.answers.filter(({ status }) => status !== 200 && status !== 503)).toEqual([]);
    for (const { status, body } of visitors.answers)
      expect(JSON.parse(body)).toHaveProperty(status === 200 ? 'data.latestIssue.title' : 'errors');
    expect([readyBefore, readyAfter]).toEqual([200, 503]);
    // Every connection is told that it is the last answer, rather than being cut.
    const last = visitors.answers.filter(({ headers }) => headers.connection === 'close');
    expect(last.length).toBeGreaterThanOrEqual(100);
    expect(visitors.answers.length).toBeGreaterThan(before);
    expect(code).toBe(0);
    expect(seconds).toBeLessThan(10);
  }, 60_000);
});

test('an instance is replaced by another without one failed request, while there is a second one', async () => {
  const ports = [await freePort(), await freePort()];
  const start = (port: number) => programs.start({ PORT: String(port) });
  const instances = await Promise.all(ports.map(start));
  const visitors = new Visitors(
    ports.map((port) => `http://127.0.0.1:${port}`),
    10,
    20,
  );
  for (const [index, port] of [...ports.entries()]) {
    const instance = instances[index] as Started;
    instance.program.kill('SIGTERM');
    expect(await instance.ended).toBe(0);
    instances[index] = await start(port);
  }
  visitors.isStopping = true;
  await visitors.done();
  for (const { program, ended } of instances) {
    program.kill('SIGINT');
    await ended;
  }

  expect(visitors.failures).toEqual([]);
  expect(visitors.answers.filter(({ status }) => status !== 200)).toEqual([]);
  expect(visitors.answers.length).toBeGreaterThan(50);
}, 60_000);

test('an idle connection does not keep a program from ending', async () => {
  const { url, program, ended } = await programs.start({ DRAIN_SECONDS: '0' });
  const { connect } = await import('node:net');
  const silent = connect(Number(new URL(url).port), '127.0.0.1');
  const closed = new Promise((resolve) => silent.once('close', resolve));
  await new Promise((resolve) => silent.once('connect', resolve));
  program.kill('SIGTERM');
  expect(await ended).toBe(0);
  await closed;
});
