import 'reflect-metadata';
import { Role } from '../src/content/contract/access.js';
import { camelCase } from '../src/foundation/naming.js';
import { startDemo, type TestApplication } from './support/application.js';
import { idOf, Mutations, type Payload } from './support/mutations.js';
import { addOddContent } from './support/odd-content.js';
import { isLong } from './support/rounds.js';

let app: TestApplication;
let publisher: Mutations;
beforeAll(async () => {
  app = await startDemo();
  await addOddContent(app);
  publisher = new Mutations(app, await app.as(Role.EDITOR, Role.PUBLISHER));
});
afterAll(() => app.close());

interface Found {
  readonly id: string;
  readonly kind: string;
  readonly externalRef: string;
  readonly version: number;
}

async function everything(): Promise<Found[]> {
  const query = `query ($after: String) { contentDocuments(first: 100, after: $after) {
    nodes { id kind externalRef version } pageInfo { endCursor hasNextPage } } }`;
  const found: Found[] = [];
  for (let after: string | null = null; ; ) {
    const { contentDocuments } = await publisher.who.data(query, { after });
    found.push(...contentDocuments.nodes);
    if (!contentDocuments.pageInfo.hasNextPage) return found;
    after = contentDocuments.pageInfo.endCursor;
  }
}

/** All of it takes half a minute; otherwise every fifth object, until no more can be deleted. */
const PART = isLong ? 1 : 5;

const remove = ({ kind, id, version }: Pick<Found, 'id' | 'kind' | 'version'>) =>
  publisher.ask(`${camelCase(kind.toLowerCase())}Delete`, { id, expectedVersion: version }, 'deletedId');

interface Reference {
  readonly object: { readonly id: string; readonly externalRef: string };
  readonly field: string;
  readonly stages: readonly string[];
}

/** All pages, of three each. */
async function referencesTo(id: string, stage?: string): Promise<Reference[]> {
  const query = `query ($id: ID!, $after: String) { references(id: $id, first: 3, after: $after) {
    totalCount nodes { object { id externalRef } field stages } pageInfo { endCursor hasNextPage } } }`;
  const found: Reference[] = [];
  for (let after: string | null = null; ; ) {
    const { references } = await publisher.who.data(query, { id, after });
    found.push(...references.nodes);
    after = references.pageInfo.endCursor;
    if (references.pageInfo.hasNextPage) continue;
    expect(references.totalCount).toBe(found.length);
    return stage ? found.filter(({ stages }) => stages.includes(stage)) : found;
  }
}

async function takeOut(all: readonly Found[], refs: readonly (string | undefined)[]): Promise<void> {
  for (const { kind, id, externalRef } of all)
    if (refs.includes(externalRef))
      await publisher.done(`${camelCase(kind.toLowerCase())}Unpublish`, { ids: [id] });
}

describe('deleting', () => {
  test('somebody who has a credit is refused with the event or the article that has to be changed first', async () => {
    const id = await idOf(app, 'person', 'winnie-tang');
    const { person } = await publisher.who.data(
      `{ person(id: "${id}", stage: DRAFT) { version credits(first: 100) { nodes {
           subject { ... on Event { externalRef } ... on Article { externalRef } } } } } }`,
    );

    const { deletedId, userErrors } = await remove({ kind: 'PERSON', id, version: person.version });

    expect(deletedId).toBeNull();
    expect(userErrors.length).toBeGreaterThan(0);
    for (const error of userErrors) expect(error).toMatchObject({ code: 'IN_USE', path: ['input', 'id'] });
    const told = userErrors.map(({ message }: { message: string }) => message).join('\n');
    const named = person.credits.nodes.filter(({ subject }: Payload) =>
      told.includes(`"${subject.externalRef}"`),
    );
    const others = (await referencesTo(id)).length - 5;
    expect(named.length).toBeGreaterThan(0);
    expect(told.includes(`${others} more object`)).toBe(others > 0);
  });

  test('what many refer to is refused with five of them, and where to find all', async () => {
    const { organisation } = await publisher.who.data(
      '{ organisation(slug: "smart-city-consortium", stage: DRAFT) { id version } }',
    );
    const users = new Set((await referencesTo(organisation.id, 'DRAFT')).map(({ object }) => object.id));

    const { userErrors } = await remove({ kind: 'ORGANISATION', ...organisation });

    expect(userErrors).toHaveLength(6);
    expect(userErrors[5]).toMatchObject({
      code: 'IN_USE',
      path: ['input', 'id'],
      message: `${users.size - 5} more objects refer to it; the query "references" lists them all.`,
    });
  });

  test('what is shown in public is refused, also where the draft does without it already', async () => {
    const { venue } = await publisher.done(
      'venueCreate',
      { translations: [{ locale: 'en', name: 'The old hall' }] },
      'venue { id }',
    );
    const { event } = await publisher.done(
      'eventCreate',
      {
        kind: 'TALK',
        schedule: { precision: 'TBA' },
        venue: venue.id,
        externalRef: 'talk-that-moves',
        translations: [{ locale: 'en', title: 'A talk that moves' }],
      },
      'event { id }',
    );
    await publisher.done('eventPublish', { ids: [event.id] });
    await publisher.done('eventUpdate', { id: event.id, expectedVersion: 1, venue: null });

    const refused = await remove({ kind: 'VENUE', id: venue.id, version: 1 });
    const references = await referencesTo(venue.id);
    const shown = await app.data(`{ event(id: "${event.id}") { venue { name } } }`);
    await publisher.done('eventPublish', { ids: [event.id] });
    const done = await remove({ kind: 'VENUE', id: venue.id, version: 1 });

    expect(refused).toMatchObject({
      deletedId: null,
      userErrors: [
        { code: 'IN_USE', path: ['input', 'id'], message: expect.stringContaining('talk-that-moves') },
      ],
    });
    expect(shown.event.venue).toEqual({ name: 'The old hall' });
    expect(references).toEqual([
      { object: { id: event.id, externalRef: 'talk-that-moves' }, field: 'venue', stages: ['PUBLISHED'] },
    ]);
    expect(done.userErrors).toEqual([]);
  });

  test('everything that refers to an object is listed, each field of it once', async () => {
    const documents = await publisher.who.data(
      '{ contentDocuments(first: 100, kinds: [ARTICLE, EVENT]) { nodes { id document } } }',
    );
    const id = await idOf(app, 'person', 'winnie-tang');
    const naming = documents.contentDocuments.nodes.flatMap((each: Payload) =>
      Object.entries(each.document)
        .filter(
          ([, value]) =>
            /"(person_|)winnie-tang"/.test(JSON.stringify(value)) || JSON.stringify(value).includes(id),
        )
        .map(([field]) => `${each.id} ${field}`),
    );

    const found = await referencesTo(id, 'DRAFT');

    expect(naming.length).toBeGreaterThan(1);
    expect(
      found.map(({ object, field }) => `${object.id} ${field}`).filter((each) => !each.startsWith('issue')),
    ).toEqual(expect.arrayContaining(naming));
  });

  test.each([
    ['an id of nothing', { id: 'person_00000000-0000-7000-8000-000000000000' }, 'NOT_FOUND'],
    ['no id', { id: 'winnie-tang' }, 'INVALID_ID'],
    ['a forged cursor', { id: '', after: 'bm8' }, 'INVALID_CURSOR'],
    ['too large a page', { id: '', first: 101 }, 'INVALID_INPUT'],
  ])('%s is refused where references are listed', async (_what, given, code) => {
    const variables = { ...given, id: given.id || (await idOf(app, 'person', 'winnie-tang')) };
    const query = `query ($id: ID!, $first: Int, $after: String) {
      references(id: $id, first: $first, after: $after) { totalCount } }`.replace(
      '$first: Int',
      '$first: Int = 20',
    );
    const { errors } = await publisher.who.ask(query, variables);

    expect(errors?.[0]?.extensions?.code).toBe(code);
  });

  test('deletes anything whose users are gone, and lists the users of everything else', async () => {
    let left = await everything();
    for (let before = left.length + 1; left.length < before; ) {
      before = left.length;
      for (const each of left.filter((_each, index) => index % PART === 0)) {
        const { userErrors } = await remove(each);
        for (const error of userErrors) {
          expect(error).toMatchObject({ code: 'IN_USE', path: ['input', 'id'] });
          if (/^\d+ more object/.test(error.message)) continue;
          const users = [...error.message.matchAll(/"([^"]+)"(?:(?: still)? refers to it|[,)])/g)].map(
            ([, name]) => name,
          );
          expect(users.length).toBeGreaterThan(0);
          expect(left.map(({ externalRef }) => externalRef)).toEqual(expect.arrayContaining(users));
          // What shows its disclaimer is to be taken out first.
          if (each.kind === 'SPONSORSHIP') await takeOut(left, users);
        }
      }
      left = await everything();
    }

    if (isLong) expect(left).toEqual([]);
  }, 180_000);
});
