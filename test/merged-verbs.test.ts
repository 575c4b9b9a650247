import { Role } from '../src/content/contract/access.js';
import { startDemo, type TestApplication } from './support/application.js';
import { Mutations, type Payload } from './support/mutations.js';

let app: TestApplication;
let editor: Mutations;
beforeAll(async () => {
  app = await startDemo();
  editor = new Mutations(app, await app.as(Role.EDITOR, Role.PUBLISHER));
});
afterAll(() => app.close());

const talk = { kind: 'TALK', schedule: { precision: 'TBA' } };
const titles = (en: string, zh: string) => ({
  translations: [
    { locale: 'en', title: en },
    { locale: 'zh-Hant', title: zh },
  ],
});

async function created(noun: string, input: object): Promise<string> {
  return (await editor.done(`${noun}Create`, input, `${noun} { id }`))[noun].id;
}

function update(noun: string, id: string, expectedVersion: number, fields: object): Promise<Payload> {
  return editor.done(`${noun}Update`, { id, expectedVersion, ...fields });
}

const words = (locale: string, title: string) => ({ translations: [{ locale, title }] });
const read = `event { version title chinese: title(locale: "zh-Hant") publication { status } }`;
const conflict = (path: string) => ({
  userErrors: [
    { code: 'CONFLICT', path: ['input', 'expectedVersion'], message: expect.stringContaining(path) },
  ],
});

describe('with an outdated version', () => {
  test('a draft is reset in what was changed until then, and retains what others have changed since', async () => {
    const id = await created('event', { ...talk, ...titles('A talk', '講座') });
    await update('event', id, 1, words('en', 'An evening'));
    await update('event', id, 2, words('zh-Hant', '晚會'));

    const back = { id, version: 1, expectedVersion: 2 };
    const { event } = await editor.done('eventRevisionRestore', back, read);

    expect(event).toMatchObject({ version: 4, title: 'A talk', chinese: '晚會' });
    await update('event', id, 4, words('en', 'A night'));
    expect(await editor.ask('eventRevisionRestore', { ...back, expectedVersion: 2 })).toMatchObject(
      conflict('text.en.title'),
    );
    expect(await editor.ask('eventRevisionRestore', { ...back, expectedVersion: 1 })).toMatchObject({
      userErrors: [{ code: 'CONFLICT' }],
    });
  });

  test('a draft is discarded but for what others have changed since, which stays to be published', async () => {
    const id = await created('event', { ...talk, ...titles('A lecture', '演講') });
    await editor.done('eventPublish', { ids: [id] });
    await update('event', id, 1, words('en', 'A lesson'));
    await update('event', id, 2, words('zh-Hant', '課堂'));

    const { event } = await editor.done('eventDiscardDraft', { id, expectedVersion: 2 }, read);

    expect(event).toEqual({
      version: 4,
      title: 'A lecture',
      chinese: '課堂',
      publication: { status: 'CHANGED' },
    });
    const { event: same } = await editor.done('eventDiscardDraft', { id, expectedVersion: 4 }, read);
    expect(same).toMatchObject({ chinese: '演講', publication: { status: 'PUBLISHED' } });
  });

  test('nothing is deleted', async () => {
    const id = await created('event', { ...talk, ...titles('A walk', '步行') });
    await update('event', id, 1, words('zh-Hant', '散步'));

    expect(await editor.ask('eventDelete', { id, expectedVersion: 1 })).toMatchObject(
      conflict('text.zh-Hant.title'),
    );
  });

  test('the items of an issue are reordered, and retain text that was added since', async () => {
    const [one, other] = [
      await created('article', { kind: 'NEWS', ...titles('One', '一') }),
      await created('article', { kind: 'NEWS', ...titles('Other', '二') }),
    ];
    const section = (label: object) => ({
      sections: [{ kind: 'REVIEW', items: [{ article: one, ...label }, { article: other }] }],
    });
    const input = {
      year: 2031,
      quarter: 1,
      publishedOn: '2031-03-31',
      ...section({}),
      ...titles('2031', '2031'),
    };
    const id = await created('issue', input);
    await update('issue', id, 1, section({ displayTitle: [{ locale: 'zh-Hant', text: '壹' }] }));

    const order = { id, expectedVersion: 1, section: 0, items: [other, one] };
    const { issue } = await editor.done(
      'issueItemsReorder',
      order,
      `issue(locale: "zh-Hant") { version sections { items { displayTitle content { ... on Article { id } } } } }`,
    );

    expect(issue).toMatchObject({ version: 3 });
    expect(
      issue.sections[0].items.map((item: Payload) => [item.content.id, item.displayTitle === '壹']),
    ).toEqual([
      [other, false],
      [one, true],
    ]);
  });

  test('sessions and sponsorships are set when only text was changed, and not when they were set', async () => {
    const series = await created('eventSeries', titles('Series', '系列'));
    const event = await created('event', { ...talk, ...titles('Session', '課') });
    await update('eventSeries', series, 1, words('zh-Hant', '課程'));
    const sessions = { id: series, expectedVersion: 1, sessions: [{ event }] };

    expect(await editor.ask('eventSeriesSessionsSet', sessions)).toMatchObject({ userErrors: [] });
    expect(await editor.ask('eventSeriesSessionsSet', sessions)).toMatchObject({ userErrors: [] });
    expect(await editor.ask('eventSeriesSessionsSet', { ...sessions, sessions: [] })).toMatchObject(
      conflict('sessions'),
    );

    const version = (await editor.who.data(`{ event(id: "${event}", stage: DRAFT) { version } }`)).event
      .version;
    await update('event', event, version, words('en', 'First session'));
    const sponsored = {
      subject: event,
      expectedVersion: version,
      sponsorships: [{ organisation: 'scc', type: 'SPONSORED' }],
    };
    const set = await editor.done('sponsorshipsSet', sponsored, 'sponsorships { id }');
    const same = { ...sponsored, sponsorships: set.sponsorships };
    expect(await editor.ask('sponsorshipsSet', same)).toMatchObject({ userErrors: [] });
    const unknown = [{ organisation: 'nobody-knows-it', type: 'SPONSORED' }];
    expect(await editor.ask('sponsorshipsSet', { ...sponsored, sponsorships: unknown })).toMatchObject(
      conflict('sponsorships'),
    );
    expect(await editor.ask('sponsorshipsSet', { ...sponsored, sponsorships: [] })).toMatchObject(
      conflict('sponsorships'),
    );
  });

  test('everything is a conflict where the history does not have all of it', async () => {
    const id = await created('event', { ...talk, ...titles('A gap', '缺口') });
    await update('event', id, 1, words('en', 'A hole'));
    await app.database.pool.query('delete from system.revision where content_id = $1 and version = 2', [
      id.slice(id.lastIndexOf('_') + 1),
    ]);

    expect(
      await editor.ask('eventUpdate', { id, expectedVersion: 1, ...words('zh-Hant', '洞') }),
    ).toMatchObject({
      userErrors: [{ code: 'CONFLICT', conflict: { currentVersion: 2 } }],
    });
    expect(
      await editor.ask('eventUpdate', { id, expectedVersion: 9, ...words('zh-Hant', '洞') }),
    ).toMatchObject({
      userErrors: [{ code: 'CONFLICT' }],
    });
  });
});
