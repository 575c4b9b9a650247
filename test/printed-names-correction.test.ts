import 'reflect-metadata';
import { Role } from '../src/content/contract/access.js';
import { type Asking, startEmpty, type TestApplication } from './support/application.js';
import { anEvent, aPerson, changed, Desk } from './support/builders.js';
import { Mutations } from './support/mutations.js';

let app: TestApplication;
let desk: Desk;
let publisher: Mutations;
let reader: Asking;
beforeAll(async () => {
  app = await startEmpty();
  desk = await Desk.open(app);
  publisher = new Mutations(app, await app.as(Role.PUBLISHER, Role.EDITOR));
  reader = await app.as(Role.EDITOR);
});
afterAll(() => app.close());

const named = (en: string) => ({ text: { en: { name: en }, 'zh-Hant': { name: `${en}（中）` } } });
const person = aPerson({ ref: 'misspelt', ...named('Ada Chna') });
const events = ['one', 'two'].map((ref) =>
  anEvent({ ref, credits: [{ person: person.ref, role: 'SPEAKER' }] }),
);
const [one, two] = events as [(typeof events)[number], (typeof events)[number]];

async function shown(ref: string, locale = 'en') {
  const { event } = await app.data(
    'query ($slug: String!, $locale: Locale) { event(slug: $slug, locale: $locale) { credits { displayName } changedAt } }',
    { slug: ref, locale },
  );
  return event.credits[0].displayName;
}

describe('a name that was printed wrongly', () => {
  beforeAll(async () => {
    await desk.release(person, ...events);
    await desk.release(changed(person, named('Ada Chan')));
  });

  test('is listed where it is printed, beside the name of today', async () => {
    const { printedNames } = await reader.data(
      'query ($id: ID!) { printedNames(id: $id) { subject title names { locale printed current } } }',
      { id: desk.id(person) },
    );

    expect(printedNames).toHaveLength(2);
    expect(printedNames).toContainEqual({
      subject: desk.id(one),
      title: 'one',
      names: expect.arrayContaining([{ locale: 'en', printed: 'Ada Chna', current: 'Ada Chan' }]),
    });
  });

  test('is corrected in the objects that are chosen, in every language, and nowhere else', async () => {
    const before = await app.data('{ event(slug: "one") { changedAt } }');
    app.setNow('2024-06-10T13:00:00+08:00');
    const input = { id: desk.id(person), subjects: [desk.id(one)] };

    const { printedNames } = await publisher.done('printedNamesCorrect', input, 'printedNames { subject }');

    expect(printedNames).toHaveLength(2);
    expect(await shown('one')).toBe('Ada Chan');
    expect(await shown('one', 'zh-Hant')).toBe('Ada Chan（中）');
    expect(await shown('two')).toBe('Ada Chna');
    const after = await app.data('{ event(slug: "one") { changedAt } }');
    expect(after.event.changedAt > before.event.changedAt).toBe(true);
  });

  test.each([
    ['that does not print it', { subjects: ['event_00000000-0000-7000-8000-000000000000'] }, 'NOT_FOUND'],
    ['that is none', { subjects: ['event'] }, 'INVALID_ID'],
    ['of somebody who is nobody', { id: 'event_00000000-0000-7000-8000-000000000000' }, 'INVALID_ID'],
  ])('is not corrected in an object %s', async (_what, changes, code) => {
    const input = { id: desk.id(person), subjects: [desk.id(two)], ...changes };

    const { userErrors } = await publisher.ask('printedNamesCorrect', input);

    expect(userErrors.map((each: { code: string }) => each.code)).toEqual([code]);
    expect(await shown('two')).toBe('Ada Chna');
  });

  test('is not corrected to a name that nobody sees: the error explains what to do', async () => {
    await desk.unpublish(person);

    const { userErrors } = await publisher.ask('printedNamesCorrect', {
      id: desk.id(person),
      subjects: [desk.id(two)],
    });

    expect(userErrors).toMatchObject([
      {
        code: 'NOT_FOUND',
        path: ['input', 'id'],
        message: expect.stringMatching(/^It is not published, .* Publish it with the right name/),
      },
    ]);
    await desk.publish(person);
  });

  test('is corrected by publishers alone', async () => {
    const input = { id: desk.id(person), subjects: [desk.id(two)] };

    const { errors } = await new Mutations(app, reader).answer('printedNamesCorrect', input);

    expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });
});
