import 'reflect-metadata';
import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  isInputObjectType,
  isObjectType,
  Kind,
  parse,
  validate,
} from 'graphql';
import { editor, startDemo, type TestApplication } from './support/application.js';
import { comparable, firstDifference } from './support/compared.js';
import { contentSchemaOf } from './support/content-schema.js';
import { executed } from './support/executed.js';
import { NaiveReference } from './support/naive.js';
import { addOddContent } from './support/odd-content.js';
import { Interest } from './support/operation-interest.js';
import { worldOf } from './support/operation-world.js';
import { type GeneratedOperation, OperationGenerator } from './support/operations.js';
import { Random } from './support/random.js';
import { rounds } from './support/rounds.js';

const OPERATIONS = rounds({ short: 600, long: 12_000 });
/** Made while something has not had a value in any answer. */
const MOST_OPERATIONS = OPERATIONS + 900;
const SEED = 20240610;
/** The clock of both: in the middle of the events. */
const NOW = new Date('2024-06-10T12:00:00+08:00');

let app: TestApplication;
let content: GraphQLSchema;
let reference: NaiveReference;
const sources: string[] = [];
const problems: string[] = [];
/** Root fields that one operation asked for under several names. */
const twice = new Set<string>();

beforeAll(async () => {
  app = await startDemo();
  await addOddContent(app);
  reference = await NaiveReference.over(app);
  content = contentSchemaOf(app.schema);
  const world = await worldOf(content, reference.stages.DRAFT, async (query, variables) => {
    const { data, errors } = await answer(parse(query), variables);
    if (errors) throw errors[0];
    return data;
  });
  const interest = new Interest(content, reference.covered);
  const generator = new OperationGenerator(content, new Random(SEED), world, interest);
  const isLacking = () => uncovered().length > 0 || rootFields().some((name) => !twice.has(name));
  for (let count = 0; count < OPERATIONS || (count < MOST_OPERATIONS && isLacking()); count += 1) {
    await compare(generator.next());
  }
}, OPERATIONS * 400);
afterAll(() => app.close());

describe(`${OPERATIONS} generated operations, each with two sets of variables`, () => {
  test('get the responses of a naive reference', () => {
    expect(`${problems.length} problems\n${problems.slice(0, 5).join('\n\n')}`).toBe('0 problems\n');
  });

  test('cover every field, every argument and every condition, with values', () => {
    expect(uncovered()).toEqual([]);
  });

  test('select every root field twice, with other aliases and other arguments', () => {
    expect(rootFields().filter((name) => !twice.has(name))).toEqual([]);
  });

  test.each([
    ['aliases', /\w: \w+/],
    ['a named fragment on an object type', /fragment \w+ on Event /],
    ['a named fragment on an interface', /fragment \w+ on (Node|Localized|Content) /],
    ['an inline fragment on an interface', /\.\.\. on (Node|Localized|Content) /],
    ['an inline fragment without a type', /\.\.\. \{/],
    ['@skip with a variable', /@skip\(if: \$/],
    ['@include with a variable', /@include\(if: \$/],
    ['a condition on a fragment', /\.\.\.\w+ @(skip|include)/],
    ['a variable with a default', /\$\w+: \w+ = /],
    ['a variable in a list', /\[[^\]]*\$\w+[^\]]*\]/],
    ['a variable in a filter', /filter: \{[^}]*\$/],
    ['a filter as a variable', /filter: \$/],
    ['two locales at once', /locale: "zh.*locale: "en/],
    ['no fallback', /fallback: false/],
    ['drafts', /stage: DRAFT/],
    ['a list read backwards', /last: \d+.*before: |before: .*last: \d+/],
  ])('have %s', (_what, pattern) => {
    expect(sources.filter((source) => pattern.test(source)).length).toBeGreaterThan(3);
  });
});

describe('an error', () => {
  test.each([
    'events(first: 0) { totalCount }',
    'events(first: 101) { nodes { id } }',
    'people(last: 0) { nodes { id } }',
    'articles(first: 1, last: 1) { nodes { id } }',
    'organisations(locale: "fr") { nodes { name } }',
    'organisations(filter: { hasLocale: "fr" }) { nodes { name } }',
    'organisations(first: 1) { nodes { name(locale: "fr") } }',
    'events(filter: { role: [HOST] }) { nodes { id } }',
    'people(filter: { office: [OTHER] }) { nodes { id } }',
    'events(filter: { organisation: "event_0190a0a0-0000-7000-8000-000000000000" }) { nodes { id } }',
    'event { id }',
    'issue(slug: "2024-q2", id: "issue_0190a0a0-0000-7000-8000-000000000000") { id }',
    'person(id: "event_0190a0a0-0000-7000-8000-000000000000") { id }',
    'node(id: "event") { id }',
    'nodes(ids: ["event_0190a0a0-0000-7000-8000-000000000000", ""]) { id }',
    'organisations(first: 3) { nodes { events(first: 0) { totalCount } } }',
  ])('is refused by both: %s', async (field) => {
    const document = parse(`{ ${field} latestIssue { id } }`);
    const planned = comparable(await answer(document, {}));
    expect(planned.failed).toEqual([field.match(/\w+/)?.[0]]);
    expect(planned).toEqual(comparable(await reference.answer(document, {}, NOW)));
  });
});

async function compare({ source, variables }: GeneratedOperation): Promise<void> {
  const document = parse(source);
  sources.push(source);
  noteTwice(source);
  problems.push(...validate(app.schema, document).map(({ message }) => `${message}\n${source}`));
  for (const run of variables) {
    const planned = comparable(await answer(document, run));
    const expected = comparable(await reference.answer(document, run, NOW));
    const difference = firstDifference(planned, expected, 'answer');
    if (difference) problems.push(`${difference}\n${source}\n${JSON.stringify(run)}`);
  }
}

/** Both stages may be read. */
function answer(document: DocumentNode, variables: Record<string, unknown>): Promise<ExecutionResult> {
  return executed(app, document, variables, { viewer: editor, now: NOW });
}

function uncovered(): string[] {
  return everythingOf(content).filter((name) => !reference.covered.has(name));
}

/** Every field and argument that a query can ask for, and every condition of a filter. */
function everythingOf(schema: GraphQLSchema): string[] {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const fields = types.filter(isObjectType).flatMap((type) =>
    Object.values(type.getFields()).flatMap((field) => {
      const name = `${type.name}.${field.name}`;
      return [name, ...field.args.map((argument) => `${name}(${argument.name})`)];
    }),
  );
  const conditions = types
    .filter((type) => isInputObjectType(type) && type.name.endsWith('Filter'))
    .flatMap((type) =>
      isInputObjectType(type) ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`) : [],
    );
  return [...fields, ...conditions];
}

function noteTwice(source: string): void {
  const [operation] = parse(source).definitions;
  const fields = operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections : [];
  const keys = new Map(
    fields.flatMap((node) => (node.kind === Kind.FIELD ? [[node.alias?.value, node.name.value]] : [])),
  );
  const names = [...keys.values()];
  for (const [index, name] of names.entries()) if (names.indexOf(name) < index) twice.add(name);
}

function rootFields(): string[] {
  return Object.keys(content.getQueryType()?.getFields() ?? {});
}
