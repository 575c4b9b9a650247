import 'reflect-metadata';
import { Role } from '../src/content/contract/access.js';
import { startEmbedded, startEmpty, type TestApplication } from './support/application.js';
import { anArticle, anEvent, anOrganisation, aPerson, Desk, type Piece } from './support/builders.js';
import { counting } from './support/counting.js';
import { Mutations, type Payload } from './support/mutations.js';

const FOUND = '{ object { externalRef } field stages }';
const RESULT = `merge { id kept duplicate by undoneAt } references ${FOUND}`;
const UNDONE = `merge { undoneAt } restored ${FOUND} left ${FOUND}`;

describe.each([
  ['PostgreSQL', startEmpty],
  ['the embedded database', () => startEmbedded({ demoContent: false })],
])('merging duplicates on %s', (engine, start) => {
  let app: TestApplication;
  let desk: Desk;
  let editor: Mutations;
  let count = 0;
  beforeAll(async () => {
    app = await start();
    desk = await Desk.open(app);
    editor = new Mutations(app, await app.as(Role.EDITOR, Role.PUBLISHER, Role.ADMIN));
  });
  afterAll(() => app.close());

  /** Two people of the same name, and an event and an article that credit the second one, all public. */
  async function duplicates() {
    count += 1;
    const kept = aPerson({
      ref: `yeung-${count}`,
      text: { en: { name: `Y. M. Yeung ${count}` }, 'zh-Hant': { name: `楊文銳${count}` } },
    });
    const twin = aPerson({ ref: `twin-${count}`, text: { en: { name: `Yeung Man Yui ${count}` } } });
    const [keptId = '', twinId = ''] = await desk.release(kept, twin);
    const credits = [{ person: twin.ref, role: 'SPEAKER' }];
    const event = anEvent({ ref: `talk-${count}`, credits });
    const article = anArticle({
      ref: `report-${count}`,
      aboutPeople: [twin.ref],
      credits: [{ person: twin.ref, role: 'AUTHOR' }],
    });
    await desk.release(event, article);
    return { kept, twin, keptId, twinId, event, article };
  }

  const merge = (id: string, duplicate: string, further: object = {}) =>
    editor.done('personMerge', { id, duplicate, ...further }, RESULT);

  const eventAt = async (piece: Piece, stage: string) =>
    (
      await editor.who.data(
        `query ($id: ID!) { event(id: $id, stage: ${stage}) { title version credits { displayName person { id } } } }`,
        { id: desk.id(piece) },
      )
    ).event;

  const said = ({ object, field, stages }: Payload) => `${object.externalRef} ${field} ${stages.join(' ')}`;

  test('references lead to the one that stays in both stages, and printed names stay printed', async () => {
    const { keptId, twinId, event, article } = await duplicates();

    const { merge: done, references } = await merge(keptId, twinId);

    const both = 'DRAFT PUBLISHED';
    expect(references.map(said).sort()).toEqual([
      `${article.ref} aboutPeople ${both}`,
      `${article.ref} credits ${both}`,
      `${event.ref} credits ${both}`,
    ]);
    expect(done).toMatchObject({ kept: keptId, duplicate: twinId, undoneAt: null });
    for (const stage of ['DRAFT', 'PUBLISHED'])
      expect((await eventAt(event, stage)).credits).toEqual([
        { displayName: `Yeung Man Yui ${count}`, person: { id: keptId } },
      ]);
    const { article: read } = await app.data(
      'query ($id: ID!) { article(id: $id) { aboutPeople { nodes { id } } credits { person { id } } } }'.replace(
        'aboutPeople { nodes { id } }',
        'people: aboutPeople { id }',
      ),
      { id: desk.id(article) },
    );
    expect(read).toEqual({ people: [{ id: keptId }], credits: [{ person: { id: keptId } }] });
  });

  test('its slugs redirect, the duplicate is in the bin, and history and audit tell it', async () => {
    const { keptId, twin, twinId, event } = await duplicates();
    const { person: before } = await app.data('query ($id: ID!) { person(id: $id) { slug } }', {
      id: twinId,
    });

    await merge(keptId, twinId);

    for (const stage of ['PUBLISHED', 'DRAFT']) {
      const { person } = await editor.who.data(
        `query ($slug: String!) { person(slug: $slug, stage: ${stage}) { id redirectedFrom } }`,
        { slug: before.slug },
      );
      expect(person).toEqual({ id: keptId, redirectedFrom: before.slug });
    }
    const {
      deletedObjects,
      auditLog,
      event: read,
    } = await editor.who.data(
      `query ($id: ID!) {
        deletedObjects { nodes { externalRef } }
        auditLog(first: 1) { nodes { operation targets outcome } }
        event(id: $id, stage: DRAFT) { publication { status } revisions(first: 1) { nodes { action by changes { path before after } } } }
      }`,
      { id: desk.id(event) },
    );
    expect(deletedObjects.nodes).toContainEqual({ externalRef: twin.ref });
    expect(auditLog.nodes[0]).toMatchObject({ operation: 'personMerge', outcome: 'DONE' });
    expect(auditLog.nodes[0].targets).toEqual(expect.arrayContaining([keptId, twinId, desk.id(event)]));
    expect(read.publication.status).toBe('PUBLISHED');
    expect(read.revisions.nodes[0]).toMatchObject({
      action: 'MERGE',
      changes: [{ path: 'credits.0.person', before: twinId, after: keptId }],
    });
  });

  test('no draft text is published, and what changed in public is told to mirrors', async () => {
    const { keptId, twinId, event } = await duplicates();
    const { event: read } = await editor.who.data(
      'query ($id: ID!) { event(id: $id, stage: DRAFT) { version } }',
      {
        id: desk.id(event),
      },
    );
    const translations = [{ locale: 'en', title: 'Unfinished' }];
    await editor.done('eventUpdate', { id: desk.id(event), expectedVersion: read.version, translations });
    app.setNow('2027-05-01T00:00:00Z');

    await merge(keptId, twinId);

    const [draft, shown] = [await eventAt(event, 'DRAFT'), await eventAt(event, 'PUBLISHED')];
    expect([draft.title, shown.title]).toEqual(['Unfinished', event.ref]);
    expect(shown.credits[0].person.id).toBe(keptId);
    expect(draft.version).toBe(read.version + 2);
    const { events } = await app.data(
      '{ events(filter: { changedSince: "2027-04-30T00:00:00Z" }) { nodes { id } } }',
    );
    expect(events.nodes).toContainEqual({ id: desk.id(event) });
  });

  test('an organisation that takes part in the same role already takes part once', async () => {
    const [kept, twin] = [anOrganisation(), anOrganisation()];
    const [keptId = '', twinId = ''] = await desk.release(kept, twin);
    const participations = [kept, twin].map(({ ref }) => ({ organisation: ref, role: 'ORGANISER' }));
    const child = anOrganisation({ parent: twin.ref });
    const event = anEvent({
      participations: [...participations, { organisation: twin.ref, role: 'SUPPORTING' }],
    });
    await desk.release(event, child);

    const { merge: done } = await editor.done('organisationMerge', { id: keptId, duplicate: twinId }, RESULT);
    const query = `query ($id: ID!, $child: ID!) {
      event(id: $id) { participations { role organisation { id } } }
      organisation(id: $child) { parent { id } }
    }`;
    const variables = { id: desk.id(event), child: desk.id(child) };
    const merged = await app.data(query, variables);
    await editor.done('mergeUndo', { id: done.id }, UNDONE);
    const restored = await app.data(query, variables);

    const [keptOne, twinOne] = [{ id: keptId }, { id: twinId }];
    expect(merged).toEqual({
      event: {
        participations: [
          { role: 'ORGANISER', organisation: keptOne },
          { role: 'SUPPORTING', organisation: keptOne },
        ],
      },
      organisation: { parent: keptOne },
    });
    expect(restored).toEqual({
      event: {
        participations: [
          { role: 'ORGANISER', organisation: keptOne },
          { role: 'ORGANISER', organisation: twinOne },
          { role: 'SUPPORTING', organisation: twinOne },
        ],
      },
      organisation: { parent: twinOne },
    });
  });

  test('both names that an object prints stay, although they are those of one person now', async () => {
    const { kept, keptId, twin, twinId } = await duplicates();
    const event = anEvent({ credits: [kept, twin].map(({ ref }) => ({ person: ref, role: 'SPEAKER' })) });
    await desk.release(event);
    const before = (await eventAt(event, 'PUBLISHED')).credits;

    await merge(keptId, twinId);

    const after = (await eventAt(event, 'PUBLISHED')).credits;
    const names = (credits: Payload[]) => credits.map(({ displayName }) => displayName);
    expect(names(after)).toEqual(names(before));
    expect(after.map(({ person }: Payload) => person.id)).toEqual([keptId, keptId]);
  });

  test('a dry run lists what would be rewritten, and writes nothing', async () => {
    const { keptId, twinId, event } = await duplicates();
    const before = await eventAt(event, 'DRAFT');

    const { merge: none, references } = await merge(keptId, twinId, { dryRun: true });
    const refused = await editor.ask('personMerge', { id: keptId, duplicate: keptId, dryRun: true }, RESULT);

    expect(none).toBeNull();
    expect(references).toHaveLength(3);
    expect(await eventAt(event, 'DRAFT')).toEqual(before);
    expect(refused.userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'duplicate'] }]);
  });

  test('undoing it restores what nobody has changed since, and lists the rest', async () => {
    const { keptId, twinId, event, article } = await duplicates();
    const { person: page } = await app.data('query ($id: ID!) { person(id: $id) { slug } }', { id: twinId });
    const { merge: done } = await merge(keptId, twinId);
    const { article: read } = await editor.who.data(
      'query ($id: ID!) { article(id: $id, stage: DRAFT) { version } }',
      {
        id: desk.id(article),
      },
    );
    await editor.done('articleUpdate', {
      id: desk.id(article),
      expectedVersion: read.version,
      aboutPeople: [],
    });

    const { merge: undone, restored, left } = await editor.done('mergeUndo', { id: done.id }, UNDONE);

    expect(undone.undoneAt).not.toBeNull();
    expect(restored.map(said).sort()).toEqual([
      `${article.ref} aboutPeople PUBLISHED`,
      `${article.ref} credits DRAFT PUBLISHED`,
      `${event.ref} credits DRAFT PUBLISHED`,
    ]);
    expect(left.map(said)).toEqual([`${article.ref} aboutPeople DRAFT`]);
    for (const stage of ['DRAFT', 'PUBLISHED'])
      expect((await eventAt(event, stage)).credits).toEqual([
        { displayName: `Yeung Man Yui ${count}`, person: { id: twinId } },
      ]);
    const { person } = await app.data(
      'query ($slug: String!) { person(slug: $slug) { id redirectedFrom } }',
      page,
    );
    expect(person).toEqual({ id: twinId, redirectedFrom: null });
    const { merges } = await editor.who.data(
      'query ($id: ID) { merges(id: $id) { nodes { id undoneBy } } }',
      { id: keptId },
    );
    expect(merges.nodes).toEqual([{ id: done.id, undoneBy: expect.any(String) }]);
    const again = await editor.ask('mergeUndo', { id: done.id }, UNDONE);
    expect(again.userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'id'] }]);
  });

  test('saved feeds and what is left of withdrawn events follow, and an erasure forgets the merge', async () => {
    const { keptId, twinId, event } = await duplicates();
    await desk.unpublish(event);
    const [organisation] = await desk.release(anOrganisation());
    const { partnerFeed } = await editor.done(
      'partnerFeedCreate',
      { name: `Talks ${count}`, organisation, accountName: `Partner ${count}`, filter: { person: twinId } },
      'partnerFeed { id }',
    );

    const { merge: done } = await merge(keptId, twinId);

    const { withdrawnEvents } = await app.data(
      'query ($id: ID!) { withdrawnEvents(filter: { person: $id }) { nodes { id } } }',
      { id: keptId },
    );
    expect(withdrawnEvents.nodes).toEqual([{ id: desk.id(event) }]);
    const { partnerFeeds } = await editor.who.data('{ partnerFeeds { nodes { id filter } } }');
    expect(partnerFeeds.nodes).toContainEqual({ id: partnerFeed.id, filter: { person: keptId } });
    await editor.done('personErase', { id: keptId, reason: 'Request 12' }, 'erasedId');
    const { userErrors } = await editor.ask('mergeUndo', { id: done.id }, UNDONE);
    expect(userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
  });

  // What follows does not write, or is the same on both.
  const onServer = engine === 'PostgreSQL' ? describe : describe.skip;

  onServer('is refused', () => {
    test.each<[string, (own: Awaited<ReturnType<typeof duplicates>>) => Promise<object>, object]>([
      [
        'with itself',
        async ({ keptId }) => ({ id: keptId, duplicate: keptId }),
        { code: 'INVALID_INPUT', path: ['input', 'duplicate'] },
      ],
      [
        'with nothing',
        async ({ keptId }) => ({ id: keptId, duplicate: 'person_00000000-0000-7000-8000-000000000000' }),
        { code: 'NOT_FOUND', path: ['input', 'duplicate'] },
      ],
      [
        'with another type',
        async ({ keptId, event }) => ({ id: keptId, duplicate: desk.id(event) }),
        { code: 'INVALID_ID', path: ['input', 'duplicate'] },
      ],
      [
        'in an outdated version',
        async ({ keptId, twinId }) => ({ id: keptId, duplicate: twinId, expectedVersion: 7 }),
        { code: 'CONFLICT', path: ['input', 'expectedVersion'] },
      ],
      [
        'where only the duplicate is public',
        async ({ twinId }) => {
          const [id] = await desk.write(aPerson());
          return { id, duplicate: twinId };
        },
        { code: 'NOT_READY', path: ['input', 'id'] },
      ],
    ])('%s', async (_what, inputOf, error) => {
      const own = await duplicates();
      const input = await inputOf(own);

      const { userErrors } = await editor.ask('personMerge', input, RESULT);

      expect(userErrors).toMatchObject([error]);
      expect((await eventAt(own.event, 'DRAFT')).credits[0].person.id).toBe(own.twinId);
    });

    test('by those who may not publish, where something is public', async () => {
      const { keptId, twinId } = await duplicates();
      const writer = new Mutations(app, await app.as(Role.EDITOR));

      const { userErrors } = await writer.ask('personMerge', { id: keptId, duplicate: twinId }, RESULT);

      expect(userErrors).toMatchObject([{ code: 'FORBIDDEN', path: ['input', 'duplicate'] }]);
    });
  });

  onServer('the number of statements', () => {
    test('is the same for twenty references as for two', async () => {
      const statementsFor = async (events: number) => {
        const [kept, twin] = [aPerson(), aPerson()];
        const [id = '', duplicate = ''] = await desk.release(kept, twin);
        const credits = [{ person: twin.ref, role: 'SPEAKER' }];
        await desk.release(...Array.from({ length: events }, () => anEvent({ credits })));
        return (await counting(() => merge(id, duplicate))).statements.length;
      };
      await statementsFor(1);

      expect(await statementsFor(20)).toBe(await statementsFor(2));
    });
  });
});
