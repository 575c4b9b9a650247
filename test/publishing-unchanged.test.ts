import 'reflect-metadata';
import { Role } from '../src/content/contract/access.js';
import { startEmpty, type TestApplication } from './support/application.js';
import {
  anArticle,
  anArticleSeries,
  anEvent,
  anEventSeries,
  anIssue,
  anOrganisation,
  aProgramme,
  aSponsorship,
  aVenue,
  changed,
  Desk,
  type Piece,
} from './support/builders.js';
import { Mutations, type Payload } from './support/mutations.js';
import { aWebhook, deliveriesOf } from './support/webhooks.js';

let app: TestApplication;
let desk: Desk;
let admin: Mutations;
beforeAll(async () => {
  app = await startEmpty({ webhookTargets: 'any' });
  desk = await Desk.open(app);
  admin = new Mutations(app, await app.as(Role.ADMIN));
});
afterAll(() => app.close());

let minutes = 0;
/** Lets time pass; returns an instant between before and after. */
function later(): string {
  minutes += 2;
  const at = (minute: number) => new Date(Date.parse('2024-06-10T04:00:00Z') + minute * 60_000).toISOString();
  app.setNow(at(minutes));
  return at(minutes - 1);
}

async function changedSince(since: string): Promise<string[]> {
  const query = `query ($since: DateTime!) {
    events(first: 100, filter: { changedSince: $since }) { nodes { id } }
  }`;
  return (await app.data(query, { since })).events.nodes.map((node: { id: string }) => node.id);
}

/** Which objects have been told to a webhook that hears of everything. */
async function toldOf(webhook: string): Promise<string[]> {
  return (await deliveriesOf(admin, webhook)).map(({ topic, contentId }: Payload) => `${topic} ${contentId}`);
}

/** How often objects were published, by the history. */
async function publications(...pieces: Piece[]): Promise<number[]> {
  const ids = pieces.map((piece) => desk.id(piece).split('_').at(-1));
  const rows: { id: string; count: number }[] = await app.store.draft.query(
    `select content_id as id, count(*)::int as count from system.revision
     where action = 'PUBLISH' and content_id = any($1) group by content_id`,
    [ids],
  );
  return ids.map((id) => rows.find((row) => row.id === id)?.count ?? 0);
}

/** The rows of objects in `published`: which transaction has written each of them. */
async function writtenBy(table: string, key = 'id'): Promise<string[]> {
  const rows = await app.store.draft.query(
    `select ${key} as id, xmin::text from published.${table} order by 1, 2`,
  );
  return rows.map(({ id, xmin }: { id: string; xmin: string }) => `${id} ${xmin}`);
}

describe('publishing an event', () => {
  test('at a venue with 53 events announces one of them, and leaves the venue alone', async () => {
    const venue = aVenue({ ref: 'busy' });
    const events = Array.from({ length: 53 }, () => anEvent({ venue: 'busy' }));
    await desk.release(venue, ...events);
    const [event] = events;
    if (!event) throw new Error('There is no event.');
    const { id } = await aWebhook(admin, { url: 'http://127.0.0.1:9/', topics: ['*'] });
    const before = [
      await publications(venue),
      await writtenBy('venue'),
      await writtenBy('venue_text', 'content_id'),
    ];
    const since = later();

    await desk.release(changed(event, { text: { en: { title: 'Another title' } } }));

    expect(await changedSince(since)).toEqual([desk.id(event)]);
    expect(await toldOf(id)).toEqual([`event.updated ${desk.id(event)}`]);
    expect([
      await publications(venue),
      await writtenBy('venue'),
      await writtenBy('venue_text', 'content_id'),
    ]).toEqual(before);
    await admin.done('webhookDelete', { id });
  });

  test('publishes what has changed in what belongs to it, and nothing else', async () => {
    const host = anOrganisation();
    const programme = aProgramme({ isDisclaimerMandatory: false });
    const series = anEventSeries();
    const venue = aVenue();
    const event = anEvent({ venue: venue.ref, series: series.ref, session: 1 });
    const other = anEvent({ venue: venue.ref });
    const sponsorship = aSponsorship({ organisation: host.ref, event: event.ref, programme: programme.ref });
    await desk.write(host, programme, series, venue, event, other, sponsorship);
    await desk.publish([host, event, other]);
    const { id } = await aWebhook(admin, { url: 'http://127.0.0.1:9/', topics: ['*'] });
    const since = later();
    await desk.write(changed(venue, { text: { en: { name: 'Renamed' } } }));

    await desk.publish(event);

    expect(await toldOf(id)).toEqual([`venue.updated ${desk.id(venue)}`]);
    expect(await publications(event, series, sponsorship, programme, venue)).toEqual([1, 1, 1, 1, 2]);
    // Both show the venue, whose name is another one.
    expect((await changedSince(since)).sort()).toEqual([desk.id(event), desk.id(other)].sort());
    await admin.done('webhookDelete', { id });
  });
});

test('an issue leaves alone what it lists and what belongs to that, where nothing has changed', async () => {
  const series = anArticleSeries();
  const articles = [anArticle({ series: series.ref }), anArticle({ series: series.ref })];
  const events = [anEvent(), anEvent()];
  const items = [
    ...articles.map(({ ref }) => ({ article: ref })),
    ...events.map(({ ref }) => ({ event: ref })),
  ];
  const issue = anIssue({ sections: [{ kind: 'LEAD', items }] });
  await desk.write(series, ...articles, ...events, issue);
  await desk.publish(issue, { withContents: true });
  const all = [series, ...articles, ...events, issue];
  const since = later();

  await desk.publish(issue, { withContents: true });
  await desk.write(changed(articles[0] ?? issue, { text: { en: { title: 'Other' } } }));
  await desk.publish(issue, { withContents: true });

  expect(await publications(...all)).toEqual([1, 2, 1, 1, 1, 1]);
  expect(await changedSince(since)).toEqual([]);
});

describe('what the public sees just so', () => {
  test('is not published again, and the response lists it as unchanged', async () => {
    const [same, other] = [anEvent(), anEvent()];
    await desk.release(same, other);
    await desk.write(changed(other, { text: { en: { title: 'Changed' } } }));
    const since = later();

    const { events, leftOut } = await admin.done(
      'eventPublish',
      { ids: [desk.id(same), desk.id(other)] },
      'events { id publication { status } } leftOut { object { id } relation reason message }',
    );

    expect(events.map(({ publication }: Payload) => publication.status)).toEqual(['PUBLISHED', 'PUBLISHED']);
    expect(leftOut).toEqual([
      {
        object: { id: desk.id(same) },
        relation: 'ASKED_FOR',
        reason: 'UNCHANGED',
        message: 'Draft and published version are the same, so there is nothing to publish.',
      },
    ]);
    expect(await publications(same, other)).toEqual([1, 2]);
    expect(await changedSince(since)).toEqual([desk.id(other)]);
  });

  test('is so in the languages that are chosen', async () => {
    const event = anEvent({ text: { en: { title: 'One' }, 'zh-Hant': { title: '一' } } });
    const [id = ''] = await desk.release(event);
    await desk.write(changed(event, { text: { en: { title: 'One' }, 'zh-Hant': { title: '壹' } } }));
    const since = later();

    await desk.publish(event, { locales: ['en'] });
    const [publishedInEnglish] = await publications(event);
    const { event: draft } = await admin.who.data(
      'query ($id: ID!) { event(id: $id, stage: DRAFT) { publication { status locales { locale status } } } }',
      { id },
    );

    expect(publishedInEnglish).toBe(1);
    expect(await changedSince(since)).toEqual([]);
    expect(draft.publication).toEqual({
      status: 'CHANGED',
      locales: [
        { locale: 'en', status: 'PUBLISHED' },
        { locale: 'zh-Hant', status: 'CHANGED' },
      ],
    });
  });

  test('is what was changed and changed back: then the draft is published, too', async () => {
    const event = anEvent({ text: { en: { title: 'As it was' } } });
    const [id = ''] = await desk.release(event);
    await desk.write(changed(event, { text: { en: { title: 'For a moment' } } }));
    await desk.write(event);
    const since = later();

    const { events } = await admin.done(
      'eventPublish',
      { ids: [id] },
      'events { version publication { status publishedVersion } }',
    );

    expect(events).toEqual([{ version: 3, publication: { status: 'PUBLISHED', publishedVersion: 3 } }]);
    expect(await publications(event)).toEqual([1]);
    expect(await changedSince(since)).toEqual([]);
  });
});
