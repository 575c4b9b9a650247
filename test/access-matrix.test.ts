import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { grants, Role, type Verb } from '../src/content/contract/access.js';
import { type Asking, startDemo, type TestApplication } from './support/application.js';
import { rootFieldsOf } from './support/root-fields.js';

type Field = GraphQLField<unknown, unknown>;
interface Right {
  readonly verb: Verb;
  readonly type: string;
}

/** What each root field needs, by its name; what is not here fails the test. */
const RIGHTS: readonly (readonly [RegExp, (type: string) => Right])[] = [
  [/^(personalData|personErase)$/, () => ({ verb: 'MANAGE', type: 'PersonalData' })],
  [/^(auditLog)$/, () => ({ verb: 'READ_AUDIT', type: 'AuditEntry' })],
  [/^(webhooks?|webhook[A-Z]\w+)$/, () => ({ verb: 'MANAGE', type: 'Webhook' })],
  [/^(accounts|account[A-Z]\w+)$/, () => ({ verb: 'MANAGE', type: 'Account' })],
  [/^(apiKeys|apiKey[A-Z]\w+)$/, () => ({ verb: 'MANAGE', type: 'ApiKey' })],
  [/^partnerFeeds?$/, () => ({ verb: 'READ_OWN', type: 'PartnerFeed' })],
  [/^partnerFeed[A-Z]\w+$/, () => ({ verb: 'MANAGE', type: 'PartnerFeed' })],
  [
    /^(bulkOperation\w*|contentDocuments|deletedObjects|schedules|publishPlan|issuePublishPlan|previewTokenCreate|printedNames|references|merges)$/,
    () => ({ verb: 'READ_DRAFT', type: '*' }),
  ],
  [
    /^(contentPush|mergeUndo|\w+Merge|\w+(ItemsReorder|SessionsSet)|sponsorshipsSet)$/,
    () => ({ verb: 'WRITE', type: '*' }),
  ],
  [/^\w+(Create|Copy|Update|Delete|Restore|DiscardDraft)$/, (type) => ({ verb: 'WRITE', type })],
  [/^(scheduleCancel|printedNamesCorrect)$/, () => ({ verb: 'PUBLISH', type: '*' })],
  [/^\w+(Publish|Unpublish|Schedule)$/, (type) => ({ verb: 'PUBLISH', type })],
  [
    /^(viewer|locales|enumLabels|contentTypes|search|withdrawnEvents|node|nodes|latestIssue)$/,
    () => ({ verb: 'READ', type: '*' }),
  ],
];

let app: TestApplication;
const asking = new Map<Role | 'PUBLIC', Asking>();
beforeAll(async () => {
  app = await startDemo();
  asking.set('PUBLIC', app);
  for (const role of Object.values(Role)) asking.set(role, await app.as(role));
});
afterAll(() => app.close());

function rootFields(): { readonly kind: 'query' | 'mutation'; readonly field: Field }[] {
  const { schema } = app;
  const of = (kind: 'query' | 'mutation', fields: Record<string, Field> = {}) =>
    Object.values(fields).map((field) => ({ kind, field }));
  return [
    ...of('query', schema.getQueryType()?.getFields()),
    ...of('mutation', schema.getMutationType()?.getFields()),
  ];
}

function rightOf({ name, type }: Field): Right {
  const { one, many } = rootFieldsOf(app.schema);
  if (one[name] || many[name]) return { verb: 'READ', type: '*' };
  const rule = RIGHTS.find(([pattern]) => pattern.test(name));
  if (!rule) throw new Error(`The test does not know what ${name} needs.`);
  return rule[1](getNamedType(type).name.replace(/(List)?Payload$/, ''));
}

/** By the declared table alone, read here on its own. */
function isGranted(role: Role | 'PUBLIC', { verb, type }: Right): boolean {
  const types = [...(grants[role][verb] ?? []), ...(grants.PUBLIC[verb] ?? [])];
  return types.includes('*') || types.includes(type);
}

/** An operation that asks for one root field with as little as it takes. */
function operationFor(kind: string, field: Field, isDraft = false): string {
  const given = field.args
    .filter(
      (argument) => isNeeded(argument) || (isDraft && argument.name === 'stage') || argument.name === 'slug',
    )
    .map((argument) => `${argument.name}: ${argument.name === 'stage' ? 'DRAFT' : valueFor(argument)}`)
    // Whose schedule it is decides who may cancel it: the id has to be one of a schedule.
    .map((text) => (field.name === 'scheduleCancel' ? text.replace('event_', 'schedule_') : text));
  const list = given.length > 0 ? `(${given.join(', ')})` : '';
  return `${kind} { ${field.name}${list} ${selectionOf(field)} }`;
}

function isNeeded({ type, defaultValue }: GraphQLArgument): boolean {
  return isNonNullType(type) && defaultValue === undefined;
}

function selectionOf(field: Field): string {
  const type = getNamedType(field.type);
  if (isUnionType(type)) return '{ __typename }';
  return isObjectType(type) || isInterfaceType(type) ? '{ __typename }' : '';
}

const NOBODY = '00000000-0000-7000-8000-000000000000';

function valueFor({ name, type }: Pick<GraphQLArgument, 'name' | 'type'>): string {
  const nullable = getNullableType(type) as GraphQLInputType;
  if (isListType(nullable)) return `[${valueFor({ name, type: nullable.ofType })}]`;
  if (isEnumType(nullable)) return nullable.getValues()[0]?.name ?? '';
  if (isInputObjectType(nullable)) {
    const required = Object.values(nullable.getFields()).filter((field) => isNonNullType(field.type));
    return `{ ${required.map((field) => `${field.name}: ${valueFor(field)}`).join(', ')} }`;
  }
  switch (String(nullable)) {
    case 'ID':
      return `"event_${NOBODY}"`;
    case 'Int':
      return '1';
    case 'Boolean':
      return 'true';
    case 'DateTime':
      return '"2999-01-01T00:00:00Z"';
    case 'Date':
      return '"2999-01-01"';
    case 'Locale':
      return '"en"';
    case 'JSONObject':
      return '{}';
    default:
      return '"none"';
  }
}

async function isRefused(role: Role | 'PUBLIC', operation: string): Promise<string | false> {
  const { errors } = (await asking.get(role)?.ask(operation)) ?? {};
  const codes = (errors ?? []).map(({ extensions }) => String(extensions?.code));
  const unexpected = codes.filter((code) => /INTERNAL|VALIDATION|COMPLEX/.test(code));
  if (unexpected.length > 0) throw new Error(`${operation}: ${JSON.stringify(errors)}`);
  return codes.find((code) => code === 'UNAUTHENTICATED' || code === 'FORBIDDEN') ?? false;
}

const roles = ['PUBLIC', ...Object.values(Role)] as const;

describe.each(roles)('%s', (role) => {
  const refusal = role === 'PUBLIC' ? 'UNAUTHENTICATED' : 'FORBIDDEN';

  test('may ask for exactly the queries and mutations that the table grants', async () => {
    const wrong: string[] = [];
    for (const { kind, field } of rootFields()) {
      const expected = isGranted(role, rightOf(field)) ? false : refusal;
      const actual = await isRefused(role, operationFor(kind, field));
      if (actual !== expected) wrong.push(`${field.name}: ${actual}, expected ${expected}`);
    }

    expect(wrong).toEqual([]);
  });

  test('may read drafts through every query that has a stage, or through none', async () => {
    const staged = rootFields().filter(({ field }) => field.args.some(({ name }) => name === 'stage'));
    const expected = isGranted(role, { verb: 'READ_DRAFT', type: '*' }) ? false : refusal;
    const wrong: string[] = [];
    for (const { kind, field } of staged) {
      const actual = await isRefused(role, operationFor(kind, field, true));
      if (actual !== expected) wrong.push(`${field.name}: ${actual}, expected ${expected}`);
    }

    expect(staged.length).toBeGreaterThan(10);
    expect(wrong).toEqual([]);
  });
});

describe('every field of content', () => {
  test('that is for editors says so to everybody else, and returns data to them', async () => {
    const fields = ['revisions { totalCount }', 'publication { status }'];
    for (const field of fields) {
      for (const stage of ['PUBLISHED', 'DRAFT']) {
        for (const role of roles) {
          const mayRead = stage === 'DRAFT' && isGranted(role, { verb: 'READ_DRAFT', type: '*' });
          const refused = await isRefused(
            role,
            `{ events(first: 1, stage: ${stage}) { nodes { ${field} } } }`,
          );
          expect([role, stage, field, refused === false]).toEqual([role, stage, field, mayRead]);
        }
      }
    }
  });

  test('returns the same to every key as to the public, for published content', async () => {
    const query = `{ events(first: 50) { totalCount nodes { id title version updatedAt } } people(first: 50) { nodes { id name } } }`;
    const answers = await Promise.all([...asking.values()].map((each) => each.data(query)));

    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });
});
