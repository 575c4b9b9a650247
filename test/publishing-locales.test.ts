import 'reflect-metadata';
import { startEmpty, type TestApplication } from './support/application.js';
import {
  anArticle,
  anArticleSeries,
  anEvent,
  anEventSeries,
  anIssue,
  anOrganisation,
  aPerson,
  aProgramme,
  aVenue,
  changed,
  Desk,
  type Piece,
} from './support/builders.js';

let app: TestApplication;
let desk: Desk;
const host = anOrganisation({ ref: 'host', text: { en: { name: 'Host' }, 'zh-Hant': { name: '主辦' } } });
const speaker = aPerson({ ref: 'speaker' });
beforeAll(async () => {
  app = await startEmpty();
  desk = await Desk.open(app);
  await desk.release(host, speaker);
});
afterAll(() => app.close());

let events = 0;

/** An event whose every localized word says in which language and in which version it is. */
function wordyEvent(version: string, ref?: string): Piece {
  events += 1;
  const name = ref ?? `wordy-${events}`;
  const both = (word: string) => ({ en: `${word} en ${version}`, 'zh-Hant': `${word} zh ${version}` });
  const text = (locale: string) => ({
    title: `title ${locale} ${version}`,
    description: `long ${locale} ${version}`,
    slug: `${name}-${locale}`,
  });
  return anEvent({
    ref: name,
    text: { en: text('en'), 'zh-Hant': text('zh') },
    categories: [both('juniors'), both('open')],
    admission: { type: 'PAID', note: both('note') },
    participations: [{ organisation: 'host', role: 'HOST', label: both('role') }],
    credits: [{ person: 'speaker', role: 'SPEAKER', displayName: both('name'), affiliation: both('office') }],
    contacts: [{ label: both('contact') }],
    links: [{ rel: 'DETAILS', label: both('link') }],
  });
}

/** In which language and version each localized word of the event is, as read in a language; without doubles. */
async function wordsOf(event: Piece, locale: string): Promise<string[] | null> {
  const found = await readWords(event, locale);
  if (!found) return null;
  const { participations, credits, contacts, links } = found;
  const [{ displayName, affiliation }] = credits;
  const parts = [participations[0].roleLabel, displayName, affiliation, contacts[0].label, links[0].label];
  return versions([...ownWords(found), ...parts]);
}

/** The same without the words of its parts. */
async function ownWordsOf(event: Piece, locale: string): Promise<string[]> {
  return versions(ownWords(await readWords(event, locale)));
}

async function readWords(event: Piece, locale: string) {
  const { event: found } = await app.data(
    `query ($id: ID, $locale: Locale) { event(id: $id, locale: $locale) {
      title description(format: TEXT) categories admission { note } participations { roleLabel }
      credits { displayName affiliation } contacts { label } links { label }
    } }`,
    { id: desk.id(event), locale },
  );
  return found;
}

type OwnWords = { title: string; description: string; categories: string[]; admission: { note: string } };

function ownWords({ title, description, categories, admission }: OwnWords): string[] {
  expect(categories).toHaveLength(2);
  return [title, description, ...categories, admission.note];
}

function versions(words: readonly string[]): string[] {
  return [...new Set(words.map((word) => String(word).split(' ').slice(1).join(' ')))];
}

describe('publishing in one language', () => {
  test('copies the text of that language only, of child rows and lists, too', async () => {
    const event = wordyEvent('v1');
    await desk.write(event);

    await desk.publish(event, { locales: ['en'] });
    const english = [await wordsOf(event, 'en'), await wordsOf(event, 'zh-Hant')];
    await desk.publish(event, { locales: ['zh-HK'] });
    const both = [await wordsOf(event, 'en'), await wordsOf(event, 'zh-Hant')];

    expect(english).toEqual([['en v1'], ['en v1']]);
    expect(both).toEqual([['en v1'], ['zh v1']]);
  });

  test.each([
    ['event', anEvent],
    ['article', anArticle],
    ['issue', anIssue],
    ['organisation', anOrganisation],
    ['person', aPerson],
    ['venue', aVenue],
    ['event_series', anEventSeries],
    ['article_series', anArticleSeries],
    ['funding_programme', aProgramme],
  ])('leaves the same row of an object as publishing in all languages: %s', async (table, make) => {
    const rowsOf = async (object: Piece) => {
      const { rows } = await app.database.pool.query(
        `select to_jsonb(d) as draft, to_jsonb(p) as published
         from draft.${table} d join published.${table} p using (id) where d.external_ref = $1`,
        [object.ref],
      );
      const own = { id: undefined, external_ref: undefined };
      return { draft: { ...rows[0].draft, ...own }, published: { ...rows[0].published, ...own } };
    };
    const [whole, partly] = [make(), make()];
    app.setNow('2024-06-10T09:00:00+08:00');
    await desk.write(whole, partly);
    app.setNow('2024-06-10T10:00:00+08:00');
    await desk.publish(whole);
    await desk.publish(partly, { locales: ['en', 'zh-Hant'] });

    expect(await rowsOf(partly)).toEqual(await rowsOf(whole));

    app.setNow('2024-06-11T10:00:00+08:00');
    for (const object of [whole, partly]) {
      const [heading = ''] = Object.keys((object.values.text as { en: object }).en);
      await desk.write(changed(object, { text: { en: { [heading]: `${object.ref} anew` } } }));
    }
    await desk.publish(partly);
    await desk.publish(whole, { locales: ['en', 'zh-Hant'] });

    expect(await rowsOf(partly)).toEqual(await rowsOf(whole));
  });

  const republished = async (ref: string) => {
    const event = wordyEvent('v1', ref);
    await desk.release(event);
    await desk.write(wordyEvent('v2', ref));
    await desk.publish(event, { locales: ['zh-Hant'] });
    return event;
  };

  test('leaves the public text of the other language as it is', async () => {
    const event = await republished('kept');

    expect(await wordsOf(event, 'zh-Hant')).toEqual(['zh v2']);
    expect(await wordsOf(event, 'zh-Hans')).toEqual(['zh v2']);
    expect(await ownWordsOf(event, 'en')).toEqual(['en v1']);
  });

  // Parts get new ids whenever they are written, so that publishing does not know them again.
  test('leaves that of child rows, too', async () => {
    const event = await republished('kept-parts');

    expect(await wordsOf(event, 'en')).toEqual(['en v1']);
  });

  test('copies what is the same in all languages', async () => {
    const event = wordyEvent('v1');
    await desk.release(event);
    await desk.write(changed(event, { kind: 'FORUM' }));

    await desk.publish(event, { locales: ['en'] });
    const { event: found } = await app.data(
      `query ($id: ID) { event(id: $id, locale: "zh-Hant") { kindLabel } }`,
      {
        id: desk.id(event),
      },
    );

    expect(found.kindLabel).toBe('論壇');
  });

  test('refuses a language that is not configured', async () => {
    const event = wordyEvent('v1');
    await desk.write(event);

    await expect(desk.publish(event, { locales: ['fr'] })).rejects.toThrow('Unknown language "fr"');
    expect(await wordsOf(event, 'en')).toBeNull();
  });
});

describe('unpublishing in one language', () => {
  test('withdraws the text of that language', async () => {
    const event = wordyEvent('v1');
    await desk.release(event);

    await desk.unpublish(event, ['zh-HK']);
    const { event: found } = await app.data(
      `query ($id: ID) { event(id: $id, locale: "zh-Hant") { slug localization { available } } }`,
      { id: desk.id(event) },
    );

    expect(found).toEqual({ slug: `${event.ref}-en`, localization: { available: ['en'] } });
    expect(await wordsOf(event, 'en')).toEqual(['en v1']);
    expect((await ownWordsOf(event, 'zh-Hant'))?.[0]).toBe('en v1');
  });

  // Unpublishing leaves the texts of parts, of lists and of the admission note as they are.
  test('takes those of parts and lists out, too', async () => {
    const event = wordyEvent('v1');
    await desk.release(event);

    await desk.unpublish(event, ['zh-Hant']);

    expect(await wordsOf(event, 'zh-Hant')).toEqual(['en v1']);
  });

  test('is refused where what stays public would have no title', async () => {
    const event = anEvent({
      ref: 'half-translated',
      text: { en: { title: 'Half translated' }, 'zh-Hant': { summary: '只有摘要' } },
    });
    await desk.release(event);

    await expect(desk.unpublish(event, ['en'])).rejects.toThrow('its text in zh-Hant has none');
    await desk.unpublish(event, ['en', 'zh-Hant']);

    expect(await readWords(event, 'en')).toBeNull();
  });

  test('withdraws the object when no text is left, and publishing brings it back', async () => {
    const event = wordyEvent('v1');
    await desk.release(event);

    await desk.unpublish(event, ['zh-Hant']);
    await desk.unpublish(event, ['en']);
    const gone = await wordsOf(event, 'en');
    await desk.publish(event);

    expect(gone).toBeNull();
    expect(await wordsOf(event, 'en')).toEqual(['en v1']);
    expect(await wordsOf(event, 'zh-Hant')).toEqual(['zh v1']);
  });
});
