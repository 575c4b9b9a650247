import 'reflect-metadata';
import { Role } from '../src/content/contract/access.js';
import { camelCase } from '../src/foundation/naming.js';
import { startDemo, type TestApplication } from './support/application.js';
import { idOf, Mutations } from './support/mutations.js';
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
    for (const { subject } of person.credits.nodes) expect(told).toContain(`"${subject.externalRef}"`);
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
    expect(done.userErrors).toEqual([]);
  });

  test('deletes anything whose users are gone, and lists the users of everything else', async () => {
    let left = await everything();
    for (let before = left.length + 1; left.length < before; ) {
      before = left.length;
      for (const each of left.filter((_each, index) => index % PART === 0)) {
        const { userErrors } = await remove(each);
        for (const error of userErrors) {
          expect(error).toMatchObject({ code: 'IN_USE', path: ['input', 'id'] });
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
