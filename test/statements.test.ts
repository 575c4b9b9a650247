import 'reflect-metadata';
import { article } from '../src/articles/article.js';
import { Role } from '../src/content/contract/access.js';
import { OrganisationRole } from '../src/events/event.enum.js';
import { event } from '../src/events/event.js';
import { issue } from '../src/issues/issue.js';
import { organisation } from '../src/organisations/organisation.js';
import { sponsorship } from '../src/sponsorships/sponsorship.js';
import { editor, startDemo, type TestApplication } from './support/application.js';
import { sentDuring } from './support/sent-statements.js';
import { type Draft, publish, unpublish, writeDrafts } from './support/verbs.js';

const MANY = 100;
const SIZES = [1, 20, MANY];

let app: TestApplication;
beforeAll(async () => {
  app = await startDemo({ answerCacheMb: 0 });
  await createManyRows();
});
afterAll(() => app.close());

describe('the number of SQL statements', () => {
  test.each(SIZES)('is one for the page of an issue with %i articles and events', async (first) => {
    const { data, statements } = await counting(pages.issue, { slug: 'many', first });
    expect(data.issue.articles.nodes).toHaveLength(first);
    expect(data.issue.events.nodes).toHaveLength(first);
    expect(data.issue.events.nodes[0].organisers).not.toHaveLength(0);
    expect(data.issue.events.nodes[0].sponsorships).not.toHaveLength(0);
    expect(statements).toHaveLength(1);
  });

  test.each(SIZES)('is one for a list of %i upcoming events', async (first) => {
    const { data, statements } = await counting(pages.upcoming, { first });
    expect(data.events.nodes).toHaveLength(first);
    expect(statements).toHaveLength(1);
  });

  test.each(SIZES)('is one for an event with %i organisations, people, links and parts', async (rows) => {
    const { data, statements } = await counting(pages.event, { slug: `with-${rows}` });
    expect(data.event.participations).toHaveLength(rows);
    expect(data.event.credits).toHaveLength(rows);
    expect(data.event.links).toHaveLength(rows);
    expect(data.event.children.nodes).toHaveLength(rows);
    expect(statements).toHaveLength(1);
  });

  test.each(SIZES)('is one for the page of an organisation with %i events', async (first) => {
    const { data, statements } = await counting(pages.organisation, { slug: 'many', first });
    expect(data.organisation.events.nodes).toHaveLength(first);
    expect(data.organisation.events.nodes[0].sponsorships).not.toHaveLength(0);
    expect(statements).toHaveLength(1);
  });

  test('does not grow with nesting', async () => {
    const nested = (depth: number): string =>
      depth === 0 ? 'name' : `name events(first: 2) { nodes { title organisers { ${nested(depth - 1)} } } }`;
    for (const depth of [0, 1, 2, 3]) {
      const query = `{ organisation(slug: "many") { ${nested(depth)} } }`;
      expect((await counting(query)).statements).toHaveLength(1);
    }
  });

  test('does not grow with aliases', async () => {
    const aliases = Array.from({ length: 15 }, (_, index) => {
      const locale = ['en', 'zh-Hant', 'zh-Hans'][index % 3];
      return `title${index}: title(locale: "${locale}") page${index % 5}: children(first: ${(index % 5) + 1}) { nodes { id } }`;
    });
    const query = `{ event(slug: "with-20") { ${aliases.join(' ')} } }`;
    expect((await counting(query)).statements).toHaveLength(1);
  });

  test('is that of the root fields', async () => {
    const query = `{
      first: event(slug: "with-1") { title }
      second: event(slug: "with-20") { title children { nodes { title } } }
      organisations { nodes { name children { nodes { name } } } }
      latestIssue { title previous { title } next { title } }
    }`;
    expect((await counting(query)).statements).toHaveLength(4);
  });

  test('is one for what is configuration, too, so that it is cached like the rest', async () => {
    expect((await counting('{ locales { code name } }')).statements).toHaveLength(1);
  });
});

test('as many statements publish, withdraw and bring back ten events as one', async () => {
  const sent: Record<number, number[]> = {};
  for (const count of [1, 10]) {
    const ids = await writeDrafts(app.store, editor, hundred.slice(0, count).map(renamed));
    const verbs = [publish, unpublish, publish].map(
      (verb) => () => verb(app.store, editor, { content: event, ids }),
    );
    sent[count] = [];
    for (const verb of verbs) sent[count].push((await sentDuring<unknown>(verb)).statements.length);
  }
  expect(sent[10]).toEqual(sent[1]);
});

test('the text of a statement is that of the operation, whatever its variables are', async () => {
  const asked = [
    await counting(pages.event, { slug: 'with-1' }),
    await counting(pages.event, { slug: 'with-100' }),
    await counting(pages.event, { slug: 'there-is-none', locale: 'zh-HK' }),
    await counting(pages.event, { slug: `'; select 1; --`, locale: 'zh-Hans' }),
  ];
  expect(new Set(asked.flatMap(({ statements }) => statements)).size).toBe(1);
});

describe('the number of SQL statements of a change', () => {
  let publisher: Awaited<ReturnType<TestApplication['as']>>;
  beforeAll(async () => {
    publisher = await app.as(Role.EDITOR, Role.PUBLISHER);
  });

  test.each(SIZES)('of one text is at most 8, and of its publication 12, with %i parts', async (rows) => {
    const { saving, publishing } = await changing(`with-${rows}`, {
      translations: [{ locale: 'en', summary: 'What it is about.' }],
    });
    expect(saving).toBeLessThanOrEqual(8);
    expect(publishing).toBeLessThanOrEqual(12);
  });

  test.each(SIZES)('of all parts is at most 8, and of its publication 12, with %i parts', async (rows) => {
    const { saving, publishing } = await changing(`with-${rows}`, {
      venue: 'h6-conet',
      schedule: { precision: 'DATE', startDate: '2024-10-01' },
      participations: [
        { organisation: 'hksia', role: 'SUPPORTING' },
        { organisation: 'many', role: 'ORGANISER' },
      ],
      credits: [{ person: 'gary-yeung', role: 'MODERATOR' }],
      contacts: [{ label: [{ locale: 'en', text: 'Enquiries' }], email: 'events@example.org' }],
      links: [{ rel: 'DETAILS', url: 'https://example.org/register' }],
      translations: [{ locale: 'en', title: 'Another title', slug: `other-with-${rows}` }],
    });
    expect(saving).toBeLessThanOrEqual(8);
    expect(publishing).toBeLessThanOrEqual(12);
  });

  test('does not grow with the number of objects that are published', async () => {
    const few = await publishing(await changed(1));
    const many = await publishing(await changed(40));
    expect(many).toBe(few);
  });

  /** Changes events, and says which. */
  async function changed(count: number): Promise<string[]> {
    const ids: string[] = [];
    for (const n of numbersTo(count)) {
      const { id, version } = await theDraft(`many-${n}`);
      const translations = [{ locale: 'en', summary: `Changed, one of ${count}.` }];
      await publisher.data(UPDATE, { input: { id, expectedVersion: version, translations } });
      ids.push(id);
    }
    return ids;
  }

  async function changing(slug: string, fields: object) {
    const { id, version } = await theDraft(slug);
    const input = { id, expectedVersion: version, ...fields };
    const { result, statements } = await sentDuring(() => publisher.data(UPDATE, { input }));
    expect(result.eventUpdate).toMatchObject({ event: { version: version + 1 }, userErrors: [] });
    return { saving: ofRequest(statements), publishing: await publishing([id]) };
  }

  async function publishing(ids: readonly string[]): Promise<number> {
    const { result, statements } = await sentDuring(() => publisher.data(PUBLISH, { input: { ids } }));
    expect(result.eventPublish.userErrors).toEqual([]);
    expect(result.eventPublish.publicChanges.length).toBeGreaterThanOrEqual(ids.length);
    return ofRequest(statements);
  }

  async function theDraft(ref: string): Promise<{ id: string; version: number }> {
    const where = { externalRef: ref };
    const row = await app.store.draft.manager.findOneOrFail(event.entity, { where });
    const { id, version } = row as { id: string; version: number };
    return { id: `event_${id}`, version };
  }

  /** Without the beginning and the end of its transaction, and without the look-up of the key. */
  function ofRequest(statements: readonly { readonly text: string }[]): number {
    return statements.filter(({ text }) => !/^start transaction|commit$|api_key/.test(text)).length;
  }

  const UPDATE = `mutation ($input: EventUpdateInput!) {
    eventUpdate(input: $input) { event { version title } userErrors { message } }
  }`;
  const PUBLISH = `mutation ($input: PublishInput!) {
    eventPublish(input: $input) { events { id } publicChanges { id } userErrors { message } }
  }`;
});

const pages = {
  issue: `query ($slug: String!, $first: Int!) { issue(slug: $slug) {
    title intro requiredDisclaimers { text }
    articles(first: $first) { nodes { title body } }
    events(first: $first) { nodes {
      title summary venue { name } schedule { start end startDate endDate timeZone }
      organisers { name } sponsorships { organisation { name } }
    } }
  } }`,
  upcoming: `query ($first: Int!) { events(first: $first, filter: { time: UPCOMING }) { nodes {
    title summary venue { name } organisers { name } sponsorships { organisation { name } }
    credits { role displayName person { name } }
  } } }`,
  event: `query ($slug: String!, $locale: Locale) { event(slug: $slug, locale: $locale) {
    title summary description schedule { start end } venue { name address }
    participations { roleLabel organisation { name slug } }
    credits { roleLabel displayName affiliation person { slug } }
    requiredDisclaimers { text programme { name } } links { label url } children(first: 100) { nodes { title } } sponsorships { organisation { name } }
  } }`,
  organisation: `query ($slug: String!, $first: Int!) { organisation(slug: $slug) {
    name description events(first: $first) { totalCount pageInfo { hasNextPage endCursor } nodes {
      title organisers { name } sponsorships { typeLabel organisation { name } }
    } }
  } }`,
};

/** Asks over HTTP and counts what the program sends to the database meanwhile. */
async function counting(query: string, variables: object = {}) {
  const { result: data, statements } = await sentDuring(() => app.data(query, variables));
  return { data, statements: statements.map(({ text }) => text) };
}

const SCHEDULE = { precision: 'DATE', startDate: '2024-09-01' };
const hundred = numbersTo(MANY);

/** A hundred events and articles of one organisation, an issue with all of them, and events with 1, 20 and 100 parts. */
async function createManyRows(): Promise<void> {
  const items = hundred.flatMap((n) => [{ article: `many-article-${n}` }, { event: `many-${n}` }]);
  const drafts = [
    draft(organisation, 'many', {
      kind: 'NGO',
      translations: [{ locale: 'en', slug: 'many', name: 'Many' }],
    }),
    ...hundred.flatMap(contentOfIssue),
    draft(issue, 'many', { sections: [{ kind: 'LEAD', items }] }),
    ...(await eventsOfSizes()),
  ];
  const ids = await writeDrafts(app.store, editor, drafts);
  for (const content of [organisation, event, article, issue]) {
    const own = ids.filter((_id, index) => drafts[index]?.content === content);
    await publish(app.store, editor, { content, ids: own });
  }
}

function contentOfIssue(n: number): Draft[] {
  return [
    draft(article, `many-article-${n}`, {
      kind: 'NEWS',
      translations: [
        { locale: 'en', slug: `many-article-${n}`, title: `Article ${n}`, body: `The *body* of ${n}.` },
      ],
    }),
    draft(event, `many-${n}`, {
      kind: 'TALK',
      schedule: SCHEDULE,
      venue: 'h6-conet',
      participations: [{ organisation: 'many', role: 'ORGANISER' }],
      credits: [{ person: 'gary-yeung', role: 'SPEAKER' }],
    }),
    draft(sponsorship, `many-sponsor-${n}`, {
      organisation: 'many',
      type: 'SPONSORED',
      event: `many-${n}`,
      translations: [{ locale: 'en', acknowledgement: 'With thanks.' }],
    }),
  ];
}

/** The event of contentOfIssue with another title. */
function renamed(n: number): Draft {
  const translations = [{ locale: 'en', slug: `many-${n}`, title: `Renamed ${n}` }];
  return draft(event, `many-${n}`, { kind: 'TALK', schedule: SCHEDULE, translations });
}

async function eventsOfSizes(): Promise<Draft[]> {
  const organisations = (await app.store.draft.manager.find(organisation.entity)) as {
    externalRef: string;
  }[];
  const roles = Object.values(OrganisationRole);
  return SIZES.flatMap((size) => {
    const parent = draft(event, `with-${size}`, {
      kind: 'SUMMIT',
      schedule: SCHEDULE,
      // An organisation has each role once at most.
      participations: numbersTo(size).map((n) => ({
        organisation: organisations[n % organisations.length]?.externalRef,
        role: roles[Math.floor(n / organisations.length)],
      })),
      credits: numbersTo(size).map(() => ({ person: 'gary-yeung', role: 'SPEAKER' })),
      links: numbersTo(size).map((n) => ({ rel: 'DETAILS', url: `https://example.org/${n}` })),
    });
    const children = numbersTo(size).map((n) =>
      draft(event, `with-${size}-part-${n}`, { kind: 'TALK', schedule: SCHEDULE, parent: `with-${size}` }),
    );
    return [parent, ...children];
  });
}

function draft(content: Draft['content'], externalRef: string, input: Draft['input']): Draft {
  const translations = [{ locale: 'en', slug: externalRef, title: externalRef }];
  return { content, externalRef, input: { translations, ...input } };
}

function numbersTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
