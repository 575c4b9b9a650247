import { Role } from '../src/content/contract/access.js';
import { type Asking, startDemo, type TestApplication } from './support/application.js';
import { idOf, Mutations } from './support/mutations.js';

let app: TestApplication;
let editor: Mutations;
let issue: string;
let event: string;
let article: string;
let secret: string;

beforeAll(async () => {
  app = await startDemo();
  editor = new Mutations(app, await app.as(Role.EDITOR));
  const words = (title: string) => [{ locale: 'en', title }];
  const schedule = { precision: 'TBA' };
  secret = (
    await editor.done(
      'eventCreate',
      {
        kind: 'TALK',
        schedule,
        participations: [{ organisation: 'scc', role: 'HOST' }],
        translations: words('Undisclosed'),
      },
      'event { id }',
    )
  ).event.id;
  event = (
    await editor.done(
      'eventCreate',
      {
        kind: 'TALK',
        schedule,
        parent: secret,
        participations: [{ organisation: 'scc', role: 'HOST' }],
        translations: words('In preview'),
      },
      'event { id }',
    )
  ).event.id;
  article = (
    await editor.done(
      'articleCreate',
      { kind: 'NEWS', aboutEvents: [event, secret], translations: words('Article in preview') },
      'article { id }',
    )
  ).article.id;
  const sections = [{ kind: 'LEAD', items: [{ event }, { article }] }];
  issue = (
    await editor.done(
      'issueCreate',
      { year: 2024, quarter: 3, sections, translations: words('Next issue') },
      'issue { id }',
    )
  ).issue.id;
  // What is published and changed since is not what the public sees.
  const id = await idOf(app, 'organisation', 'smart-city-consortium');
  const { organisation } = await editor.who.data(
    'query ($id: ID!) { organisation(id: $id, stage: DRAFT) { version } }',
    { id },
  );
  await editor.done('organisationUpdate', {
    id,
    expectedVersion: organisation.version,
    translations: [{ locale: 'en', name: 'Unannounced name' }],
  });
});
afterAll(() => app.close());

async function previewOf(id: string, minutes = 60): Promise<Asking> {
  const { token } = await editor.done('previewTokenCreate', { id, minutes }, 'token expiresAt');
  return app.withKey(token);
}

describe('a preview token', () => {
  test('shows the draft of its object with what it contains', async () => {
    const preview = await previewOf(issue);

    const data = await preview.data(
      `query ($id: ID!) { issue(id: $id, stage: DRAFT) { title
         sections { items { content { ... on Event { title } ... on Article { title } } } } events { totalCount nodes { title } } } }`,
      { id: issue },
    );

    expect(data.issue).toEqual({
      title: 'Next issue',
      sections: [
        { items: [{ content: { title: 'In preview' } }, { content: { title: 'Article in preview' } }] },
      ],
      events: { totalCount: 1, nodes: [{ title: 'In preview' }] },
    });
  });

  test('shows no other draft, on whatever way to it', async () => {
    const preview = await previewOf(issue);

    const { response, ...answer } = await preview.ask(
      `query ($secret: ID!, $event: ID!, $article: ID!) {
         direct: event(id: $secret, stage: DRAFT) { title }
         nodes(ids: [$secret], stage: DRAFT) { id }
         parent: event(id: $event, stage: DRAFT) { parent { title } organisers { name events { totalCount nodes { title } } } participations { organisation { name } } }
         about: article(id: $article, stage: DRAFT) { aboutEvents { title } }
         events(stage: DRAFT, first: 100) { totalCount nodes { title } edges { cursor } }
         organisations(stage: DRAFT, first: 100) { nodes { name } }
       }`,
      { secret, event, article },
    );

    expect(answer.errors).toBeUndefined();
    expect(response.status).toBe(200);
    expect(answer.data).toMatchObject({ direct: null, nodes: [null] });
    expect(JSON.stringify(answer)).not.toContain('Undisclosed');
    expect(JSON.stringify(answer)).not.toContain('Unannounced name');
    const events = answer.data?.events as unknown as { totalCount: number; nodes: unknown[] };
    expect(events.nodes).toHaveLength(events.totalCount);
  });

  test('shows beside it what the public sees', async () => {
    const preview = await previewOf(issue);
    const all = await app.data('{ people { totalCount } }');

    expect(await preview.data('{ people(stage: DRAFT) { totalCount } }')).toEqual(all);
  });

  test.each([
    '{ contentDocuments { totalCount } }',
    '{ deletedObjects { totalCount } }',
    '{ schedules { totalCount } }',
    '{ search(query: "Undisclosed", stage: DRAFT) { totalCount } }',
    '{ events(stage: DRAFT) { nodes { revisions { totalCount } } } }',
    '{ events(stage: DRAFT) { nodes { publication { status } } } }',
    'mutation { venueCreate(input: { translations: [] }) { userErrors { code } } }',
    'mutation { previewTokenCreate(input: { id: "event_00000000-0000-7000-8000-000000000000" }) { token } }',
  ])('does nothing else: %s', async (query) => {
    const preview = await previewOf(issue);

    const { errors, data } = await preview.ask(query);

    expect(errors?.length).toBe(1);
    expect(['FORBIDDEN', 'UNAUTHENTICATED', 'INVALID_ID']).toContain(errors?.[0]?.extensions?.code);
    expect(JSON.stringify(data ?? null)).not.toContain('Undisclosed');
  });

  test('ends at its time', async () => {
    const preview = await previewOf(issue, 1);
    const query = '{ locales { code } }';
    expect((await preview.ask(query)).response.status).toBe(200);

    app.setNow('2024-06-10T12:01:00+08:00');

    expect(await preview.ask(query)).toMatchObject({
      errors: [{ message: expect.stringContaining('expired'), extensions: { code: 'UNAUTHENTICATED' } }],
    });
    app.setNow('2024-06-10T12:00:00+08:00');
  });

  test('that is changed or made up is refused', async () => {
    const { token } = await editor.done('previewTokenCreate', { id: event }, 'token');
    const [payload = '', signature = ''] = token.slice('sccp_'.length).split('.');
    const other = Buffer.from(JSON.stringify([secret, 9_999_999_999])).toString('base64url');

    for (const forged of [
      `sccp_${other}.${signature}`,
      `sccp_${payload}.${signature.slice(1)}`,
      `sccp_${payload}`,
      'sccp_.',
    ]) {
      const { response } = await app.withKey(forged).ask('{ locales { code } }');
      expect(response.status).toBe(401);
    }
  });

  test('has private responses, and is for those who may read drafts', async () => {
    const preview = await previewOf(event);
    const { response } = await preview.ask(`{ event(id: "${event}", stage: DRAFT) { title } }`);
    expect(response.headers.get('cache-control')).toBe('private, no-store');

    const publicly = new Mutations(app, app);
    expect(await publicly.answer('previewTokenCreate', { id: event }, 'token')).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });
});
