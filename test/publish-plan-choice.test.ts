import 'reflect-metadata';
import { tmpdir } from 'node:os';
import { Role } from '../src/content/contract/access.js';
import { startEmpty, type TestApplication } from './support/application.js';
import { runScc } from './support/command-line.js';
import { counting } from './support/counting.js';
import type { Mutations, Payload } from './support/mutations.js';
import { both, Newsroom } from './support/newsroom.js';

let app: TestApplication;
let room: Newsroom;
beforeAll(async () => {
  app = await startEmpty();
  room = await Newsroom.open(app);
  await room.anIssue();
});
afterAll(() => app.close());

const PLAN = `query ($ids: [ID!]!, $locales: [Locale!], $withContents: [ID!]) {
  publishPlan(ids: $ids, locales: $locales, withContents: $withContents) {
    isReady
    items { id relation group action changedBy { name at } }
    leftOut { object { id } reason }
    findings { severity code path object { id } message }
  }
}`;

async function planOf(names: string[], choice: object = {}): Promise<Payload> {
  const ids = names.map((name) => room.id(name));
  return (await room.chief.who.data(PLAN, { ids, ...choice })).publishPlan;
}

function groupsIn({ items }: Payload): Record<string, string> {
  const names = new Map([...room.ids].map(([name, id]) => [id, name]));
  return Object.fromEntries(
    items.map(({ id, relation, group }: Payload) => [names.get(id) ?? id, `${relation} ${group}`]),
  );
}

const errorsIn = ({ findings }: Payload) =>
  findings.filter(({ severity }: Payload) => severity === 'ERROR').map(({ code }: Payload) => code);

describe('the plan', () => {
  test('is of objects of any types, each with its group, and lists what would be left out', async () => {
    const plan = await planOf(['issue', 'author', 'bens']);

    expect(plan.isReady).toBe(true);
    expect(groupsIn(plan)).toEqual({
      issue: 'ASKED_FOR NEW',
      author: 'ASKED_FOR NEW',
      bens: 'ASKED_FOR CHANGED_BY_OTHERS',
      new: 'CONTENT NEW',
      chiefs: 'CONTENT CHANGED_BY_YOU',
      same: 'CONTENT UNCHANGED',
    });
    expect(room.leftOut(plan.leftOut)).toEqual({
      hall: 'CHANGED_BY_OTHERS',
      withdrawn: 'WITHDRAWN',
      mentioned: 'REFERRED_TO',
    });
  });

  test('depends on the caller: your changes are changes of others to them', async () => {
    const { data } = await room.ben.who.ask(PLAN, { ids: [room.id('issue')] });
    const { publishPlan } = data as Payload;

    expect(room.leftOut(publishPlan.leftOut)).toMatchObject({ chiefs: 'CHANGED_BY_OTHERS' });
    expect(groupsIn(publishPlan)).toMatchObject({ bens: 'CONTENT CHANGED_BY_YOU' });
  });

  test('is what is published with the same arguments', async () => {
    const own = await Newsroom.open(app);
    const id = await own.anIssue();
    const choice = { locales: ['zh-Hant'], withContents: [own.id('new'), own.id('author')] };
    const { publishPlan } = await own.chief.who.data(PLAN, { ids: [id], ...choice });

    const { leftOut } = await own.chief.done(
      'issuePublish',
      { ids: [id], ...choice },
      'leftOut { object { id } reason }',
    );

    expect(leftOut).toEqual(publishPlan.leftOut);
    const published = publishPlan.items.filter(({ action }: Payload) => action === 'PUBLISH');
    const seen = await own.seen('zh-Hant', 'issue', 'new', 'author');
    expect(published.map((item: Payload) => item.id).sort()).toEqual(
      ['issue', 'new', 'author'].map((name) => own.id(name)).sort(),
    );
    expect(Object.values(seen)).not.toContain(null);
  });

  test('of content without text in the chosen languages is an error, as publishing it is', async () => {
    const input = { kind: 'NEWS', translations: [{ locale: 'en', title: 'English alone' }] };
    const { article } = await room.chief.done('articleCreate', input, 'article { id }');
    const choice = { ids: [article.id], locales: ['zh-Hant'] };

    const { publishPlan } = await room.chief.who.data(PLAN, choice);
    const { userErrors } = await room.chief.ask('articlePublish', choice);

    expect([publishPlan.isReady, errorsIn(publishPlan)]).toEqual([false, ['LANGUAGE_MISSING']]);
    expect(userErrors).toMatchObject([{ code: 'NOT_READY' }]);
  });

  test('is made once where it is compared with what is scheduled', async () => {
    const ids = [room.id('issue')];
    const { publishPlan } = await room.chief.who.data(
      'query ($ids: [ID!]!) { publishPlan(ids: $ids) { fingerprint } }',
      { ids },
    );
    const schedule = (year: number, choice: object = {}) =>
      room.chief.done('issueSchedule', { ids, at: `${year}-01-01T00:00:00Z`, ...choice });
    await schedule(2097);

    const without = await counting(() => schedule(2098));
    const compared = await counting(() => schedule(2099, { expectedFingerprint: publishPlan.fingerprint }));

    expect(compared.statements).toHaveLength(without.statements.length);
  });

  test('takes as many queries for many objects as for few', async () => {
    const lists = async (count: number) => {
      const ids: string[] = [];
      for (let index = 0; index < count; index += 1) {
        const name = `listed ${count} ${index}`;
        ids.push(await room.create(room.anna, 'article', name, { kind: 'NEWS' }));
      }
      const items = ids.map((article) => ({ article }));
      const name = `lists ${count}`;
      await room.create(room.anna, 'issue', name, { sections: [{ kind: 'LEAD', items }] });
      return name;
    };
    const [few, many] = [await lists(2), await lists(12)];
    await planOf([few]);

    const small = await counting(() => planOf([few]));
    const large = await counting(() => planOf([many]));

    expect(large.result.items).toHaveLength(13);
    expect(large.statements).toHaveLength(small.statements.length);
  });
});

describe('a warning that somebody else has changed a companion or content', () => {
  let own: Newsroom;
  beforeEach(async () => {
    own = await Newsroom.open(app);
    await own.anIssue();
  });

  const plan = async (who: Mutations, choice: object = {}, name = 'issue'): Promise<Payload> =>
    (await who.who.data(PLAN, { ids: [own.id(name)], ...choice })).publishPlan;

  /** The names of the objects that there is such a warning of. */
  const warned = ({ findings }: Payload) => {
    const names = new Map([...own.ids].map(([name, id]) => [id, name]));
    return warningsIn(findings).map(({ object }: Payload) => names.get(object.id) ?? object.id);
  };
  const warningsIn = (findings: Payload[]) => findings.filter(({ code }) => code === 'CHANGED_AFTER_SAVE');
  const named = (...names: string[]) => ({ withContents: names.map((name) => own.id(name)) });

  test('is given of whatever it is, after the issue was saved', async () => {
    const all = named('new', 'bens', 'chiefs', 'withdrawn', 'hall', 'author', 'mentioned');
    const before = await plan(own.chief, all);
    await own.change(own.chief, 'article', 'new', both('new 2'));
    await own.change(own.ben, 'event', 'bens', both('bens 3'));
    await own.change(own.ben, 'article', 'withdrawn', both('withdrawn 2'));
    await own.change(own.ben, 'venue', 'hall', both('hall 3'));
    await own.change(own.anna, 'person', 'author', both('author 2'));
    await own.change(own.ben, 'event', 'mentioned', both('mentioned 2'));
    const after = await plan(own.chief, all);
    const byRule = await plan(own.chief);
    const forBen = await plan(own.ben, all);
    await own.change(own.ben, 'article', 'new', both('half a sentence'));
    const byBoth = await plan(own.chief);
    await own.change(own.ben, 'issue', 'issue', both('issue 2'));

    expect(warned(before)).toEqual([]);
    expect(warned(after).sort()).toEqual(['author', 'bens', 'hall', 'mentioned', 'withdrawn']);
    expect(warned(byRule)).toEqual([]);
    expect(warned(forBen).sort()).toEqual(['author', 'new']);
    expect(warningsIn(byBoth.findings)).toMatchObject([
      {
        severity: 'WARNING',
        object: { id: own.id('new') },
        message: expect.stringMatching(/^Changed by EDITOR \d+ since you last saved /),
      },
    ]);
    expect(warned(await plan(own.chief, all))).toEqual([]);
  });

  test('is given of the languages that are published', async () => {
    await own.change(own.ben, 'article', 'new', { 'zh-Hant': 'unfinished' });

    expect(warned(await plan(own.chief, { locales: ['en'] }))).toEqual([]);
    expect(warned(await plan(own.chief, { locales: ['zh-Hant'] }))).toEqual(['new']);
  });

  test('is reported of what was left out of the last publication, whoever has saved the issue since', async () => {
    await own.chief.done('issuePublish', { ids: [own.id('issue')], withContents: [] });
    await own.change(own.ben, 'article', 'new', both('half a sentence'));
    const added = await own.create(own.anna, 'article', 'added', { kind: 'NEWS' });
    await own.change(own.ben, 'article', 'added', both('added 2'));
    const items = ['new', 'withdrawn'].map((name) => ({ article: own.id(name) }));
    const sections = [{ kind: 'LEAD', items: [...items, { article: added }] }];
    await own.anna.done('issueUpdate', { id: own.id('issue'), expectedVersion: 1, sections });

    const planned = await plan(own.chief);
    const request = { ids: [own.id('issue')], at: '2099-01-01T00:00:00+08:00' };
    const scheduled = await own.chief
      .with({ 'accept-language': 'zh-HK' })
      .done('issueSchedule', request, 'findings { code message object { id } }');
    const environment = { SCC_URL: `${app.url}/graphql`, SCC_KEY: own.chiefKey };
    const words = ['publish', 'issue', own.id('issue'), '--plan'];
    const { stdout } = await runScc(words, { folder: tmpdir(), environment });

    expect(warningsIn(planned.findings)).toMatchObject([
      {
        object: { id: own.id('new') },
        message: expect.stringMatching(/^Changed by EDITOR \d+ since .* last published\./),
      },
    ]);
    expect(warningsIn(scheduled.findings)).toMatchObject([
      {
        object: { id: own.id('new') },
        message: expect.stringMatching(/^EDITOR \d+ 在要發布的內容上一次發布之後修改過此項；/),
      },
    ]);
    expect(stdout).toMatch(
      /WARNING: .*: Changed by EDITOR \d+ since the object you are publishing was last published/,
    );
  });

  test('is not given of what somebody wrote together with the issue', async () => {
    const names = (name: string) => ({ en: { name } });
    const entries = [
      { kind: 'ORGANISATION', externalRef: 'first-host', document: { kind: 'COMPANY', text: names('Host') } },
      { kind: 'VENUE', externalRef: 'first-venue', document: { text: names('Hall') } },
      {
        kind: 'EVENT',
        externalRef: 'first-talk',
        document: {
          kind: 'TALK',
          venue: 'first-venue',
          schedule: { precision: 'TBA' },
          text: { en: { title: 'Talk' } },
        },
      },
      {
        kind: 'ISSUE',
        externalRef: 'first-issue',
        document: {
          text: { en: { title: 'First' } },
          sections: [{ kind: 'LEAD', items: [{ event: 'first-talk' }] }],
        },
      },
      { kind: 'FUNDING_PROGRAMME', externalRef: 'first-fund', document: { text: names('Fund') } },
      ...['issue', 'event'].map((field) => ({
        kind: 'SPONSORSHIP',
        externalRef: `first-${field}-backing`,
        document: {
          organisation: 'first-host',
          type: 'FUNDED',
          programme: 'first-fund',
          [field]: field === 'issue' ? 'first-issue' : 'first-talk',
        },
      })),
    ];
    for (const entry of entries) {
      const { results } = await own.anna.done('contentPush', { entries: [entry] }, 'results { id }');
      own.ids.set(entry.externalRef, results[0].id);
    }
    const first = await plan(own.chief, {}, 'first-issue');
    const changed = { id: own.id('first-issue-backing'), expectedVersion: 1, position: 3 };
    await own.anna.done('sponsorshipUpdate', changed);

    expect(first.items.length).toBe(6);
    expect(warned(first)).toEqual([]);
    expect(warned(await plan(own.anna, {}, 'first-issue'))).toEqual([]);
    expect(warned(await plan(own.chief, {}, 'first-issue'))).toEqual(['first-issue-backing']);
  });
});

describe('an error', () => {
  const wording = { version: 1, locale: 'en', effectiveFrom: '2024-01-01', text: 'Not our view.' };
  let host: string;
  let programme: string;

  /** An issue that lists an event of the chief that is public, and that Ben has found a sponsor for since. */
  async function aFundedIssue(values: object): Promise<string> {
    const { chief, ben, anna } = room;
    const named = (name: string) => ({ translations: [{ locale: 'en', name }] });
    const of = { kind: 'COMPANY', ...named('Host') };
    host = (await ben.done('organisationCreate', of, 'organisation { id }')).organisation.id;
    await chief.done('organisationPublish', { ids: [host] });
    const funding = await ben.done(
      'fundingProgrammeCreate',
      { ...named('Fund'), ...values },
      'fundingProgramme { id }',
    );
    programme = funding.fundingProgramme.id;
    const talk = { kind: 'TALK', schedule: { precision: 'TBA' } };
    const event = await room.create(chief, 'event', 'funded', talk);
    await chief.done('eventPublish', { ids: [event] });
    await ben.done('sponsorshipCreate', { organisation: host, event, programme, type: 'FUNDED' });
    const sections = [{ kind: 'LEAD', items: [{ event }] }];
    return room.create(anna, 'issue', 'funds', { sections });
  }

  const publish = (choice: object = {}) =>
    room.chief.ask('issuePublish', { ids: [room.id('funds')], ...choice });

  test('blocks publishing where it is in what would be', async () => {
    await aFundedIssue({});

    expect(errorsIn(await planOf(['funds']))).toEqual(['DISCLAIMER_MISSING']);
    expect((await publish()).userErrors).toMatchObject([{ code: 'NOT_READY' }]);
  });

  test('is none where the disclaimer is public already', async () => {
    await aFundedIssue({ disclaimers: [wording] });
    await room.chief.done('fundingProgrammePublish', { ids: [programme] });

    expect((await publish()).userErrors).toEqual([]);
  });

  test('is one where the programme was withdrawn, until it is named', async () => {
    await aFundedIssue({ disclaimers: [wording] });
    await room.chief.done('fundingProgrammePublish', { ids: [programme] });
    await room.chief.done('fundingProgrammeUnpublish', { ids: [programme] });

    const refused = await publish();
    const { userErrors } = await publish({ withContents: [room.id('funded'), programme] });

    const message = expect.stringMatching(/withdrawn.*"withContents"/);
    expect(refused.userErrors).toContainEqual(expect.objectContaining({ code: 'NOT_READY', message }));
    expect(userErrors).toEqual([]);
  });

  test('is one where a programme would lose the disclaimer of what is public', async () => {
    await aFundedIssue({ disclaimers: [wording] });
    expect((await publish()).userErrors).toEqual([]);
    await room.chief.done('fundingProgrammeUpdate', { id: programme, expectedVersion: 1, disclaimers: [] });

    expect((await publish()).userErrors).toMatchObject([{ code: 'NOT_READY' }]);
  });
});

test('without the right to read drafts a plan is refused', async () => {
  const partner = await app.as(Role.PARTNER);
  const ids = [room.id('issue')];

  const asked = [await app.ask(PLAN, { ids }), await partner.ask(PLAN, { ids })];

  expect(asked.map(({ errors }) => errors?.[0]?.extensions?.code)).toEqual(['UNAUTHENTICATED', 'FORBIDDEN']);
});

test.each([
  ['nothing', { ids: [] }, 'INVALID_INPUT', ['ids']],
  ['what is no id', { ids: ['toString'] }, 'INVALID_ID', ['ids', '0']],
  [
    'an id of nothing that there is',
    { ids: ['thing_00000000-0000-7000-8000-000000000000'] },
    'INVALID_ID',
    ['ids', '0'],
  ],
  ['nobody', { ids: ['person_00000000-0000-7000-8000-000000000000'] }, 'NOT_FOUND', ['ids', '0']],
  ['no language', { locales: [] }, 'INVALID_INPUT', ['locales']],
  ['a language that is not there', { locales: ['fr'] }, 'INVALID_LOCALE', ['locales']],
  ['a choice that is no id', { withContents: ['x'] }, 'INVALID_ID', ['withContents', '0']],
  [
    'a choice of something else',
    { withContents: ['person_00000000-0000-7000-8000-000000000000'] },
    'NOT_FOUND',
    ['withContents', '0'],
  ],
])('a plan of %s is refused', async (_what, variables, code, path) => {
  const { errors } = await room.chief.who.ask(PLAN, { ids: [room.id('issue')], ...variables });

  expect(errors?.[0]?.extensions).toMatchObject({ code, argument: path });
});

test.each(['articlePublish', 'articleUnpublish'])('%s of nothing is refused', async (mutation) => {
  const { userErrors } = await room.chief.with({ 'accept-language': 'zh-HK' }).ask(mutation, { ids: [] });

  expect(userErrors).toMatchObject([
    { code: 'INVALID_INPUT', path: ['input', 'ids'], message: '請列出至少一項內容。' },
  ]);
});

test.each([
  ['articlePublish', { ids: ['a\u0000'] }, ['input', 'ids', '0']],
  ['articleUnpublish', { ids: ['a\u0000'] }, ['input', 'ids', '0']],
  ['articleSchedule', { ids: ['a\u0000'], at: '2099-01-01T00:00:00Z' }, ['input', 'ids', '0']],
])('%s reports missing permissions before invalid text', async (mutation, input, path) => {
  const { errors } = await room.anna.answer(mutation, input);
  const { userErrors } = await room.chief.ask(mutation, input);

  expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  expect(userErrors).toMatchObject([{ code: 'INVALID_TEXT', path }]);
});
