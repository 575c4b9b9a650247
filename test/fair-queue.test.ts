import 'reflect-metadata';
import pg from 'pg';
import { startDemo, type TestApplication } from './support/application.js';
import { fresh, from, told } from './support/charges.js';

let app: TestApplication;
let holder: pg.Client;
beforeAll(async () => {
  app = await startDemo({ rateLimit: true, trustedProxies: 1, databasePoolSize: 2 });
  holder = new pg.Client({ connectionString: app.databaseUrl });
  await holder.connect();
});
afterAll(async () => {
  await holder.end();
  await app.close();
});

/** Somebody who has used much. */
async function heavy(): Promise<Record<string, string>> {
  const headers = from(fresh());
  for (let count = 0; count < 15; count += 1)
    await told(app, { ...headers, authorization: 'Bearer scc_wrong' });
  return headers;
}

/** Asks for events, which nobody may read at the moment. */
const held = (headers: Record<string, string>, place: number) =>
  told(app, headers, `{ events(first: ${place + 1}) { nodes { id } } }`);
const QUICK = '{ issues(first: 1) { nodes { slug } } }';

/** Nobody reads events while this is done. */
async function whileHeld<Result>(work: () => Promise<Result>): Promise<Result> {
  await holder.query('begin; lock table published.event in access exclusive mode');
  try {
    return await work();
  } finally {
    await holder.query('rollback');
  }
}

/** Somebody new asks while others wait for events. @returns whether their answer was there before any of the others' */
async function isAnsweredFirst(others: () => Promise<unknown>[], query: string) {
  const waiting: Promise<unknown>[] = [];
  let isOver = false;
  const light = await whileHeld(async () => {
    waiting.push(
      ...others().map((each) =>
        each.then(() => {
          isOver = true;
        }),
      ),
    );
    const { status } = await told(app, from(fresh()), query);
    return { status, wasFirst: !isOver };
  });
  await Promise.all(waiting);
  return light;
}

test('clients that have used little do not wait for those that have used much', async () => {
  const clients = await Promise.all(Array.from({ length: 6 }, heavy));

  const light = await isAnsweredFirst(() => clients.map(held), QUICK);

  expect(light).toEqual({ status: 200, wasFirst: true });
});

test('nor for those who take less than what comes back to them, second after second', async () => {
  const clients = await Promise.all(Array.from({ length: 6 }, heavy));
  app.setNow('2024-06-10T12:00:06+08:00');
  const others = () => clients.map((client, place) => held(client, 20 + place));

  const light = await isAnsweredFirst(others, '{ issues(first: 2) { nodes { slug } } }');

  expect(light).toEqual({ status: 200, wasFirst: true });
});

test('clients that have used little do not wait for a shared response of others', async () => {
  const [first = {}, second = {}] = await Promise.all([heavy(), heavy()]);
  const query = `${QUICK} # the same`;

  const light = await isAnsweredFirst(() => [held(first, 30), told(app, second, query)], query);

  expect(light).toEqual({ status: 200, wasFirst: true });
});

test('nobody takes all the places alone', async () => {
  const greedy = from(fresh());
  const waiting: Promise<unknown>[] = [];
  const other = await whileHeld(async () => {
    waiting.push(...Array.from({ length: 6 }, (_, place) => held(greedy, 10 + place)));
    return told(app, from(fresh()), `${QUICK} # other`);
  });

  expect(other.status).toBe(200);
  await Promise.all(waiting);
});

test('more than 200 requests of one client are refused: it has to send fewer at a time', async () => {
  const greedy = from(fresh());
  const answers = await whileHeld(() =>
    Promise.all(
      Array.from({ length: 202 }, (_, place) =>
        told(app, greedy, `{ events(first: 1) { nodes { id } } } # ${place}`),
      ),
    ),
  );

  const refused = answers.filter(({ status }) => status === 429);
  expect(refused).toEqual([expect.objectContaining({ code: 'RATE_LIMITED', cost: 0, retryAfter: 1 })]);
});
