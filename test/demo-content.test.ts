import 'reflect-metadata';
import { startDemo, type TestApplication } from './support/application.js';
import { facts } from './support/newsletter-facts.js';

let app: TestApplication;
beforeAll(async () => {
  app = await startDemo();
});
afterAll(() => app.close());

/** Asks the same twice, for English and for Chinese readers. */
async function inBoth(field: string): Promise<readonly [unknown, unknown]> {
  const answer = async (language: string) => app.data(`{ ${field} }`, {}, { 'accept-language': language });
  return [await answer('en-GB'), await answer('zh-HK')];
}

/** Everything in an answer that is not an object, in order. */
function valuesIn(answer: unknown): unknown[] {
  if (answer === null || typeof answer !== 'object') return [answer];
  return Object.values(answer).flatMap(valuesIn);
}

/** Finds an object by the slug it has in English. */
const idOf = async (type: string, slug: string) =>
  (await app.data(`{ ${type}(slug: "${slug}", locale: "en") { id } }`))[type].id;

describe('the newsletter contains, in both languages,', () => {
  test.each(facts)('of %s: %s', async (what, fields, en, zh) => {
    const [type = '', slug = ''] = what.split(' ');
    const id = await idOf(type, slug);

    const [inEnglish, inChinese] = await inBoth(`${type}(id: "${id}") { ${fields} }`);

    expect(valuesIn(inEnglish)).toEqual([en].flat());
    expect(valuesIn(inChinese)).toEqual([zh].flat());
  });

  test('who holds which office after the election', async () => {
    const { organisation } = await app.data(`{ organisation(slug: "smart-city-consortium") {
      officers(at: "2024-06-10", kind: [PRESIDENT, VICE_PRESIDENT, HON_TREASURER, HON_SECRETARY]) { kind person { name } }
    } }`);

    const officers = organisation.officers.map(
      ({ kind, person }: { kind: string; person: { name: string } }) => `${kind} ${person.name}`,
    );
    expect(officers.sort()).toEqual([
      'HON_SECRETARY Stanley Lee',
      'HON_TREASURER Sam Fan',
      'PRESIDENT Gary Yeung',
      ...['Clement Fung', 'Damien Wu', 'Daniel Chun', 'Rosana Wong', 'Tsang Kim Fung'].map(
        (name) => `VICE_PRESIDENT ${name}`,
      ),
    ]);
  });
});

describe('what the newsletter leaves open', () => {
  test('is served in the one language it is printed in, marked as a fallback', async () => {
    const [inEnglish, inChinese] = await inBoth(
      `articles(filter: { kind: COLUMN }, orderBy: PUBLISHED_ON_DESC) { nodes { title localization { available fallbacks { field locale } } } }
       event(slug: "scc-8th-annual-general-meeting", locale: "en") { localization { available } }`,
    );
    const { articles, event } = inEnglish as { articles: { nodes: object[] }; event: object };

    const title = { field: 'title', locale: 'zh-Hant' };
    expect(articles.nodes).toHaveLength(5);
    expect(articles.nodes[0]).toEqual({
      title: expect.stringMatching(/\p{Script=Han}/u),
      localization: { available: ['zh-Hant'], fallbacks: expect.arrayContaining([title]) },
    });
    expect((inChinese as typeof inEnglish & { articles: object }).articles).toEqual({
      nodes: articles.nodes.map((node) => ({
        ...node,
        localization: { available: ['zh-Hant'], fallbacks: [] },
      })),
    });
    expect(event).toEqual({ localization: { available: ['en'] } });
  });

  test('are the dates of the last three sessions', async () => {
    const { event } = await app.data(`{ event(slug: "information-security-class-1") { series {
      plannedSessions sessions { nodes { session schedule { precision startDate isOver } } totalCount }
    } } }`);

    const dated = (session: number, startDate: string, isOver: boolean) => ({
      session,
      schedule: { precision: 'TIME', startDate, isOver },
    });
    const undated = [3, 4, 5].map((session) => ({
      session,
      schedule: { precision: 'TBA', startDate: null, isOver: false },
    }));
    expect(event.series).toEqual({
      plannedSessions: 5,
      sessions: {
        nodes: [dated(1, '2024-05-31', true), dated(2, '2024-07-12', false), ...undated],
        totalCount: 5,
      },
    });
  });

  test('is the English name of a person who is named in Chinese only', async () => {
    const { person } = await app.data(`{ person(slug: "馬裕杰") {
      name displayName slug names { locale text } bio(format: TEXT) localization { requested available }
    } }`);

    expect(person).toMatchObject({
      name: '馬裕杰',
      displayName: '馬裕杰先生',
      slug: '馬裕杰',
      names: [{ locale: 'zh-Hant', text: '馬裕杰' }],
      localization: { requested: 'en', available: ['zh-Hant'] },
    });
  });

  test('are addresses: such links are missing, not made up', async () => {
    const { events, articles } = await app.data(`{
      events(first: 100) { nodes { onlineUrl links { url status } registration { url } contacts { email } } }
      articles(first: 100) { nodes { links { url status } external { url } } }
    }`);

    const nodes = [...events.nodes, ...articles.nodes];
    const links = nodes.flatMap(({ links }: { links: object[] }) => links);
    expect(links.length).toBeGreaterThan(5);
    expect(new Set(links.map((link) => JSON.stringify(link)))).toEqual(
      new Set([JSON.stringify({ url: null, status: 'MISSING' })]),
    );
    const others = nodes.flatMap(({ links: _links, ...rest }) => valuesIn(rest));
    expect(new Set(others)).toEqual(new Set([null]));
  });

  test('is a Chinese wording of the disclaimer: it is shown as approved, in English', async () => {
    const { event } =
      await app.data(`{ event(slug: "scc-智慧生活展館-innoex-2024", locale: "zh-HK") { sponsorships {
      organisation { name } programme { name } disclaimer { locale text }
    } } }`);

    const funded = event.sponsorships.filter(
      ({ disclaimer }: { disclaimer: unknown }) => disclaimer !== null,
    );
    expect(event.sponsorships).toHaveLength(4);
    expect(funded).toEqual([
      {
        organisation: { name: '創新科技署' },
        programme: { name: '一般支援計劃' },
        disclaimer: {
          locale: 'en',
          text: expect.stringMatching(/^Any opinions, findings, .* Technology Fund\.$/),
        },
      },
    ]);
  });
});
