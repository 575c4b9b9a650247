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

test('whoever has used little does not wait for those who have used much', async () => {
  const clients = await Promise.all(Array.from({ length: 6 }, heavy));
  const waiting: Promise<unknown>[] = [];
  const light = await whileHeld(async () => {
    waiting.push(...clients.map(held));
    return told(app, from(fresh()), QUICK);
  });

  expect(light.status).toBe(200);
  await Promise.all(waiting);
});

test('whoever has used little does not wait for somebody else to have the same made', async () => {
  const [first = {}, second = {}] = await Promise.all([heavy(), heavy()]);
  const query = `${QUICK} # the same`;
  const waiting: Promise<unknown>[] = [];
  let isOver = false;
  const light = await whileHeld(async () => {
    const holding = held(first, 30).then(() => {
      isOver = true;
    });
    waiting.push(holding, told(app, second, query));
    const { status } = await told(app, from(fresh()), query);
    return { status, wasFirst: !isOver };
  });

  expect(light).toEqual({ status: 200, wasFirst: true });
  await Promise.all(waiting);
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

test('more than 200 requests of one client do not wait: it is told to send fewer at a time', async () => {
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
