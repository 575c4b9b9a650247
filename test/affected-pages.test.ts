import pg from 'pg';
import { Role } from '../src/content/contract/access.js';
import { startEmpty, type TestApplication } from './support/application.js';
import {
  anArticle,
  anEvent,
  anEventSeries,
  anIssue,
  anOrganisation,
  aPerson,
  aProgramme,
  aSponsorship,
  aVenue,
  changed,
  Desk,
  type Piece,
  type Values,
} from './support/builders.js';
import { operationsOf } from './support/documents.js';
import { Mutations, type Payload } from './support/mutations.js';
import { isLong } from './support/rounds.js';
import { aWebhook, Receiver } from './support/webhooks.js';

const both = (en: string, zh: string, more: Values = {}) => ({
  text: { en: { title: en, ...more }, 'zh-Hant': { title: zh, ...more } },
});
const called = (en: string, zh: string) => ({ text: { en: { name: en }, 'zh-Hant': { name: zh } } });
const on = (startDate: string) => ({ schedule: { precision: 'DATE', startDate } });
const wording = (version: number, text: string) => ({
  version,
  locale: 'en',
  effectiveFrom: `2024-01-0${version}`,
  text,
});

/** A small world in which everything is shown with something else, in the order in which it is written. */
const WORLD: readonly Piece[] = [
  anOrganisation({ ref: 'fund', ...called('The Fund', '基金') }),
  anOrganisation({ ref: 'council', parent: 'fund', ...called('The Council', '局') }),
  anOrganisation({
    ref: 'club',
    relations: [{ organisation: 'council', type: 'SUPPORTED_BY' }],
    ...called('The Club', '會'),
  }),
  aPerson({
    ref: 'ada',
    offices: [{ organisation: 'club', kind: 'PRESIDENT', title: { en: 'Chair' } }],
    ...called('Ada', '艾達'),
  }),
  aPerson({ ref: 'bo', ...called('Bo', '阿寶') }),
  aVenue({ ref: 'hall', ...called('A hall', '禮堂') }),
  anEventSeries({ ref: 'course', ...both('A course', '課程') }),
  aProgramme({ ref: 'scheme', administeredBy: 'fund', disclaimers: [wording(1, 'We say nothing.')] }),
  anEvent({ ref: 'summit', ...on('2024-05-01'), ...both('A summit', '峰會') }),
  anEvent({ ref: 'forum', parent: 'summit', venue: 'hall', ...on('2024-05-02'), ...both('A forum', '論壇') }),
  anEvent({ ref: 'panel', parent: 'forum', ...both('A panel', '座談') }),
  anEvent({ ref: 'class-1', series: 'course', session: 1, ...both('Class one', '第一課') }),
  anEvent({
    ref: 'class-2',
    series: 'course',
    session: 2,
    ...on('2024-06-01'),
    credits: [{ person: 'ada', role: 'SPEAKER' }],
    participations: [{ organisation: 'council', role: 'ORGANISER' }],
    contacts: [{ organisation: 'club', label: { en: 'Ask' } }],
    ...both('Class two', '第二課'),
  }),
  anEvent({ ref: 'english', text: { en: { title: 'In English alone' } } }),
  anArticle({
    ref: 'report',
    aboutEvents: ['panel'],
    credits: [{ person: 'bo', role: 'AUTHOR' }],
    ...both('A report', '報道'),
  }),
  anArticle({ ref: 'notice', aboutEvents: ['english'], aboutPeople: ['ada'], ...both('A notice', '通告') }),
  anIssue({
    ref: 'spring',
    publishedOn: '2024-03-01',
    ...both('Spring', '春'),
    sections: [{ kind: 'LEAD', items: [{ article: 'report' }, { event: 'class-1' }] }],
  }),
  anIssue({ ref: 'summer', publishedOn: '2024-06-01', ...both('Summer', '夏') }),
  anIssue({ ref: 'autumn', publishedOn: '2024-09-01', ...both('Autumn', '秋') }),
  aSponsorship({ ref: 'for-the-course', series: 'course', organisation: 'club' }),
  aSponsorship({ ref: 'for-the-summit', event: 'summit', organisation: 'fund', programme: 'scheme' }),
  aSponsorship({ ref: 'for-the-issue', issue: 'summer', organisation: 'council' }),
];

let app: TestApplication;
let receiver: Receiver;
let database: pg.Client;
let desk: Desk;
let admin: Mutations;
const pieces = new Map(WORLD.map((piece) => [piece.ref, piece]));
beforeAll(async () => {
  app = await startEmpty({ webhookTargets: 'any' });
  desk = await Desk.open(app);
  await desk.release(...WORLD);
  receiver = await Receiver.start();
  admin = new Mutations(app, await app.as(Role.ADMIN));
  await aWebhook(admin, { url: receiver.url, topics: ['*'] });
  database = new pg.Client({ connectionString: app.databaseUrl });
  await database.connect();
  app.startJobs();
  now = await everyPage();
});
afterAll(async () => {
  await database.end();
  await app.close();
  await receiver.close();
});

function known(ref: string): Piece {
  const piece = pieces.get(ref);
  if (!piece) throw new Error(`There is no ${ref}.`);
  return piece;
}

/** Writes an object anew, and publishes it. */
async function release(ref: string, values: Values): Promise<void> {
  const piece = changed(known(ref), values);
  pieces.set(ref, piece);
  await desk.release(piece);
}

/** Leaves nothing in public of an object that is not public any more. */
function removeTraces(ref: string): Promise<Payload> {
  const { type } = known(ref);
  return admin.done(`${type.toLowerCase()}Unpublish`, { ids: [desk.id(known(ref))], withoutTrace: true });
}

const operations = operationsOf('docs/guides/front-end.md').filter(({ source }) =>
  /\((.*)\$slug: String!/.test(source),
);

interface Page {
  readonly id: string;
  /** Its language and its slug. */
  readonly address: string;
  readonly body: string;
  readonly tags: readonly string[];
}

/** Chinese pages show English words, too, where there are no others. */
const LANGUAGES = isLong ? ['en', 'zh-Hans', 'zh-Hant'] : ['zh-Hant'];

/** What the operations of the guide answer for every page; and when each object changed. */
async function everyPage(): Promise<{ pages: Map<string, Page>; changedAt: Map<string, string> }> {
  const lines = (await (await fetch(`${app.url}/slugs.ndjson`)).text()).trim().split('\n');
  const pages = new Map<string, Page>();
  const changedAt = new Map<string, string>();
  const ask = async (id: string, operation: (typeof operations)[number], slug: string, locale: string) => {
    const variables = { ...(operation.variables as object), slug, locale };
    const { data, errors, response } = await app.ask(operation.source, variables);
    expect([operation.name, slug, errors]).toEqual([operation.name, slug, undefined]);
    const tags = response.headers.get('cache-tag')?.split(', ') ?? [];
    pages.set(`${operation.name} ${locale} ${id}`, {
      id,
      address: `${locale} ${slug}`,
      body: JSON.stringify(data),
      tags,
    });
  };
  for (const line of lines) {
    const { type, id, slugs, changedAt: at } = JSON.parse(line);
    if (at) changedAt.set(id, at);
    const root = type.charAt(0).toLowerCase() + type.slice(1);
    const own = operations.filter(({ source }) => source.includes(` ${root}(slug: $slug`));
    await Promise.all(
      own.flatMap((operation) => LANGUAGES.map((locale) => ask(id, operation, slugs[locale], locale))),
    );
  }
  return { pages, changedAt };
}

let now: Awaited<ReturnType<typeof everyPage>>;
let heard = 0;

/** What the webhook is told of the publications since it was asked last: pages by id and by address, and tags. */
async function told(): Promise<{ ids: Set<string>; addresses: Set<string>; tags: Set<string> }> {
  const { rows } = await database.query('select count(*)::int as count from system.webhook_delivery');
  const received = await receiver.got(rows[0].count);
  const data: Payload[] = received.slice(heard).map(({ payload }) => payload.data);
  heard = received.length;
  const objects = data.flatMap((each) => [each, { slugs: each.previousSlugs }, ...each.affected]);
  return {
    ids: new Set(objects.map(({ id }) => id)),
    addresses: new Set(
      objects.flatMap(({ slugs }) =>
        Object.entries(slugs ?? {}).map(([locale, slug]) => `${locale} ${slug}`),
      ),
    ),
    tags: new Set(data.flatMap(({ cacheTags }) => cacheTags)),
  };
}

/** What is changed, how, and an object whose page has to be among those that change with it. */
const CHANGES: readonly (readonly [what: string, change: () => Promise<unknown>, shownBy: string])[] = [
  [
    'another wording',
    () => release('scheme', { disclaimers: [wording(1, 'No.'), wording(2, 'None.')] }),
    'report',
  ],
  ['the name of a programme', () => release('scheme', called('The scheme', '計劃')), 'panel'],
  ['a programme that does not insist', () => release('scheme', { isDisclaimerMandatory: false }), 'spring'],
  ['a programme that insists', () => release('scheme', { isDisclaimerMandatory: true }), 'spring'],
  ['a sponsorship that is moved', () => release('for-the-summit', { event: 'forum' }), 'summit'],
  ['a sponsorship that is moved back', () => release('for-the-summit', { event: 'summit' }), 'summit'],
  [
    'a new sponsorship',
    async () => {
      const sponsorship = aSponsorship({
        ref: 'for-class-2',
        event: 'class-2',
        organisation: 'fund',
        programme: 'scheme',
      });
      await desk.release(sponsorship);
    },
    'fund',
  ],
  ['the parent of an event', () => release('forum', { parent: null }), 'report'],
  ['another parent', () => release('forum', { parent: 'summit' }), 'report'],
  ['the title of a parent', () => release('summit', both('The summit', '高峰會')), 'forum'],
  [
    'the description of an event',
    () => release('forum', both('A forum', '論壇', { description: 'What it is about.' })),
    'forum',
  ],
  [
    'the text of an article',
    () => release('report', both('A report', '報道', { body: 'At length.' })),
    'report',
  ],
  ['the title of a session', () => release('class-1', both('The first class', '首課')), 'class-2'],
  ['a session that leaves its series', () => release('class-1', { series: null, session: null }), 'class-2'],
  ['a session that comes back', () => release('class-1', { series: 'course', session: 1 }), 'class-2'],
  ['the title of a series', () => release('course', both('The course', '講堂')), 'class-1'],
  ['the name of a venue', () => release('hall', called('The hall', '大禮堂')), 'forum'],
  ['the name of a sponsor', () => release('club', called('Another club', '新會')), 'class-1'],
  [
    'the short name of an organisation',
    () => release('club', { text: { en: { name: 'Another club', shortName: 'AC' } } }),
    'class-2',
  ],
  [
    'the slug of an organisation',
    () => release('council', { text: { en: { name: 'The Council', slug: 'council' } } }),
    'class-2',
  ],
  ['the office of a person', () => release('ada', { offices: [] }), 'club'],
  ['the name of a person', () => release('ada', called('Ada L.', '艾達勒')), 'class-2'],
  ['the title of an article', () => release('report', both('The report', '報告')), 'panel'],
  ['an article about something else', () => release('report', { aboutEvents: ['class-1'] }), 'panel'],
  ['an article about it again', () => release('report', { aboutEvents: ['panel'] }), 'class-1'],
  ['the title of an issue', () => release('summer', both('In summer', '夏季')), 'autumn'],
  ['the day of an issue', () => release('autumn', { publishedOn: '2024-05-01' }), 'summer'],
  ['what an issue lists', () => release('spring', { sections: [] }), 'spring'],
  [
    'an event that has one language',
    () => release('english', { text: { en: { title: 'English' } } }),
    'notice',
  ],
  [
    'the slug of an event that has one language',
    () => release('english', { text: { en: { title: 'English', slug: 'plain-english' } } }),
    'notice',
  ],
  ['one language of an event less', () => desk.unpublish(known('class-2'), ['zh-Hant']), 'class-1'],
  ['an event that is taken out', () => desk.unpublish(known('class-2')), 'ada'],
  ['an event that comes back', () => desk.publish(known('class-2')), 'council'],
  ['an issue that is taken out', () => desk.unpublish(known('autumn')), 'spring'],
  ['an article that is taken out', () => desk.unpublish(known('report')), 'panel'],
  ['a person who is taken out', () => desk.unpublish(known('ada')), 'class-2'],
  ['what is left of that person', () => removeTraces('ada'), 'class-2'],
  ['an organisation that is taken out', () => desk.unpublish(known('council')), 'class-2'],
  ['what is left of that organisation', () => removeTraces('council'), 'summer'],
];

test.each(CHANGES)(
  'a publication names every page that looks different: %s',
  async (_what, change, shownBy) => {
    const old = now;
    await change();
    now = await everyPage();
    const { ids, addresses, tags } = await told();

    const different = [...old.pages].filter(([name, { body }]) => now.pages.get(name)?.body !== body);
    const without = (isGood: (page: Page, name: string) => boolean) =>
      different.filter(([name, page]) => !isGood(page, name)).map(([name]) => name);
    const hasMoved = ({ id }: Page) => old.changedAt.get(id) !== now.changedAt.get(id);
    const bears = ({ id }: Page) => old.changedAt.has(id) && now.changedAt.has(id);
    expect(different.map(([, { id }]) => id)).toContain(desk.id(known(shownBy)));
    expect(without(({ id }) => ids.has(id))).toEqual([]);
    expect(without(({ address }) => addresses.has(address))).toEqual([]);
    expect(without((page) => page.tags.some((tag) => tags.has(tag)))).toEqual([]);
    expect(without((page) => !bears(page) || hasMoved(page))).toEqual([]);
  },
);

test.each([
  ['an event', 'forum', { description: 'About something else.' }],
  ['an article', 'notice', { body: 'Briefly.' }],
  ['an organisation', 'club', { description: 'Who they are.' }],
] as const)(
  'a long text of %s purges the pages of the object, and none where it is not shown',
  async (_what, ref, words) => {
    const old = now;
    const { text } = known(ref).values as { text: Record<string, object> };
    const written = Object.entries(text).map(([locale, own]) => [locale, { ...own, ...words }]);
    await release(ref, { text: Object.fromEntries(written) });
    now = await everyPage();
    const { tags } = await told();

    // Pages of issues say in which languages there are the texts of what they list, long ones included.
    const others = [...old.pages.values()].filter(({ id }) => !id.startsWith('issue_'));
    const purged = others.filter((page) => page.tags.some((tag) => tags.has(tag)));
    expect(new Set(purged.map(({ id }) => id))).toEqual(new Set([desk.id(known(ref))]));
  },
);

test('what is left of a withdrawn event purges the lists of such when it goes, and no page', async () => {
  const mistake = anEvent({ ref: 'mistake' });
  pieces.set('mistake', mistake);
  await desk.release(mistake, anArticle({ aboutEvents: ['mistake'] }), anEvent({ parent: 'mistake' }));
  await desk.unpublish(mistake);
  const old = await everyPage();
  await told();
  const query = '{ withdrawnEvents(first: 100) { nodes { id } } }';
  const list = await app.ask(query);

  await removeTraces('mistake');

  const { ids, tags } = await told();
  const isPurged = list.response.headers
    .get('cache-tag')
    ?.split(', ')
    .some((tag) => tags.has(tag));
  expect([JSON.stringify(list.data).includes(desk.id(mistake)), isPurged]).toEqual([true, true]);
  expect(await app.data(query)).not.toEqual(list.data);
  expect([...ids]).toEqual([desk.id(mistake)]);
  expect((await everyPage()).changedAt).toEqual(old.changedAt);
});
