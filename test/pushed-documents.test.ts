import { setTimeout } from 'node:timers/promises';
import { Role } from '../src/content/contract/access.js';
import { startDemo, type TestApplication } from './support/application.js';
import { waitingForLocks } from './support/lock-waits.js';
import { Mutations, type Payload } from './support/mutations.js';

let app: TestApplication;
let editor: Mutations;
beforeAll(async () => {
  app = await startDemo();
  editor = new Mutations(app, await app.as(Role.EDITOR));
});
afterAll(() => app.close());

const RESULTS = 'results { kind externalRef outcome version changes { path before after } }';

function pushed(externalRef: string, document: object, more: object = {}) {
  return editor.ask('contentPush', { entries: [{ kind: 'VENUE', externalRef, document }], ...more }, RESULTS);
}

async function stored(externalRef: string) {
  const { contentDocuments } = await editor.who.data(
    'query ($refs: [String!]) { contentDocuments(kinds: [VENUE], externalRefs: $refs) { nodes { document } } }',
    { refs: [externalRef] },
  );
  return contentDocuments.nodes[0]?.document;
}

let count = 0;
async function aVenue(): Promise<string> {
  count += 1;
  const ref = `pushed-venue-${count}`;
  const text = { en: { name: 'The hall', room: 'Room 1' }, 'zh-Hant': { name: '禮堂' } };
  expect(await pushed(ref, { district: 'Kowloon', text })).toMatchObject({ userErrors: [] });
  return ref;
}

describe('what has another external reference by now', () => {
  test('is reported as the current one to those who use the former one', async () => {
    const hall = await editor.done(
      'venueCreate',
      { externalRef: 'hall-one', translations: [{ locale: 'en', name: 'The hall' }] },
      'venue { id }',
    );
    const { id } = hall.venue;
    await editor.done('venueUpdate', { id, expectedVersion: 1, externalRef: 'hall-two' });
    await editor.done('venueUpdate', { id, expectedVersion: 2, externalRef: 'hall-three' });
    const talk = (venue: string) => ({ kind: 'TALK', schedule: { precision: 'TBA' }, venue });
    const translations = [{ locale: 'en', title: 'A talk in the hall' }];
    const messages = async (venue: string, language = 'en') => {
      const { userErrors } = await editor
        .with({ 'accept-language': language })
        .ask('eventCreate', { ...talk(venue), translations });
      return userErrors.map(({ code, message }: Payload) => [code, message]);
    };

    for (const former of ['hall-one', 'hall-two'])
      expect(await messages(former)).toEqual([
        ['NOT_FOUND', `There is no Venue "${former}"; it has been renamed to "hall-three", use that.`],
      ]);
    expect(await messages('hall-one', 'zh-HK')).toEqual([
      ['NOT_FOUND', '找不到「hall-one」（Venue）；該項內容現名為「hall-three」，請改用此名稱。'],
    ]);
    expect(await messages('hall-four')).toEqual([['NOT_FOUND', 'There is no Venue "hall-four".']]);
    const entry = { kind: 'VENUE', externalRef: 'hall-one', document: { district: 'Kowloon' } };
    const outdated = await editor.ask('contentPush', { entries: [{ ...entry, expectedVersion: 1 }] });
    expect(outdated.userErrors.slice(0, 1)).toMatchObject([
      {
        code: 'CONFLICT',
        message: expect.stringContaining('it has been renamed to "hall-three", so repeat the change there'),
      },
    ]);
  });
});

describe('texts of a pushed document', () => {
  test.each([
    ['text by language', { text: { 'zh-Hant': { name: '大禮堂' } } }],
    ['text by a tag that means the language', { text: { 'zh-HK': { name: '大禮堂' } } }],
    ['translations, as an input has them', { translations: [{ locale: 'zh-HK', name: '大禮堂' }] }],
    ['translations by language', { translations: { 'zh-Hant': { name: '大禮堂' } } }],
    ['text as a list', { text: [{ locale: 'zh-Hant', name: '大禮堂' }] }],
  ])('are taken as %s, for new objects and for those that are there', async (_form, document) => {
    const ref = await aVenue();
    const created = await pushed(`${ref}-new`, document);
    const updated = await pushed(ref, document);

    expect(created).toMatchObject({ results: [{ outcome: 'CREATED' }], userErrors: [] });
    expect(updated).toMatchObject({
      results: [
        {
          outcome: 'UPDATED',
          changes: [{ path: 'text.zh-Hant.name', before: '禮堂', after: '大禮堂' }],
        },
      ],
      userErrors: [],
    });
    expect((await stored(ref)).text).toEqual({
      en: { name: 'The hall', room: 'Room 1' },
      'zh-Hant': { name: '大禮堂' },
    });
    expect((await stored(`${ref}-new`)).text).toEqual({ 'zh-Hant': { name: '大禮堂' } });
  });

  test('are cleared by null, in each of the forms', async () => {
    const ref = await aVenue();
    await pushed(ref, { translations: [{ locale: 'en', room: null }] });
    await pushed(ref, { text: { 'zh-HK': null } });

    expect((await stored(ref)).text).toEqual({ en: { name: 'The hall' } });
  });

  test.each([
    [{ translations: 'rubbish' }, 'translations', 'INVALID_INPUT'],
    [{ text: 7 }, 'text', 'INVALID_INPUT'],
    [{ text: { en: 'The barn' } }, 'text.en', 'INVALID_INPUT'],
    [{ text: ['The barn'] }, 'text.0', 'INVALID_INPUT'],
    [{ text: { en: { locale: 'zh-Hant', name: '穀倉' } } }, 'text.en.locale', 'INVALID_INPUT'],
    [
      { text: { en: { name: 'a' } }, translations: [{ locale: 'en', name: 'b' }] },
      'translations',
      'INVALID_INPUT',
    ],
    [{ text: { 'zh-HK': { name: 'a' }, 'zh-Hant': { name: 'b' } } }, 'text.zh-Hant', 'INVALID_INPUT'],
    [{ text: { fr: null } }, 'text', 'INVALID_LOCALE'],
    [{ text: { fr: { name: 'La salle' } } }, 'text', 'INVALID_LOCALE'],
    [{ text: { en: { nmae: null } } }, 'text.en.nmae', 'INVALID_INPUT'],
    [{ distrikt: null }, 'distrikt', 'INVALID_INPUT'],
    [{ address: 'x', constructor: 1 }, 'constructor', 'INVALID_INPUT'],
    [JSON.parse('{"__proto__": {"district": "x"}}'), '__proto__', 'INVALID_INPUT'],
  ])('and everything else are refused where they are neither: %j', async (document, path, code) => {
    const ref = await aVenue();
    const before = await stored(ref);

    const { userErrors } = await pushed(ref, document);

    expect(userErrors).toContainEqual(
      expect.objectContaining({ code, path: ['input', 'entries', '0', 'document', ...path.split('.')] }),
    );
    expect(await stored(ref)).toEqual(before);
  });

  test('that are misspelt are pointed at', async () => {
    const { userErrors } = await pushed(await aVenue(), { distrcit: 'Sha Tin' });

    expect(userErrors[0].message).toMatch(/^Unknown field "distrcit"; did you mean "district"\?/);
    const chinese = await editor.with({ 'accept-language': 'zh-HK' }).ask('contentPush', {
      entries: [{ kind: 'VENUE', externalRef: 'x', document: { distrcit: 'Sha Tin' } }],
    });
    expect(chinese.userErrors[0].message).toContain('是否指「district」？');
    const word = await pushed(await aVenue(), { nmae: 'The hall' });
    expect(word.userErrors[0].message).toMatch(
      /^Unknown field "nmae"; did you mean "name", in a language under "text"\? Available fields: .*\btext\b/,
    );
    expect(word.userErrors[0].message).not.toContain('translations');
  });
});

test('an invalid time of a day is reported', async () => {
  const schedule = { precision: 'TIME', start: '2027-02-30T10:00' };
  const document = { kind: 'TALK', schedule, text: { en: { title: 'A talk' } } };
  const entries = [{ kind: 'EVENT', externalRef: 'on-no-day', document }];

  const { userErrors } = await editor.ask('contentPush', { entries });

  expect(userErrors[0].message).toBe(
    '"2027-02-30T10:00" is not a valid DateTime: there is no day 2027-02-30.',
  );
});

describe('the external reference of a pushed object', () => {
  test.each(['Upper_Case', '../evil x', '..', 'a/b', '', 'x'.repeat(101), '中環'])(
    'has to be one, as everywhere: %j',
    async (externalRef) => {
      const { userErrors } = await pushed(externalRef, { text: { en: { name: 'The hall' } } });

      expect(userErrors).toMatchObject([
        { code: 'INVALID_INPUT', path: ['input', 'entries', '0', 'externalRef'] },
      ]);
      expect(await stored(externalRef)).toBeUndefined();
    },
  );

  test('that is stored, and would not be allowed today, stays and is found', async () => {
    const ref = await aVenue();
    await app.database.pool.query('update draft.venue set external_ref = $1 where external_ref = $2', [
      'Upper_Case',
      ref,
    ]);

    expect(await pushed('Upper_Case', { district: 'Sha Tin' })).toMatchObject({
      results: [{ outcome: 'UPDATED' }],
      userErrors: [],
    });
    const translations = [{ locale: 'en', title: 'A talk' }];
    const event = { kind: 'TALK', schedule: { precision: 'TBA' }, venue: 'Upper_Case', translations };
    expect((await editor.done('eventCreate', event, 'event { venue { district } }')).event).toEqual({
      venue: { district: 'Sha Tin' },
    });
  });
});

describe('an error in one of several', () => {
  const entry = (kind: string, externalRef: string, document: object) => ({ kind, externalRef, document });
  const named = (name: string, more: object = {}) => ({ kind: 'LAB', text: { en: { name } }, ...more });
  const pushAll = (entries: object[], more: object = {}) =>
    editor.ask('contentPush', { entries, ...more }, RESULTS);

  test.each([{ dryRun: true }, { dryRun: false }])('is reported with its path: %j', async (more) => {
    const cyclic = await pushAll(
      [
        entry('ORGANISATION', 'a-part', named('A part', { parent: 'scc' })),
        entry('ORGANISATION', 'a-loop', named('A loop', { parent: 'a-loop' })),
      ],
      more,
    );
    const outOfSeries = await pushAll(
      [
        entry('EVENT_SERIES', 'a-series', { plannedSessions: 2, text: { en: { title: 'A series' } } }),
        ...[2, 3].map((session) =>
          entry('EVENT', `session-${session}`, {
            kind: 'TALK',
            schedule: { precision: 'TBA' },
            series: 'a-series',
            session,
            text: { en: { title: `Session ${session}` } },
          }),
        ),
      ],
      more,
    );

    expect(cyclic.userErrors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'entries', '1', 'document', 'parent'] },
    ]);
    expect(outOfSeries.userErrors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'entries', '2', 'document', 'session'] },
    ]);
  });

  const session = (ref: string, number: number, series: string) =>
    entry('EVENT', ref, {
      kind: 'TALK',
      schedule: { precision: 'TBA' },
      series,
      session: number,
      text: { en: { title: ref } },
    });
  const aSeries = (ref: string) => entry('EVENT_SERIES', ref, { text: { en: { title: ref } } });
  const at = (code: string, index: number, ...place: string[]) => ({
    code,
    path: ['input', 'entries', String(index), 'document', ...place],
  });

  test.each([{ dryRun: true }, { dryRun: false }])(
    'is reported for all that have the same session, and for nothing that they refer to: %j',
    async (more) => {
      const together = await pushAll(
        [aSeries('new-series'), session('first', 1, 'new-series'), session('also-first', 1, 'new-series')],
        more,
      );
      await pushAll([aSeries('old-series'), session('held', 1, 'old-series')]);
      const alone = await pushAll([session('late', 1, 'old-series')], more);
      const renamed = { ...session('held', 1, 'old-series'), document: { text: { en: { title: 'Anew' } } } };
      const neighboursOf = await pushAll([renamed, session('late', 1, 'old-series')], more);

      expect(together.userErrors).toMatchObject([at('TAKEN', 1, 'session'), at('TAKEN', 2, 'session')]);
      expect(alone.userErrors).toMatchObject([at('TAKEN', 0, 'session')]);
      expect(neighboursOf.userErrors).toMatchObject([at('TAKEN', 1, 'session')]);
    },
  );

  test.each([
    ['venue', '(map_url)', [1, 3]],
    ['event_text', '(locale, title)', [4, 5]],
    ['link', '(url)', [4, 6]],
  ])(
    'is reported for all whose rows in the table have the values that are unique: %s %s',
    async (table, key, places) => {
      const { pool } = app.database;
      const talk = { kind: 'TALK', schedule: { precision: 'TBA' } };
      const page = (title: string, url: string) => ({
        text: { en: { title } },
        links: [{ rel: 'DETAILS', url }],
      });
      const url = 'https://odd.example/';
      const hall = { mapUrl: url, text: { en: { name: 'The odd hall' } } };
      await pool.query(`alter table draft.${table} add constraint odd_key unique ${key} deferrable`);
      try {
        const { userErrors } = await pushAll([
          entry('ORGANISATION', 'the-odd-hall', named('The odd hall', { website: url })),
          entry('VENUE', 'odd-hall', hall),
          entry('VENUE', 'even-hall', { mapUrl: `${url}2`, text: { en: { name: 'The even hall' } } }),
          entry('VENUE', 'odd-hall-too', hall),
          entry('EVENT', 'odd-talk', { ...talk, ...page('An odd talk', url), venue: 'odd-hall' }),
          entry('EVENT', 'even-talk', { ...talk, ...page('An odd talk', `${url}2`), venue: 'odd-hall' }),
          entry('ARTICLE', 'odd-news', {
            kind: 'NEWS',
            ...page('An odd talk', url),
            aboutEvents: ['even-talk'],
          }),
        ]);

        expect(userErrors).toMatchObject(places.map((place) => at('TAKEN', place)));
      } finally {
        await pool.query(`alter table draft.${table} drop constraint odd_key`);
      }
    },
  );

  test('is that what it refers to was deleted at the same moment', async () => {
    const ref = await aVenue();
    const talk = (name: string, venue?: string) =>
      entry('EVENT', name, {
        kind: 'TALK',
        schedule: { precision: 'TBA' },
        ...(venue ? { venue } : {}),
        text: { en: { title: name } },
      });
    const entries = [aSeries('elsewhere'), talk('outdoors'), talk('indoors', ref)];

    const gone = `delete from draft.venue where external_ref = '${ref}'`;
    const { userErrors } = await beside(gone, () => pushAll(entries));

    expect(userErrors).toMatchObject([at('IN_USE', 2)]);
  });

  test('is what a row of the type has that the database alone refuses', async () => {
    const { pool } = app.database;
    await pool.query('alter table draft.event drop constraint event_check3');
    await pool.query("alter table draft.event add constraint event_check3 check (time_zone <> 'Asia/Tokyo')");
    const event = (ref: string, timeZone: string, more: object = {}) =>
      entry('EVENT', ref, {
        kind: 'TALK',
        schedule: { precision: 'TBA', timeZone },
        series: 'around',
        text: { en: { title: ref } },
        ...more,
      });

    const { userErrors } = await pushAll([
      aSeries('around'),
      event('whole', 'Asia/Hong_Kong'),
      event('a-part', 'Asia/Tokyo', { parent: 'whole' }),
      event('another-part', 'Asia/Hong_Kong', { parent: 'a-part' }),
    ]);

    expect(userErrors).toMatchObject([at('INVALID_INPUT', 2, 'schedule', 'end')]);
  });

  /** What another connection does is in the way before it commits, and seen only after that. */
  async function beside<Result>(statement: string, work: () => Promise<Result>): Promise<Result> {
    const other = await app.database.pool.connect();
    try {
      await other.query('begin');
      await other.query(statement);
      const working = work();
      while ((await waitingForLocks(app.database.pool)) === 0) await setTimeout(10);
      await other.query('commit');
      return await working;
    } finally {
      other.release();
    }
  }

  test('is that it is given twice', async () => {
    const entries = ['One', 'Two'].map((name) => entry('ORGANISATION', 'twice', named(name)));

    expect((await pushAll(entries)).userErrors).toMatchObject([
      {
        code: 'INVALID_INPUT',
        path: ['input', 'entries', '1', 'document'],
        message: expect.stringMatching(/given twice/),
      },
    ]);
  });
});

describe('the objects of one request', () => {
  const venues = (count: number) =>
    Array.from({ length: count }, (_each, index) => ({
      kind: 'VENUE',
      externalRef: `of-many-${index}`,
      document: { text: { en: { name: `Hall ${index}` } } },
    }));

  test('are 500 at most', async () => {
    const { results } = await editor.done('contentPush', { entries: venues(500) }, 'results { id }');
    const publisher = new Mutations(app, await app.as(Role.PUBLISHER));
    const ids = results.map(({ id }: Payload) => id);

    const { publicChanges } = await publisher.done('venuePublish', { ids }, 'publicChanges { id }');

    expect(new Set(publicChanges.map(({ id }: Payload) => id))).toEqual(new Set(ids));
  });

  test.each([
    ['contentPush', { entries: venues(501) }, 'entries', 501],
    ['contentPush', { entries: venues(501), dryRun: true }, 'entries', 501],
    ['venuePublish', { ids: Array.from({ length: 600 }, () => 'venue_x') }, 'ids', 600],
    ['venueUnpublish', { ids: Array.from({ length: 9_000 }, () => 'venue_x') }, 'ids', 9_000],
    [
      'venueSchedule',
      { ids: Array.from({ length: 501 }, () => 'x'), action: 'PUBLISH', at: '2999-01-01T00:00:00Z' },
      'ids',
      501,
    ],
  ])('in %s are counted before anything is done', async (mutation, input, list, length) => {
    const both = new Mutations(app, await app.as(Role.EDITOR, Role.PUBLISHER));

    const { userErrors } = await both.ask(mutation, input);
    const inChinese = await both.with({ 'accept-language': 'zh-HK' }).ask(mutation, input);

    expect(userErrors).toEqual([
      {
        code: 'TOO_MANY_OBJECTS',
        path: ['input', list],
        message: `"${list}" has ${length} entries; a request takes at most 500. For more at once, use a bulk operation: see bulkOperationCreate.`,
        conflict: null,
      },
    ]);
    expect(inChinese.userErrors[0].message).toContain(`${length} 項`);
  });
});
