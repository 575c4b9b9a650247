import { checkObjects } from '../src/content/publishing/publish-checks.js';
import 'reflect-metadata';
import { globalId } from '../src/content/contract/global-id.js';
import { Severity } from '../src/content/model/finding.js';
import { documentsOf } from '../src/content/publishing/described-objects.js';
import { checkTexts } from '../src/content/publishing/text-checks.js';
import { Contact } from '../src/events/contact.js';
import { Refusal } from '../src/foundation/errors.js';
import { startDemo, startEmpty, type TestApplication } from './support/application.js';
import {
  anArticle,
  anEvent,
  anEventSeries,
  anIssue,
  anOrganisation,
  aProgramme,
  aSponsorship,
  changed,
  Desk,
  type Piece,
} from './support/builders.js';

let app: TestApplication;
let desk: Desk;
beforeAll(async () => {
  app = await startEmpty();
  desk = await Desk.open(app);
  await desk.release(host);
});
afterAll(() => app.close());

const host = anOrganisation({ ref: 'host' });
const inBoth = (en: unknown) => ({ en, 'zh-Hant': expect.stringMatching(/\p{Script=Han}.*。$/u) });

describe('a warning', () => {
  test('is given for each link without an address, of events and of articles', async () => {
    const links = [
      { rel: 'DETAILS', url: 'https://example.org/' },
      { rel: 'REGISTER', status: 'MISSING' },
      { rel: 'ARCHIVE' },
    ];
    const [event, article] = [anEvent({ links }), anArticle({ links: links.slice(0, 2) })];
    await desk.write(event, article);

    const sentence = inBoth('The link has no URL yet, so readers cannot follow it.');
    const finding = { code: 'LINK_WITHOUT_ADDRESS', severity: 'WARNING', sentence };
    expect(await findingsOf(event)).toEqual([
      { ...finding, path: ['links', '1'] },
      { ...finding, path: ['links', '2'] },
    ]);
    expect(await findingsOf(article)).toEqual([{ ...finding, path: ['links', '1'] }]);
  });

  test('is given for a session of a series without a date, not for any event without one', async () => {
    const series = anEventSeries();
    const session = anEvent({ series: series.ref, session: 1 });
    const dated = changed(session, { schedule: { precision: 'DATE', startDate: '2024-07-12' } });
    const alone = anEvent();
    await desk.write(series, session, alone);

    expect(await findingsOf(session)).toEqual([
      {
        code: 'SESSION_WITHOUT_DATE',
        severity: 'WARNING',
        path: ['schedule', 'precision'],
        sentence: inBoth('The session of the series has no date yet.'),
      },
    ]);
    expect(await findingsOf(alone)).toEqual([]);
    await desk.write(dated);
    expect(await findingsOf(dated)).toEqual([]);
  });

  test('is reported for a broken e-mail address in any text, with its path', async () => {
    const event = anEvent({
      text: {
        en: { title: 'Talk', description: 'Write to **EventsManager@hkabaeima** today.' },
        'zh-Hant': { title: '講座', summary: '請電郵至info@scc.org.hk查詢。' },
      },
      contacts: [{ name: 'office@scc', email: 'office@scc.org.hk' }],
      categories: [{ 'zh-Hant': '學校組（[email protected]）' }],
    });
    await desk.write(event);

    const findings = await findingsOf(event);

    expect(findings.map(({ path }) => path.join('.'))).toEqual([
      'categories.0.zh-Hant',
      'contacts.0.name',
      'text.en.description',
    ]);
    expect(findings.at(-1)).toMatchObject({
      code: 'BROKEN_EMAIL',
      severity: 'WARNING',
      sentence: inBoth(
        '"EventsManager@hkabaeima" is not a deliverable e-mail address: its domain is missing or parts are masked; write the address in full.',
      ),
    });
  });

  test('blocks no publication', async () => {
    const event = anEvent({ links: [{ rel: 'DETAILS' }] });

    await desk.release(event);

    const { node } = await app.data('query ($id: ID!) { node(id: $id) { id } }', { id: desk.id(event) });
    expect(node).toEqual({ id: desk.id(event) });
  });
});

describe('an e-mail address', () => {
  test.each([
    'EventsManager@hkabaeima',
    'Ask info@scc, please.',
    'i***o@scc.org.hk',
    '***@scc.org.hk',
    'info@***',
    'info@s**.org.hk',
    'in••••@scc.org.hk',
    'info@scc.org.h',
    '[email protected]',
    'Write to [email\u00a0protected].',
    '請電郵至info@scc查詢',
    'This email address is being protected from spambots. You need JavaScript enabled to view it.',
    '這個 E-mail 地址已經被防止灌水機器人保護，您需要啟用 Java Script 來觀看它',
    '此郵件地址已受到反垃圾郵件插件保護。要顯示它需要在瀏覽器中啟用 JavaScript。',
    '電子郵件地址會受到防垃圾郵件機器人的保護。您需要啟用 JavaScript 才能檢視。',
    '查詢：[電郵地址受保護]',
    'Email hidden; JavaScript is required.',
    '*protected email*',
    '[email&#160;protected]',
    '&#91;email&nbsp;protected&#93;',
    '[info](/cdn-cgi/l/email-protection#a1b2)',
    'info [at] scc.org.hk',
    'info(at)scc.org.hk',
    'info {at} scc [dot] org [dot] hk',
    'info AT scc DOT org DOT hk',
    '電郵：info＠scc.org.hk',
    'info @ scc.org.hk',
  ])('is broken in "%s"', (text) => {
    expect(checkTexts({ text }).map(({ code }) => code)).toContain('BROKEN_EMAIL');
  });

  test.each([
    'info@scc.org.hk',
    'Mail **info@scc.org.hk**, or *press@scc.org.hk*.',
    '<first.last+tag@mail.scc.org.hk>…',
    '[info@scc.org.hk](mailto:info@scc.org.hk)',
    '請電郵至info@scc.org.hk查詢。',
    'Follow @scc on https://example.org/@scc/a@b or https://user@example/.',
    'Doors open @ 6, and 於SPACE@香港。',
    'No address *at* all…',
    'Look at antidotes, at polkadots; we met [at](https://example.org) noon (at last).',
    '電郵保安講座：如何防範垃圾郵件，保護電郵地址。',
    'A talk on JavaScript, enabled by sensors.',
  ])('is not broken in "%s"', (text) => {
    expect(checkTexts({ text })).toEqual([]);
  });

  test('takes no longer to look for in a text that is made to take long', () => {
    const started = performance.now();

    checkTexts({ text: 'a'.repeat(100_000) + '@'.repeat(1_000) + 'a.'.repeat(50_000) });

    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('pasted text', () => {
  test.each([
    ['RAW_HTML', '<br>', 'Line one<br>Line two'],
    ['RAW_HTML', '<a href="https://example.org">', 'See <a href="https://example.org">this</a>.'],
    ['RAW_HTML', '</div>', '內容</div>'],
    ['RAW_HTML', '<!--', 'Text <!-- StartFragment -->'],
    ['LINK_MISSING', 'please visit', 'For more details, please visit'],
    ['LINK_MISSING', 'Please visit', 'Please visit our website for details.'],
    ['LINK_MISSING', 'click here', 'To register, click here.\n\nhttps://example.org'],
    ['LINK_MISSING', '請瀏覽', '報名請瀏覽：'],
    ['LINK_MISSING', '請瀏覽本會網站', '詳情請瀏覽本會網站。'],
    ['LINK_MISSING', '按此', '按此報名'],
    ['RELATIVE_ADDRESS', '/events/1', 'See [the event](/events/1).'],
    ['RELATIVE_ADDRESS', 'images/poster.jpg', '![海報](images/poster.jpg)'],
    ['RELATIVE_ADDRESS', 'www.example.org', '[網站](www.example.org)'],
    ['RELATIVE_ADDRESS', '../a', '[a]\n\n[a]: ../a'],
    ['GARBLED_TEXT', '智慧\ufffd市', '智慧\ufffd市'],
    ['GARBLED_TEXT', 'It\u00e2\u20ac\u2122s', 'It\u00e2\u20ac\u2122s here'],
    ['CHINESE_PUNCTUATION', '審計丶雲計算', '審計丶雲計算'],
    ['CHINESE_PUNCTUATION', '歡迎參加,名額有限', '歡迎參加,名額有限。'],
    ['CHINESE_PUNCTUATION', '重點」:內容', '「重點」:內容'],
  ])('is told as %s, with "%s", where it stands', async (code, place, description) => {
    const event = anEvent({ text: { 'zh-Hant': { title: '講座', description } } });
    await desk.write(event);

    const findings = await findingsOf(event);

    expect(findings).toMatchObject([
      {
        code,
        severity: 'WARNING',
        path: ['text', 'zh-Hant', 'description'],
        sentence: inBoth(expect.stringContaining(place)),
      },
    ]);
  });

  test('is told in plain texts, too, where entities are seen as they are written', async () => {
    const event = anEvent({ text: { en: { title: 'Q&nbsp;&amp;A' } } });
    await desk.write(event);

    expect(await findingsOf(event)).toMatchObject([{ code: 'RAW_HTML', path: ['text', 'en', 'title'] }]);
  });

  test.each([
    'Please visit https://example.org, or click [here](https://example.org/a).',
    'Please visit our booth, and see what is new at ACME.',
    '請瀏覽 www.example.org；歡迎瀏覽展品。請按時出席。',
    'The rules that apply here; details of the talk are here to stay.',
    '`<br>` and &lt;b&gt; in code, 2 < 3 > 1, <https://example.org>, <info@example.org>.',
    '[a](https://example.org), [b](mailto:info@example.org), [c](tel:+85212345678)',
    'AI丶ML, 10:30, 3,000人, 2.5億, SCC(香港), v1.0版, https://example.org/香港,九龍',
    '「智慧城市」：香港、九龍；（註）—— naïve café, Ångström, “quotes”',
  ])('raises no false alarm: %s', async (description) => {
    const event = anEvent({ text: { 'zh-Hant': { title: '講座', description } } });
    await desk.write(event);

    expect(await findingsOf(event)).toEqual([]);
  });

  test('takes no longer to look for in a text that is made to take long', () => {
    const started = performance.now();

    for (const part of [
      '<a ',
      'please visit a ',
      '請瀏覽網',
      '](',
      '智丶',
      '&',
      'register a ',
      'a at b dot ',
      '[電郵',
      '``` ',
    ])
      checkTexts({ text: part.repeat(Math.ceil(100_000 / part.length)) });

    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('errors that block a publication', () => {
  test('is the address of a contact that cannot be one', async () => {
    const event = anEvent({ contacts: [{ name: 'Office' }, { email: 'manager@example.org' }] });
    await desk.write(event);
    // As it was stored before inputs refused such addresses.
    await app.store.draft.manager.update(
      Contact,
      { email: 'manager@example.org' },
      { email: 'EventsManager@hkabaeima' },
    );

    const problems = await refusedOf(event);

    expect(problems).toEqual([
      {
        code: 'NOT_READY',
        path: [desk.id(event), 'contacts', '1', 'email'],
        message: '"EventsManager@hkabaeima" is not a valid e-mail address; it needs a complete domain.',
        chinese: '「EventsManager@hkabaeima」不是有效的電郵地址；請填寫完整的網域。',
      },
    ]);
    expect(await findingsOf(event)).toHaveLength(1);
  });

  test.each([
    ['that has no wording at all', []],
    ['whose wording is in force from tomorrow on, in Hong Kong', [inForceFrom('2024-06-11')]],
  ])('is a mandatory disclaimer %s', async (_what, disclaimers) => {
    // Half past eleven in the evening in Hong Kong.
    app.setNow('2024-06-10T15:30:00Z');
    const { event, programme, sponsorship } = sponsored({ disclaimers });
    await desk.write(programme, event, sponsorship);

    const problems = await refusedOf(event);

    const message =
      'A sponsored item whose programme requires a disclaimer cannot be published without it; add the text in force to the programme.';
    expect(problems).toEqual([
      {
        code: 'NOT_READY',
        path: [desk.id(sponsorship), 'programme'],
        message,
        chinese: expect.stringMatching(/免責聲明.*。$/),
      },
    ]);
    const { node } = await app.data('query ($id: ID!) { node(id: $id) { id } }', { id: desk.id(event) });
    expect(node).toBeNull();
  });

  test.each([
    ['is in force from today on, in Hong Kong', { disclaimers: [inForceFrom('2024-06-11')] }],
    ['need not be there', { isDisclaimerMandatory: false }],
  ])('is no disclaimer that %s', async (_what, values) => {
    // Half past midnight in Hong Kong, still the day before in UTC.
    app.setNow('2024-06-10T16:30:00Z');
    const { event, programme, sponsorship } = sponsored(values);
    await desk.write(programme, event, sponsorship);

    await expect(desk.publish(event)).resolves.toBeUndefined();
  });

  test('is reported of everything that would be published, at once', async () => {
    const items = [sponsored({}), sponsored({})];
    const issue = anIssue({
      sections: [{ kind: 'UPCOMING', items: items.map(({ event }) => ({ event: event.ref })) }],
    });
    await desk.write(...items.flatMap((item) => Object.values(item)), issue);

    const problems = await refusedOf(issue, { withContents: true });

    const places = items.map(({ sponsorship }) => `${desk.id(sponsorship)} programme`);
    expect(problems.map(({ path }) => path.join(' ')).sort()).toEqual(places.sort());
    await expect(desk.publish(issue)).resolves.toBeUndefined();
  });
});

test('the demo content has warnings and no errors', async () => {
  const demo = await startDemo();
  try {
    const found = await demo.store.transaction(async ({ draft }) => {
      const all = new Map<(typeof demo.store.types)[number], Set<string>>();
      for (const type of demo.store.types) {
        const rows = (await draft.find(type.entity)) as { id: string }[];
        all.set(type, new Set(rows.map(({ id }) => id)));
      }
      return checkObjects(await documentsOf(draft, demo.store, all), demo.store.clock());
    });

    expect(found.filter(({ severity }) => severity === Severity.ERROR)).toEqual([]);
    const codes = found.map(({ code }) => code);
    expect(codes.filter((code) => code === 'SESSION_WITHOUT_DATE')).toHaveLength(3);
    expect(codes).toContain('LINK_WITHOUT_ADDRESS');
  } finally {
    await demo.close();
  }
});

function inForceFrom(effectiveFrom: string) {
  return { version: 1, locale: 'en', text: 'Not our view.', effectiveFrom };
}

function sponsored(values: object) {
  const programme = aProgramme({ ...values });
  const event = anEvent();
  const sponsorship = aSponsorship({ organisation: 'host', event: event.ref, programme: programme.ref });
  return { programme, event, sponsorship };
}

/** What is found in one object and what goes with it. */
async function findingsOf(piece: Piece) {
  const content = app.store.types.find(({ name }) => name === piece.type);
  if (!content) throw new Error(`There is no content type ${piece.type}.`);
  const id = desk.id(piece).slice(globalId(content.table, '').length);
  const selection = new Map([[content, new Set([id])]]);
  const documents = await app.store.transaction(({ draft }) => documentsOf(draft, app.store, selection));
  const found = await checkObjects(documents, app.store.clock());
  return found.map(({ code, severity, path, sentence }) => ({ code, severity, path, sentence }));
}

async function refusedOf(piece: Piece, options = {}) {
  const refused: unknown = await desk.publish(piece, options).catch((error: unknown) => error);
  if (!(refused instanceof Refusal)) throw new Error('It was published.', { cause: refused });
  return refused.problems;
}
