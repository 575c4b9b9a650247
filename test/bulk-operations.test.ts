import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { isForBulk } from '../src/cli/write-in-bulk.js';
import { Role } from '../src/content/contract/access.js';
import { prune } from '../src/jobs/retention.js';
import { type Asking, startDemo, startEmbedded, type TestApplication } from './support/application.js';
import { runScc, startScc } from './support/command-line.js';
import { waitingForLocks } from './support/lock-waits.js';
import { Mutations, type Payload } from './support/mutations.js';
import { Programs } from './support/program.js';
import { auditOf, connect, until } from './support/schedules.js';

let app: TestApplication;
let editor: Mutations;
let admin: Mutations;
beforeAll(async () => {
  app = await startDemo();
  app.startJobs();
  editor = new Mutations(app, await app.as(Role.EDITOR, Role.PUBLISHER));
  admin = new Mutations(app, await app.as(Role.ADMIN));
});
afterAll(() => app.close());

const FIELDS = `id action state total done createdBy startedAt finishedAt error
  publication {
    requestedChanges otherChanges leftOutCount findingCount schedules
    leftOut { reason object { externalRef title } } findings { code object { externalRef } }
  }
  userErrors { code message path }`;
const OPERATION = `bulkOperation { ${FIELDS} }`;

async function created(input: object, who = editor): Promise<string> {
  return (await who.done('bulkOperationCreate', input, OPERATION)).bulkOperation.id;
}

/** Creates an operation that pushes documents, and adds these, 500 at a time. */
async function staged(entries: readonly object[], push: object = {}, who = editor): Promise<string> {
  const id = await created({ push }, who);
  for (let start = 0; start < entries.length; start += 500)
    await who.done('bulkOperationAdd', { id, entries: entries.slice(start, start + 500) });
  return id;
}

async function seen(id: string, who: Asking = editor.who): Promise<Payload> {
  return (await who.data(`query ($id: ID!) { bulkOperation(id: $id) { ${FIELDS} } }`, { id })).bulkOperation;
}

function ended(id: string): Promise<Payload> {
  return until(
    () => seen(id),
    ({ finishedAt }) => finishedAt !== null,
  );
}

async function run(id: string, who = editor): Promise<Payload> {
  await who.done('bulkOperationRun', { id });
  return ended(id);
}

async function resultsOf(id: string): Promise<Payload[]> {
  const query = `query ($id: ID!, $after: String) { bulkOperation(id: $id) {
    results(first: 100, after: $after) { nodes { index id outcome version } pageInfo { hasNextPage endCursor } }
  } }`;
  const found: Payload[] = [];
  for (let after: string | undefined; ; ) {
    const { results } = (await editor.who.data(query, { id, after })).bulkOperation;
    found.push(...results.nodes);
    if (!results.pageInfo.hasNextPage) return found;
    after = results.pageInfo.endCursor;
  }
}

async function documentsOf(id: string): Promise<number> {
  const { rows } = await app.database.pool.query(
    'select count(*)::int as count from system.bulk_operation_item where operation_id = $1 and document is not null',
    [id.replace('bulk_operation_', '')],
  );
  return rows[0].count;
}

function untilLocked(client: pg.Client): Promise<number> {
  return until(
    () => waitingForLocks(client),
    (waiting) => waiting > 0,
  );
}

const venue = (externalRef: string, name = externalRef) => ({
  kind: 'VENUE',
  externalRef,
  document: { text: { en: { name } } },
});

const count = async (prefix: string): Promise<number> => {
  const { rows } = await app.database.pool.query(
    `select count(*)::int as count from draft.venue where external_ref like $1`,
    [`${prefix}%`],
  );
  return rows[0].count;
};

const venues = (prefix: string, length: number) =>
  Array.from({ length }, (_each, index) => venue(`${prefix}-${index}`));

describe('documents that are pushed in bulk', () => {
  test('may be more than a request has, refer to each other in any order, and are told one by one', async () => {
    const halls = venues('bulk-hall', 700);
    const talk = (hall: string) => ({
      kind: 'EVENT',
      externalRef: `talk-in-${hall}`,
      document: {
        kind: 'TALK',
        schedule: { precision: 'TBA' },
        venue: hall,
        text: { en: { title: `A talk in ${hall}` } },
      },
    });
    const id = await staged([talk('bulk-hall-699'), ...halls, talk('bulk-hall-0')]);
    expect(await seen(id)).toMatchObject({ action: 'PUSH', state: 'STAGING', total: 702, done: 0 });

    const operation = await run(id);

    expect(operation).toMatchObject({ state: 'DONE', total: 702, done: 702, userErrors: [], error: null });
    const results = await resultsOf(id);
    expect(results.map(({ index }) => index)).toEqual(Array.from({ length: 702 }, (_each, index) => index));
    expect(results).toEqual(results.map((each) => ({ ...each, outcome: 'CREATED', version: 1 })));
    const { event } = await editor.who.data(
      'query ($id: ID!) { event(id: $id, stage: DRAFT) { venue { id } revisions { nodes { by action } } } }',
      { id: results[0].id },
    );
    expect(event).toEqual({
      venue: { id: results[700].id },
      revisions: { nodes: [{ by: operation.createdBy, action: 'CREATE' }] },
    });
    const [entry] = await auditOf(admin, 'contentPush (bulk)');
    expect([entry.outcome, new Set(entry.targets)]).toEqual([
      'DONE',
      new Set(results.map((each) => each.id)),
    ]);
    expect(await documentsOf(id)).toBe(0);
  });

  test('are left alone where nothing changes', async () => {
    await run(await staged(venues('bulk-same', 3)));
    const entries = [venue('bulk-same-0'), venue('bulk-same-1', 'Renamed'), venue('bulk-same-2')];

    const id = await staged(entries);
    await run(id);

    expect((await resultsOf(id)).map(({ outcome, version }) => [outcome, version])).toEqual([
      ['UNCHANGED', 1],
      ['UPDATED', 2],
      ['UNCHANGED', 1],
    ]);
  });

  test('exchange their slugs, however far apart they are', async () => {
    const article = (index: number, slug: number, how = 'text') => {
      const text = { title: `Swap ${index} ${slug}`, slug: `bulk-swap-${slug}` };
      const document =
        how === 'text' ? { text: { en: text } } : { translations: [{ locale: 'en', ...text }] };
      return { kind: 'ARTICLE', externalRef: `bulk-swap-${index}`, document: { kind: 'NEWS', ...document } };
    };
    const indices = Array.from({ length: 250 }, (_each, index) => index);
    await run(await staged(indices.map((index) => article(index, index))));
    // The first and the last exchange theirs, the third takes that of one which gives it up.
    const taken = new Map([
      [0, 249],
      [249, 0],
      [2, 220],
      [220, 999],
    ]);
    const later = indices.map((index) =>
      article(index, taken.get(index) ?? index, index === 2 ? 'list' : 'text'),
    );

    const done = await run(await staged(later));

    expect(done).toMatchObject({ state: 'DONE', userErrors: [] });
    const { rows } = await app.database.pool.query(
      `select external_ref as ref, slug from draft.article join draft.article_text on content_id = id
        where locale = 'en' and external_ref = any($1) order by external_ref`,
      [[...taken.keys()].map((index) => `bulk-swap-${index}`)],
    );
    expect(rows.map(({ ref, slug }) => [ref, slug].join(' '))).toEqual([
      'bulk-swap-0 bulk-swap-249',
      'bulk-swap-2 bulk-swap-220',
      'bulk-swap-220 bulk-swap-999',
      'bulk-swap-249 bulk-swap-0',
    ]);
  });

  test('are all refused for the errors of any of them, each with its path', async () => {
    const wrong = {
      kind: 'VENUE',
      externalRef: 'bulk-wrong-x',
      document: { district: 7, text: { en: { name: 'X' } } },
    };
    const entries = [
      ...venues('bulk-wrong', 530),
      wrong,
      ...venues('bulk-more', 60),
      { ...wrong, externalRef: 'y_Y' },
    ];
    entries[3] = venue('bulk-wrong-0');

    const id = await staged(entries);
    const operation = await run(id);

    expect(operation).toMatchObject({ state: 'FAILED', error: null });
    expect(operation.userErrors.map(({ code, path }: Payload) => `${code} ${path.join('.')}`).sort()).toEqual(
      [
        'INVALID_INPUT input.entries.3.document',
        'INVALID_INPUT input.entries.530.document.district',
        'INVALID_INPUT input.entries.591.document.district',
        'INVALID_INPUT input.entries.591.externalRef',
      ],
    );
    expect(await count('bulk-wrong')).toBe(0);
    expect(await documentsOf(id)).toBe(0);
    const [entry] = await auditOf(admin, 'contentPush (bulk)');
    expect(entry).toMatchObject({ outcome: 'REFUSED', targets: [] });
    expect(entry.reasons).toContain('INVALID_INPUT input entries 530 document district');
  });

  test('are refused for what only the database knows, at the object', async () => {
    const organisation = (externalRef: string, parent: string) => ({
      kind: 'ORGANISATION',
      externalRef,
      document: { kind: 'LAB', parent, text: { en: { name: externalRef } } },
    });
    const entries = [
      ...venues('bulk-circle', 2),
      organisation('circle-a', 'circle-b'),
      organisation('circle-b', 'circle-a'),
    ];

    const { state, userErrors } = await run(await staged(entries));

    expect(state).toBe('FAILED');
    expect(userErrors[0].path.slice(0, 2)).toEqual(['input', 'entries']);
    expect(['2', '3']).toContain(userErrors[0].path[2]);
    expect(await count('bulk-circle')).toBe(0);
  });

  test('that overwrite others are compared with nothing, and create nothing that is gone', async () => {
    await run(await staged(venues('over', 3)));
    const later = venues('over', 3).map(({ externalRef, ...rest }, index) => ({
      ...rest,
      externalRef: index === 2 ? 'over-gone' : externalRef,
      expectedVersion: 7,
      document: { text: { en: { name: 'Ours' } } },
    }));

    const refused = await run(await staged(later, { overwriteOthers: true }));
    const done = await run(await staged(later.slice(0, 2), { overwriteOthers: true }));

    expect([refused.state, refused.userErrors]).toMatchObject([
      'FAILED',
      [
        {
          code: 'CONFLICT',
          path: ['input', 'entries', '2', 'externalRef'],
          message: expect.stringMatching(/ does not exist: .*, or it never existed, so remove your copy;/),
        },
      ],
    ]);
    expect(done).toMatchObject({ state: 'DONE', userErrors: [] });
    expect(await count('over-gone')).toBe(0);
  });

  test('conflict with later changes of others, in every chunk, and win if they are to', async () => {
    await run(await staged(venues('bulk-old', 150)));
    const other = new Mutations(app, await app.as(Role.EDITOR));
    const theirs = [venue('bulk-old-0', 'Theirs'), venue('bulk-old-149', 'Theirs')];
    await other.done('contentPush', { entries: theirs });
    const mine = venues('bulk-old', 150).map((entry) => ({
      ...venue(entry.externalRef, 'Mine'),
      expectedVersion: 1,
    }));

    const refused = await run(await staged(mine));
    const done = await run(await staged(mine, { overruleOthers: true }));

    expect(refused.userErrors.map(({ code, path }: Payload) => [code, path[2]]).sort()).toEqual([
      ['CONFLICT', '0'],
      ['CONFLICT', '149'],
    ]);
    expect(done.state).toBe('DONE');
  });
});

describe('objects that are published in bulk', () => {
  test('are public together, and gone together', async () => {
    const pushed = await staged(venues('bulk-public', 510));
    await run(pushed);
    const ids = (await resultsOf(pushed)).map(({ id }) => id);
    const withIds = async (input: object) => {
      const id = await created(input);
      await editor.done('bulkOperationAdd', { id, ids: ids.slice(0, 500) });
      await editor.done('bulkOperationAdd', { id, ids: ids.slice(500) });
      return run(id);
    };
    const published = async () => {
      const { rows } = await app.database.pool.query(
        'select count(*)::int as count from published.venue where external_ref like $1',
        ['bulk-public-%'],
      );
      return rows[0].count;
    };

    const done = await withIds({ publish: { kind: 'VENUE' } });
    expect(done).toMatchObject({ action: 'PUBLISH', state: 'DONE', total: 510, done: 510 });
    expect(done.publication).toMatchObject({ requestedChanges: 510, otherChanges: 0, leftOutCount: 0 });
    expect(await published()).toBe(510);
    expect((await auditOf(admin, 'venuePublish (bulk)'))[0].targets).toHaveLength(510);

    const again = (await withIds({ publish: { kind: 'VENUE' } })).publication;
    expect(again).toMatchObject({ requestedChanges: 0, leftOutCount: 510, findings: [], findingCount: 0 });
    expect(again.leftOut).toHaveLength(100);
    expect(again.leftOut[0]).toMatchObject({ reason: 'UNCHANGED', object: { externalRef: 'bulk-public-0' } });

    expect(await withIds({ unpublish: { kind: 'VENUE' } })).toMatchObject({
      state: 'DONE',
      publication: { requestedChanges: 510, schedules: [] },
    });
    expect(await published()).toBe(0);
  });

  test('are planned beforehand, as many as one request publishes, and what is left out is told', async () => {
    const pushed = await staged([
      {
        kind: 'PERSON',
        externalRef: 'bulk-author',
        document: { text: { en: { name: 'Beatrix Ottoline' } } },
      },
      ...Array.from({ length: 500 }, (_each, index) => ({
        kind: 'ARTICLE',
        externalRef: `bulk-planned-${index}`,
        document: {
          kind: 'NEWS',
          credits: [{ person: 'bulk-author', role: 'AUTHOR' }],
          text: { en: { title: `Planned ${index}` } },
        },
      })),
    ]);
    await run(pushed);
    const [author, ...ids] = (await resultsOf(pushed)).map(({ id }) => id);
    const query = 'query ($ids: [ID!]!) { publishPlan(ids: $ids) { fingerprint items { action } } }';

    const { publishPlan } = await editor.who.data(query, { ids });
    const { errors } = await editor.who.ask(query, { ids: [...ids, author] });
    const publish = { kind: 'ARTICLE', expectedFingerprint: publishPlan.fingerprint };
    const id = await created({ publish });
    await editor.done('bulkOperationAdd', { id, ids });
    const { publication } = await run(id);

    expect(publishPlan.items).toHaveLength(500);
    expect(errors?.[0]?.message).toBe(
      'Query too complex: entries in ids 501, limit 500. Send several requests.',
    );
    expect(publication).toMatchObject({
      requestedChanges: 500,
      leftOut: [{ reason: 'REFERRED_TO', object: { externalRef: 'bulk-author', title: 'Beatrix Ottoline' } }],
      leftOutCount: 1,
    });
    await admin.done('personErase', { id: author, reason: 'Asked' }, 'remaining { table rows }');
    expect(await seen(id)).toMatchObject({ state: 'DONE', publication: null, userErrors: [] });
  });

  test('are those that were chosen, in the chosen languages', async () => {
    const pushed = await staged([
      {
        kind: 'ARTICLE',
        externalRef: 'bulk-article',
        document: { kind: 'NEWS', text: { en: { title: 'Bulk' }, 'zh-Hant': { title: '批量' } } },
      },
      {
        kind: 'ISSUE',
        externalRef: 'bulk-issue',
        document: {
          sections: [{ kind: 'LEAD', items: [{ article: 'bulk-article' }] }],
          text: { en: { title: 'Bulk issue' }, 'zh-Hant': { title: '批量期刊' } },
        },
      },
    ]);
    await run(pushed);
    const [article, issue] = (await resultsOf(pushed)).map(({ id }) => id);
    const publishing = async (more: object) => {
      const id = await created({ publish: { kind: 'ISSUE', locales: ['zh-HK'] } });
      await editor.done('bulkOperationAdd', { id, ids: [issue], ...more });
      return run(id);
    };
    const query = `query ($issue: ID!, $article: ID!) {
      issue(id: $issue) { localization { available } } article(id: $article) { id }
    }`;

    expect(await publishing({ withContents: [] })).toMatchObject({ state: 'DONE' });
    expect(await app.data(query, { issue, article })).toEqual({
      issue: { localization: { available: ['zh-Hant'] } },
      article: null,
    });
    expect(await publishing({ withContents: [article] })).toMatchObject({ state: 'DONE' });
    expect((await app.data(query, { issue, article })).article).toEqual({ id: article });
    const wrong = await publishing({ withContents: [`person_${randomUUID()}`] });
    expect(wrong).toMatchObject({
      state: 'FAILED',
      userErrors: [{ code: 'NOT_FOUND', path: ['input', 'withContents', '0'] }],
    });
  });
});

describe('a bulk operation', () => {
  test('shows how far it is, and is cancelled while it runs', async () => {
    const id = await staged(venues('bulk-slow', 450));
    const locker = await connect(app);
    await locker.query('begin; lock table draft.venue in share mode');
    await editor.done('bulkOperationRun', { id });
    await untilLocked(locker);
    expect(await seen(id)).toMatchObject({ state: 'RUNNING', done: 0, finishedAt: null });

    const cancelled = await editor.done('bulkOperationCancel', { id }, OPERATION);
    expect(cancelled.bulkOperation).toMatchObject({ state: 'CANCELLED' });
    await locker.query('commit');
    await locker.end();

    await until(
      () => documentsOf(id),
      (left) => left === 0,
    );
    expect(await documentsOf(id)).toBe(0);
    expect(await count('bulk-slow')).toBe(0);
    expect(await seen(id)).toMatchObject({ state: 'CANCELLED', userErrors: [] });
    expect(await editor.ask('bulkOperationCancel', { id })).toMatchObject({
      userErrors: [{ code: 'CONFLICT' }],
    });
  });

  test('does not wait for others to show how far it is', async () => {
    const id = await staged(venues('bulk-held', 450));
    const [locker, holder] = await Promise.all([connect(app), connect(app)]);
    await locker.query('begin; lock table draft.venue in share mode');
    await editor.done('bulkOperationRun', { id });
    await untilLocked(locker);
    const row = "from system.bulk_operation where state = 'RUNNING'";
    // As an erasure does.
    await holder.query(`begin; select ${row} for update`);
    await locker.query('commit');

    // At its end, which waits for as long as it takes.
    await until(
      () => waitingForLocks(locker, '%"finished_at" = clock_timestamp()%'),
      (waiting) => waiting > 0,
      20_000,
    );
    await holder.query('commit');

    expect(await ended(id)).toMatchObject({ state: 'DONE', done: 450, userErrors: [] });
    const { rows } = await locker.query('select attempts from system.bulk_operation where id = $1', [
      id.replace('bulk_operation_', ''),
    ]);
    expect(rows).toEqual([{ attempts: 1 }]);
    await Promise.all([locker.end(), holder.end()]);
  });

  test('that was not started is cancelled with what is staged', async () => {
    const id = await staged(venues('bulk-never', 2));

    await editor.done('bulkOperationCancel', { id });

    expect(await documentsOf(id)).toBe(0);
    for (const mutation of ['bulkOperationAdd', 'bulkOperationRun'])
      expect(await editor.ask(mutation, { id })).toMatchObject({
        userErrors: [{ code: 'CONFLICT', path: ['input', 'id'] }],
      });
  });

  test('says what does not fit together', async () => {
    const push = await created({ push: {} });
    const publish = await created({ publish: { kind: 'EVENT' } });
    const unpublish = await created({ unpublish: { kind: 'EVENT' } });
    const anEvent = `event_${randomUUID()}`;
    const errors = async (mutation: string, input: object) => {
      const { userErrors } = await editor.ask(mutation, input);
      return userErrors.map(({ code, path }: Payload) => [code, path.join('.')].join(' '));
    };

    expect(await errors('bulkOperationCreate', {})).toEqual(['INVALID_INPUT input']);
    expect(await errors('bulkOperationCreate', { push: {}, publish: { kind: 'EVENT' } })).toEqual([
      'INVALID_INPUT input',
    ]);
    expect(await errors('bulkOperationCreate', { publish: { kind: 'EVENT', locales: ['fr'] } })).toEqual([
      'INVALID_LOCALE input.publish.locales',
    ]);
    expect(await errors('bulkOperationAdd', { id: push, ids: [anEvent] })).toEqual([
      'INVALID_INPUT input.ids',
    ]);
    expect(await errors('bulkOperationAdd', { id: publish, entries: venues('x', 1) })).toEqual([
      'INVALID_INPUT input.entries',
    ]);
    expect(await errors('bulkOperationAdd', { id: unpublish, withContents: [] })).toEqual([
      'INVALID_INPUT input.withContents',
    ]);
    expect(
      await errors('bulkOperationAdd', { id: publish, ids: [anEvent, `venue_${randomUUID()}`] }),
    ).toEqual(['INVALID_ID input.ids.1']);
    const { userErrors } = await editor.ask('bulkOperationAdd', { id: push, entries: venues('x', 501) });
    expect(userErrors).toMatchObject([
      {
        code: 'TOO_MANY_OBJECTS',
        path: ['input', 'entries'],
        message:
          '"entries" has 501 entries; a request takes at most 500. Add them to the bulk operation in several requests.',
      },
    ]);
    expect(await errors('bulkOperationRun', { id: push })).toEqual(['INVALID_INPUT input.id']);
    expect(await errors('bulkOperationRun', { id: `bulk_operation_${randomUUID()}` })).toEqual([
      'NOT_FOUND input.id',
    ]);
  });

  test('takes 20,000 objects at most', async () => {
    const id = await created({ publish: { kind: 'EVENT' } });
    const ids = Array.from({ length: 500 }, () => `event_${randomUUID()}`);
    for (let left = 20_000; left > 0; left -= 500) await editor.done('bulkOperationAdd', { id, ids });

    const { userErrors } = await editor.ask('bulkOperationAdd', { id, ids: [ids[0]] });

    expect(userErrors).toMatchObject([{ code: 'TOO_MANY_OBJECTS', path: ['input', 'ids'] }]);
    expect(userErrors[0].message).toContain('20001');
    await editor.done('bulkOperationCancel', { id });
  });

  test('belongs to the account that created it, and needs the rights for what it does', async () => {
    const [onlyEditor, onlyPublisher, reader] = [
      new Mutations(app, await app.as(Role.EDITOR)),
      new Mutations(app, await app.as(Role.PUBLISHER)),
      await app.as(Role.READER),
    ];
    const id = await staged(venues('bulk-mine', 1));
    const codeOf = async (who: Mutations, mutation: string, input: object) => {
      const { data, errors } = await who.answer(mutation, input);
      return errors?.[0]?.extensions?.code ?? (data as Payload)[mutation].userErrors[0]?.code;
    };

    expect(await codeOf(onlyEditor, 'bulkOperationRun', { id })).toBe('FORBIDDEN');
    expect(await codeOf(onlyEditor, 'bulkOperationAdd', { id, entries: [] })).toBe('FORBIDDEN');
    expect(await codeOf(onlyPublisher, 'bulkOperationCancel', { id })).toBe('FORBIDDEN');
    expect(await codeOf(onlyPublisher, 'bulkOperationCreate', { push: {} })).toBe('FORBIDDEN');
    expect(await codeOf(onlyEditor, 'bulkOperationCreate', { publish: { kind: 'EVENT' } })).toBe('FORBIDDEN');
    expect(await seen(id, reader)).toMatchObject({ state: 'STAGING', total: 1 });
    expect(await codeOf(onlyEditor, 'bulkOperationCancel', { id })).toBeUndefined();
  });

  test('has the rights of the key that starts it, whoever of the account created it', async () => {
    const admin = new Mutations(app, await app.as(Role.ADMIN));
    const wide = await admin.done(
      'apiKeyCreate',
      { accountName: 'Two keys in bulk', name: 'wide', roles: ['EDITOR'] },
      'secret apiKey { account { id } }',
    );
    const narrow = await admin.done(
      'apiKeyCreate',
      { account: wide.apiKey.account.id, name: 'narrow', roles: ['EDITOR'], locales: ['zh-Hant'] },
      'secret',
    );
    const [creator, starter] = [wide, narrow].map(
      ({ secret }) => new Mutations(app, app.withKey(secret)),
    ) as [Mutations, Mutations];
    const id = await staged(venues('bulk-narrow', 1), {}, creator);

    const operation = await run(id, starter);

    expect(operation.state).toBe('FAILED');
    expect(JSON.stringify([operation.error, operation.userErrors])).toContain('zh-Hant');
    expect(await count('bulk-narrow')).toBe(0);
  });

  test('fails if the key was revoked before it began', async () => {
    const idle = await startDemo();
    try {
      const head = new Mutations(idle, await idle.as(Role.ADMIN));
      const { apiKey, secret } = await head.done(
        'apiKeyCreate',
        { accountName: 'Bulk', name: 'Bulk', roles: ['EDITOR'] },
        'apiKey { id } secret',
      );
      const thief = new Mutations(idle, idle.withKey(secret));
      const id = await staged(venues('bulk-thief', 1), {}, thief);
      await thief.done('bulkOperationRun', { id });
      await head.done('apiKeyRevoke', { id: apiKey.id });
      idle.startJobs();

      const operation = await until(
        () => seen(id, head.who),
        ({ finishedAt }) => finishedAt !== null,
      );

      expect(operation).toMatchObject({ state: 'FAILED', userErrors: [] });
      expect(operation.error).toContain('revoked');
    } finally {
      await idle.close();
    }
  });

  test('writes nothing if the key is revoked while it runs', async () => {
    const head = new Mutations(app, await app.as(Role.ADMIN));
    const { apiKey, secret } = await head.done(
      'apiKeyCreate',
      { accountName: 'Bulk', name: 'Bulk', roles: ['EDITOR'] },
      'apiKey { id } secret',
    );
    const thief = new Mutations(app, app.withKey(secret));
    const id = await staged(venues('bulk-revoked', 3), {}, thief);
    const locker = await connect(app);
    await locker.query('begin; lock table draft.venue in share mode');
    await thief.done('bulkOperationRun', { id });
    await untilLocked(locker);
    await head.done('apiKeyRevoke', { id: apiKey.id });
    await locker.query('commit');
    await locker.end();

    const operation = await until(
      () => seen(id, head.who),
      ({ finishedAt }) => finishedAt !== null,
    );

    expect(operation).toMatchObject({ state: 'FAILED', error: expect.stringContaining('revoked') });
    expect(await count('bulk-revoked')).toBe(0);
  });

  test('is answered from memory when it is repeated with its Idempotency-Key', async () => {
    const id = await created({ push: {} });
    const again = editor.with({ 'idempotency-key': randomUUID() });
    const entries = venues('bulk-twice', 2);

    for (let time = 0; time < 2; time += 1) await again.done('bulkOperationAdd', { id, entries });
    expect(await seen(id)).toMatchObject({ total: 2 });
  });

  test('is deleted three days after its end, and if it was not started by then', async () => {
    const done = await staged(venues('bulk-kept', 1));
    await run(done);
    const forgotten = await staged(venues('bulk-forgotten', 1));
    const { pool } = app.database;
    const settings = { auditDays: undefined, revisionDays: undefined, binDays: undefined };
    const age = (days: number) =>
      pool.query(
        `update system.bulk_operation set created_at = $1::timestamptz - $2 * interval '1 day',
        finished_at = case when finished_at is not null then $1::timestamptz - $2 * interval '1 day' end`,
        [app.store.clock(), days],
      );

    await age(2.9);
    await prune(app.store, settings);
    expect([await seen(done), await seen(forgotten)]).toMatchObject([
      { state: 'DONE' },
      { state: 'STAGING' },
    ]);
    await age(3.1);
    await prune(app.store, settings);
    expect([await seen(done), await seen(forgotten)]).toEqual([null, null]);
    expect(await documentsOf(forgotten)).toBe(0);
  });
});

test('who is erased is in nothing that is staged, and in no error', async () => {
  const { results } = await editor.done(
    'contentPush',
    {
      entries: [
        {
          kind: 'PERSON',
          externalRef: 'bulk-person',
          document: { text: { en: { name: 'Zacharias Quillon' } } },
        },
      ],
    },
    'results { id }',
  );
  const credited = (document: object) => ({
    kind: 'ARTICLE',
    externalRef: 'bulk-credit',
    document: { kind: 'NEWS', ...document },
  });
  const named = await staged([credited({ text: { en: { title: 'An interview with Zacharias Quillon' } } })]);
  const referring = await staged([
    credited({ credits: [{ person: results[0].id, role: 'AUTHOR' }], text: { en: { title: 'A' } } }),
  ]);
  const failed = await staged([
    credited({ venue: 'zacharias-quillon', 'Zacharias Quillon': 1, text: { en: { title: 'A' } } }),
  ]);
  await run(failed);
  const bystander = await staged(venues('bulk-bystander', 1));
  expect(JSON.stringify(await seen(failed))).toContain('Zacharias');

  const { remaining } = await admin.done(
    'personErase',
    { id: results[0].id, reason: 'Asked' },
    'remaining { table rows }',
  );

  expect(remaining.filter(({ table }: Payload) => table.includes('bulk'))).toEqual([]);
  for (const id of [named, referring])
    expect(await seen(id)).toMatchObject({ state: 'CANCELLED', userErrors: [{ code: 'CONFLICT' }] });
  expect(await seen(failed)).toMatchObject({ state: 'FAILED', userErrors: [{ code: 'CONFLICT', path: [] }] });
  expect([await documentsOf(named), await documentsOf(referring)]).toEqual([0, 0]);
  expect(await run(bystander)).toMatchObject({ state: 'DONE' });
});

test('an erasure leaves what a finished bulk operation tells as it was, without naming who is gone', async () => {
  const person = await created({ push: {} });
  await editor.done('bulkOperationAdd', {
    id: person,
    entries: [
      { kind: 'PERSON', externalRef: 'bulk-gone', document: { text: { en: { name: 'Gone Person' } } } },
      {
        kind: 'ARTICLE',
        externalRef: 'bulk-by-gone',
        document: {
          kind: 'NEWS',
          credits: [{ role: 'AUTHOR', person: 'bulk-gone' }],
          text: { en: { title: 'By somebody' } },
        },
      },
    ],
  });
  expect(await run(person)).toMatchObject({ state: 'DONE' });
  const { rows } = await app.database.pool.query(
    "select id from draft.person where external_ref = 'bulk-gone' union all select id from draft.article where external_ref = 'bulk-by-gone'",
  );
  const [who, article] = rows.map(({ id }) => id);
  const id = await created({ publish: { kind: 'ARTICLE' } });
  await editor.done('bulkOperationAdd', {
    id,
    ids: [`article_${article}`],
    withContents: [`person_${who}`],
  });
  expect(await run(id)).toMatchObject({ state: 'DONE', userErrors: [] });

  await new Mutations(app, await app.as(Role.ADMIN)).done('personErase', {
    id: `person_${who}`,
    reason: 'Asked',
  });

  expect(await seen(id)).toMatchObject({ state: 'DONE', userErrors: [] });
  const left = await app.database.pool.query(
    'select 1 from system.bulk_operation where strpos(options::text, $1) > 0',
    [who],
  );
  expect(left.rows).toEqual([]);
});

test('the contents that are named for a bulk publication count like its objects', async () => {
  const id = await created({ publish: { kind: 'EVENT' } });
  const named = Array.from({ length: 20_000 }, () => `person_${randomUUID()}`);
  await app.database.pool.query(
    "update system.bulk_operation set options = options || jsonb_build_object('withContents', $2::jsonb) where id = $1",
    [id.replace(/.*_/, ''), JSON.stringify(named)],
  );

  expect(await editor.ask('bulkOperationAdd', { id, withContents: named.slice(0, 1) })).toMatchObject({
    userErrors: [{ code: 'TOO_MANY_OBJECTS', path: ['input', 'withContents'] }],
  });
});

/** A folder with files of venues. */
async function folderOf(prefix: string, length: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'scc-bulk-'));
  await mkdir(join(folder, 'venues'));
  for (let index = 0; index < length; index += 1)
    await writeFile(
      join(folder, `venues/${prefix}-${index}.yaml`),
      `text:\n  en:\n    name: Hall ${index}\n`,
    );
  return folder;
}

function scc(of: TestApplication, secret: string, ...words: string[]) {
  const environment = { SCC_URL: `${of.url}/graphql`, SCC_KEY: secret };
  return runScc(words, { folder: tmpdir(), environment });
}

describe('scc push of more than 500 files', () => {
  test('writes them in one operation, and knows their versions then', async () => {
    const { secret } = await app.as(Role.EDITOR);
    const folder = await folderOf('bulk-file', 520);

    const first = await scc(app, secret, 'push', folder);
    const second = await scc(app, secret, 'push', folder);

    expect([first.stderr, first.stdout]).toEqual(['', '520 files: 520 new, 0 changed, 0 unchanged.\n']);
    expect(second.stdout).toBe('520 files: 0 new, 0 changed, 520 unchanged.\n');
    expect((await auditOf(admin, 'contentPush (bulk)'))[0].targets).toHaveLength(520);
    const versions = JSON.parse(await readFile(join(folder, '.scc-versions.json'), 'utf8'));
    await rm(folder, { recursive: true });
    expect(versions[`${app.url}/graphql`]['venues/bulk-file-519.yaml']).toMatchObject({ version: 1 });
  });

  test('writes nothing if one is refused meanwhile, and points at its file', async () => {
    const { secret } = await app.as(Role.EDITOR);
    const folder = await folderOf('bulk-refused', 510);
    await scc(app, secret, 'push', folder);
    for (let index = 0; index < 510; index += 1)
      await writeFile(
        join(folder, `venues/bulk-refused-${index}.yaml`),
        `text:\n  en:\n    name: Renamed ${index}\n`,
      );
    // After the check, before the operation.
    const { pool } = app.database;
    await pool.query(`create function system.interfere() returns trigger language plpgsql as $$ begin
        update draft.venue set version = version + 1 where external_ref = 'bulk-refused-7'; return null; end $$;
      create trigger interfere after insert on system.bulk_operation for each statement execute function system.interfere()`);

    const { code, stderr } = await scc(app, secret, 'push', folder);

    await pool.query('drop trigger interfere on system.bulk_operation; drop function system.interfere()');
    await rm(folder, { recursive: true });
    expect(code).toBe(1);
    expect(stderr).toMatch(/venues\/bulk-refused-7\.yaml:1: Version conflict/);
    expect(stderr).toContain('Nothing was written. Fix these errors and push again.');
    expect(await count('bulk-refused')).toBe(510);
  });
});

describe('scc push of more than 500 files that is stopped', () => {
  /** Starts a push, and waits until the server is held up while it writes. */
  async function held(prefix: string) {
    const { secret } = await app.as(Role.EDITOR);
    const folder = await folderOf(prefix, 505);
    const locker = await connect(app);
    // Not where the check writes, too.
    await locker.query(`create or replace function system.interfere() returns trigger language plpgsql as $$ begin
        perform pg_advisory_xact_lock(7); return null; end $$;
      create or replace trigger interfere before update on system.bulk_operation_item for each statement
        execute function system.interfere(); select pg_advisory_lock(7)`);
    const environment = { SCC_URL: `${app.url}/graphql`, SCC_KEY: secret };
    const running = startScc(['push', folder], { folder: tmpdir(), environment });
    await untilLocked(locker);
    const { rows } = await locker.query('select id from system.bulk_operation order by id desc limit 1');
    return { ...running, secret, folder, locker, id: `bulk_operation_${rows[0].id}` };
  }

  async function letGo(locker: pg.Client) {
    await locker.query('select pg_advisory_unlock(7); drop function system.interfere() cascade');
    await locker.end();
  }

  test('stops on the server, too, with nothing written', async () => {
    const { process: child, ended: end, folder, locker, id } = await held('bulk-stopped');

    child.kill('SIGINT');
    const { code, stdout, stderr } = await end;
    await letGo(locker);

    expect([code, stdout, stderr]).toEqual([130, '', 'Stopped; nothing was written.\n']);
    expect(await seen(id)).toMatchObject({ state: 'CANCELLED' });
    await rm(folder, { recursive: true });
  });

  test('that is killed is told of by the next one, which overwrites nobody', async () => {
    const { process: child, ended: end, secret, folder, locker, id } = await held('bulk-killed');

    child.kill('SIGKILL');
    await end;
    await letGo(locker);
    await ended(id);
    const theirs = { entries: [venue('bulk-killed-7', 'Theirs')] };
    await editor.done('contentPush', theirs, 'results { outcome }');
    const planned = await scc(app, secret, 'plan', folder);
    const pushed = await scc(app, secret, 'push', folder);

    expect(planned.stderr).toBe(
      'An earlier push of this folder was interrupted; the server has written its 505 files.\n',
    );
    expect(pushed).toMatchObject({
      code: 0,
      stdout: '505 files: 0 new, 0 changed, 505 unchanged.\n',
      stderr: '',
    });
    expect((await readdir(folder)).sort()).toEqual(['.scc-versions.json', 'venues']);
    await rm(folder, { recursive: true });
  });
});

test('scc publish of more than 500 objects is one operation, whose outcome is told', async () => {
  await run(await staged(venues('bulk-named', 510)));
  const { secret } = await app.as(Role.EDITOR, Role.PUBLISHER);
  const names = venues('bulk-named', 510).map(({ externalRef }) => externalRef);
  const ask = (command: string, ...options: string[]) =>
    scc(app, secret, ...command.split(' '), ...names, ...options);

  const outcomes = [await ask('publish venue'), await ask('publish venue')];
  const gone = await ask('publish venue', '--unpublish');
  const planned = await ask('publish venue', '--plan');
  const scheduled = await ask('schedule venue', '--at', '2030-01-01T00:00Z');
  const deleted = await ask('delete venue');

  expect(outcomes).toMatchObject([
    { code: 0, stdout: '510 published.\n', stderr: '' },
    {
      code: 0,
      stdout: expect.stringMatching(
        /^0 published\.\nUnchanged: already public:\n[\s\S]*\nThese are 100 of 510 left out or unchanged\.\n$/,
      ),
    },
  ]);
  expect(gone).toMatchObject({ code: 0, stdout: '510 unpublished.\n' });
  expect(planned).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--plan takes at most 500 objects at once; these are 510.'),
  });
  expect(scheduled).toMatchObject({
    code: 2,
    stderr: 'scc schedule takes at most 500 objects at once; these are 510. Use it several times.\n',
  });
  expect(deleted).toMatchObject({ code: 1, stderr: expect.stringContaining('use --force') });
});

test('scc push leaves nothing staged when the server refuses a part', async () => {
  const { secret } = await app.as(Role.EDITOR);
  const folder = await folderOf('bulk-left', 505);
  const { pool } = app.database;
  await pool.query(`create function system.interfere() returns trigger language plpgsql as $$ begin
      new.account_id := null; return new; end $$;
    create trigger interfere before insert on system.bulk_operation for each row execute function system.interfere()`);

  const { code, stderr } = await scc(app, secret, 'push', folder);

  await pool.query('drop trigger interfere on system.bulk_operation; drop function system.interfere()');
  await rm(folder, { recursive: true });
  expect([code, stderr]).toEqual([1, expect.stringContaining('has created this')]);
  const { rows } = await pool.query('select state from system.bulk_operation order by id desc limit 1');
  expect(rows).toEqual([{ state: 'CANCELLED' }]);
});

test('scc push writes more files than a bulk operation takes in batches, as it does few', () => {
  expect([500, 501, 20_000, 20_001].map(isForBulk)).toEqual([false, true, true, false]);
});

test('scc push says why when an erasure cancels it', async () => {
  const { secret } = await app.as(Role.EDITOR);
  const folder = await folderOf('bulk-erased', 505);
  const { pool } = app.database;
  const problem = JSON.stringify([{ code: 'CONFLICT', message: 'Personal data were erased.', path: [] }]);
  await pool.query(`create function system.interfere() returns trigger language plpgsql as $$ begin
      new.state := 'CANCELLED'; new.finished_at := now(); new.problems := '${problem}'; return new; end $$;
    create trigger interfere before update on system.bulk_operation for each row when (new.state = 'QUEUED')
      execute function system.interfere()`);

  const { code, stderr } = await scc(app, secret, 'push', folder);

  await pool.query('drop trigger interfere on system.bulk_operation; drop function system.interfere()');
  await rm(folder, { recursive: true });
  expect(code).toBe(1);
  expect(stderr).toContain('Personal data were erased.');
  expect(stderr).not.toContain('Somebody has cancelled');
});

test('the embedded database has none, and says so', async () => {
  const embedded = await startEmbedded();
  try {
    const who = new Mutations(embedded, await embedded.as(Role.EDITOR));
    const { userErrors } = await who.ask('bulkOperationCreate', { push: {} });
    expect(userErrors).toMatchObject([{ code: 'NOT_SUPPORTED', path: ['input'] }]);
    expect(userErrors[0].message).toMatch(/PostgreSQL.*500/);

    const long = await who.ask('contentPush', { entries: venues('embedded', 501) });
    expect(long.userErrors[0].message).toMatch(/Send several requests; bulk operations.* PostgreSQL/);
    const { results } = await who.done(
      'contentPush',
      { entries: venues('embedded', 500) },
      'results { outcome }',
    );
    expect(results).toHaveLength(500);

    const { secret } = await embedded.as(Role.EDITOR);
    const folder = await folderOf('embedded', 510);
    const { stdout, stderr } = await scc(embedded, secret, 'push', folder);
    await rm(folder, { recursive: true });
    expect(stdout).toBe('510 files: 10 new, 500 changed, 0 unchanged.\n');
    expect(stderr).toMatch(/\nThis server uses the embedded database: the files are written in batches/);

    const { secret: publisher } = await embedded.as(Role.PUBLISHER);
    const names = venues('embedded', 510).map(({ externalRef }) => externalRef);
    expect(await scc(embedded, publisher, 'publish', 'venue', ...names)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('On the embedded database at most 500 objects are published at once'),
    });
  } finally {
    await embedded.close();
  }
});

test('a transaction whose connection is lost between two statements fails for that reason', async () => {
  const failing = app.store.transaction(async ({ system }) => {
    const [{ pid }] = await system.query('select pg_backend_pid() as pid');
    await app.database.pool.query('select pg_terminate_backend($1)', [pid]);
    await until(
      async () => system.queryRunner?.isReleased,
      (isReleased) => isReleased === true,
    );
    await system.query('select 1');
  });

  await expect(failing).rejects.toMatchObject({ code: '57P01' });
});

test('a process that is killed while it runs one leaves nothing, and another one does all of it', async () => {
  const quiet = await startDemo();
  const programs = new Programs({ DATABASE_URL: quiet.databaseUrl, DEMO_CONTENT: 'false' });
  const client = await connect(quiet);
  try {
    const who = new Mutations(quiet, await quiet.as(Role.EDITOR));
    const { bulkOperation } = await who.done('bulkOperationCreate', { push: {} }, OPERATION);
    const { id } = bulkOperation;
    await who.done('bulkOperationAdd', { id, entries: venues('killed', 300) });
    const server = await programs.start();
    await client.query('begin; lock table draft.venue_text in share mode');
    await who.done('bulkOperationRun', { id });
    await untilLocked(client);
    server.program.kill('SIGKILL');
    await server.ended;
    await client.query('commit');
    const made = async () => {
      const { rows } = await client.query(
        "select count(*)::int as count from draft.venue where external_ref like 'killed-%'",
      );
      return rows[0].count;
    };
    expect([await made(), (await seen(id, who.who)).state]).toEqual([0, 'RUNNING']);

    await programs.start();
    const operation = await until(
      () => seen(id, who.who),
      ({ finishedAt }) => finishedAt !== null,
    );

    expect([operation.state, operation.done, await made()]).toEqual(['DONE', 300, 300]);
  } finally {
    programs.kill();
    await client.end();
    await quiet.close();
  }
});
