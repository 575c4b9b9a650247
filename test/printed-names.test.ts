import 'reflect-metadata';
import { startEmpty, type TestApplication } from './support/application.js';
import {
  anArticle,
  anEvent,
  anOrganisation,
  aPerson,
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
});
afterAll(() => app.close());

const names = (en: string, zh: string) => ({ text: { en: { name: en }, 'zh-Hant': { name: zh } } });

/** What the public reads of an event: by-lines, organisers, sponsors, contacts, and how many organisations there are. */
async function printedIn(event: Piece, locale = 'en') {
  const { event: found } = await app.data(
    `query ($id: ID, $locale: Locale) { event(id: $id, locale: $locale) {
      credits { displayName affiliation person { name } }
      participations { displayName organisation { name } }
      sponsorships { displayName typeLabel organisation { name } }
      contacts { organisationName email organisation { name } }
    } }`,
    { id: desk.id(event), locale },
  );
  return found;
}

/** The names alone. */
async function namesIn(event: Piece, locale = 'en') {
  const { credits, participations, sponsorships, contacts } = await printedIn(event, locale);
  return [
    ...[...credits, ...participations, ...sponsorships].map(({ displayName }) => displayName),
    ...contacts.map(({ organisationName }: { organisationName: string }) => organisationName),
  ];
}

let worlds = 0;

/** A person, an organisation, and an event that shows both in every way there is. */
function aWorld() {
  worlds += 1;
  const person = aPerson({ ref: `person-${worlds}`, ...names('Ada Chan', '陳阿達') });
  const organisation = anOrganisation({ ref: `club-${worlds}`, ...names('The Club', '會') });
  const event = anEvent({
    ref: `event-${worlds}`,
    text: { en: { title: 'Talk' }, 'zh-Hant': { title: '講座' } },
    credits: [{ person: person.ref, role: 'SPEAKER', affiliation: { en: 'Lab' } }],
    participations: [{ organisation: organisation.ref, role: 'ORGANISER' }],
    contacts: [{ organisation: organisation.ref, email: 'club@example.org' }],
  });
  const sponsorship = aSponsorship({
    ref: `money-${worlds}`,
    organisation: organisation.ref,
    event: event.ref,
  });
  const rename = async (en: string, zh: string) => {
    await desk.release(changed(person, names(en, zh)), changed(organisation, names(en, zh)));
  };
  return { person, organisation, event, sponsorship, rename };
}

describe('what was printed', () => {
  test('stays, without a link, when the person and the organisation are withdrawn', async () => {
    const { person, organisation, event, sponsorship } = aWorld();
    await desk.write(person, organisation, event, sponsorship);
    await desk.publish([person, organisation, event]);
    await desk.unpublish(person);
    await desk.unpublish(organisation);

    expect(await printedIn(event)).toEqual({
      credits: [{ displayName: 'Ada Chan', affiliation: 'Lab', person: null }],
      participations: [{ displayName: 'The Club', organisation: null }],
      sponsorships: [{ displayName: 'The Club', typeLabel: 'Sponsored by', organisation: null }],
      contacts: [{ organisationName: 'The Club', email: 'club@example.org', organisation: null }],
    });
    expect(await namesIn(event, 'zh-Hant')).toEqual(['陳阿達', '會', '會', '會']);
  });

  test('keeps its place in lists without names, when the person and the organisation are withdrawn', async () => {
    const { person, organisation, event, sponsorship } = aWorld();
    await desk.write(person, organisation, event, sponsorship);
    await desk.publish([person, organisation, event]);
    await desk.unpublish(person);
    await desk.unpublish(organisation);

    const lists = 'credits { role } participations { role } sponsorships { typeLabel } contacts { email }';
    expect(
      await app.data(`query ($id: ID) { event(id: $id, locale: "en") { ${lists} } }`, { id: desk.id(event) }),
    ).toEqual({
      event: {
        credits: [{ role: 'SPEAKER' }],
        participations: [{ role: 'ORGANISER' }],
        sponsorships: [{ typeLabel: 'Sponsored by' }],
        contacts: [{ email: 'club@example.org' }],
      },
    });
  });

  test('stays when they are renamed, in every language, and after publishing again', async () => {
    const { person, organisation, event, sponsorship, rename } = aWorld();
    await desk.write(person, organisation, event, sponsorship);
    await desk.publish([person, organisation, event]);
    await rename('Ada Lee', '李阿達');
    await desk.publish(event);
    await desk.unpublish(event);
    await desk.publish(event);

    expect(await namesIn(event)).toEqual(['Ada Chan', 'The Club', 'The Club', 'The Club']);
    expect(await namesIn(event, 'zh-Hant')).toEqual(['陳阿達', '會', '會', '會']);
    const { credits, participations } = await printedIn(event);
    expect(credits[0].person.name).toBe('Ada Lee');
    expect(participations[0].organisation.name).toBe('Ada Lee');
  });

  test('is that of the day on which a language was first published', async () => {
    const { person, organisation, event, sponsorship, rename } = aWorld();
    await desk.write(person, organisation, event, sponsorship);
    await desk.publish([person, organisation]);
    await desk.publish(event, { locales: ['en'] });
    await rename('Ada Lee', '李阿達');
    expect(await namesIn(event, 'zh-Hant')).toEqual(Array(4).fill('李阿達'));
    await desk.publish(event, { locales: ['zh-Hant'] });
    await rename('Ada Wong', '黃阿達');

    expect(await namesIn(event)).toEqual(['Ada Chan', 'The Club', 'The Club', 'The Club']);
    expect(await namesIn(event, 'zh-Hant')).toEqual(Array(4).fill('李阿達'));
    expect(await namesIn(event, 'zh-Hans')).toEqual(await namesIn(event, 'zh-Hant'));
  });

  test('is in another language if the reader has none, marked as such', async () => {
    const { person, organisation, event } = aWorld();
    await desk.write(person, organisation, event);
    await desk.publish([person, organisation], { locales: ['en'] });
    await desk.publish(event);
    await desk.unpublish(person);

    const { event: found } = await app.data(
      `query ($id: ID) { event(id: $id, locale: "zh-Hant") {
        credits { displayName fallbacks { field locale } }
      }
      strict: event(id: $id, locale: "zh-Hant", fallback: false) { credits { displayName } } }`,
      { id: desk.id(event) },
    );
    expect(found.credits).toEqual([
      {
        displayName: 'Ada Chan',
        fallbacks: [
          { field: 'affiliation', locale: 'en' },
          { field: 'displayName', locale: 'en' },
        ],
      },
    ]);
  });

  test('survives what is done to the draft: other parts, other roles, a revision, the bin', async () => {
    const { person, organisation, event, sponsorship, rename } = aWorld();
    await desk.write(person, organisation, event, sponsorship);
    await desk.publish([person, organisation, event]);
    await rename('Ada Lee', '李阿達');
    const other = aPerson();
    await desk.release(other);
    await desk.release(
      changed(event, {
        credits: [
          { person: other.ref, role: 'HOST' },
          { person: person.ref, role: 'KEYNOTE_SPEAKER' },
        ],
      }),
    );
    const names = ['The Club', 'The Club', 'The Club'];
    expect(await namesIn(event)).toEqual([other.ref, 'Ada Chan', ...names]);

    await desk.release(changed(event, { credits: [] }));
    expect(await namesIn(event)).toEqual(names);
    await desk.release(event);
    expect(await namesIn(event)).toEqual(['Ada Chan', ...names]);
  });

  test('is the name of its own first publication for a by-line that is added later', async () => {
    const { person, organisation, event, rename } = aWorld();
    const early = changed(event, { credits: [] });
    await desk.release(person, organisation, early);
    await rename('Ada Lee', '李阿達');
    await desk.release(event);
    await rename('Ada Wong', '黃阿達');

    expect(await namesIn(event)).toEqual(['Ada Lee', 'The Club', 'The Club']);
  });

  test('is what an editor sets for this place, before and after', async () => {
    const { person, organisation, event, rename } = aWorld();
    const given = (en: string) =>
      changed(event, {
        credits: [{ person: person.ref, role: 'SPEAKER', displayName: { en } }],
        participations: [{ organisation: organisation.ref, role: 'ORGANISER', displayName: { en } }],
        contacts: [],
      });
    await desk.release(person, organisation, given('A. Chan'));
    await rename('Ada Lee', '李阿達');
    await desk.unpublish(person);
    expect(await namesIn(event)).toEqual(['A. Chan', 'A. Chan']);
    await desk.release(given('A.C.'));
    expect(await namesIn(event)).toEqual(['A.C.', 'A.C.']);
  });

  test('is the same for the author of an article', async () => {
    const person = aPerson({ ref: 'author', ...names('Author', '作者') });
    const article = anArticle({ credits: [{ person: 'author', role: 'AUTHOR' }] });
    await desk.release(person, article);
    await desk.release(changed(person, names('Renamed', '改名')));
    await desk.unpublish(person);

    const { article: found } = await app.data(
      '{ article(slug: "$") { credits { displayName person { id } } } }'.replace('$', article.ref),
    );
    expect(found.credits).toEqual([{ displayName: 'Author', person: null }]);
  });
});

describe('a name that never was public', () => {
  test('does not appear, nor does its row', async () => {
    const { person, organisation, event, sponsorship } = aWorld();
    await desk.write(person, organisation, event, sponsorship);
    await desk.publish(event);

    expect(await namesIn(event)).toEqual([null]);
    const { event: counted } = await app.data('query ($id: ID) { event(id: $id) { credits { role } } }', {
      id: desk.id(event),
    });
    expect(counted.credits).toEqual([]);
  });

  test('is not that of a language which is a draft', async () => {
    const { person, organisation, event } = aWorld();
    await desk.write(person, organisation, event);
    await desk.publish([person, organisation], { locales: ['en'] });
    await desk.publish(event);

    expect(await namesIn(event, 'zh-Hant')).toEqual(['Ada Chan', 'The Club', 'The Club']);
  });

  test('is printed on the day on which it becomes public', async () => {
    const { person, organisation, event, rename } = aWorld();
    await desk.write(person, organisation, event);
    await desk.publish(event);
    await desk.publish([person, organisation]);
    await rename('Ada Lee', '李阿達');

    expect(await namesIn(event)).toEqual(['Ada Chan', 'The Club', 'The Club']);
  });
});
