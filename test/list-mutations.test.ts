import { Role } from '../src/content/contract/access.js';
import { startDemo, type TestApplication } from './support/application.js';
import { idOf, Mutations } from './support/mutations.js';

let app: TestApplication;
let editor: Mutations;
beforeAll(async () => {
  app = await startDemo();
  editor = new Mutations(app, await app.as(Role.EDITOR, Role.PUBLISHER));
});
afterAll(() => app.close());

describe('the items of an issue', () => {
  const read = async (id: string) => {
    const query = `query ($id: ID!) { issue(id: $id, stage: DRAFT) { version sections { items { displayTitle content { ... on Event { id } ... on Article { id } } } } } }`;
    return (await editor.who.data(query, { id })).issue;
  };
  const idsIn = (section: { items: { content: { id: string } }[] }) =>
    section.items.map(({ content }) => content.id);

  test('are put into another order, section by section', async () => {
    const id = await idOf(app, 'issue', '2024-q2');
    const before = await read(id);
    const place = before.sections.findIndex((section: { items: unknown[] }) => section.items.length > 2);
    const items = idsIn(before.sections[place]).reverse();

    await editor.done('issueItemsReorder', { id, expectedVersion: before.version, section: place, items });

    const after = await read(id);
    expect(idsIn(after.sections[place])).toEqual(items);
    expect(after.version).toBe(before.version + 1);
  });

  test('have to be all of the section, each once', async () => {
    const id = await idOf(app, 'issue', '2024-q2');
    const { version, sections } = await read(id);
    const place = sections.findIndex((section: { items: unknown[] }) => section.items.length > 2);
    const items = idsIn(sections[place]);

    for (const wrong of [items.slice(1), [...items.slice(1), items[1]], []]) {
      const input = { id, expectedVersion: version, section: place, items: wrong };
      expect(await editor.ask('issueItemsReorder', input)).toMatchObject({
        userErrors: [{ code: 'INVALID_INPUT', path: ['input', 'items'] }],
      });
    }
    const nowhere = { id, expectedVersion: version, section: 99, items };
    expect(await editor.ask('issueItemsReorder', nowhere)).toMatchObject({
      userErrors: [{ code: 'NOT_FOUND' }],
    });
  });
});

describe('the sessions of a series', () => {
  test('change places, come and go', async () => {
    const { eventSeries } = await editor.done(
      'eventSeriesCreate',
      { plannedSessions: 3, translations: [{ locale: 'en', title: 'A series' }] },
      'eventSeries { id version }',
    );
    const events = await Promise.all(
      ['One', 'Two', 'Three'].map(async (title) => {
        const input = {
          kind: 'TRAINING',
          schedule: { precision: 'TBA' },
          translations: [{ locale: 'en', title }],
        };
        return (await editor.done('eventCreate', input, 'event { id }')).event.id;
      }),
    );
    const set = (expectedVersion: number, sessions: object[]) =>
      editor.ask(
        'eventSeriesSessionsSet',
        { id: eventSeries.id, expectedVersion, sessions },
        'eventSeries { sessions { nodes { title session } } }',
      );
    const [one, two, three] = events;

    await set(1, [{ event: one }, { event: two }]);
    const payload = await set(2, [{ event: two }, { event: one }, { event: three, session: 3 }]);
    expect(payload.eventSeries.sessions.nodes).toEqual([
      { title: 'Two', session: 1 },
      { title: 'One', session: 2 },
      { title: 'Three', session: 3 },
    ]);

    const left = await set(3, [{ event: three, session: 1 }]);
    expect(left.eventSeries.sessions.nodes).toEqual([{ title: 'Three', session: 1 }]);
    expect(await set(3, [])).toMatchObject({
      userErrors: [{ code: 'CONFLICT', conflict: { currentVersion: 4 } }],
    });

    const twice = await set(4, [
      { event: one, session: 2 },
      { event: three, session: 1 },
      { event: two, session: 2 },
    ]);
    const tooMany = await set(4, [{ event: one }, { event: two, session: 4 }]);
    const place = (index: number) => ['input', 'sessions', String(index), 'session'];
    expect(twice.userErrors).toMatchObject([
      { code: 'TAKEN', path: place(0) },
      { code: 'TAKEN', path: place(2) },
    ]);
    expect(tooMany.userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: place(1) }]);
  });
});

describe('the sponsorships of an event', () => {
  test('are set as a list: created, changed, put in order, put into the bin', async () => {
    const subject = await idOf(app, 'event', 'innoex-2024');
    const set = (expectedVersion: number, sponsorships: object[]) =>
      editor.done(
        'sponsorshipsSet',
        { subject, expectedVersion, sponsorships },
        'sponsorships { id tier type acknowledgement }',
      );

    const first = await set(1, [
      { organisation: 'scc', type: 'SPONSORED', tier: 'Gold' },
      {
        organisation: 'hksia',
        type: 'IN_KIND',
        translations: [{ locale: 'en', acknowledgement: 'With thanks.' }],
      },
    ]);
    const [gold, inKind] = first.sponsorships;
    const second = await set(2, [
      { id: inKind.id, tier: 'Silver' },
      { organisation: 'geolab', type: 'SUPPORTED' },
    ]);

    expect(second.sponsorships).toMatchObject([
      { id: inKind.id, type: 'IN_KIND', tier: 'Silver', acknowledgement: 'With thanks.' },
      { type: 'SUPPORTED' },
    ]);
    const read = `query ($id: ID!) { event(id: $id, stage: DRAFT) { sponsorships { id } } }`;
    const { event } = await editor.who.data(read, { id: subject });
    expect(event.sponsorships.map(({ id }: { id: string }) => id)).toEqual(
      second.sponsorships.map(({ id }: { id: string }) => id),
    );
    const bin = await editor.who.data('{ deletedObjects { nodes { id } } }');
    expect(bin.deletedObjects.nodes).toContainEqual({ id: gold.id });
  });

  test('are found by external references, of the subject and of sponsorships', async () => {
    const version = async () => {
      const read = '{ event(id: "ID", stage: DRAFT) { version } }';
      const { event } = await editor.who.data(read.replace('ID', await idOf(app, 'event', 'innoex-2024')));
      return event.version;
    };
    const externalRef = 'sponsor-of-innoex';
    const subject = 'innoex-2024';
    const set = async (sponsorships: object[]) =>
      editor.ask(
        'sponsorshipsSet',
        { subject, expectedVersion: await version(), sponsorships },
        'sponsorships { externalRef tier }',
      );

    const made = await set([{ externalRef, organisation: 'scc', type: 'SPONSORED' }]);
    const changed = await set([{ id: externalRef, tier: 'Gold' }]);
    const unknown = await set([{ id: 'nobody-knows-it', tier: 'Gold' }]);

    expect(made).toMatchObject({ userErrors: [], sponsorships: [{ externalRef, tier: null }] });
    expect(changed).toMatchObject({ userErrors: [], sponsorships: [{ externalRef, tier: 'Gold' }] });
    expect(unknown.userErrors).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'sponsorships', '0', 'id'] },
    ]);
  });

  test.each([
    ['nothing has', 'nobody-knows-it', 'NOT_FOUND'],
    ['is of several objects', 'twice', 'INVALID_INPUT'],
    ['is the id of another type', 'venue_018fc8a2-5b6e-7c41-8f0e-1d2c3b4a5968', 'INVALID_ID'],
  ])('have no subject that %s', async (_what, subject, code) => {
    if (subject === 'twice') {
      const translations = [{ locale: 'en', title: 'Twice' }];
      await editor.done('articleCreate', { externalRef: subject, kind: 'NEWS', translations });
      await editor.done('eventSeriesCreate', {
        externalRef: subject,
        translations,
      });
    }

    const input = { subject, expectedVersion: 1, sponsorships: [] };
    const { userErrors } = await editor.ask('sponsorshipsSet', input, 'sponsorships { id }');

    expect(userErrors).toMatchObject([{ code, path: ['input', 'subject'] }]);
  });
});
