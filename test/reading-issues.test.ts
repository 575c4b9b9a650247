import 'reflect-metadata';
import { startEmpty, type TestApplication } from './support/application.js';
import {
  anArticle,
  anEvent,
  anIssue,
  anOrganisation,
  aProgramme,
  aSponsorship,
  Desk,
  type Values,
} from './support/builders.js';
import { TEST_NOW } from './support/prepared.js';

let app: TestApplication;
let desk: Desk;

const open = async () => {
  app = await startEmpty();
  desk = await Desk.open(app);
};

const issueOf = (year: number, quarter: number, publishedOn: string, values: Values = {}) =>
  anIssue({ ref: `q${quarter}-${year}`, year, quarter, publishedOn, ...values });

describe('issues', () => {
  beforeEach(open);
  afterEach(() => app.close());

  test('know the ones before and after them, and which came out last', async () => {
    const issues = [
      issueOf(2024, 2, '2024-05-31'),
      issueOf(2023, 4, '2023-12-01'),
      issueOf(2024, 1, '2024-02-29'),
    ];
    const draft = issueOf(2024, 3, '2024-08-31');
    await desk.write(...issues, draft);
    const latest = `{ latestIssue { title previous { title previous { title } next { title } } next { title } } }`;

    const none = await app.data(latest);
    await desk.publish(issues);
    const last = await app.data(latest);
    const first = await app.data(`{ issue(slug: "q4-2023") { previous { title } next { title } } }`);
    await desk.publish(draft);
    app.setNow('2024-08-30T23:59:00+08:00');
    const dayBefore = await app.data(latest);
    app.setNow('2024-08-31T00:00:00+08:00');
    const { latestIssue } = await app.data(latest);
    app.setNow(TEST_NOW);

    expect(none.latestIssue).toBeNull();
    expect(last.latestIssue).toEqual({
      title: 'q2-2024',
      previous: { title: 'q1-2024', previous: { title: 'q4-2023' }, next: { title: 'q2-2024' } },
      next: null,
    });
    expect(first.issue).toEqual({ previous: null, next: { title: 'q1-2024' } });
    expect(dayBefore.latestIssue.title).toBe('q2-2024');
    expect(latestIssue).toMatchObject({ title: 'q3-2024', previous: { title: 'q2-2024' } });
  });

  test('of the same day follow one another without a gap', async () => {
    await desk.release(...['a', 'b', 'c'].map((ref) => anIssue({ ref, publishedOn: '2024-05-31' })));

    const { issues } = await app.data(
      `{ issues(orderBy: PUBLISHED_ON_ASC) { nodes { title previous { title } next { title } } } }`,
    );

    const [one, two, three] = issues.nodes;
    expect(one).toEqual({ title: one.title, previous: null, next: { title: two.title } });
    expect(two).toEqual({ title: two.title, previous: { title: one.title }, next: { title: three.title } });
    expect(three).toEqual({ title: three.title, previous: { title: two.title }, next: null });
  });

  test('are listed and filtered, the latest first', async () => {
    const [event, article] = [anEvent({ ref: 'event' }), anArticle({ ref: 'article' })];
    const sections = (item: object) => [{ kind: 'REVIEW', items: [item] }];
    await desk.release(
      event,
      article,
      issueOf(2023, 4, '2023-12-01'),
      issueOf(2024, 2, '2024-05-31', { sections: sections({ event: 'event' }) }),
      issueOf(2024, 1, '2024-02-29', { sections: sections({ article: 'article' }) }),
    );
    const titles = async (filter: object, orderBy = 'PUBLISHED_ON_DESC') => {
      const { issues } = await app.data(
        `query ($filter: IssueFilter, $orderBy: IssueOrder!) { issues(filter: $filter, orderBy: $orderBy) { nodes { title } } }`,
        { filter, orderBy },
      );
      return issues.nodes.map(({ title }: { title: string }) => title);
    };

    expect(await titles({})).toEqual(['q2-2024', 'q1-2024', 'q4-2023']);
    expect(await titles({}, 'PUBLISHED_ON_ASC')).toEqual(['q4-2023', 'q1-2024', 'q2-2024']);
    expect(await titles({ year: 2024 })).toEqual(['q2-2024', 'q1-2024']);
    expect(await titles({ year: 2024, quarter: 1 })).toEqual(['q1-2024']);
    expect(await titles({ event: desk.id(event) })).toEqual(['q2-2024']);
    expect(await titles({ article: desk.id(article) })).toEqual(['q1-2024']);
    expect(await titles({ hasLocale: 'zh-Hant' })).toEqual([]);
  });

  test('list articles and events in order, section by section', async () => {
    const contents = ['e1', 'e2'].map((ref) => anEvent({ ref }));
    const articles = ['a1', 'a2', 'a3'].map((ref) => anArticle({ ref }));
    const issue = anIssue({
      sections: [
        { kind: 'UPCOMING', items: [{ event: 'e2' }, { article: 'a3' }, { event: 'e1' }] },
        {
          kind: 'LEAD',
          heading: { en: 'First of all', 'zh-Hant': '頭條' },
          items: [
            { article: 'a1', displayTitle: { en: 'Read me' }, excerpt: { 'zh-Hant': '導讀' } },
            { article: 'a2' },
          ],
        },
        { kind: 'ABOUT' },
      ],
    });
    await desk.release(...contents, ...articles, issue);

    const { issue: found } = await app.data(
      `query ($id: ID) { issue(id: $id) {
        sections { position kind heading zh: heading(locale: "zh-Hant") items {
          position displayTitle excerpt
          content { __typename ... on Event { title schedule { precision } } ... on Article { title kind } }
        } }
        articles { nodes { title } totalCount } events { nodes { title } totalCount }
      } }`,
      { id: desk.id(issue) },
    );

    const item = (position: number, content: object, words: object = {}) => ({
      position,
      displayTitle: null,
      excerpt: null,
      content,
      ...words,
    });
    const event = (title: string) => ({ __typename: 'Event', title, schedule: { precision: 'TBA' } });
    const article = (title: string) => ({ __typename: 'Article', title, kind: 'NEWS' });
    expect(found).toEqual({
      sections: [
        {
          position: 0,
          kind: 'UPCOMING',
          heading: 'Upcoming',
          zh: '活動預告',
          items: [item(0, event('e2')), item(1, article('a3')), item(2, event('e1'))],
        },
        {
          position: 1,
          kind: 'LEAD',
          heading: 'First of all',
          zh: '頭條',
          items: [
            item(3, article('a1'), { displayTitle: 'Read me', excerpt: '導讀' }),
            item(4, article('a2')),
          ],
        },
        expect.objectContaining({ position: 2, kind: 'ABOUT', items: [] }),
      ],
      articles: { nodes: [{ title: 'a3' }, { title: 'a1' }, { title: 'a2' }], totalCount: 3 },
      events: { nodes: [{ title: 'e2' }, { title: 'e1' }], totalCount: 2 },
    });
  });
});

describe('a sponsorship', () => {
  beforeAll(open);
  afterAll(() => app.close());

  const programme = aProgramme({
    ref: 'programme',
    disclaimers: [
      { version: 1, locale: 'en', text: 'Former wording.', effectiveFrom: '2020-01-01' },
      { version: 2, locale: 'en', text: 'Not our views.', effectiveFrom: '2024-06-10' },
      { version: 3, locale: 'en', text: 'Later wording.', effectiveFrom: '2024-06-20' },
    ],
  });
  const sponsor = anOrganisation({ ref: 'sponsor' });

  test('has what is sponsored, of whatever type', async () => {
    const subjects = [
      anEvent({ ref: 'of-event' }),
      anArticle({ ref: 'of-article' }),
      anIssue({ ref: 'of-issue' }),
    ];
    const backing = ['event', 'article', 'issue'].map((field) =>
      aSponsorship({ organisation: 'sponsor', [field]: `of-${field}` }),
    );
    await desk.write(sponsor, ...subjects, ...backing);
    await desk.publish([sponsor, ...subjects]);

    const { organisation } = await app.data(
      `query ($id: ID) { organisation(id: $id) { sponsorships { totalCount nodes {
        typeLabel subject { __typename ... on Event { title } ... on Article { title } ... on Issue { title } }
      } } } }`,
      { id: desk.id(sponsor) },
    );

    const { nodes, totalCount } = organisation.sponsorships;
    const named = nodes.map((node: { subject: { __typename: string; title: string } }) => node.subject);
    expect(totalCount).toBe(3);
    expect(named).toEqual(
      expect.arrayContaining([
        { __typename: 'Event', title: 'of-event' },
        { __typename: 'Article', title: 'of-article' },
        { __typename: 'Issue', title: 'of-issue' },
      ]),
    );
  });

  test('shows the wording in force today in Hong Kong, in the language it was approved in', async () => {
    const event = anEvent({ ref: 'funded' });
    const funding = aSponsorship({
      organisation: 'sponsor',
      event: 'funded',
      programme: 'programme',
      type: 'FUNDED',
    });
    await desk.write(programme, sponsor, event, funding);
    await desk.publish([sponsor, event]);
    const wording = async (now: string, locale: string) => {
      app.setNow(now);
      const data = await app.data(
        `query ($locale: Locale) { event(slug: "funded", locale: $locale) { sponsorships {
          disclaimer { text locale version } programme { disclaimer { text } disclaimers { version } }
        } } }`,
        { locale },
      );
      return data.event.sponsorships[0];
    };

    expect(await wording('2024-06-09T16:00:00Z', 'zh-Hant')).toEqual({
      disclaimer: { text: 'Not our views.', locale: 'en', version: 2 },
      programme: {
        disclaimer: { text: 'Not our views.' },
        disclaimers: [{ version: 1 }, { version: 2 }, { version: 3 }],
      },
    });
    expect((await wording('2024-06-09T15:59:59Z', 'en')).disclaimer.text).toBe('Former wording.');
    expect((await wording('2024-06-19T16:00:00Z', 'zh-Hans')).disclaimer).toMatchObject({
      version: 3,
      locale: 'en',
    });
    expect((await wording('2019-12-31T00:00:00Z', 'en')).disclaimer).toBeNull();
  });
});
