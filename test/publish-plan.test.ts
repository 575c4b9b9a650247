import 'reflect-metadata';
import { Role } from '../src/content/contract/access.js';
import { type Asking, startDemo, startEmpty, type TestApplication } from './support/application.js';
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
} from './support/builders.js';
import { counting } from './support/counting.js';

let app: TestApplication;
let desk: Desk;
let reader: Asking;
beforeAll(async () => {
  app = await startEmpty();
  desk = await Desk.open(app);
  reader = await app.as(Role.READER);
});
afterAll(() => app.close());

const PLAN = `query ($id: ID!, $locales: [Locale!]) { issuePublishPlan(id: $id, locales: $locales) {
  isReady
  items { id kind title externalRef action locales publishedLocales }
  leftOut { object { externalRef } reason }
  findings { severity code message path object { id kind title externalRef } target { id kind title } }
} }`;

interface Plan {
  isReady: boolean;
  items: {
    id: string;
    kind: string;
    title: string;
    externalRef: string;
    action: string;
    locales: string[];
    publishedLocales: string[];
  }[];
  leftOut: { object: { externalRef: string }; reason: string }[];
  findings: {
    severity: string;
    code: string;
    message: string;
    path: string[];
    object: { id: string; kind: string; title: string; externalRef: string };
    target: { id: string; kind: string; title: string } | null;
  }[];
}

async function planOf(issue: Piece, locales?: string[], headers = {}): Promise<Plan> {
  const data = await reader.data(PLAN, { id: desk.id(issue), locales }, headers);
  return data.issuePublishPlan;
}

const inAll = (title: string) => ({ en: { title }, 'zh-Hant': { title }, 'zh-Hans': { title } });
const brief = ({ findings }: Plan) =>
  findings.map(({ severity, code, path, object }) => [severity, code, object.externalRef, ...path].join(' '));
const listing = (...items: Piece[]) =>
  items.map(({ type, ref }) => ({ [type === 'Event' ? 'event' : 'article']: ref }));

describe('the plan of an issue', () => {
  const host = anOrganisation({ ref: 'plan-host' });
  const venue = aVenue({ ref: 'plan-venue', text: { en: { name: 'Hall' } } });
  const series = anEventSeries({ ref: 'plan-series', text: { en: { title: 'Series' } } });
  const event = anEvent({
    ref: 'plan-event',
    venue: venue.ref,
    series: series.ref,
    session: 1,
    schedule: { precision: 'DATE', startDate: '2024-07-12' },
    text: { 'zh-Hant': { title: '講座' } },
    participations: [{ organisation: host.ref, role: 'HOST' }],
  });
  const backing = aSponsorship({ ref: 'plan-backing', organisation: host.ref, event: event.ref });
  const article = anArticle({ ref: 'plan-article', text: inAll('Report') });
  const issue = anIssue({
    ref: 'plan-issue',
    text: inAll('Issue'),
    sections: [
      { kind: 'UPCOMING', items: listing(event) },
      { kind: 'REVIEW', items: listing(article) },
    ],
  });

  test('lists what would be published, in its order, and what would happen to it', async () => {
    await desk.write(host, venue, series, event, backing, article, issue);
    await desk.publish([host, article]);

    const before = await planOf(issue);
    await desk.publish(issue, { withContents: true });
    const published = await planOf(issue);
    await desk.write(changed(venue, { text: { en: { name: 'Other hall' } } }));
    const afterwards = await planOf(issue);

    expect(before.isReady).toBe(true);
    expect(before.items).toEqual([
      item(issue, 'ISSUE', 'Issue', 'PUBLISH', ['en', 'zh-Hant', 'zh-Hans']),
      item(event, 'EVENT', '講座', 'PUBLISH', ['zh-Hant']),
      item(article, 'ARTICLE', 'Report', 'UNCHANGED', ['en', 'zh-Hant', 'zh-Hans']),
      item(series, 'EVENT_SERIES', 'Series', 'PUBLISH', ['en']),
      item(backing, 'SPONSORSHIP', null, 'PUBLISH', []),
      item(venue, 'VENUE', 'Hall', 'PUBLISH', ['en']),
    ]);
    expect(published.items.map(({ action }) => action)).toEqual(before.items.map(() => 'UNCHANGED'));
    expect(afterwards.items.map(({ action }) => action)).toEqual(Array(5).fill('UNCHANGED'));
    expect(afterwards.leftOut.filter(({ reason }) => reason !== 'REFERRED_TO')).toEqual([
      { object: { externalRef: 'plan-venue' }, reason: 'CHANGED_BY_OTHERS' },
    ]);
  });

  test('names objects and speaks in the language of the request', async () => {
    const draft = anEvent({ text: { en: { title: 'Talk' }, 'zh-Hant': { title: '演講' } } });
    const own = anIssue({ text: inAll('Q2'), sections: [{ kind: 'LEAD', items: listing(draft) }] });
    await desk.write(draft, own);

    const english = await planOf(own, ['en']);
    const chinese = await planOf(own, ['en'], { 'accept-language': 'zh-CN' });

    const about = { object: { id: desk.id(draft), kind: 'EVENT', externalRef: draft.ref } };
    expect(english.findings).toContainEqual({
      severity: 'INFO',
      code: 'STILL_DRAFT',
      message: 'It is still a draft, and would be published for the first time.',
      path: [],
      object: { ...about.object, title: 'Talk' },
      target: null,
    });
    expect(chinese.findings).toContainEqual({
      severity: 'INFO',
      code: 'STILL_DRAFT',
      message: '內容仍是草稿，將會首次發布。',
      path: [],
      object: { ...about.object, title: '演講' },
      target: null,
    });
  });

  test('tells which languages would be published, and in which there is text', async () => {
    const own = anIssue({ text: { en: { title: 'Q4' }, 'zh-Hant': { title: '四' } } });
    await desk.write(own);
    const first = await planOf(own, ['zh-HK', 'zh-Hans']);
    await desk.publish(own);
    await desk.write(changed(own, { text: { en: { title: 'Q4, again' }, 'zh-Hant': { title: '四' } } }));
    const plans = [first, await planOf(own), await planOf(own, ['en'])];

    expect(plans.map(({ items: [item] }) => [item?.action, item?.locales, item?.publishedLocales])).toEqual([
      ['PUBLISH', ['en', 'zh-Hant'], ['zh-Hant']],
      ['UPDATE', ['en', 'zh-Hant'], ['en', 'zh-Hant']],
      ['UPDATE', ['en', 'zh-Hant'], ['en']],
    ]);
  });

  test('is about the languages that are chosen', async () => {
    const item = anEvent({ text: { en: { title: 'One' }, 'zh-Hant': { title: '一' } } });
    const own = anIssue({
      text: { en: { title: 'Q3' }, 'zh-Hant': { title: '三' } },
      sections: [{ kind: 'LEAD', items: listing(item) }],
    });
    await desk.write(item, own);
    await desk.publish(own, { withContents: true });
    await desk.write(changed(item, { text: { en: { title: 'One' }, 'zh-Hant': { title: '壹' } } }));
    const actions = (plan: Plan) => [
      ...plan.items.map(({ action }) => action),
      ...plan.leftOut.map(({ reason }) => reason),
    ];

    const [all, english, chinese] = [
      await planOf(own),
      await planOf(own, ['en-GB']),
      await planOf(own, ['zh-HK']),
    ];

    expect([all, english, chinese].map(actions)).toEqual([
      ['UNCHANGED', 'CHANGED_BY_OTHERS'],
      ['UNCHANGED', 'UNCHANGED'],
      ['UNCHANGED', 'CHANGED_BY_OTHERS'],
    ]);
    expect([all, english, chinese].map(brief)).toEqual([
      [`WARNING LANGUAGE_MISSING ${own.ref} text zh-Hans`],
      [],
      [],
    ]);
  });
});

describe('a finding', () => {
  test('is every reference to an object that would stay hidden, with that object', async () => {
    const [shown, hidden] = [anOrganisation(), anOrganisation({ text: { 'zh-Hant': { name: '隱藏' } } })];
    const person = aPerson();
    const parent = anEvent();
    const event = anEvent({
      parent: parent.ref,
      text: inAll('Event'),
      participations: [
        { organisation: shown.ref, role: 'HOST' },
        { organisation: hidden.ref, role: 'ORGANISER' },
      ],
      credits: [{ person: person.ref, role: 'SPEAKER' }],
    });
    const article = anArticle({ text: inAll('Article'), aboutEvents: [event.ref, parent.ref] });
    const issue = anIssue({
      text: inAll('Issue'),
      sections: [{ kind: 'LEAD', items: listing(article, event) }],
    });
    await desk.write(shown, hidden, person, parent, event, article, issue);
    await desk.publish(shown);

    const plan = await planOf(issue);
    await desk.publish([hidden, person, parent]);
    const afterwards = await planOf(issue);

    const found = plan.findings.filter(({ code }) => code === 'TARGET_NOT_PUBLISHED');
    expect(found.map(({ object, path, target }) => [object.externalRef, path.join('.'), target?.id])).toEqual(
      [
        [article.ref, 'aboutEvents.1', desk.id(parent)],
        [event.ref, 'parent', desk.id(parent)],
        [event.ref, 'participations.1.organisation', desk.id(hidden)],
        [event.ref, 'credits.0.person', desk.id(person)],
      ],
    );
    expect(found[2]).toMatchObject({
      severity: 'WARNING',
      message: '"隱藏" is not published, so it stays hidden here.',
      target: { kind: 'ORGANISATION', title: '隱藏' },
    });
    expect(plan.isReady).toBe(true);
    expect(afterwards.findings.filter(({ code }) => code === 'TARGET_NOT_PUBLISHED')).toEqual([]);
    await desk.publish(event);
    await desk.unpublish(hidden);
    const [printed] = (await planOf(issue)).findings.filter(({ code }) => code === 'TARGET_NOT_PUBLISHED');
    expect(printed?.message).toBe(
      '"隱藏" is not published, so its given or printed name appears here without a link.',
    );
  });

  test('that is an error comes first, and is what publishing is refused for', async () => {
    const host = anOrganisation();
    const programme = aProgramme();
    const event = anEvent({ text: inAll('Event'), links: [{ rel: 'REGISTER' }] });
    const issue = anIssue({ text: inAll('Issue'), sections: [{ kind: 'LEAD', items: listing(event) }] });
    const funded = aSponsorship({ organisation: host.ref, event: event.ref, programme: programme.ref });
    await desk.write(host, programme, event, funded, issue);
    await desk.publish(host);

    const plan = await planOf(issue);
    const refused = await desk.publish(issue, { withContents: true }).catch((error: Error) => error);

    expect(plan.isReady).toBe(false);
    expect(brief(plan).slice(0, 3)).toEqual([
      `ERROR DISCLAIMER_MISSING ${funded.ref} programme`,
      `WARNING LINK_WITHOUT_ADDRESS ${event.ref} links 0`,
      `INFO STILL_DRAFT ${issue.ref}`,
    ]);
    expect(refused).toHaveProperty('message', plan.findings[0]?.message);
  });

  test('of the demo issue is an address that is printed incomplete or a language that is missing, and no error', async () => {
    const demo = await startDemo();
    try {
      const { latestIssue } = await demo.data('{ latestIssue { id } }');
      const data = await (await demo.as(Role.EDITOR)).data(PLAN, { id: latestIssue.id, locales: ['en'] });
      const plan: Plan = data.issuePublishPlan;

      const codes = new Set(plan.findings.map(({ severity, code }) => `${severity} ${code}`));
      expect(plan.isReady).toBe(true);
      expect(new Set(plan.items.map(({ action }) => action))).toEqual(new Set(['UNCHANGED']));
      expect([...codes].sort()).toEqual([
        'INFO LANGUAGE_MISSING',
        'WARNING BROKEN_EMAIL',
        'WARNING LINK_WITHOUT_ADDRESS',
      ]);
    } finally {
      await demo.close();
    }
  });
});

describe('the caller', () => {
  const issue = anIssue();
  beforeAll(() => desk.write(issue));

  test.each([
    ['the public', 401, 'UNAUTHENTICATED', []],
    ['a partner', 403, 'FORBIDDEN', [Role.PARTNER]],
  ])('is not %s', async (_who, status, code, roles) => {
    const asking = roles.length > 0 ? await app.as(...roles) : app;

    const { errors, response } = await asking.ask(PLAN, { id: desk.id(issue) });

    expect([response.status, errors?.[0]?.extensions?.code]).toEqual([status, code]);
  });

  test.each([
    ['an id of nothing', { id: 'issue_00000000-0000-7000-8000-000000000000' }, 'NOT_FOUND'],
    ['an id of something else', { id: 'event_00000000-0000-7000-8000-000000000000' }, 'INVALID_ID'],
    ['no id', { id: 'issue' }, 'INVALID_ID'],
    ['a language that is not there', { locales: ['fr'] }, 'INVALID_LOCALE'],
  ])('cannot query %s', async (_what, variables, expected) => {
    const { errors } = await reader.ask(PLAN, { id: desk.id(issue), ...variables });

    expect(errors?.[0]?.extensions?.code).toBe(expected);
  });
});

describe('an issue of a hundred items', () => {
  test('takes as many queries as one of five, but for reading hundreds of objects in chunks', async () => {
    const [small, large] = [await issueOf(5), await issueOf(100)];
    await desk.publish(large, { withContents: true });
    await planOf(small);

    const few = await counting(() => planOf(small));
    const many = await counting(() => planOf(large));

    expect(few.result.items).toHaveLength(1 + 5 * 3);
    expect(many.result.items).toHaveLength(1 + 100 * 3);
    expect(many.statements.length - few.statements.length).toBe(Math.floor((1 + 100 * 3) / 200));
  });

  /** Half articles, half events; each event with a venue and a sponsorship, each article with two sponsorships. */
  async function issueOf(size: number): Promise<Piece> {
    const people = Array.from({ length: size }, () => aPerson());
    const host = anOrganisation();
    const items = people.map((person, index) => {
      const credits = [{ person: person.ref, role: 'SPEAKER' }];
      if (index % 2 === 0) {
        const venue = aVenue();
        const own = anEvent({
          credits,
          schedule: {
            precision: 'TIME',
            start: '2024-07-12T18:30:00+08:00',
            end: '2024-07-12T21:00:00+08:00',
          },
          registration: { deadline: '2024-07-01T23:59:00+08:00' },
          venue: venue.ref,
          participations: [{ organisation: host.ref, role: 'HOST' }],
        });
        return { own, others: [venue, aSponsorship({ organisation: host.ref, event: own.ref })] };
      }
      const own = anArticle({ credits, aboutOrganisations: [host.ref], links: [{ rel: 'DETAILS' }] });
      const sponsors = ['2024-01-01', '2024-02-01'].map((startsOn) =>
        aSponsorship({ organisation: host.ref, article: own.ref, startsOn }),
      );
      return { own, others: sponsors };
    });
    const issue = anIssue({ sections: [{ kind: 'REVIEW', items: listing(...items.map(({ own }) => own)) }] });
    await desk.write(host, ...people, ...items.flatMap(({ own, others }) => [own, ...others]), issue);
    return issue;
  }
});

function item(piece: Piece, kind: string, title: string | null, action: string, locales: string[]) {
  const publishedLocales = action === 'UNCHANGED' ? [] : locales;
  return { id: desk.id(piece), kind, title, externalRef: piece.ref, action, locales, publishedLocales };
}
