import { Role } from '../src/content/contract/access.js';
import { startDemo, type TestApplication } from './support/application.js';
import { Mutations } from './support/mutations.js';

let app: TestApplication;
let editor: Mutations;
let admin: Mutations;
beforeAll(async () => {
  app = await startDemo();
  editor = new Mutations(app, await app.as(Role.EDITOR, Role.PUBLISHER));
  admin = new Mutations(app, await app.as(Role.ADMIN));
});
afterAll(() => app.close());

const talk = { kind: 'TALK', schedule: { precision: 'TBA' } };
const BLANKS = [
  ['spaces', '  \t '],
  ['an ideographic space', '\u3000'],
  ['a zero-width space', '\u200b'],
  ['a byte order mark', '\ufeff'],
  ['characters that nobody sees', '\u00ad\u2060\u3164\u{e0061}\ufe0f'],
  ['an empty pattern of braille', '\u2800'],
] as const;

async function create(words: object[], fields: object = {}) {
  const input = { ...talk, ...fields, translations: words };
  return editor.done('eventCreate', input, 'event(locale: "en") { id version title summary slug }');
}

describe.each(BLANKS)('a text of %s', (_what, blank) => {
  test('is no title', async () => {
    const input = { ...talk, translations: [{ locale: 'en', title: blank }] };

    expect(await editor.ask('eventCreate', input)).toMatchObject({
      userErrors: [{ code: 'INVALID_INPUT', path: ['input', 'translations', '0', 'title'] }],
    });
  });

  test('clears what need not be there, so that another language fills it in', async () => {
    const { event } = await create([
      { locale: 'en', title: 'A talk', summary: 'In English' },
      { locale: 'zh-Hant', title: '講座', summary: '中文' },
    ]);
    const change = { id: event.id, expectedVersion: 1, translations: [{ locale: 'en', summary: blank }] };
    const changed = await editor.done(
      'eventUpdate',
      change,
      'event(locale: "en") { summary localization { fallbacks { field locale } } }',
    );

    expect(changed.event).toEqual({
      summary: '中文',
      localization: { fallbacks: [{ field: 'summary', locale: 'zh-Hant' }] },
    });
  });

  test('is no text of a child row, of a name, or of a slug', async () => {
    const path = (input: object) =>
      editor.ask('eventCreate', { ...talk, translations: [{ locale: 'en', title: 'A talk' }], ...input });
    const refusals = await Promise.all([
      path({ categories: [[{ locale: 'en', text: blank }]] }),
      path({
        participations: [{ organisation: 'scc', role: 'HOST', label: [{ locale: 'en', text: blank }] }],
      }),
      path({ translations: [{ locale: 'en', title: 'A talk', slug: blank }] }),
      editor.ask('personCreate', {
        names: [{ locale: 'en', text: blank, kind: 'PRIMARY' }],
        translations: [{ locale: 'en', name: 'Somebody' }],
      }),
      admin.ask('accountCreate', { name: blank }),
      admin.ask('webhookCreate', { name: blank, url: 'https://example.org/', topics: ['event.*'] }),
    ]);

    for (const { userErrors } of refusals) expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT' }]);
  });

  test('is nothing to search for', async () => {
    const { errors } = await app.ask('query ($query: String!) { search(query: $query) { totalCount } }', {
      query: blank,
    });

    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT' } }]);
  });
});

test('what was stored as text before is recomputed at the next start of the program', async () => {
  const { event } = await create([
    { locale: 'en', title: 'Once' },
    { locale: 'zh-Hant', title: '曾經' },
  ]);
  const id = event.id.split('_')[1];
  await app.database.pool.query(
    "update draft.event_text set title = $2 where content_id = $1 and locale = 'en'",
    [id, '\u3000'],
  );
  await app.database.pool.query("delete from system.setting where key = 'text-rules'");
  const { renewText } = await import('../src/content/editing/text-renewal.js');

  await renewText(app.store, () => undefined);

  const { event: refilled } = await editor.who.data(
    `{ event(id: "${event.id}", stage: DRAFT, locale: "en") { title localization { available } } }`,
  );
  expect(refilled).toEqual({ title: '曾經', localization: { available: ['zh-Hant'] } });
});

test.each([
  ['an emoji of several parts', '👩🏽‍💻 talks'],
  ['Chinese with ideographic spaces', '智慧\u3000城市\u3000聯盟'],
  ['a character beyond the first 65,536', '𠮷野家'],
  ['a letter with a mark of its own', 'Cafe\u0301'],
])('%s is stored to the byte', async (_what, title) => {
  const { event } = await create([{ locale: 'en', title, summary: title }]);

  expect(event).toMatchObject({ title, summary: title });
});

describe('control characters', () => {
  test.each(['\u0000', '\u0007', '\u001b', '\u007f', '\u0085', '\ud800'])(
    '%j is in no text',
    async (character) => {
      const text = `a${character}b`;
      const refused = await editor.ask('eventCreate', {
        ...talk,
        contacts: [{ name: text }],
        translations: [{ locale: 'en', title: text, description: text }],
      });
      const account = await admin.ask('accountCreate', { name: text });
      const read = await app.ask('query ($slug: String) { event(slug: $slug) { id } }', { slug: text });

      expect(refused.userErrors).toMatchObject([
        { code: 'INVALID_TEXT', path: ['input', 'contacts', '0', 'name'] },
        { code: 'INVALID_TEXT', path: ['input', 'translations', '0', 'title'] },
        { code: 'INVALID_TEXT', path: ['input', 'translations', '0', 'description'] },
      ]);
      expect(account.userErrors).toMatchObject([{ code: 'INVALID_TEXT', path: ['input', 'name'] }]);
      expect([read.response.status, read.errors?.[0]?.extensions?.code]).toEqual([400, 'INVALID_TEXT']);
    },
  );

  test('lines and tabs are for texts of several lines', async () => {
    const lines = 'One\r\n\ttwo\nthree';
    const { event } = await create([{ locale: 'en', title: 'Lines', summary: lines }]);
    const refused = await editor.ask('eventUpdate', {
      id: event.id,
      expectedVersion: 1,
      translations: [{ locale: 'en', title: lines }],
    });

    expect(event.summary).toBe(lines);
    expect(refused.userErrors).toMatchObject([
      { code: 'INVALID_TEXT', path: ['input', 'translations', '0', 'title'] },
    ]);
  });

  test('that were stored before do not block other changes', async () => {
    const { event } = await create([{ locale: 'en', title: 'Before' }]);
    const id = event.id.split('_')[1];
    await app.database.pool.query("update draft.event_text set title = E'Be\\nfore' where content_id = $1", [
      id,
    ]);

    const { event: changed } = await editor.done(
      'eventUpdate',
      { id: event.id, expectedVersion: 1, lifecycle: 'CANCELLED' },
      'event { title lifecycle }',
    );

    expect(changed).toEqual({ title: 'Be\nfore', lifecycle: 'CANCELLED' });
  });

  test('and rules that came later: what breaks one as it was stored blocks only changes of itself', async () => {
    const { event } = await create([{ locale: 'en', title: 'Free, and yet not' }]);
    const stored =
      "update draft.event set admission_type = 'FREE', price = 5, currency = 'HKD' where id = $1";
    await app.database.pool.query(stored, [event.id.split('_')[1]]);
    const input = { id: event.id, expectedVersion: 1 };

    await editor.done('eventUpdate', { ...input, lifecycle: 'CANCELLED' });
    const refused = await editor.ask('eventUpdate', {
      ...input,
      expectedVersion: 2,
      admission: { type: 'FREE', price: '6' },
    });
    const cleared = {
      ...input,
      expectedVersion: 2,
      admission: { type: 'FREE', price: null, currency: null },
    };
    const { event: changed } = await editor.done(
      'eventUpdate',
      cleared,
      'event { admission { type price } }',
    );
    const again = await editor.ask('eventUpdate', {
      ...input,
      expectedVersion: 3,
      admission: { type: 'FREE', price: '5', currency: 'HKD' },
    });

    for (const { userErrors } of [refused, again])
      expect(userErrors).toContainEqual(
        expect.objectContaining({ code: 'INVALID_INPUT', path: ['input', 'admission', 'type'] }),
      );
    expect(changed).toEqual({ admission: { type: 'FREE', price: null } });
  });

  test('in the name of a field are reported like any unknown field', async () => {
    for (const name of ['a\u0000b', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '\ud800']) {
      const document = JSON.parse(
        `{ ${JSON.stringify(name)}: 1, "kind": "TALK", "schedule": { "precision": "TBA" }, "text": { "en": { "title": "A talk" } } }`,
      );
      const entries = [{ kind: 'EVENT', externalRef: 'odd-name', document }];
      const { userErrors } = await editor.ask('contentPush', { entries });

      expect(userErrors).toMatchObject([
        { code: 'INVALID_INPUT', path: ['input', 'entries', '0', 'document', name] },
      ]);
    }
  });
});

test.each(['categories: [[]]', 'categories: [[], []]'])(
  '%s is refused with the entry without text',
  async (field) => {
    const { errors, data } = await editor.who.ask(
      `mutation { eventCreate(input: { kind: TALK, schedule: { precision: TBA }, translations: [{ locale: "en", title: "A talk" }], ${field} }) { userErrors { code path } } }`,
    );

    expect(errors).toBeUndefined();
    expect((data as unknown as { eventCreate: object }).eventCreate).toMatchObject({
      userErrors: [
        { code: 'INVALID_INPUT', path: ['input', 'categories', '0'] },
        ...(field.includes(',') ? [{}] : []),
      ],
    });
  },
);

test.each(['toString', 'constructor', '__proto__', 'hasOwnProperty', 'valueOf'])(
  'a mutation under the alias %s is done, once for its Idempotency-Key',
  async (alias) => {
    const mutation = `mutation { ${alias}: venueCreate(input: { translations: [{ locale: "en", name: "V" }] }) { venue { id } userErrors { code } } }`;
    const headers = { 'idempotency-key': `alias ${alias}` };
    const first = await editor.who.ask(mutation, {}, headers);
    const second = await editor.who.ask(mutation, {}, headers);

    expect(first.errors).toBeUndefined();
    const { data } = JSON.parse(JSON.stringify(first)) as { data: Record<string, { venue: object }> };
    expect(Object.getOwnPropertyDescriptor(data, alias)?.value.venue.id).toMatch(/^venue_/);
    expect(JSON.stringify(second.data)).toBe(JSON.stringify(first.data));
  },
);

test.each([
  ['a locale', { text: [{ locale: { toString: 1 }, title: 'x' }] }, 'INVALID_LOCALE'],
  [
    'a reference',
    { kind: 'NEWS', text: { en: { title: 'News' } }, aboutEvents: [{ toString: 1 }] },
    'INVALID_INPUT',
  ],
])('%s that is an object with a name of its own for toString is refused', async (_what, document, code) => {
  const entries = [{ kind: 'ARTICLE', externalRef: 'odd-value', document }];

  const { userErrors } = await editor.ask('contentPush', { entries });

  expect(userErrors.map((error: { code: string }) => error.code)).toContain(code);
});

test('a cursor is no place to put an object into', async () => {
  const after = Buffer.from('["documents","EVENT",{"toString":1}]').toString('base64url');
  const { errors } = await editor.who.ask(
    'query ($after: String) { contentDocuments(after: $after) { totalCount } }',
    {
      after,
    },
  );

  expect(errors).toMatchObject([{ extensions: { code: 'INVALID_CURSOR' } }]);
});

test.each<[string, string, object]>([
  [
    'a list of references',
    'query ($a: [String!]) { contentDocuments(externalRefs: $a) { totalCount } }',
    { a: ['a\u0000'] },
  ],
  [
    'the name of an operation',
    'query ($a: String) { auditLog(operation: $a) { totalCount } }',
    { a: 'a\u0000' },
  ],
  ['an id', 'query ($a: ID!) { webhook(id: $a) { id } }', { a: 'webhook_\u0000' }],
])('a control character in %s is reported as one', async (_what, query, variables) => {
  const { response, errors } = await admin.who.ask(query, variables);

  expect([response.status, errors?.[0]?.extensions?.code]).toEqual([400, 'INVALID_TEXT']);
});

test.each<[string, object, string[]]>([
  ['partnerFeedCreate', { name: 'A feed', organisation: 'organisation_\u0000' }, ['organisation']],
  ['apiKeyRevoke', { id: 'api_key_\u0007' }, ['id']],
  ['eventPublish', { ids: ['event_\u0000'] }, ['ids', '0']],
  [
    'contentPush',
    { entries: [{ kind: 'VENUE', externalRef: 'a\u0000b', document: {} }] },
    ['entries', '0', 'externalRef'],
  ],
])('a control character in the input of %s is reported with its path', async (mutation, input, path) => {
  const { userErrors } = await admin.ask(mutation, input);

  expect(userErrors).toMatchObject([{ code: 'INVALID_TEXT', path: ['input', ...path] }]);
});

test.each([
  ['the reference of a pushed object', 'c\u0000d', 'scc', 'externalRef'],
  ['what its document refers to', 'c-d', 'a\u0000b', 'venue'],
])('a control character in %s is reported by a dry run, too', async (_what, externalRef, venue, at) => {
  const document = { venue, kind: 'TALK', schedule: { precision: 'TBA' }, text: { en: { title: 'A talk' } } };
  const input = { entries: [{ kind: 'EVENT', externalRef, document }], dryRun: true };
  const { userErrors } = await editor.ask('contentPush', input);

  expect(userErrors).toMatchObject([{ path: expect.arrayContaining([at]) }]);
});
