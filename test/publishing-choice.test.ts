import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Asking, startEmpty, type TestApplication } from './support/application.js';
import {
  anArticle,
  anEvent,
  anEventSeries,
  anIssue,
  anOrganisation,
  aProgramme,
  aSponsorship,
  Desk,
  type Piece,
} from './support/builders.js';
import { runScc } from './support/command-line.js';
import type { Payload } from './support/mutations.js';
import { both, Newsroom } from './support/newsroom.js';
import { inMilliseconds, until } from './support/schedules.js';

let app: TestApplication;
let room: Newsroom;
beforeAll(async () => {
  app = await startEmpty();
  app.startJobs();
});
afterAll(() => app.close());
beforeEach(async () => {
  room = await Newsroom.open(app);
  await room.anIssue();
});

const LEFT_OUT =
  'leftOut { object { id title } relation reason locales changedBy { name } withdrawnBy { name } message }';

/** Publishes the issue in one of the three ways there are; returns what it says to have left out. */
type Way = (choice: { withContents?: readonly string[]; locales?: readonly string[] }) => Promise<Payload[]>;

const byMutation: Way = async (choice) =>
  (await room.chief.done('issuePublish', { ids: [room.id('issue')], ...choice }, LEFT_OUT)).leftOut;

const bySchedule: Way = async (choice) => {
  const input = { ids: [room.id('issue')], at: inMilliseconds(250), ...choice };
  const { schedule } = await room.chief.done('issueSchedule', input, 'schedule { id withContents }');
  expect(schedule.withContents).toEqual(choice.withContents ?? null);
  const query = `query ($id: ID!) { schedules(contentId: $id) { nodes { state problems { message } ${LEFT_OUT} } } }`;
  const latest = async () => (await room.chief.who.data(query, { id: room.id('issue') })).schedules.nodes[0];
  const done = await until(latest, ({ state }) => state !== 'PENDING');
  expect(done).toMatchObject({ state: 'DONE', problems: [] });
  return done.leftOut;
};

const byCommand: Way = async ({ withContents, locales }) => {
  const folder = await mkdtemp(join(tmpdir(), 'scc-choice-'));
  const environment = { SCC_URL: `${app.url}/graphql`, SCC_KEY: room.chiefKey };
  const words = ['publish', 'issue', room.id('issue'), '--json'];
  if (locales) words.push('--locales', locales.join(','));
  if (withContents)
    words.push(...(withContents.length > 0 ? ['--with', withContents.join(',')] : ['--with-none']));
  const { code, stdout } = await runScc(words, { folder, environment });
  await rm(folder, { recursive: true, force: true });
  expect(code).toBe(0);
  return JSON.parse(stdout).leftOut;
};

const WAYS: [string, Way][] = [
  ['the mutation', byMutation],
  ['a schedule', bySchedule],
  ['the command line', byCommand],
];

describe.each(WAYS)('publishing an issue by %s', (_way, publish) => {
  test('includes what is new and what nobody else has changed, and lists the rest', async () => {
    const leftOut = await publish({});

    expect(await room.seen('en')).toEqual({
      issue: 'issue 1 en',
      new: 'new 1 en',
      chiefs: 'chiefs 2 en',
      bens: 'bens 1 en',
      same: 'same 1 en',
      hall: 'hall 1 en',
      withdrawn: null,
      author: null,
      mentioned: null,
    });
    expect(room.leftOut(leftOut)).toEqual({
      bens: 'CHANGED_BY_OTHERS',
      hall: 'CHANGED_BY_OTHERS',
      withdrawn: 'WITHDRAWN',
      author: 'REFERRED_TO',
      mentioned: 'REFERRED_TO',
    });
  });

  test('takes nothing along that is not in an empty list', async () => {
    const leftOut = await publish({ withContents: [] });

    expect(await room.seen('en')).toMatchObject({ issue: 'issue 1 en', new: null, chiefs: 'chiefs 1 en' });
    expect(room.leftOut(leftOut)).toEqual({
      new: 'NOT_CHOSEN',
      chiefs: 'NOT_CHOSEN',
      bens: 'NOT_CHOSEN',
      withdrawn: 'NOT_CHOSEN',
    });
  });

  test('takes along exactly what is named, whatever became of it', async () => {
    const names = ['new', 'bens', 'withdrawn', 'hall', 'author', 'mentioned'];

    const leftOut = await publish({ withContents: names.map((name) => room.id(name)) });

    expect(await room.seen('zh-Hant')).toEqual({
      issue: 'issue 1 zh',
      new: 'new 1 zh',
      chiefs: 'chiefs 1 zh',
      bens: 'bens 2 zh',
      same: 'same 1 zh',
      hall: 'hall 2 zh',
      withdrawn: 'withdrawn 1 zh',
      author: 'author 1 zh',
      mentioned: 'mentioned 1 zh',
    });
    expect(room.leftOut(leftOut)).toEqual({ chiefs: 'NOT_CHOSEN' });
  });

  test('is limited to the chosen languages', async () => {
    await publish({ locales: ['zh-Hant'], withContents: [room.id('new'), room.id('bens')] });

    expect(await room.seen('en', 'issue', 'new', 'bens')).toEqual({
      issue: 'issue 1 zh',
      new: 'new 1 zh',
      bens: 'bens 1 en',
    });
    expect(await room.seen('zh-Hant', 'bens')).toEqual({ bens: 'bens 2 zh' });
  });
});

describe('what is left out', () => {
  test('is reported with the author and a remedy, in the language of the request', async () => {
    const input = { ids: [room.id('issue')] };
    const english = await room.chief.done('issuePublish', input, LEFT_OUT);
    const chinese = await room.chief
      .with({ 'accept-language': 'zh-HK' })
      .done('issuePublish', input, LEFT_OUT);
    const of = ({ leftOut }: Payload, name: string) =>
      leftOut.find(({ object }: Payload) => object.id === room.id(name));

    const [ben] = of(english, 'bens').changedBy;
    expect(of(english, 'bens')).toEqual({
      object: { id: room.id('bens'), title: 'bens 2 en' },
      relation: 'CONTENT',
      reason: 'CHANGED_BY_OTHERS',
      locales: null,
      changedBy: [{ name: expect.stringMatching(/^EDITOR \d+$/) }],
      withdrawnBy: null,
      message: `${ben.name} changed it after it was published; to publish the changes, too, list it in "withContents", together with everything else to publish along: contents of an issue that are not listed are left out.`,
    });
    expect(of(english, 'withdrawn')).toMatchObject({
      relation: 'CONTENT',
      withdrawnBy: { name: expect.stringMatching(/^EDITOR and PUBLISHER \d+$/) },
      message: expect.stringMatching(/^It was unpublished by .* and stays so;/),
    });
    expect(of(english, 'hall').relation).toBe('COMPANION');
    expect(of(english, 'author').relation).toBe('REFERENCE');
    expect(of(chinese, 'bens')).toMatchObject({
      object: { title: 'bens 2 zh' },
      message: `${ben.name}在發布後修改過此內容；如要一併發布有關修改，請在「withContents」列出此內容及所有要一併發布的內容；該期未列出的內容不會發布。`,
    });
    // The second time there was nothing left of what was asked for.
    expect(of(chinese, 'issue')).toMatchObject({ relation: 'ASKED_FOR', reason: 'UNCHANGED' });
  });

  test('is what was withdrawn in one language, and is public in the other', async () => {
    await room.chief.done('eventUnpublish', { ids: [room.id('same')], locales: ['zh-Hant'] });
    await room.change(room.chief, 'event', 'same', { en: 'same 2 en' });

    const { leftOut } = await room.chief.done('issuePublish', { ids: [room.id('issue')] }, LEFT_OUT);
    const left = leftOut.find(({ object }: Payload) => object.id === room.id('same'));
    const between = await room.seen('zh-Hant', 'same');
    await room.chief.done('issuePublish', { ids: [room.id('issue')], withContents: [room.id('same')] });

    expect(left).toMatchObject({ reason: 'WITHDRAWN', locales: ['zh-Hant'] });
    expect(between).toEqual({ same: 'same 2 en' });
    expect(await room.seen('zh-Hant', 'same')).toEqual({ same: 'same 1 zh' });
  });

  test('is not a language that was never public, whoever wrote it', async () => {
    await room.create(room.ben, 'article', 'english first', { kind: 'NEWS' });
    const issue = { sections: [{ kind: 'LEAD', items: [{ article: room.id('english first') }] }] };
    const id = await room.create(room.anna, 'issue', 'bilingual', issue);

    await room.chief.done('issuePublish', { ids: [id], locales: ['en'] });
    const { leftOut } = await room.chief.done('issuePublish', { ids: [id], locales: ['zh-Hant'] }, LEFT_OUT);

    expect(leftOut).toEqual([]);
    expect(await room.seen('zh-Hant', 'bilingual', 'english first')).toEqual({
      bilingual: 'bilingual 1 zh',
      'english first': 'english first 1 zh',
    });
  });

  test('is nothing that somebody has changed in a language that is not published', async () => {
    await room.change(room.ben, 'event', 'same', { en: 'same 2 en' });

    const { leftOut } = await room.chief.done(
      'issuePublish',
      { ids: [room.id('issue')], locales: ['zh-Hant'] },
      LEFT_OUT,
    );

    expect(Object.keys(room.leftOut(leftOut))).not.toContain('same');
    expect(await room.seen('en', 'same')).toEqual({ same: 'same 1 en' });
  });

  test('is published when it is named', async () => {
    await room.chief.done('articlePublish', { ids: [room.id('withdrawn')] });
    await room.chief.done('eventPublish', { ids: [room.id('bens')] });

    expect(await room.seen('en', 'withdrawn', 'bens')).toEqual({
      withdrawn: 'withdrawn 1 en',
      bens: 'bens 2 en',
    });
  });

  test('is known of objects that were deleted while they were public, and restored', async () => {
    await room.chief.done('issueUpdate', { id: room.id('issue'), expectedVersion: 1, sections: [] });
    await room.chief.done('eventDelete', { id: room.id('same'), expectedVersion: 1 });
    await room.chief.done('eventRestore', { id: room.id('same') });
    const sections = [{ kind: 'LEAD', items: [{ event: room.id('same') }] }];
    await room.chief.done('issueUpdate', { id: room.id('issue'), expectedVersion: 2, sections });

    const { leftOut } = await room.chief.done('issuePublish', { ids: [room.id('issue')] }, LEFT_OUT);

    expect(room.leftOut(leftOut)).toEqual({ same: 'WITHDRAWN' });
    expect(leftOut[0].withdrawnBy.name).toMatch(/^EDITOR and PUBLISHER/);
  });
});

describe('withContents', () => {
  test('refuses contents that are not related to the named objects, and nothing is published', async () => {
    const stranger = await room.create(room.anna, 'article', 'stranger', { kind: 'NEWS' });
    const other = `person_${room.id('bens').split('_')[1]}`;
    const input = { ids: [room.id('issue')], withContents: [room.id('new'), stranger, other] };

    const { userErrors } = await room.chief.ask('issuePublish', input);
    const scheduled = await room.chief.ask('issueSchedule', { ...input, at: '2099-01-01T00:00:00+08:00' });

    const refused = [
      {
        code: 'NOT_FOUND',
        path: ['input', 'withContents', '1'],
        message: `"${stranger}" is not part of the publication: no requested or named object contains it or refers to it. Name one that does, too, publish it separately, or leave it out; "publishPlan" without "withContents" lists what can be named.`,
      },
      { code: 'NOT_FOUND', path: ['input', 'withContents', '2'] },
    ];
    expect(userErrors).toMatchObject(refused);
    expect(scheduled.userErrors).toMatchObject(refused);
    expect(await room.seen('en', 'issue', 'new')).toEqual({ issue: null, new: null });
  });

  test('takes what is referred to by what is referred to, where both are named', async () => {
    const guest = await room.create(room.ben, 'person', 'guest');
    const credits = [{ person: guest, role: 'SPEAKER' }];
    await room.ben.done('eventUpdate', { id: room.id('mentioned'), expectedVersion: 1, credits });
    const ids = [room.id('issue')];

    const alone = await room.chief.ask('issuePublish', { ids, withContents: [room.id('new'), guest] });
    await room.chief.done('issuePublish', {
      ids,
      withContents: [guest, room.id('mentioned'), room.id('new')],
    });

    expect(alone.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'withContents', '1'] }]);
    expect(await room.seen('en', 'mentioned', 'guest')).toEqual({
      mentioned: 'mentioned 1 en',
      guest: 'guest 1 en',
    });
  });

  test.each(['new', '', '__proto__', 'person_1'])('refuses "%s", which is no id', async (id) => {
    const { userErrors } = await room.chief.ask('issuePublish', {
      ids: [room.id('issue')],
      withContents: [id],
    });

    expect(userErrors).toMatchObject([{ code: 'INVALID_ID', path: ['input', 'withContents', '0'] }]);
  });

  test('fails a schedule that names what is gone by then', async () => {
    const input = { ids: [room.id('issue')], at: inMilliseconds(1_500), withContents: [room.id('author')] };
    await room.chief.done('issueSchedule', { ...input, withContents: [room.id('new'), room.id('author')] });
    await room.chief.done('articleUpdate', { id: room.id('new'), expectedVersion: 1, credits: [] });
    const query =
      'query ($id: ID!) { schedules(contentId: $id) { nodes { state problems { code path message } } } }';
    const latest = async () =>
      (await room.chief.who.data(query, { id: room.id('issue') })).schedules.nodes[0];

    const failed = await until(latest, ({ state }) => state !== 'PENDING');

    expect(failed).toMatchObject({
      state: 'FAILED',
      problems: [{ code: 'NOT_FOUND', path: ['input', 'withContents', '1'] }],
    });
    expect(await room.seen('en', 'issue')).toEqual({ issue: null });
  });

  test('is for publishing alone', async () => {
    const input = {
      ids: [room.id('same')],
      at: '2099-01-01T00:00:00+08:00',
      action: 'UNPUBLISH',
      withContents: [],
    };

    const { userErrors } = await room.chief.ask('eventSchedule', input);

    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'withContents'] }]);
  });
});

describe('publishing with the fingerprint of a plan', () => {
  type Choice = { readonly withContents?: readonly string[]; readonly locales?: readonly string[] };

  async function fingerprintOf(choice: Choice = {}): Promise<string> {
    const { publishPlan } = await room.chief.who.data(
      `query ($ids: [ID!]!, $locales: [Locale!], $withContents: [ID!]) {
        publishPlan(ids: $ids, locales: $locales, withContents: $withContents) { fingerprint }
      }`,
      { ids: [room.id('issue')], ...choice },
    );
    return publishPlan.fingerprint;
  }

  const publish = (choice: object) =>
    room.chief.ask('issuePublish', { ids: [room.id('issue')], ...choice }, 'publicChanges { id }');

  const named = (...names: string[]) => ({ withContents: names.map((name) => room.id(name)) });

  test('publishes the plan, though some of it was published meanwhile and others changed what is left out', async () => {
    const choice = named('bens', 'new', 'author');
    const expectedFingerprint = await fingerprintOf(choice);
    await room.chief.done('personPublish', { ids: [room.id('author')] });
    await room.change(room.ben, 'venue', 'hall', { en: 'hall 3 en' });

    const { publicChanges, userErrors } = await publish({ ...choice, expectedFingerprint });

    expect(userErrors).toEqual([]);
    expect(new Set(publicChanges.map(({ id }: Payload) => id))).toEqual(
      new Set(['issue', 'new', 'bens'].map((name) => room.id(name))),
    );
  });

  test('is refused when somebody has changed any of it since, with the change and its author', async () => {
    const choice = named('bens', 'new', 'author');
    const expectedFingerprint = await fingerprintOf(choice);
    await room.change(room.ben, 'event', 'bens', { en: 'bens unfinished' });
    await room.change(room.anna, 'person', 'author', { 'zh-Hant': '未完成' });

    const { userErrors } = await publish({ ...choice, expectedFingerprint });

    const path = ['input', 'expectedFingerprint'];
    const told = userErrors.map(({ message }: Payload) => message).sort();
    expect(userErrors).toMatchObject([
      { code: 'CONFLICT', path, conflict: { currentVersion: expect.any(Number) } },
      { code: 'CONFLICT', path },
    ]);
    expect(told).toEqual([
      expect.stringMatching(/^"author 1 en" .* EDITOR \d+ saved version 2 \(text.zh-Hant.name\); read/),
      expect.stringMatching(/^"bens unfinished" .* EDITOR \d+ saved version 3 \(text.en.title\); read/),
    ]);
    expect(told[0].match(/EDITOR \d+/)[0]).not.toBe(told[1].match(/EDITOR \d+/)[0]);
    expect(await room.seen('en', 'issue', 'new', 'bens', 'author')).toEqual({
      issue: null,
      new: null,
      bens: 'bens 1 en',
      author: null,
    });
    const again = await publish({ ...choice, expectedFingerprint: await fingerprintOf(choice) });
    expect(again.userErrors).toEqual([]);
  });

  test('is refused when more or less would be published, and in other languages', async () => {
    const expectedFingerprint = await fingerprintOf();
    const chinese = await fingerprintOf({ locales: ['zh-Hant'] });
    const fresh = await room.create(room.ben, 'article', 'fresh', { kind: 'NEWS' });
    const items = ['new', 'fresh'].map((name) => ({ article: room.id(name) }));
    await room.anna.done('issueUpdate', {
      id: room.id('issue'),
      expectedVersion: 1,
      sections: [{ kind: 'LEAD', items }],
    });
    await room.chief.done('eventUnpublish', { ids: [room.id('chiefs')] });
    await room.chief.done('eventDelete', { id: room.id('chiefs'), expectedVersion: 2 });

    const differing = await publish({ expectedFingerprint });
    const other = await publish({ expectedFingerprint: chinese, ...named('new') });

    expect(differing.userErrors.map(({ message }: Payload) => message)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^"issue 1 en" has changed since the plan: .*\(sections/),
        expect.stringMatching(/^"fresh 1 en" would be published, too, .* \(last changed by EDITOR \d+\)/),
        expect.stringMatching(/^"chiefs 2 en" is in the plan, but EDITOR and PUBLISHER \d+ has deleted it;/),
      ]),
    );
    expect(differing.userErrors).toHaveLength(3);
    expect(fresh).toMatch(/^article_/);
    expect(other.userErrors.map(({ message }: Payload) => message)).toContainEqual(
      expect.stringMatching(/^"new 1 en" would be published in other languages/),
    );
    expect(await room.seen('en', 'issue')).toEqual({ issue: null });
  });

  test('is refused when something that it published again, or left, has been withdrawn since', async () => {
    const [fresh, lead] = [room.id('new'), room.id('same')];
    const ids = [fresh];
    const plan = 'query ($ids: [ID!]!) { publishPlan(ids: $ids) { fingerprint } }';
    const { publishPlan } = await room.chief.who.data(plan, { ids });
    const again = { ids, expectedFingerprint: publishPlan.fingerprint };
    await room.chief.done('articlePublish', { ids, withContents: [] });
    const asPlanned = await fingerprintOf(named('bens'));
    await room.chief.done('articleUnpublish', { ids, withoutTrace: true });
    await room.chief.done('eventUnpublish', { ids: [lead], locales: ['zh-Hant'] });

    const anew = await room.chief.ask('articlePublish', again);
    const kept = await publish({ ...named('bens'), expectedFingerprint: asPlanned });

    const takenOut = (title: string) => ({
      code: 'CONFLICT',
      path: ['input', 'expectedFingerprint'],
      message: expect.stringMatching(`^"${title}" .* EDITOR and PUBLISHER \\d+ has unpublished it; read`),
    });
    expect(anew.userErrors).toMatchObject([takenOut('new 1 en')]);
    expect(kept.userErrors).toEqual([
      expect.objectContaining(takenOut('new 1 en')),
      expect.objectContaining(takenOut('same 1 en')),
    ]);
    expect(await room.seen('en', 'issue', 'new')).toEqual({ issue: null, new: null });
  });

  test.each(['', 'AQ!', 'AQAB', 'Ag', 'AgAC', 'ÿ'])(
    'refuses "%s", which is none',
    async (expectedFingerprint) => {
      expect(await publish({ expectedFingerprint })).toMatchObject({
        userErrors: [{ code: 'INVALID_INPUT', path: ['input', 'expectedFingerprint'] }],
      });
    },
  );

  test('holds for a schedule when it is made, and at its time', async () => {
    const ids = [room.id('issue')];
    const input = { ids, at: inMilliseconds(1_500), expectedFingerprint: await fingerprintOf() };
    const unpublishing = await room.chief.ask('issueSchedule', { ...input, action: 'UNPUBLISH' });
    await room.chief.done('issueSchedule', input, 'schedule { expectedFingerprint }');
    await room.change(room.ben, 'article', 'new', { en: 'new, unfinished' });
    const outdated = await room.chief.ask('issueSchedule', input);
    const query =
      'query ($id: ID!) { schedules(contentId: $id) { nodes { state problems { code path message } } } }';
    const latest = async () => (await room.chief.who.data(query, { id: ids[0] })).schedules.nodes[0];

    const failed = await until(latest, ({ state }) => state !== 'PENDING');

    expect(unpublishing.userErrors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'expectedFingerprint'] },
    ]);
    expect(outdated.userErrors).toMatchObject([{ code: 'CONFLICT' }]);
    expect(failed).toMatchObject({
      state: 'FAILED',
      problems: [
        {
          code: 'CONFLICT',
          message: expect.stringMatching(/^"new, unfinished" .* EDITOR \d+ saved version/),
        },
      ],
    });
    expect(await room.seen('en', 'issue', 'new')).toEqual({ issue: null, new: null });
  });

  test('cancels a schedule at once when something of its plan is withdrawn or deleted', async () => {
    const at = '2099-01-01T09:00:00+08:00';
    const talk = { kind: 'TALK', schedule: { precision: 'TBA' } };
    const ids = [await room.create(room.anna, 'event', 'one', talk)];
    ids.push(await room.create(room.anna, 'event', 'two', talk));
    const query = 'query ($ids: [ID!]!) { publishPlan(ids: $ids) { fingerprint } }';
    const { publishPlan } = await room.chief.who.data(query, { ids });
    const pair = { ids, at, expectedFingerprint: publishPlan.fingerprint };
    const whole = { ids: [room.id('issue')], at, expectedFingerprint: await fingerprintOf() };
    const [issue, events] = [
      (await room.chief.done('issueSchedule', whole, 'schedule { id }')).schedule,
      (await room.chief.done('eventSchedule', pair, 'schedule { id }')).schedule,
    ];
    const takeOut = async (name: string) =>
      (await room.chief.done('eventUnpublish', { ids: [room.id(name)] }, 'schedules')).schedules;

    // It is the same already and would stay: the plan showed it.
    expect(await takeOut('same')).toEqual([issue.id]);
    expect(await takeOut('chiefs')).toEqual([]);
    const gone = { id: ids[0], expectedVersion: 1 };
    expect((await room.chief.done('eventDelete', gone, 'schedules')).schedules).toEqual([events.id]);

    const read = `query ($id: ID!) { schedules(contentId: $id) {
      nodes { state ids problems { code message } leftOut { object { id } message } }
    } }`;
    for (const [id, lost] of [
      [room.id('issue'), room.id('same')],
      [ids[1], ids[0]],
    ]) {
      const { schedules } = await room.chief.who.data(read, { id });
      expect(schedules.nodes).toMatchObject([
        {
          state: 'CANCELLED',
          problems: [
            {
              code: 'CONFLICT',
              message: expect.stringMatching(/objects of its plan.*create a new schedule\.$/),
            },
          ],
          leftOut: [{ object: { id: lost } }],
        },
      ]);
    }
  });

  test('names who changed something and not who published it, and what is gone by its name', async () => {
    const choice = named('new', 'bens', 'chiefs');
    const expectedFingerprint = await fingerprintOf(choice);
    const rest = { kind: 'LEAD', items: [{ event: room.id('bens') }] };
    const input = { id: room.id('issue'), expectedVersion: 1, sections: [rest] };
    await room.anna.done('issueUpdate', input);
    await room.chief.done('articlePublish', { ids: [room.id('new')] });
    await room.chief.done('eventPublish', { ids: [room.id('bens')] });
    await room.change(room.ben, 'event', 'bens', { en: 'bens 3 en' });
    await room.chief.done('eventPublish', { ids: [room.id('bens')] });
    await app.store.draft.query('delete from system.revision where content_id = $1', [
      room.id('chiefs').replace('event_', ''),
    ]);

    const planned = { ids: [room.id('issue')], ...named('bens'), expectedFingerprint };
    const publishing = `mutation ($input: PublishInput!) { issuePublish(input: $input) {
      userErrors { message conflict { currentVersion changedBy changedAt } }
    } }`;
    const { userErrors } = (await room.chief.who.data(publishing, { input: planned })).issuePublish;

    const about = (name: string) =>
      userErrors.find(({ message }: Payload) => message.startsWith(`"${name}"`));
    const editor = expect.stringMatching(/^EDITOR \d+$/);
    expect(about('new 1 en')).toMatchObject({ conflict: { currentVersion: 1, changedBy: editor } });
    expect(about('new 1 en').message).toMatch(
      /would not be published any more \(last changed by EDITOR \d+\)/,
    );
    expect(about('bens 3 en')).toMatchObject({ conflict: { currentVersion: 3, changedBy: editor } });
    const { changedBy, changedAt } = about('chiefs 2 en').conflict;
    expect([changedBy, changedAt.slice(0, 4)]).toEqual([null, '2024']);
    expect(userErrors).toHaveLength(4);
  });

  test('distinguishes any languages, however many there are', async () => {
    const codes = ['en', 'zh-Hant', 'zh-Hans', 'fr', 'de', 'pt', 'ja', 'ko', 'id', 'tl'];
    const many = await startEmpty({ locales: codes.join() });
    const others = await Newsroom.open(many);
    const { anna, chief } = others;
    const ids = [await others.create(anna, 'article', 'spread', { kind: 'NEWS' })];
    const query = `query ($ids: [ID!]!, $locales: [Locale!]) {
      publishPlan(ids: $ids, locales: $locales) { fingerprint }
    }`;
    const publishAs = async (planned: readonly string[], locales: readonly string[]) => {
      const { publishPlan } = await anna.who.data(query, { ids, locales: planned });
      const input = { ids, locales, expectedFingerprint: publishPlan.fingerprint };
      return (await chief.ask('articlePublish', input)).userErrors;
    };
    const differs = [
      { code: 'CONFLICT', message: expect.stringMatching(/ in other languages than planned/) },
    ];

    expect(await publishAs(['en', 'zh-Hant'], ['en', 'zh-Hant', 'ko'])).toMatchObject(differs);
    expect(await publishAs(codes, codes.slice(0, 9))).toMatchObject(differs);
    expect(await publishAs(codes, codes)).toEqual([]);
    await many.close();
  });

  test('names who took something out', async () => {
    const expectedFingerprint = await fingerprintOf();
    await room.chief.done('eventUnpublish', { ids: [room.id('chiefs')] });

    const { userErrors } = await publish({ expectedFingerprint });

    expect(userErrors.map(({ message }: Payload) => message)).toEqual([
      expect.stringMatching(
        /^"chiefs 2 en" is in the plan, but EDITOR and PUBLISHER \d+ has unpublished it;/,
      ),
    ]);
  });

  test('is not needed for one object, of which the version will do', async () => {
    const [id, other] = [room.id('new'), room.id('withdrawn')];
    await room.change(room.ben, 'article', 'new', { en: 'new, unfinished' });
    const publishing = (input: object) => room.chief.ask('articlePublish', { ids: [id], ...input });

    const outdated = await publishing({ expectedVersion: 1 });
    const several = await publishing({ ids: [id, other], expectedVersion: 2 });
    expect(await room.seen('en', 'new')).toEqual({ new: null });
    const chinese = await publishing({ expectedVersion: 1, locales: ['zh-Hant'] });

    expect(outdated.userErrors).toMatchObject([
      { code: 'CONFLICT', path: ['input', 'expectedVersion'], conflict: { currentVersion: 2 } },
    ]);
    expect(several.userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'expectedVersion'] }]);
    expect(chinese.userErrors).toEqual([]);
  });
});

describe('a preview', () => {
  const tokenFor = (withContents?: readonly string[]) =>
    room.chief.ask('previewTokenCreate', { id: room.id('issue'), withContents }, 'token');

  test.each<{ of: string; names?: readonly string[]; prepare?: () => Promise<unknown> }>([
    { of: 'what goes along by itself' },
    { of: 'the issue alone', names: [] },
    { of: 'what is chosen of its contents', names: ['new', 'bens'] },
    { of: 'whatever is chosen', names: ['new', 'author', 'hall', 'mentioned', 'withdrawn'] },
    { of: 'what is public', prepare: () => room.chief.done('issuePublish', { ids: [room.id('issue')] }) },
    { of: 'what lost a language', prepare: takeOutChinese },
    { of: 'that language, where it is chosen', names: ['same', 'hall'], prepare: takeOutChinese },
    {
      of: 'where colleagues went on',
      prepare: async () => {
        await room.change(room.ben, 'event', 'chiefs', both('chiefs 3'));
        await room.change(room.chief, 'event', 'same', both('same 2'));
      },
    },
  ])('shows what publishing with the same choice shows: $of', async ({ names, prepare }) => {
    await prepare?.();
    const withContents = names?.map((name) => room.id(name));
    const { token } = await tokenFor(withContents);

    const previewed = await everythingSeenBy(app.withKey(token), 'DRAFT');
    await room.chief.done('issuePublish', { ids: [room.id('issue')], withContents });

    expect(previewed).toEqual(await everythingSeenBy(app, 'PUBLISHED'));
  });

  /** An event that was taken out, of something funded; and articles about it, of which two are in issues. */
  function aFundedEvent(way: 'parent' | 'series', became: string) {
    const text = `It came through a ${way} that is ${became}.`;
    const organisation = anOrganisation();
    const disclaimers = [{ version: 1, locale: 'en', effectiveFrom: '2024-01-01', text }];
    const programme = aProgramme({ disclaimers });
    const funded = way === 'parent' ? anEvent() : anEventSeries();
    const subject = way === 'parent' ? { event: funded.ref } : { series: funded.ref };
    const funding = aSponsorship({ organisation: organisation.ref, programme: programme.ref, ...subject });
    const event = anEvent({ [way]: funded.ref });
    const articles = [1, 2, 3].map(() => anArticle({ aboutEvents: [event.ref] }));
    const issues = articles.slice(1).map(({ ref }) => {
      return anIssue({ sections: [{ kind: 'LEAD', items: [{ article: ref }] }] });
    });
    return { text, became, organisation, programme, funded, funding, event, articles, issues };
  }

  test('shows the disclaimers that come through withdrawn events', async () => {
    const desk = await Desk.open(app);
    const events = (['parent', 'series'] as const).flatMap((way) =>
      ['public', 'withdrawn', 'never published'].map((became) => aFundedEvent(way, became)),
    );
    await desk.write(
      ...events.flatMap(({ organisation, programme }) => [organisation, programme]),
      ...events.flatMap(({ funded, funding, event }) => [funded, funding, event]),
      ...events.flatMap(({ articles, issues }) => [...articles, ...issues]),
    );
    for (const { became, funded, funding, event, organisation, programme } of events) {
      const known = became === 'never published' ? [] : [funded];
      await desk.publish([organisation, programme, ...known, funding, event]);
      await desk.unpublish(event);
      if (became === 'withdrawn') await desk.unpublish(funded);
    }
    const idsOf = (pick: (each: (typeof events)[number]) => Piece[]) =>
      events.map((each) => pick(each).map((piece) => desk.id(piece)));
    const ways = [
      { noun: 'article', shown: idsOf(({ articles }) => articles.slice(0, 1)), isChosen: false },
      {
        noun: 'issue',
        shown: idsOf(({ articles, issues }) => [...issues.slice(0, 1), ...articles.slice(1, 2)]),
        isChosen: false,
      },
      {
        noun: 'issue',
        shown: idsOf(({ articles, issues }) => [...issues.slice(1), ...articles.slice(2)]),
        isChosen: true,
      },
    ];
    for (const { noun, shown, isChosen } of ways) {
      const chosen = (objects: string[][]) =>
        isChosen ? { withContents: objects.flatMap((ids) => ids.slice(1)) } : {};
      const previewed = await Promise.all(
        shown.map(async (ids) => {
          const input = { id: ids[0], ...chosen([ids]) };
          const { token } = await room.chief.done('previewTokenCreate', input, 'token');
          return disclaimersSeenBy(app.withKey(token), 'DRAFT', ids);
        }),
      );
      await room.chief.done(`${noun}Publish`, { ids: shown.map(([id]) => id), ...chosen(shown) });

      const seen = await Promise.all(shown.map((ids) => disclaimersSeenBy(app, 'PUBLISHED', ids)));
      expect(seen).toEqual(events.map(({ text }, index) => shown[index]?.map(() => [text])));
      expect(previewed).toEqual(seen);
    }
  });

  async function disclaimersSeenBy(who: Pick<Asking, 'data'>, stage: string, ids: readonly string[]) {
    const query = `query ($ids: [ID!]!, $stage: Stage!) { nodes(ids: $ids, stage: $stage) {
      ... on Article { requiredDisclaimers { text } } ... on Issue { requiredDisclaimers { text } }
    } }`;
    const { nodes } = await who.data(query, { ids, stage });
    return nodes.map((node: Payload) => node?.requiredDisclaimers.map(({ text }: Payload) => text));
  }

  /** An event that the chief has changed, also in the language that is not public any more. */
  async function takeOutChinese(): Promise<void> {
    const inBoth = (field: string, text: string) =>
      Object.entries(both(text)).map(([locale, words]) => ({ locale, [field]: words }));
    const label = inBoth('text', 'Programme');
    const translations = inBoth('title', 'same 2');
    const links = [{ rel: 'DETAILS', url: 'https://example.org/talk', label }];
    await room.chief.done('eventUnpublish', { ids: [room.id('same')], locales: ['zh-Hant'] });
    await room.chief.done('eventUpdate', { id: room.id('same'), expectedVersion: 1, translations, links });
  }

  function everythingSeenBy(who: Pick<Asking, 'data'>, stage: string): Promise<Payload> {
    const query = `query ($ids: [ID!]!, $stage: Stage!, $locale: Locale!) {
      nodes(ids: $ids, stage: $stage, locale: $locale) {
        id
        ... on Issue { title events(first: 5) { totalCount nodes { title } } }
        ... on Event {
          title slug venue { name } links { label url }
          localization { available fallbacks { field locale } alternates { locale slug } }
        }
        ... on Article { title } ... on Venue { name } ... on Person { name }
      }
    }`;
    const ids = [...room.ids.values()];
    return Promise.all(['en', 'zh-Hant', 'zh-Hans'].map((locale) => who.data(query, { ids, stage, locale })));
  }

  test('is for what has to do with the object, and ends when that is not so any more', async () => {
    const stranger = await room.create(room.ben, 'event', 'stranger', {
      kind: 'TALK',
      schedule: { precision: 'TBA' },
    });
    const refused = await tokenFor([stranger]);
    const { token } = await tokenFor([room.id('new'), room.id('author')]);
    await room.anna.done('articleUpdate', { id: room.id('new'), expectedVersion: 1, credits: [] });

    const { errors } = await room.app.withKey(token).ask('{ latestIssue { id } }');

    expect(refused).toMatchObject({
      token: null,
      userErrors: [{ code: 'NOT_FOUND', path: ['input', 'withContents', '0'] }],
    });
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });
});
