import 'reflect-metadata';
import { parse } from 'graphql';
import { article } from '../src/articles/article.js';
import { globalId } from '../src/content/contract/global-id.js';
import type { ContentType } from '../src/content/model/content-type.js';
import { event } from '../src/events/event.js';
import { venue } from '../src/events/venue.js';
import { editor, startDemo, type TestApplication } from './support/application.js';
import { comparable, firstDifference } from './support/compared.js';
import { contentSchemaOf } from './support/content-schema.js';
import { executed } from './support/executed.js';
import { NaiveReference } from './support/naive.js';
import type { Row } from './support/naive-rows.js';
import { addOddContent } from './support/odd-content.js';
import { Interest } from './support/operation-interest.js';
import { worldOf } from './support/operation-world.js';
import { OperationGenerator } from './support/operations.js';
import { Random } from './support/random.js';
import { rounds } from './support/rounds.js';
import { writeDrafts } from './support/verbs.js';

const OPERATIONS = rounds({ short: 10, long: 1_000 });
const NOW = new Date('2024-06-10T12:00:00+08:00');
const NOBODY = '0190a0a0-0000-7000-8000-000000000000';

const MUTATIONS = [
  'venueCreate',
  'venueUpdate',
  'eventCreate',
  'eventUpdate',
  'eventPublish',
  'articleUpdate',
  'organisationUpdate',
  'personUpdate',
  'issueUpdate',
];

let app: TestApplication;
const random = new Random(20240614);
const sources: string[] = [];
beforeAll(async () => {
  app = await startDemo();
  await addOddContent(app);
}, 60_000);
afterAll(() => app.close());

test(
  `${OPERATIONS} operations of several mutations return the selection of each of them`,
  async () => {
    const content = contentSchemaOf(app.schema, MUTATIONS);
    const { stages } = await NaiveReference.over(app);
    const world = await worldOf(contentSchemaOf(app.schema), stages.DRAFT, async (query, variables) => {
      const { data } = await executed(app, parse(query), variables, { viewer: editor, now: NOW });
      return data;
    });
    const inputs = await inputsFor(stages.DRAFT);
    const interest = new Interest(content, new Set());
    const generator = new OperationGenerator(content, random, { ...world, inputs }, interest);
    const problems: string[] = [];
    for (let count = 0; count < OPERATIONS; count += 1) {
      const { source, variables } = generator.next();
      const document = parse(source);
      sources.push(source);
      for (const run of variables) {
        const planned = comparable(await executed(app, document, run, { viewer: editor, now: NOW }));
        // What was written is looked up: it has to be there, whatever else was refused.
        const reference = await NaiveReference.over(app);
        const expected = comparable(await reference.answer(document, run, NOW));
        const difference = firstDifference(planned, expected, 'answer');
        if (difference) problems.push(`${difference}\n${source}\n${JSON.stringify(run)}`);
      }
    }

    expect(`${problems.length} problems\n${problems.slice(0, 3).join('\n\n')}`).toBe('0 problems\n');
  },
  OPERATIONS * 4_000 + 60_000,
);

test.each([
  ['one mutation twice', /\b(\w+(?:Create|Update|Publish))\(input: .*\b\1\(input: /],
  ['a fragment on a payload', /fragment \w+ on \w+Payload|\.\.\. on \w+Payload/],
  ['an object in two languages', /locale: .*locale: /],
  ['names at every level', /\w+\d+: (event|venue|article|person|issue|organisation)\W/],
])('they have %s', (_what, pattern) => {
  expect(sources.filter((source) => pattern.test(source)).length).toBeGreaterThan(1);
});

/** Inputs of which none changes what another one shows: new objects, changes of objects that nothing leads to, and none. */
async function inputsFor(drafts: NaiveReference['stages']['DRAFT']): Promise<(mutation: string) => unknown> {
  let made = 0;
  const words = () => {
    made += 1;
    return [
      { locale: 'en', title: `Made ${made}` },
      { locale: 'zh-Hant', title: `第${made}項` },
    ];
  };
  const named = () => words().map(({ locale, title }) => ({ locale, name: title }));
  const alone: Readonly<Record<string, string[]>> = {
    venueUpdate: await objectsAlone(venue, () => ({ translations: named() })),
    eventUpdate: await objectsAlone(event, () => ({
      kind: 'TALK',
      schedule: { precision: 'TBA' },
      translations: words(),
    })),
    articleUpdate: await objectsAlone(article, () => ({ kind: 'NEWS', translations: words() })),
  };
  return (mutation) => {
    const entity =
      mutation.charAt(0).toUpperCase() + mutation.replace(/(Create|Update|Publish)$/, '').slice(1);
    if (mutation === 'venueCreate') return { externalRef: `made-${made + 1}`, translations: named() };
    if (mutation === 'eventCreate')
      return {
        externalRef: `made-${made + 1}`,
        kind: 'TALK',
        schedule: { precision: 'TBA' },
        translations: words(),
      };
    const rows = drafts.all(entity);
    const idOf = (id: string) => globalId(drafts.tableName(entity), id);
    if (mutation === 'eventPublish') return { ids: [idOf(random.pick(rows.filter(isTold)).id)] };
    if (random.chance(0.2)) return { id: idOf(NOBODY), expectedVersion: 1 };
    const fresh = random.chance(0.5) ? alone[mutation]?.pop() : undefined;
    if (fresh)
      return {
        id: idOf(fresh),
        expectedVersion: 1,
        translations: mutation === 'venueUpdate' ? named() : words(),
      };
    const { id, version } = random.pick(rows);
    return { id: idOf(id), expectedVersion: version };
  };
}

/** Published as it is: publishing it once more changes nothing in drafts. */
const isTold = ({ externalRef }: Row) =>
  ['information-security-3', 'sotsdf-forum-2024-06-14', 'digital-economy-summit-2024'].includes(
    String(externalRef),
  );

function objectsAlone(content: ContentType, input: () => Record<string, unknown>): Promise<string[]> {
  const count = rounds({ short: 20, long: 600 });
  const wanted = Array.from({ length: count }, (_each, index) => ({
    content,
    externalRef: `alone-${content.table}-${index}`,
    input: input() as never,
  }));
  return writeDrafts(app.store, editor, wanted);
}
