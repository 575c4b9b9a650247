import 'reflect-metadata';
import { Role } from '../src/content/contract/access.js';
import { startDemo, type TestApplication } from './support/application.js';
import { anEvent, Desk } from './support/builders.js';
import { idOf, Mutations } from './support/mutations.js';
import { TEST_NOW } from './support/prepared.js';

const TALK = 'city-scale-dynamic-digital-twin-talk';

let app: TestApplication;
let admin: Mutations;
let geolab: string;
let talk: string;
beforeAll(async () => {
  app = await startDemo();
  admin = new Mutations(app, await app.as(Role.ADMIN));
  geolab = await idOf(app, 'organisation', 'geolab');
  talk = await idOf(app, 'event', TALK);
});
afterAll(() => app.close());

/** Seconds after the instant that tests happen at. */
const at = (seconds: number) => new Date(Date.parse(TEST_NOW) + seconds * 1_000).toISOString();
/** In the form in which content has it. */
const told = (time: number) => at(time).replace('.000Z', '+00:00');

let seconds = 0;
/** Every test has ten minutes of its own; returns what was when they began. */
function later(): string {
  seconds += 600;
  app.setNow(at(seconds));
  return at(seconds);
}
/** Goes on by some minutes within those. */
function wait(minutes: number): void {
  app.setNow(at(seconds + minutes * 60));
}

async function aFeed(filter: object | null): Promise<string> {
  const input = { name: 'Changes', organisation: geolab, filter };
  return (await admin.done('partnerFeedCreate', input, 'partnerFeed { id }')).partnerFeed.id;
}

async function changesOf(id: string, since: string, locale?: string) {
  const query = `query ($id: ID!, $since: DateTime!, $locale: Locale) { partnerFeed(id: $id) {
    changedSince(since: $since, locale: $locale) {
      isComplete until events { id title updatedAt } withdrawn { id title withdrawnAt }
    }
  } }`;
  return (await admin.who.data(query, { id, since, locale })).partnerFeed.changedSince;
}

async function published(input: object): Promise<string> {
  const { event } = await admin.done(
    'eventCreate',
    { kind: 'TALK', schedule: { precision: 'TBA' }, ...input },
    'event { id }',
  );
  await admin.done('eventPublish', { ids: [event.id] });
  return event.id;
}

/** Changes the draft of an event. */
async function change(id: string, changes: object): Promise<void> {
  const query = 'query ($id: ID!) { event(id: $id, stage: DRAFT) { version } }';
  const { event } = await admin.who.data(query, { id });
  await admin.done('eventUpdate', { id, expectedVersion: event.version, ...changes });
}

const texts = (title: string, chinese: string) => [
  { locale: 'en', title },
  { locale: 'zh-Hant', title: chinese },
];

test('publications are listed with their title, in the language of the feed or another one', async () => {
  const id = await aFeed({ kind: ['TALK'] });
  const since = later();
  wait(1);
  const fresh = await published({ translations: texts('A new talk', '新講座') });
  wait(2);

  const changes = await changesOf(id, since);
  const chinese = await changesOf(id, since, 'zh-HK');

  expect(changes).toEqual({
    isComplete: true,
    until: at(seconds + 60),
    events: [{ id: fresh, title: 'A new talk', updatedAt: told(seconds + 60) }],
    withdrawn: [],
  });
  expect(chinese.events[0].title).toBe('新講座');
});

test('drafts are not listed until they are published', async () => {
  const id = await aFeed({ kind: ['TALK'] });
  const since = later();
  wait(1);
  await change(talk, { translations: [{ locale: 'en', title: 'Twins' }] });
  const before = await changesOf(id, since);

  wait(2);
  await admin.done('eventPublish', { ids: [talk] });
  const after = await changesOf(id, since);

  expect(before.events).toEqual([]);
  expect(after.events).toEqual([{ id: talk, title: 'Twins', updatedAt: told(seconds + 120) }]);
});

test('an event that does not belong to the feed any more is withdrawn from it', async () => {
  const id = await aFeed({ organisation: geolab, role: ['ORGANISER'] });
  const mine = await published({
    translations: texts('Ours', '我們的'),
    participations: [{ organisation: geolab, role: 'ORGANISER' }],
  });
  const since = later();
  wait(1);
  await change(mine, { participations: [{ organisation: geolab, role: 'SUPPORTING' }] });
  await admin.done('eventPublish', { ids: [mine] });

  const { events, withdrawn } = await changesOf(id, since);

  expect(events).toEqual([]);
  expect(withdrawn).toEqual([{ id: mine, title: 'Ours', withdrawnAt: told(seconds + 60) }]);
});

test('continuing from the last response repeats nothing but the last minute', async () => {
  const id = await aFeed(null);
  const since = later();
  wait(1);
  const first = await published({ translations: texts('First', '一') });
  wait(5);
  const second = await published({ translations: texts('Second', '二') });
  const one = await changesOf(id, since);
  const two = await changesOf(id, one.until);
  wait(7);
  const three = await changesOf(id, two.until);
  const four = await changesOf(id, three.until);

  const ids = ({ events }: { events: { id: string }[] }) => events.map((each) => each.id);
  expect([one, two, three, four].map(ids)).toEqual([[second, first], [second], [second], []]);
});

test('a filter that has changed, and only that, makes the copy of the feed useless', async () => {
  const id = await aFeed({ time: 'UPCOMING', kind: ['TALK'] });
  const since = later();
  wait(1);
  await admin.done('partnerFeedUpdate', {
    id,
    name: 'Another name',
    filter: { kind: ['TALK'], time: 'UPCOMING' },
  });
  expect((await changesOf(id, since)).isComplete).toBe(true);

  wait(2);
  await admin.done('partnerFeedUpdate', { id, filter: { kind: ['FORUM'] } });
  wait(3);
  const changes = await changesOf(id, since);

  expect(changes).toEqual({ isComplete: false, until: at(seconds + 120), events: [], withdrawn: [] });
  expect((await changesOf(id, changes.until)).isComplete).toBe(true);
});

test('the clock of the partner may not be ahead', async () => {
  const id = await aFeed(null);
  const since = new Date(Date.parse(later()) + 1).toISOString();
  const query =
    'query ($id: ID!, $since: DateTime!) { partnerFeed(id: $id) { changedSince(since: $since) { until } } }';

  const { errors } = await admin.who.ask(query, { id, since });

  expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', argument: ['since'] });
});

test('the language of the titles has to be one that there is', async () => {
  const id = await aFeed(null);
  const query =
    'query ($id: ID!) { partnerFeed(id: $id) { changedSince(since: "2024-06-10T00:00:00Z", locale: "fr") { until } } }';

  const { errors } = await admin.who.ask(query, { id });

  expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_LOCALE', argument: ['locale'] });
});

test('too many changes are not listed: the feed is to be read again', async () => {
  const id = await aFeed(null);
  const since = later();
  wait(1);
  const ids = await (await Desk.open(app)).write(...Array.from({ length: 501 }, () => anEvent()));
  for (let from = 0; from < ids.length; from += 200)
    await admin.done('eventPublish', { ids: ids.slice(from, from + 200) });

  expect(await changesOf(id, since)).toMatchObject({ isComplete: false, events: [], withdrawn: [] });
});
