import 'reflect-metadata';
import { startEmpty, type TestApplication } from './support/application.js';
import { anArticle, anEvent, anOrganisation, Desk } from './support/builders.js';

let app: TestApplication;
let desk: Desk;

const host = anOrganisation({ ref: 'host' });
/** Eleven events: five on one day, five on another, one without a day; so most places are ties. */
const events = Array.from({ length: 11 }, (_, index) =>
  anEvent({
    ref: `event-${index}`,
    schedule:
      index === 10
        ? { precision: 'TBA' }
        : { precision: 'DATE', startDate: index % 2 ? '2024-07-02' : '2024-07-01' },
    participations: [{ organisation: 'host', role: 'HOST' }],
  }),
);

beforeAll(async () => {
  app = await startEmpty();
  desk = await Desk.open(app);
  await desk.release(host, ...events);
});
afterAll(() => app.close());

interface Paged {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly title: string | null } }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number;
}

const page = `edges { cursor node { title } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount`;

const ask = (given: object) =>
  app.ask(
    `query ($first: Int, $after: String, $last: Int, $before: String, $orderBy: EventOrder! = START_ASC) {
      events(first: $first, after: $after, last: $last, before: $before, orderBy: $orderBy) { ${page} }
    }`,
    given,
  );

async function read(given: object): Promise<Paged> {
  const { data, errors } = await ask(given);
  expect(errors).toBeUndefined();
  return (data as unknown as { events: Paged }).events;
}

const titles = ({ edges }: Paged) => edges.map(({ node }) => node.title);
const orders = ['START_ASC', 'START_DESC', 'TITLE_ASC', 'UPDATED_AT_DESC'];

describe('a list', () => {
  test.each(orders.flatMap((orderBy) => [1, 2, 3, 11].map((size) => [orderBy, size] as const)))(
    'in the order %s is read whole in pages of %i, forward and backward, ties included',
    async (orderBy, size) => {
      const all = titles(await read({ orderBy, first: 100 }));
      const forward: (string | null)[] = [];
      const backward: (string | null)[] = [];
      for (let after: string | null = null, more = true; more; ) {
        const found: Paged = await read({ orderBy, first: size, after });
        expect(found.pageInfo.hasPreviousPage).toBe(forward.length > 0);
        expect(found.pageInfo.startCursor).toBe(found.edges[0]?.cursor);
        forward.push(...titles(found));
        after = found.pageInfo.endCursor;
        more = found.pageInfo.hasNextPage;
      }
      for (let before: string | null = null, more = true; more; ) {
        const found: Paged = await read({ orderBy, last: size, before });
        expect(found.pageInfo.hasNextPage).toBe(backward.length > 0);
        expect(found.pageInfo.endCursor).toBe(found.edges.at(-1)?.cursor);
        backward.unshift(...titles(found));
        before = found.pageInfo.startCursor;
        more = found.pageInfo.hasPreviousPage;
      }

      expect(new Set(all).size).toBe(11);
      expect(forward).toEqual(all);
      expect(backward).toEqual(all);
    },
  );

  test('has exact page info at its ends, and an empty page beyond them', async () => {
    const all = await read({ first: 11 });
    const [first, last] = [all.edges[0]?.cursor, all.edges.at(-1)?.cursor];

    expect(all.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false });
    expect((await read({ first: 10 })).pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect((await read({ last: 10 })).pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect(await read({ after: last })).toEqual({
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null },
      totalCount: 11,
    });
    expect((await read({ last: 5, before: first })).pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: null,
      endCursor: null,
    });
  });

  test('is cut out between two cursors, from either side', async () => {
    const all = await read({ first: 11 });
    const [after, before] = [all.edges[2]?.cursor, all.edges[8]?.cursor];

    expect(titles(await read({ after, before }))).toEqual(titles(all).slice(3, 8));
    expect(titles(await read({ after, before, first: 2 }))).toEqual(titles(all).slice(3, 5));
    expect(titles(await read({ after, before, last: 2 }))).toEqual(titles(all).slice(6, 8));
  });

  test('counts all of its objects, whatever the page, and with no page at all', async () => {
    const { one, none } = await app.data(
      `{ one: events(first: 1, filter: { time: UPCOMING }) { totalCount nodes { id } } none: events { totalCount } }`,
    );

    expect(one).toEqual({ totalCount: 10, nodes: [{ id: expect.any(String) }] });
    expect(none.totalCount).toBe(11);
  });

  test('has a default page size of twenty', async () => {
    await desk.release(...Array.from({ length: 21 }, () => anArticle()));

    const { articles } = await app.data(`{ articles { nodes { id } pageInfo { hasNextPage } totalCount } }`);

    expect(articles.nodes).toHaveLength(20);
    expect(articles).toMatchObject({ pageInfo: { hasNextPage: true }, totalCount: 21 });
  });

  test('goes on where it was while objects come and go, that of the cursor included', async () => {
    const before = await read({ first: 4 });
    const rest = titles(await read({ after: before.pageInfo.endCursor }));
    const gone = [...before.edges].map(({ node }) => events.find(({ ref }) => ref === node.title));
    const early = anEvent({ ref: 'early', schedule: { precision: 'DATE', startDate: '2024-06-30' } });
    const late = anEvent({ ref: 'late', schedule: { precision: 'DATE', startDate: '2024-07-03' } });

    for (const event of gone) if (event) await desk.unpublish(event);
    await desk.release(early, late);
    const after = await read({ after: before.pageInfo.endCursor });
    await desk.unpublish(early);
    const start = await read({ after: before.pageInfo.endCursor });

    expect(titles(after).filter((title) => title !== 'late')).toEqual(rest);
    expect(titles(after)).toContain('late');
    expect(after.pageInfo.hasPreviousPage).toBe(true);
    expect(start.pageInfo.hasPreviousPage).toBe(false);
    await desk.unpublish(late);
    for (const event of gone) if (event) await desk.publish(event);
  });
});

describe('what is refused', () => {
  test.each([
    [{ first: 0 }, 'first'],
    [{ first: -1 }, 'first'],
    [{ first: 101 }, 'first'],
    [{ last: 0 }, 'last'],
    [{ last: 101 }, 'last'],
    [{ first: 1, last: 1 }, 'last'],
  ])('%j', async (given, argument) => {
    const { errors, response } = await ask(given);

    expect(response.status).toBe(400);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', argument: [argument] });
  });

  test('a cursor of another order, of another direction, or of another list', async () => {
    const { edges } = await read({ first: 1 });
    const after = edges[0]?.cursor;
    const refused = [
      await ask({ after, orderBy: 'TITLE_ASC' }),
      await ask({ after, orderBy: 'START_DESC' }),
      await ask({ before: after, orderBy: 'UPDATED_AT_DESC' }),
      await app.ask(`query ($after: String) { articles(after: $after) { totalCount nodes { id } } }`, {
        after,
      }),
    ];

    for (const { errors, response } of refused) {
      expect(response.status).toBe(400);
      expect(errors?.[0]?.extensions?.code).toBe('INVALID_CURSOR');
    }
  });

  const id = '01900000-0000-7000-8000-000000000000';
  const forge = (...values: unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url');
  const nameOf = (cursor: string) => JSON.parse(Buffer.from(cursor, 'base64url').toString())[0];

  test.each([
    ['nothing', () => ''],
    ['no base64', () => '%%%'],
    ['no JSON', () => Buffer.from('hello').toString('base64url')],
    ['no list', () => Buffer.from('{}').toString('base64url')],
    ['another name', () => forge('Event.asc.id', '2024-07-01T00:00:00+00:00', id)],
    ['too few keys', (name: string) => forge(name, id)],
    ['too many keys', (name: string) => forge(name, '2024-07-01T00:00:00+00:00', 'x', id)],
    ['no instant', (name: string) => forge(name, 'yesterday', id)],
    ['a day that is not', (name: string) => forge(name, '2024-02-31T00:00:00+00:00', id)],
    ['a year that is not', (name: string) => forge(name, '0000-01-01T00:00:00+00:00', id)],
    ['SQL', (name: string) => forge(name, "2024-07-01' or 1=1 --", id)],
    ['a remark', (name: string) => forge(name, '2024-07-01 (remark)', id)],
    ['no id', (name: string) => forge(name, '2024-07-01T00:00:00+00:00', 'x')],
    ['nested lists', (name: string) => forge(name, ['2024-07-01T00:00:00+00:00'], [id])],
  ])('a forged cursor with %s', async (_what, make) => {
    const { edges } = await read({ first: 1 });
    const name = nameOf(edges[0]?.cursor ?? '');

    const { errors, response } = await ask({ after: make(name) });

    expect(response.status).toBe(400);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_CURSOR', argument: ['after'] });
  });
});

describe('a list inside of an object', () => {
  test('is read page by page, each in its own place', async () => {
    const query = `query ($id: ID, $after: String) { organisation(id: $id) {
      events(first: 4, after: $after) { ${page} }
      latest: events(first: 1) { nodes { title } }
    } }`;
    const seen: (string | null)[] = [];
    const sizes: number[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { organisation }: { organisation: { events: Paged } } = await app.data(query, {
        id: desk.id(host),
        after,
      });
      const found = organisation.events;
      expect(found.totalCount).toBe(11);
      expect(found.pageInfo.hasPreviousPage).toBe(seen.length > 0);
      seen.push(...titles(found));
      sizes.push(found.edges.length);
      after = found.pageInfo.endCursor;
      more = found.pageInfo.hasNextPage;
    }

    expect(sizes).toEqual([4, 4, 3]);
    expect(seen).toEqual(titles(await read({ orderBy: 'START_DESC' })));
  });

  test.each(['first: 0', 'first: 101'])('is refused with %s', async (given) => {
    const query = `query ($id: ID) { organisation(id: $id) { events(${given}) { totalCount nodes { id } } } }`;

    const { errors, response } = await app.ask(query, { id: desk.id(host) });

    expect(response.status).toBe(400);
    expect(errors?.[0]?.extensions?.code).toBe('INVALID_INPUT');
  });
});
