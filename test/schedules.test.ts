import { issueKey } from '../src/accounts/first-key.js';
import { Role, systemViewer } from '../src/content/contract/access.js';
import { Schedule, ScheduleAction } from '../src/jobs/schedule.entity.js';
import { schedule } from '../src/jobs/schedule-publication.js';
import { organisation } from '../src/organisations/organisation.js';
import { startDemo, type TestApplication } from './support/application.js';
import { idOf, Mutations, type Payload } from './support/mutations.js';
import {
  aDraft,
  auditOf,
  connect,
  finished,
  inMilliseconds,
  SCHEDULE,
  scheduled,
  schedulesOf,
  until,
} from './support/schedules.js';

const FAR = '2099-01-01T09:00:00+08:00';

let app: TestApplication;
let editor: Mutations;
let publisher: Mutations;
let admin: Mutations;
beforeAll(async () => {
  app = await startDemo();
  app.startJobs();
  editor = new Mutations(app, await app.as(Role.EDITOR));
  publisher = new Mutations(app, await app.as(Role.PUBLISHER));
  admin = new Mutations(app, await app.as(Role.ADMIN));
});
afterAll(() => app.close());

const isPublic = async (id: string) =>
  (await app.data('query ($id: ID!) { organisation(id: $id) { id } }', { id })).organisation !== null;

describe('what is scheduled', () => {
  test('is published at its time and not before, and then withdrawn again', async () => {
    const id = await aDraft(editor);
    const [publishing, takingOut] = [inMilliseconds(900), inMilliseconds(2_400)];
    const first = await scheduled(publisher, { ids: [id], at: publishing });
    await scheduled(publisher, { ids: [id], at: takingOut, action: 'UNPUBLISH' });

    expect(first).toMatchObject({ state: 'PENDING', action: 'PUBLISH', at: publishing, ids: [id] });
    expect(await isPublic(id)).toBe(false);
    expect(await until(() => isPublic(id), Boolean)).toBe(true);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(publishing));
    expect(
      await until(
        () => isPublic(id),
        (is) => !is,
      ),
    ).toBe(false);

    const [second, done] = await schedulesOf(editor, id);
    for (const { state, at, finishedAt, problems } of [done, second]) {
      expect([state, problems]).toEqual(['DONE', []]);
      const latency = Date.parse(finishedAt) - Date.parse(at);
      expect(latency).toBeGreaterThanOrEqual(0);
      expect(latency).toBeLessThan(1_500);
    }
    const query = `query ($id: ID!) {
      organisation(id: $id, stage: DRAFT) { revisions { nodes { action by } } }
    }`;
    const draft = await editor.who.data(query, { id });
    const by = first.createdBy;
    expect(draft.organisation.revisions.nodes.slice(0, 2)).toEqual([
      { action: 'UNPUBLISH', by },
      { action: 'PUBLISH', by },
    ]);
    const entry = { viewer: by, targets: [id], outcome: 'DONE', reasons: [] };
    expect(await auditOf(admin, 'organisationPublish (scheduled)')).toContainEqual(entry);
    expect(await auditOf(admin, 'organisationUnpublish (scheduled)')).toContainEqual(entry);
  });

  test('is published in the chosen languages', async () => {
    const translations = [
      { locale: 'en', name: 'The bilingual institute' },
      { locale: 'zh-Hant', name: '雙語研究所' },
    ];
    const created = await editor.done(
      'organisationCreate',
      { kind: 'LAB', translations },
      'organisation { id }',
    );
    const { id } = created.organisation;
    const { locales } = await scheduled(publisher, {
      ids: [id],
      at: inMilliseconds(300),
      locales: ['zh-HK'],
    });

    expect(locales).toEqual(['zh-Hant']);
    expect((await finished(publisher, id)).state).toBe('DONE');
    const query = 'query ($id: ID!) { organisation(id: $id, locale: "en") { name } }';
    expect((await app.data(query, { id })).organisation).toEqual({ name: '雙語研究所' });
  });

  test('is published with its contents, and what was withdrawn stays so', async () => {
    const id = await idOf(app, 'issue', '2024-q2');
    const contents = '{ issue(slug: "2024-q2") { articles(first: 1) { nodes { id } } } }';
    const { issue } = await app.data(contents);
    const [article] = issue.articles.nodes;
    await publisher.done('articleUnpublish', { ids: [article.id] });
    await publisher.done('issueUnpublish', { ids: [id] });
    const { schedule } = await publisher.done(
      'issueSchedule',
      { ids: [id], at: inMilliseconds(300) },
      SCHEDULE,
    );

    expect(schedule).toMatchObject({ kind: 'ISSUE', locales: null });
    expect((await finished(publisher, id)).state).toBe('DONE');
    expect((await app.data(contents)).issue.articles.nodes[0].id).not.toBe(article.id);
    await scheduled(publisher, { ids: [id], at: inMilliseconds(300), withContents: [article.id] }, 'issue');
    expect((await finished(publisher, id)).state).toBe('DONE');
    expect(await app.data(contents)).toEqual({ issue });
  });

  test('can be cancelled, once', async () => {
    const id = await aDraft(editor);
    const at = inMilliseconds(700);
    const { id: scheduleId } = await scheduled(publisher, { ids: [id], at });
    const other = await aDraft(editor);
    await scheduled(publisher, { ids: [other], at });

    const { schedule } = await publisher.done('scheduleCancel', { id: scheduleId }, SCHEDULE);
    const again = await publisher.ask('scheduleCancel', { id: scheduleId }, SCHEDULE);

    expect(schedule).toMatchObject({ state: 'CANCELLED', finishedAt: expect.any(String) });
    expect(again).toMatchObject({
      schedule: null,
      userErrors: [{ code: 'CONFLICT', path: ['input', 'id'] }],
    });
    // By the time of its neighbour it would have been done, too.
    expect((await finished(publisher, other)).state).toBe('DONE');
    expect(await isPublic(id)).toBe(false);
    expect(await auditOf(admin, 'scheduleCancel')).toContainEqual(
      expect.objectContaining({ targets: [scheduleId], outcome: 'DONE' }),
    );
  });

  test('does not happen early by a clock that is wrong', async () => {
    const id = await aDraft(editor);
    const { id: scheduleId } = await scheduled(publisher, { ids: [id], at: FAR });
    const client = await connect(app);
    const jobId = scheduleId.replace('schedule_', '');
    const retries = async () => {
      const { rows } = await client.query('select * from pgboss.job where id = $1', [jobId]);
      return rows[0] ?? {};
    };

    // As if the clock of the database had been put back after it was late enough.
    await client.query(`update pgboss.job set start_after = now() - interval '1 second' where id = $1`, [
      jobId,
    ]);
    const job = await until(retries, ({ state }) => state === 'retry');
    await client.end();

    expect(job).toMatchObject({ state: 'retry', output: { message: expect.stringMatching(/not due yet/) } });
    expect((await schedulesOf(editor, id))[0].state).toBe('PENDING');
    expect(await isPublic(id)).toBe(false);
    await publisher.done('scheduleCancel', { id: scheduleId });
  });
});

describe('what is withdrawn after it was scheduled', () => {
  const leftOut =
    'leftOut { object { id title } reason withdrawnBy { name } message } locales problems { code message }';
  const pendingOf = async (id: string) => {
    const query = `query ($id: ID!) { schedules(contentId: $id) { nodes { id ids state withContents ${leftOut} } } }`;
    return (await editor.who.data(query, { id })).schedules.nodes;
  };
  const takingOut = (input: object) => (ids: string[]) =>
    publisher.done('organisationUnpublish', { ids, ...input }, 'schedules');
  const out = takingOut({});
  const deleted = ([id]: string[]) =>
    admin.done('organisationDelete', { id, expectedVersion: 1 }, 'schedules');

  test.each([
    ['is taken out', true, out],
    ['is taken out without trace', true, takingOut({ withoutTrace: true })],
    ['is taken out in one of its languages', true, takingOut({ locales: ['en'] })],
    ['is deleted', true, deleted],
    ['is deleted as a draft', false, deleted],
  ])('does not come back: what %s', async (_what, wasPublic, takeOut) => {
    const [id, other] = [await aDraft(editor), await aDraft(editor)];
    if (wasPublic) await publisher.done('organisationPublish', { ids: [id] });
    const alone = await scheduled(publisher, { ids: [id], at: FAR });
    const both = await scheduled(publisher, { ids: [id, other], at: FAR });

    expect((await takeOut([id])).schedules).toEqual([alone.id, both.id]);

    expect(await pendingOf(id)).toEqual([
      expect.objectContaining({
        id: alone.id,
        state: 'CANCELLED',
        problems: [
          { code: 'CONFLICT', message: expect.stringMatching(/so it is cancelled; create a new schedule/) },
        ],
        leftOut: [expect.anything()],
      }),
    ]);
    const [rest] = await pendingOf(other);
    expect(rest).toMatchObject({ id: both.id, ids: [other], state: 'PENDING' });
    expect(rest.leftOut).toEqual([
      {
        object: { id, title: expect.stringContaining('The new institute') },
        reason: 'WITHDRAWN',
        withdrawnBy: { name: expect.any(String) },
        message: expect.stringMatching(/ after it was scheduled, .*schedule it again\.$/),
      },
    ]);
    await publisher.done('scheduleCancel', { id: both.id });
  });

  const bilingual = async () => {
    const names = { en: `Harbour lab ${Math.random()}`, 'zh-Hant': `海港實驗室 ${Math.random()}` };
    const translations = Object.entries(names).map(([locale, name]) => ({ locale, name }));
    const input = { kind: 'LAB', translations };
    const { organisation: made } = await editor.done('organisationCreate', input, 'organisation { id }');
    return made.id as string;
  };

  test('stays scheduled in its other languages, unless other objects have all of theirs', async () => {
    const [id, second, other] = [await bilingual(), await bilingual(), await aDraft(editor)];
    await publisher.done('organisationPublish', { ids: [id, second] });
    const alone = await scheduled(publisher, { ids: [id], at: FAR });
    const both = await scheduled(publisher, { ids: [id, other], at: FAR });
    const chinese = await scheduled(publisher, { ids: [id], at: FAR, locales: ['zh-Hant'] });
    const two = await scheduled(publisher, { ids: [id, second], at: FAR });

    const { schedules } = await takingOut({ locales: ['zh-HK'] })([id, second]);

    expect(schedules).toEqual([alone.id, both.id, chinese.id, two.id]);
    const byId = new Map((await pendingOf(id)).map((each: Payload) => [each.id, each]));
    const message = expect.stringMatching(/ withdrew its text in zh-Hant .* in its other languages only;/);
    expect(byId.get(alone.id)).toMatchObject({
      state: 'PENDING',
      ids: [id],
      locales: ['en', 'zh-Hans'],
      leftOut: [{ object: { id }, message }],
    });
    expect(byId.get(two.id)).toMatchObject({
      state: 'PENDING',
      ids: [id, second],
      locales: ['en', 'zh-Hans'],
    });
    expect(byId.get(chinese.id)).toMatchObject({ state: 'CANCELLED', problems: [{ code: 'CONFLICT' }] });
    expect((await pendingOf(other))[0]).toMatchObject({
      state: 'PENDING',
      ids: [other],
      locales: null,
      leftOut: [
        {
          object: { id },
          message: expect.stringMatching(/ withdrew its text in zh-Hant .* in any language;/),
        },
      ],
    });
    expect((await out([id, second])).schedules).toEqual([alone.id, two.id]);
    await publisher.done('scheduleCancel', { id: both.id });
  });

  test('changes no schedule where it was not public', async () => {
    const [id, draft] = [await bilingual(), await aDraft(editor)];
    await publisher.done('organisationPublish', { ids: [id], locales: ['en'] });
    const { id: scheduleId } = await scheduled(publisher, { ids: [id, draft], at: FAR });

    expect((await takingOut({ locales: ['zh-Hant'] })([id])).schedules).toEqual([]);
    expect((await out([draft])).schedules).toEqual([]);
    expect((await pendingOf(id))[0]).toMatchObject({ state: 'PENDING', ids: [id, draft], leftOut: [] });

    expect((await out([id, draft])).schedules).toEqual([scheduleId]);
    expect((await pendingOf(draft))[0]).toMatchObject({ state: 'PENDING', ids: [draft] });
    await publisher.done('scheduleCancel', { id: scheduleId });
  });

  test('does not block the rest, and is listed in what was left out', async () => {
    const [id, other] = [await aDraft(editor), await aDraft(editor)];
    await scheduled(publisher, { ids: [id, other], at: inMilliseconds(2_000) });
    await deleted([id]);
    await editor.done('organisationRestore', { id });

    expect((await finished(publisher, other)).state).toBe('DONE');
    expect((await pendingOf(other))[0].leftOut).toMatchObject([{ object: { id }, reason: 'WITHDRAWN' }]);
    expect([await isPublic(id), await isPublic(other)]).toEqual([false, true]);
  });

  test('is not named among the contents any more', async () => {
    const id = await idOf(app, 'issue', '2024-q2');
    const { issue } = await app.data('{ issue(slug: "2024-q2") { articles(first: 2) { nodes { id } } } }');
    const [one, two] = issue.articles.nodes.map((article: { id: string }) => article.id);
    const input = { ids: [id], at: FAR, withContents: [one, two] };
    const { id: scheduleId } = await scheduled(publisher, input, 'issue');

    const { schedules } = await publisher.done('articleUnpublish', { ids: [one] }, 'schedules');

    expect(schedules).toEqual([scheduleId]);
    expect((await pendingOf(id))[0]).toMatchObject({ state: 'PENDING', withContents: [two] });
    await publisher.done('scheduleCancel', { id: scheduleId });
    await publisher.done('articlePublish', { ids: [one] });
  });

  test('comes back by a later schedule, by one of other languages, and when a withdrawal was scheduled itself', async () => {
    const id = await bilingual();
    await publisher.done('organisationPublish', { ids: [id] });
    const chinese = await scheduled(publisher, { ids: [id], at: FAR, locales: ['zh-Hant'] });
    const later = '2099-02-01T00:00:00Z';
    const withdrawal = await scheduled(publisher, { ids: [id], at: later, action: 'UNPUBLISH' });
    expect((await takingOut({ locales: ['en'] })([id])).schedules).toEqual([]);
    expect((await out([id])).schedules).toEqual([chinese.id]);
    await publisher.done('scheduleCancel', { id: withdrawal.id });

    const back = await scheduled(publisher, { ids: [id], at: inMilliseconds(900) });
    await scheduled(publisher, { ids: [id], at: inMilliseconds(300), action: 'UNPUBLISH' });
    expect(await until(() => isPublic(id), Boolean)).toBe(true);
    expect((await pendingOf(id)).find((each: Payload) => each.id === back.id)).toMatchObject({
      state: 'DONE',
    });
  });
});

describe('scheduling', () => {
  test('the same again returns what is there', async () => {
    const [one, two] = [await aDraft(editor), await aDraft(editor)];
    const input = { ids: [one, two], at: FAR, locales: ['zh-HK', 'en'] };
    const first = await scheduled(publisher, input);

    const same = { ...input, ids: [two, one, two], at: '2099-01-01T01:00:00Z', locales: ['en', 'zh-Hant'] };
    const all = await Promise.all([same, same, same].map((each) => scheduled(publisher, each)));
    expect(all).toEqual([first, first, first]);
    for (const other of [{ ids: [one] }, { locales: ['en'] }, { withContents: [] }])
      expect((await scheduled(publisher, { ...input, ...other })).id).not.toBe(first.id);

    await publisher.done('organisationPublish', { ids: [one, two] });
    const { schedules } = await publisher.done('organisationUnpublish', { ids: [one, two] }, 'schedules');
    expect(schedules).toHaveLength(4);
  });

  test('the opposite at the same instant is refused, unless it is about other objects or languages', async () => {
    const [one, two, third] = [await aDraft(editor), await aDraft(editor), await aDraft(editor)];
    const first = await scheduled(publisher, { ids: [one, two], at: FAR, locales: ['en'] });
    const opposite = { ids: [third, two], at: '2099-01-01T01:00:00Z', action: 'UNPUBLISH' };
    const asking = (input: object) => publisher.ask('organisationSchedule', input, SCHEDULE);

    const { schedule: none, userErrors } = await asking(opposite);
    const chinese = publisher.with({ 'accept-language': 'zh-HK' });
    const inChinese = await chinese.ask('organisationSchedule', opposite);
    const others = [
      await scheduled(publisher, { ...opposite, locales: ['zh-Hant'] }),
      await scheduled(publisher, { ...opposite, ids: [third] }),
      await scheduled(publisher, { ...opposite, at: '2099-01-01T01:00:01Z' }),
    ];
    const named = await asking({ ids: [one], at: FAR, locales: ['zh-Hans'], withContents: [] });
    await publisher.done('scheduleCancel', { id: first.id });
    const afterwards = await scheduled(publisher, opposite);
    const again = await asking({ ids: [two], at: FAR });

    expect(none).toBeNull();
    expect(userErrors).toMatchObject([
      {
        code: 'CONFLICT',
        path: ['input', 'at'],
        message: `${first.createdBy} has scheduled the opposite for the same time; cancel ${first.id}, or choose another time.`,
      },
    ]);
    expect(inChinese.userErrors[0].message).toContain('請取消 schedule_');
    expect(named.userErrors).toEqual([]);
    expect(again.userErrors).toMatchObject([{ code: 'CONFLICT', path: ['input', 'at'] }]);
    for (const { id } of [...others, named.schedule, afterwards])
      await publisher.done('scheduleCancel', { id });
  });

  test('reports what would block it now, and is created all the same', async () => {
    const translations = [{ locale: 'en', title: 'A funded talk' }];
    const input = { kind: 'TALK', schedule: { precision: 'TBA' }, translations };
    const { event } = await editor.done('eventCreate', input, 'event { id }');
    const fund = { translations: [{ locale: 'en', name: 'A strict fund' }] };
    const { fundingProgramme } = await editor.done('fundingProgrammeCreate', fund, 'fundingProgramme { id }');
    const sponsorships = [{ organisation: 'scc', type: 'FUNDED', programme: fundingProgramme.id }];
    await editor.done('sponsorshipsSet', { subject: event.id, expectedVersion: 1, sponsorships });

    const request = { ids: [event.id], at: FAR };
    const selection = `${SCHEDULE} findings { severity code message object { id } }`;
    const again = publisher.with({ 'idempotency-key': `findings-${event.id}`, 'accept-language': 'zh-HK' });
    const { schedule: made, findings } = await again.done('eventSchedule', request, selection);

    expect(made).toMatchObject({ state: 'PENDING' });
    expect(findings[0]).toMatchObject({
      severity: 'ERROR',
      code: 'DISCLAIMER_MISSING',
      message: expect.stringContaining('免責聲明'),
    });
    expect(await again.done('eventSchedule', request, selection)).toMatchObject({ findings });
    await publisher.done('scheduleCancel', { id: made.id });
  });

  test('is by the clock of the database, in any time zone', async () => {
    const id = await aDraft(editor);
    const { id: scheduleId, at } = await scheduled(publisher, { ids: [id], at: FAR });
    const soon = new Date(Date.now() + 8 * 3_600_000 + 400).toISOString().replace('Z', '+08:00');
    const second = await scheduled(publisher, { ids: [id], at: soon });

    expect(at).toBe('2099-01-01T01:00:00.000Z');
    expect(Date.parse(second.at)).toBe(Date.parse(soon));
    expect((await finished(publisher, id)).state).toBe('DONE');
    await publisher.done('scheduleCancel', { id: scheduleId });
  });

  // For the program of the tests the first lies in the future: it thinks that it is June 2024.
  test.each([
    ['a month', '2024-07-01T09:00:00+08:00'],
    ['another one', '2024-01-01T09:00:00Z'],
    ['this instant', new Date().toISOString()],
  ])('refuses the past: %s', async (_what, at) => {
    const id = await aDraft(editor);
    const payload = await publisher.ask('organisationSchedule', { ids: [id], at }, SCHEDULE);

    expect(payload.schedule).toBeNull();
    expect(payload.userErrors).toEqual([
      expect.objectContaining({
        code: 'INVALID_INPUT',
        path: ['input', 'at'],
        message: '"at" must be in the future.',
      }),
    ]);
    expect(await schedulesOf(editor, id)).toEqual([]);
  });

  test('reports errors in the language of the editor', async () => {
    const [id, missing] = [await aDraft(editor), organisationId('0190d3b4-0000-7000-8000-000000000000')];
    const event = await idOf(app, 'event', 'digital-economy-summit-2024').catch(() => 'event_x');
    const ask = (input: object) =>
      publisher.with({ 'accept-language': 'zh-HK' }).ask('organisationSchedule', { at: FAR, ...input });

    expect((await ask({ ids: [id, missing] })).userErrors).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'ids', '1'], message: expect.stringMatching(/^找不到/) },
    ]);
    expect((await ask({ ids: [event] })).userErrors).toMatchObject([
      { code: 'INVALID_ID', path: ['input', 'ids', '0'] },
    ]);
    expect((await ask({ ids: [] })).userErrors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'ids'], message: '請列出至少一項內容。' },
    ]);
    expect((await ask({ ids: [id], locales: [] })).userErrors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'locales'] },
    ]);
    expect((await ask({ ids: [id], locales: ['fr'] })).userErrors).toMatchObject([
      { code: 'INVALID_LOCALE', path: ['input', 'locales'] },
    ]);
  });

  test('is for publishers, and for the languages of their keys', async () => {
    const id = await aDraft(editor);
    const name = 'The Chinese desk';
    const key = { accountName: name, name, roles: [Role.PUBLISHER], locales: ['zh-Hant'] };
    const chinese = new Mutations(app, app.withKey(await issueKey(app.store, key)));
    const whole = await scheduled(publisher, { ids: [id], at: FAR });
    const input = { ids: [id], at: FAR };

    expect((await editor.answer('organisationSchedule', input)).errors?.[0]?.extensions?.code).toBe(
      'FORBIDDEN',
    );
    const anybody = await new Mutations(app, app).answer('scheduleCancel', { id: whole.id });
    expect(anybody.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    const nonsense = await editor.answer('scheduleCancel', { id: 'nonsense' });
    expect(nonsense.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    const forbidden = { code: 'FORBIDDEN', path: ['input', 'locales'] };
    expect((await chinese.ask('organisationSchedule', input)).userErrors).toMatchObject([forbidden]);
    expect((await chinese.ask('scheduleCancel', { id: whole.id })).userErrors).toMatchObject([
      { code: 'FORBIDDEN', path: ['input', 'id'] },
    ]);
    const own = await scheduled(chinese, { ...input, locales: ['zh-Hant'] });
    await chinese.done('scheduleCancel', { id: own.id });
    await publisher.done('scheduleCancel', { id: whole.id });
  });

  test('leaves nothing when the change that it is a part of is taken back', async () => {
    const id = (await aDraft(editor)).replace('organisation_', '');
    const { store } = app;
    const request = { ids: [organisationId(id)], at: FAR, action: ScheduleAction.PUBLISH };
    const jobs = 'select id from pgboss.job where id = $1';
    let scheduleId = '';

    await expect(
      store.transaction(async (transaction) => {
        ({ id: scheduleId } = await schedule(transaction, store, systemViewer, organisation, request));
        expect(await transaction.draft.query(jobs, [scheduleId])).toHaveLength(1);
        throw new Error('Something else went wrong.');
      }),
    ).rejects.toThrow('Something else');

    const client = await connect(app);
    const { rows } = await client.query(jobs, [scheduleId]);
    await client.end();
    expect(scheduleId).not.toBe('');
    expect(rows).toEqual([]);
    expect(await store.draft.manager.countBy(Schedule, { id: scheduleId })).toBe(0);
  });

  test('is not done twice by a request that is repeated', async () => {
    const id = await aDraft(editor);
    const repeated = publisher.with({ 'idempotency-key': `schedule-${id}` });
    const input = { ids: [id], at: FAR };

    const first = await scheduled(repeated, input);
    const second = await scheduled(repeated, input);

    expect(second).toEqual(first);
    expect(await schedulesOf(editor, id)).toHaveLength(1);
    await publisher.done('scheduleCancel', { id: first.id });
  });
});

describe('what fails', () => {
  test('has the reason, in either language, and changes nothing', async () => {
    const [id, other] = [await aDraft(editor), await aDraft(editor)];
    const { id: scheduleId } = await scheduled(publisher, { ids: [id, other], at: inMilliseconds(400) });
    // As what is deleted is taken out of schedules, this is as if somebody had done it by hand.
    await app.store.draft.query('delete from draft.organisation where id = $1', [other.split('_')[1]]);

    const { state, finishedAt, problems } = await finished(publisher, id);
    const { who } = editor.with({});
    const query = 'query ($id: ID!) { schedules(contentId: $id) { nodes { problems { message } } } }';
    const chinese = await who.data(query, { id }, { 'accept-language': 'zh-Hant' });

    expect([state, finishedAt]).toEqual(['FAILED', expect.any(String)]);
    expect(problems).toEqual([
      { code: 'NOT_FOUND', path: ['input', 'ids', '1'], message: expect.stringMatching(/^There is no/) },
    ]);
    expect(chinese.schedules.nodes[0].problems[0].message).toMatch(/^找不到/);
    expect(await isPublic(id)).toBe(false);
    expect(await auditOf(admin, 'organisationPublish (scheduled)')).toContainEqual(
      expect.objectContaining({
        targets: [id, other],
        outcome: 'REFUSED',
        reasons: ['NOT_FOUND input ids 1'],
      }),
    );
    expect((await publisher.ask('scheduleCancel', { id: scheduleId })).userErrors).toMatchObject([
      { code: 'CONFLICT' },
    ]);
  });

  test('because of errors to fix first reports them', async () => {
    const input = {
      kind: 'TALK',
      schedule: { precision: 'TBA' },
      translations: [{ locale: 'en', title: 'A talk' }],
    };
    const { event } = await editor.done('eventCreate', input, 'event { id }');
    const client = await connect(app);
    await client.query(
      `insert into draft.contact (id, position, event_id, email) values (gen_random_uuid(), 0, $1, 'nobody@nowhere')`,
      [event.id.replace('event_', '')],
    );
    await client.end();
    await publisher.done('eventSchedule', { ids: [event.id], at: inMilliseconds(300) });

    const { state, problems } = await finished(publisher, event.id);

    expect(state).toBe('FAILED');
    expect(problems).toMatchObject([{ code: 'NOT_READY', path: [event.id, 'contacts', '0', 'email'] }]);
  });

  test.each(['apiKeyRevoke', 'accountDisable'])('because of %s meanwhile', async (mutation) => {
    const created = await admin.done(
      'apiKeyCreate',
      { accountName: `for ${mutation}`, name: 'a key', roles: ['PUBLISHER'] },
      'secret apiKey { id account { id } }',
    );
    const leaver = new Mutations(app, app.withKey(created.secret));
    const id = await aDraft(editor);
    await scheduled(leaver, { ids: [id], at: inMilliseconds(400) });
    const { apiKey } = created;
    await admin.done(mutation, { id: mutation === 'apiKeyRevoke' ? apiKey.id : apiKey.account.id });

    const { state, problems } = await finished(publisher, id);

    expect([state, problems]).toEqual([
      'FAILED',
      [{ code: 'UNAUTHENTICATED', path: [], message: expect.stringMatching(/revoked/) }],
    ]);
    expect(await isPublic(id)).toBe(false);
  });
});

describe('the list of schedules', () => {
  test('is for those who may read drafts, the latest first, by state and object', async () => {
    const id = await aDraft(editor);
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const at = `209${count}-01-01T09:00:00+08:00`;
      ids.unshift((await scheduled(publisher, { ids: [id], at })).id);
    }
    await publisher.done('scheduleCancel', { id: ids[1] });
    const query = `query ($id: ID!, $after: String) {
      page: schedules(contentId: $id, first: 2, after: $after) {
        totalCount nodes { id kind ids } pageInfo { hasNextPage endCursor }
      }
      pending: schedules(contentId: $id, state: PENDING) { nodes { id } }
    }`;

    const { page, pending } = await editor.who.data(query, { id });
    const next = await editor.who.data(query, { id, after: page.pageInfo.endCursor });

    expect(page).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    expect([...page.nodes, ...next.page.nodes]).toEqual(
      ids.map((each) => ({ id: each, kind: 'ORGANISATION', ids: [id] })),
    );
    expect(pending.nodes).toEqual([{ id: ids[0] }, { id: ids[2] }]);
    const { errors } = await app.ask(query, { id });
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    for (const each of [ids[0], ids[2]]) await publisher.done('scheduleCancel', { id: each });
  });
});

function organisationId(uuid: string): string {
  return `organisation_${uuid}`;
}
