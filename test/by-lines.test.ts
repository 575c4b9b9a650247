import { startEmpty, type TestApplication } from './support/application.js';
import { anArticle, anEvent, anOrganisation, aPerson, Desk } from './support/builders.js';

let app: TestApplication;
let desk: Desk;
beforeAll(async () => {
  app = await startEmpty();
  desk = await Desk.open(app);
});
afterAll(() => app.close());

const association = anOrganisation({ text: { en: { name: 'The association' } } });
const university = anOrganisation();
const person = aPerson({
  text: { en: { name: 'Ada' } },
  offices: [
    { organisation: association.ref, kind: 'VICE_PRESIDENT', start: '2020-01-01', end: '2021-12-31' },
    { organisation: association.ref, kind: 'PRESIDENT', start: '2022-01-01', end: '2023-12-31' },
    { organisation: university.ref, kind: 'OTHER', title: { en: 'Professor' } },
  ],
});
const credits = [{ person: person.ref, role: 'SPEAKER' }];
const on = (day: string) => ({ schedule: { precision: 'DATE', startDate: day }, credits });

async function officesAt(type: 'event' | 'article', id: string, locale = 'en'): Promise<string[]> {
  const query = `query ($id: ID!, $locale: Locale) { ${type}(id: $id, locale: $locale) {
    credits { person { name } offices { title organisation { name } } }
  } }`;
  const { [type]: found } = await app.data(query, { id, locale });
  return found.credits.flatMap(({ offices }: { offices: { title: string }[] }) =>
    offices.map(({ title }) => title),
  );
}

describe('a by-line has the offices that a person held', () => {
  beforeAll(async () => {
    await desk.release(association, university, person);
  });

  test('on the day of the event, both ends included, not those of today', async () => {
    const [first = '', last = '', later = ''] = await desk.release(
      anEvent(on('2021-12-31')),
      anEvent(on('2022-01-01')),
      anEvent(on('2024-01-01')),
    );

    expect(await officesAt('event', first)).toEqual(['Vice President', 'Professor']);
    expect(await officesAt('event', last)).toEqual(['President', 'Professor']);
    expect(await officesAt('event', last, 'zh-Hant')).toEqual(['會長', 'Professor']);
    expect(await officesAt('event', later)).toEqual(['Professor']);
  });

  test('on the first day of an event of several days and in the zone of the event', async () => {
    const schedule = {
      precision: 'TIME',
      timeZone: 'America/New_York',
      start: '2021-12-31T20:00:00-05:00',
      end: '2022-01-02T20:00:00-05:00',
    };
    const [id = ''] = await desk.release(anEvent({ schedule, credits }));

    expect(await officesAt('event', id)).toEqual(['Vice President', 'Professor']);
  });

  test('on the day an article is dated, or on which it appeared elsewhere', async () => {
    const [dated = '', elsewhere = ''] = await desk.release(
      anArticle({ credits, publishedOn: '2020-05-01' }),
      anArticle({ credits, publishedOn: '2024-05-01', external: { publishedOn: '2023-05-01' } }),
    );

    expect(await officesAt('article', dated)).toEqual(['Vice President', 'Professor']);
    expect(await officesAt('article', elsewhere)).toEqual(['President', 'Professor']);
  });

  test('today where an event has no date yet', async () => {
    app.setNow('2023-12-31T23:59:00+08:00');
    const [id = ''] = await desk.release(anEvent({ credits }));

    expect(await officesAt('event', id)).toEqual(['President', 'Professor']);
    app.setNow('2024-01-01T00:00:00+08:00');
    expect(await officesAt('event', id)).toEqual(['Professor']);
  });

  test('and none in an organisation that is not public', async () => {
    const [id = ''] = await desk.release(anEvent(on('2021-06-01')));
    await desk.unpublish(university);

    expect(await officesAt('event', id)).toEqual(['Vice President']);
  });

  test('also in the list of all that the person did', async () => {
    const query = `query ($id: ID!) { person(id: $id) { credits(first: 100) { nodes {
      subject { ... on Event { schedule { startDate } } } offices { title }
    } } } }`;
    const { person: found } = await app.data(query, { id: desk.id(person) });
    const first = found.credits.nodes.find(
      ({ subject }: { subject: { schedule?: { startDate: string } } }) =>
        subject.schedule?.startDate === '2022-01-01',
    );

    expect(first.offices).toEqual([{ title: 'President' }]);
  });
});
