import { readFileSync } from 'node:fs';
import { parseAtomFeed, parseRssFeed } from 'feedsmith';
import { RelaxNGValidator, XmlDocument } from 'libxml2-wasm';
import Parser from 'rss-parser';
import type { Item } from '../src/feeds/feed-item.js';
import { writeAtom } from '../src/feeds/formats/atom.js';
import { writeRss } from '../src/feeds/formats/rss.js';
import {
  aHead,
  anArticle,
  anEvent,
  english,
  oddEvents,
  oneLine,
  openAt,
  organiser,
  sponsor,
  uuidOf,
  written,
} from './support/feed-items.js';
import { ROOT } from './support/root.js';

const ATOM = readFileSync(new URL('test/support/atom.rng', ROOT), 'utf8');

const events = oddEvents(1_000, 3);
const texts = { rss: '', atom: '' };
beforeAll(async () => {
  texts.rss = await written(writeRss, events);
  texts.atom = await written(writeAtom, [{ ...anEvent(), isWithdrawn: true }, ...events]);
});

/** @throws with what is wrong with a feed by the grammar. */
function assertAtom(text: string): void {
  const grammar = XmlDocument.fromString(ATOM);
  const validator = RelaxNGValidator.fromDoc(grammar);
  const document = XmlDocument.fromString(text);
  try {
    validator.validate(document);
  } finally {
    for (const each of [document, validator, grammar]) each.dispose();
  }
}

/** The texts that are found in XML by libxml2, which takes nothing that is not well-formed. */
function found(text: string, path: string): string[] {
  const document = XmlDocument.fromString(text);
  try {
    const prefixes = {
      a: 'http://www.w3.org/2005/Atom',
      at: 'http://purl.org/atompub/tombstones/1.0',
      dc: 'http://purl.org/dc/elements/1.1/',
      content: 'http://purl.org/rss/1.0/modules/content/',
    };
    return document.find(path, prefixes).map((node) => node.content);
  } finally {
    document.dispose();
  }
}

const rssOf = (...items: Item[]) => written(writeRss, items);
const atomOf = (...items: Item[]) => written(writeAtom, items);

describe('RSS', () => {
  test('of a thousand odd events is well-formed, and each reader reads them as they were', async () => {
    const titles = events.map(({ title }) => oneLine(title.text));

    const feedsmith = parseRssFeed(texts.rss);
    const rssParser = await new Parser({ customFields: { item: ['language'] } }).parseString(texts.rss);

    expect(found(texts.rss, '/rss/channel/item/title')).toEqual(titles);
    expect(feedsmith.items?.map((item) => item.title)).toEqual(titles.map((title) => title.trim()));
    expect(feedsmith.items?.map((item) => item.dc?.languages)).toEqual(
      events.map(({ title }) => [title.language]),
    );
    expect(feedsmith.items?.map((item) => item.guid)).toEqual(
      events.map(({ uuid }) => ({ value: `urn:uuid:${uuid}`, isPermaLink: false })),
    );
    expect(rssParser.items.map((item) => item.title)).toEqual(titles);
    expect(rssParser.items.map((item) => item.isoDate)).toEqual(
      events.map(({ publishedAt }) => `${publishedAt.slice(0, 19)}.000Z`),
    );
  });

  test('has its name and its source', async () => {
    const { title, link, description, language, lastBuildDate, ttl, atom } = parseRssFeed(
      await written(writeRss, [], aHead({ language: 'zh-Hant', title: '活動 <all>' })),
    );

    expect({ title, link, description, language, lastBuildDate, ttl }).toEqual({
      title: '活動 <all>',
      link: 'https://scc.example/',
      description: 'What is on.',
      language: 'zh-Hant',
      lastBuildDate: 'Fri, 31 May 2024 08:00:00 GMT',
      ttl: 60,
    });
    expect(atom?.links).toEqual([
      {
        rel: 'self',
        type: 'application/rss+xml',
        href: 'https://scc.example/feeds/events.ics?locale=en',
      },
    ]);
  });

  test('has no withdrawn event', async () => {
    expect(found(await rssOf(anEvent({ isWithdrawn: true }), anEvent()), '//item')).toHaveLength(1);
  });

  test('has articles with their authors', async () => {
    const rss = await rssOf(anArticle({ authors: ['Chan Tai Man', 'A <b> & "c"'] }));

    expect(found(rss, '//item/dc:creator')).toEqual(['Chan Tai Man', 'A <b> & "c"']);
    expect(found(rss, '//item/category')).toEqual(['News']);
  });
});

describe('Atom', () => {
  test('of a thousand odd events follows the grammar, and each reader reads them as they were', async () => {
    assertAtom(texts.atom);

    const titles = events.map(({ title }) => oneLine(title.text));
    const { entries } = parseAtomFeed(texts.atom);
    const rssParser = await new Parser().parseString(texts.atom);

    expect(found(texts.atom, '/a:feed/a:entry/a:title')).toEqual(titles);
    expect(found(texts.atom, '/a:feed/a:entry/@xml:lang')).toEqual(events.map(({ title }) => title.language));
    expect(entries?.map((entry) => entry.title?.value)).toEqual(titles.map((title) => title.trim()));
    expect(entries?.map((entry) => entry.id)).toEqual(events.map(({ uuid }) => `urn:uuid:${uuid}`));
    expect(entries?.map((entry) => entry.updated)).toEqual(events.map(({ updatedAt }) => updatedAt));
    expect(rssParser.items.map((item) => item.title)).toEqual(titles);
  });

  test('is valid without optional values, too', async () => {
    const bare = { ...anArticle({ authors: [], kindLabel: '', title: { text: '', language: 'en' } }) };
    Reflect.deleteProperty(bare, 'url');

    assertAtom(await atomOf());
    assertAtom(await atomOf(bare));
    expect(() => assertAtom('<feed xmlns="http://www.w3.org/2005/Atom"/>')).toThrow();
  });

  test('has withdrawn events as deleted entries, before the entries; later ones are left out', async () => {
    const gone = (index: number) => anEvent({ uuid: uuidOf(index), isWithdrawn: true });

    const atom = await atomOf(gone(1), anEvent(), gone(2));

    assertAtom(atom);
    expect(found(atom, '/a:feed/at:deleted-entry/@ref')).toEqual([`urn:uuid:${uuidOf(1)}`]);
    expect(found(atom, '/a:feed/at:deleted-entry/@when')).toEqual(['2024-05-02T03:04:05.678Z']);
    expect(found(atom, '/a:feed/a:entry')).toHaveLength(1);
  });
});

describe('an event at length', () => {
  const event = anEvent({
    lifecycle: 'POSTPONED',
    state: 'POSTPONED',
    stateLabel: 'Postponed',
    summary: { text: 'A day about <mobility>.', language: 'en' },
    body: { html: '<p>來 &amp; <strong>看</strong></p>', text: '來 & 看', language: 'zh-Hant' },
    disclaimers: [{ text: 'Any opinions\nare theirs.', language: 'en' }],
    venue: {
      name: english('Hall "5"'),
      address: english('1 Expo Drive'),
      mapUrl: 'https://maps.example/?q=1&z=2',
    },
    organisations: [organiser('SCC & Co')],
    sponsors: [
      sponsor('FUNDED', 'Funded by', 'ITF'),
      sponsor('SUPPORTED', 'Supported by', 'HKPC'),
      sponsor('SUPPORTED', 'Supported by', 'ASTRI'),
    ],
    admission: { type: 'PAID', price: '120.00', currency: 'HKD' },
    registration: openAt('javascript:alert(1)'),
  });
  const content = [
    '<ul lang="en">',
    '<li><b>Status</b> Postponed</li>',
    '<li><b>Time</b> To be announced</li>',
    '<li><b>Originally</b> Friday, 31 May 2024, 4:00–6:00 pm</li>',
    '<li><b>Venue</b> <a href="https://maps.example/?q=1&amp;z=2">Hall "5", 1 Expo Drive</a></li>',
    '<li><b>Organiser</b> SCC &amp; Co</li>',
    '<li><b>Funded by</b> ITF</li>',
    '<li><b>Supported by</b> HKPC, ASTRI</li>',
    '<li><b>Admission</b> HKD 120</li>',
    '</ul>',
    '<p lang="en">A day about &lt;mobility&gt;.</p>',
    '<div lang="zh-Hant">',
    '<p>來 &amp; <strong>看</strong></p>',
    '</div>',
    '<p lang="en">Any opinions<br>are theirs.</p>',
  ].join('\n');
  const summary = [
    '<p lang="en">A day about &lt;mobility&gt;.</p>',
    '<p lang="en">Any opinions<br>are theirs.</p>',
  ].join('\n');

  test('in RSS has the time and the place, and the disclaimer with the summary and with the text', async () => {
    const rss = await rssOf(event);

    expect(found(rss, '//item/content:encoded')).toEqual([content]);
    expect(found(rss, '//item/description')).toEqual([summary]);
  });

  test('in Atom has the same, with the language of each', async () => {
    const atom = await atomOf(event);

    expect(found(atom, '//a:entry/a:content')).toEqual([content]);
    expect(found(atom, '//a:entry/a:content/@xml:lang')).toEqual(['zh-Hant']);
    expect(found(atom, '//a:entry/a:summary')).toEqual([summary]);
    expect(found(atom, '//a:entry/a:summary/@xml:lang')).toEqual(['en']);
  });

  test.each([
    ['en', 'Status', 'Originally', 'Friday, 31 May 2024, 4:00–6:00 pm'],
    ['zh-Hant', '狀態', '原定', '2024年5月31日（星期五）下午4時至6時'],
    ['zh-Hans-CN', '状态', '原定', '2024年5月31日（星期五）下午4时至6时'],
    ['fr', 'Status', 'Originally', 'Friday, 31 May 2024, 4:00–6:00 pm'],
  ])('has its labels in the language of the feed: %s', async (language, label, originally, when) => {
    const rss = await written(writeRss, [event], aHead({ language }));

    const [html] = found(rss, '//item/content:encoded');
    expect(html).toMatch(new RegExp(`<li><b>${label}</b> (<span lang="en">)?Postponed(</span>)?</li>\n`));
    expect(html).toContain(`<li><b>${originally}</b> ${when}</li>`);
  });
});
