import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { type GraphQLInputObjectType, getNamedType, getNullableType, isEnumType, isListType } from 'graphql';
import { Role } from '../src/content/contract/access.js';
import { DRAFT_FILTERS } from '../src/content/history/history.content.js';
import { startEmpty, type TestApplication } from './support/application.js';
import {
  anEvent,
  anEventSeries,
  anOrganisation,
  aPerson,
  aProgramme,
  aSponsorship,
  aVenue,
  changed,
  Desk,
} from './support/builders.js';
import { Mutations } from './support/mutations.js';

let app: TestApplication;
let desk: Desk;
beforeAll(async () => {
  app = await startEmpty();
  desk = await Desk.open(app);
});
afterAll(() => app.close());

let minutes = 0;
/** Lets time pass, so that what follows is later; returns the new time. */
function later(): string {
  minutes += 1;
  const now = new Date(Date.parse('2024-06-10T04:00:00Z') + minutes * 60_000).toISOString();
  app.setNow(now);
  return now;
}

async function withdrawn(filter = ''): Promise<{ id: string; title: string; withdrawnAt: string }[]> {
  const data = await app.data(
    `{ withdrawnEvents(first: 100, locale: "zh-Hant"${filter && `, filter: { ${filter} }`}) { nodes { id title withdrawnAt } } }`,
  );
  return data.withdrawnEvents.nodes;
}

async function changedAt(id: string): Promise<string> {
  const { event } = await app.data('query ($id: ID!) { event(id: $id) { changedAt } }', { id });
  return new Date(event.changedAt).toISOString();
}

test('an event that is withdrawn leaves its id, its title and its time, until it comes back', async () => {
  const event = anEvent({
    schedule: { precision: 'DATE', startDate: '2024-07-01' },
    text: { en: { title: 'Gone' }, 'zh-Hant': { title: '已取消' } },
  });
  const [id] = await desk.release(event);
  expect(await withdrawn()).toEqual([]);

  const at = later();
  await desk.unpublish(event);
  const { withdrawnEvents } = await app.data(
    '{ withdrawnEvents { totalCount nodes { id title schedule { precision startDate timeZone } withdrawnAt } } }',
  );
  expect(withdrawnEvents.nodes).toEqual([
    {
      id,
      title: 'Gone',
      schedule: { precision: 'DATE', startDate: '2024-07-01', timeZone: 'Asia/Hong_Kong' },
      withdrawnAt: at.replace('.000Z', '+00:00'),
    },
  ]);
  expect((await withdrawn())[0]?.title).toBe('已取消');

  later();
  await desk.publish(event);
  expect(await withdrawn()).toEqual([]);
});

test('an event that comes back in the same second was changed after it was withdrawn', async () => {
  const event = anEvent({ ref: 'back-at-once' });
  later();
  const [id = ''] = await desk.release(event);
  for (const title of ['One', 'Two', 'Three'])
    await desk.release(changed(event, { text: { en: { title } } }));
  await desk.unpublish(event);
  const [gone] = (await withdrawn()).filter((each) => each.id === id);
  await desk.publish(event);

  expect(Date.parse(await changedAt(id))).toBeGreaterThan(Date.parse(gone?.withdrawnAt ?? ''));
});

test('an event that was never published leaves nothing, and one that is deleted does', async () => {
  const never = anEvent();
  const [id] = await desk.release(anEvent({ ref: 'deleted' }));
  await desk.write(never);
  await desk.unpublish(never);
  expect((await withdrawn()).length).toBe(0);

  const publisher = new Mutations(app, await app.as(Role.EDITOR, Role.PUBLISHER));
  await publisher.done('eventDelete', { id, expectedVersion: 1 });
  expect((await withdrawn()).map((event) => event.id)).toEqual([id]);
});

test('the conditions of events hold for what is left of them', async () => {
  const [organisation] = await desk.release(anOrganisation({ ref: 'host' }));
  const [person] = await desk.release(aPerson({ ref: 'speaker' }));
  const [series] = await desk.release(anEventSeries({ ref: 'classes' }));
  const event = anEvent({
    kind: 'SEMINAR',
    series: 'classes',
    schedule: { precision: 'TIME', start: '2024-08-01T10:00:00+08:00' },
    participations: [{ organisation: 'host', role: 'HOST' }],
    credits: [{ person: 'speaker', role: 'SPEAKER' }],
    text: { 'zh-Hant': { title: '講座' } },
  });
  const [id] = await desk.release(event);
  const since = later();
  later();
  await desk.unpublish(event);

  const ids = async (filter: string) => (await withdrawn(filter)).map((each) => each.id);
  for (const filter of [
    'kind: [SEMINAR]',
    'time: UPCOMING, kind: [SEMINAR]',
    'from: "2024-07-31T00:00:00Z", to: "2024-08-02T00:00:00Z"',
    `organisation: "${organisation}"`,
    `organisation: "${organisation}", role: [HOST]`,
    `person: "${person}"`,
    `series: "${series}"`,
    `changedSince: "${since}"`,
    'hasLocale: "zh-Hant", kind: [SEMINAR]',
  ])
    expect([filter, await ids(filter)]).toEqual([filter, [id]]);
  for (const filter of [
    'kind: [SUMMIT]',
    'time: PAST',
    'to: "2024-08-01T00:00:00Z", kind: [SEMINAR]',
    `organisation: "${organisation}", role: [ORGANISER]`,
    `changedSince: "2024-06-11T00:00:00Z"`,
    'hasLocale: "en", kind: [SEMINAR]',
  ])
    expect([filter, await ids(filter)]).toEqual([filter, []]);
});

test('an event counts as changed when something that it shows has changed', async () => {
  const venue = aVenue({ ref: 'hall' });
  const host = anOrganisation({ ref: 'organiser' });
  const sponsor = anOrganisation({ ref: 'sponsor' });
  const programme = aProgramme({ ref: 'fund', isDisclaimerMandatory: false });
  await desk.release(venue, host, sponsor, programme);
  const event = anEvent({
    venue: 'hall',
    participations: [{ organisation: 'organiser', role: 'ORGANISER' }],
    ref: 'shows',
  });
  const [id = ''] = await desk.release(event);
  const sponsorship = aSponsorship({ organisation: 'sponsor', event: 'shows', programme: 'fund' });
  const [other = ''] = await desk.release(anEvent());
  const before = await changedAt(other);
  const renamed = (name: string) => ({ text: { en: { name } } });

  for (const change of [
    () => desk.release(sponsorship),
    () => desk.release(changed(venue, renamed('Great hall'))),
    () => desk.release(changed(host, renamed('New name'))),
    () => desk.release(changed(sponsor, renamed('New sponsor'))),
    () => desk.release(changed(programme, renamed('New fund'))),
    () => desk.unpublish(host),
    () => desk.release(changed(event, { kind: 'FORUM' })),
  ]) {
    const now = later();
    await change();
    expect(await changedAt(id)).toBe(now);
    const { events } = await app.data(
      `{ events(filter: { changedSince: "${new Date(Date.parse(now) - 1).toISOString()}" }) { nodes { id } } }`,
    );
    expect(events.nodes).toEqual([{ id }]);
  }
  expect(await changedAt(other)).toBe(before);
});

test('two changes in one instant are distinguished, also from a withdrawal', async () => {
  const event = anEvent({ ref: 'quick' });
  const [id = ''] = await desk.release(event);
  const first = await changedAt(id);
  await desk.release(changed(event, { kind: 'FORUM' }));
  const second = await changedAt(id);
  await desk.unpublish(event);
  const gone = (await withdrawn()).find((each) => each.id === id)?.withdrawnAt ?? '';
  expect(Date.parse(second)).toBeGreaterThan(Date.parse(first));
  expect(Date.parse(gone)).toBeGreaterThan(Date.parse(second));
});

test('every filter of events can be applied to what is left of them', async () => {
  const event = anEvent({ ref: 'filtered' });
  await desk.release(event);
  await desk.unpublish(event);
  const scalars: Record<string, unknown> = { DateTime: later(), Locale: 'en', ID: 'some-slug' };
  const series = `event_series_${randomUUID()}`;
  const fields = Object.values((app.schema.getType('EventFilter') as GraphQLInputObjectType).getFields());
  const ofReaders = fields.filter(({ name }) => !DRAFT_FILTERS.includes(name));
  const filters = ofReaders.map(({ name, type }) => {
    const named = getNamedType(type);
    const scalar = name === 'series' ? series : scalars[named.name];
    const value = isEnumType(named) ? named.getValues()[0]?.name : scalar;
    return [name, { [name]: isListType(getNullableType(type)) ? [value] : value }] as const;
  });
  const query = 'query ($filter: EventFilter) { withdrawnEvents(filter: $filter) { totalCount } }';
  const answers = await Promise.all(
    filters.map(async ([name, filter]) => [name, (await app.ask(query, { filter })).errors] as const),
  );

  const refused = answers.flatMap(([name, errors]) => (errors ? [`${name}: ${errors[0]?.message}`] : []));
  expect(refused).toEqual(['role: "role" needs "organisation".']);
});
