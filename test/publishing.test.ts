import 'reflect-metadata';
import { editor, startEmpty, type TestApplication } from './support/application.js';
import {
  anArticle,
  anEvent,
  anEventSeries,
  anIssue,
  anOrganisation,
  aPerson,
  aProgramme,
  aSponsorship,
  aVenue,
  changed,
  Desk,
} from './support/builders.js';

let app: TestApplication;
let desk: Desk;
beforeAll(async () => {
  app = await startEmpty();
  desk = await Desk.open(app);
});
afterAll(() => app.close());

describe('a draft', () => {
  const host = anOrganisation();
  const speaker = aPerson();
  const series = anEventSeries();
  const parent = anEvent();
  const event = anEvent({
    ref: 'hidden',
    series: series.ref,
    session: 1,
    parent: parent.ref,
    participations: [{ organisation: host.ref, role: 'HOST' }],
    credits: [{ person: speaker.ref, role: 'SPEAKER' }],
  });
  const child = anEvent({ parent: event.ref, series: series.ref, session: 2 });
  const article = anArticle({ aboutEvents: [event.ref] });
  const issue = anIssue({
    sections: [{ kind: 'UPCOMING', items: [{ event: event.ref }, { article: article.ref }] }],
  });

  const everywhere = async () => {
    const ids = Object.fromEntries(
      Object.entries({ host, speaker, parent, event, child, article, issue }).map(([name, object]) => [
        name,
        desk.id(object),
      ]),
    );
    return app.data(
      `query ($host: ID!, $speaker: ID!, $parent: ID!, $event: ID!, $child: ID!, $article: ID!, $issue: ID!) {
        byId: event(id: $event) { id }
        bySlug: event(slug: "hidden") { id }
        list: events(filter: { kind: TALK }) { nodes { id } totalCount }
        node(id: $event) { id }
        nodes(ids: [$event, $child]) { id }
        organisation(id: $host) { events { nodes { id } totalCount } }
        person(id: $speaker) { credits { nodes { subject { __typename } } totalCount } }
        parent: event(id: $parent) { children { nodes { id } totalCount } }
        child: event(id: $child) { parent { id } series { sessions { nodes { session } totalCount } } }
        article(id: $article) { aboutEvents { id } }
        issue(id: $issue) { events { nodes { id } totalCount } sections { items { position content { __typename } } } }
        ofHost: events(filter: { organisation: $host }) { totalCount }
        ofSpeaker: events(filter: { person: $speaker }) { totalCount }
        ofParent: events(filter: { parent: $parent }) { totalCount }
        ofIssue: events(filter: { issue: $issue }) { totalCount }
        childrenOf: events(filter: { parent: $event }) { totalCount }
        articlesAbout: articles(filter: { event: $event }) { totalCount }
        issuesWith: issues(filter: { event: $event }) { totalCount }
      }`,
      ids,
    );
  };

  test('is nowhere in public, and everywhere once it is published', async () => {
    await desk.write(host, speaker, series, parent, event, child, article, issue);
    await desk.publish([host, speaker, parent, child, article, issue]);
    const before = await everywhere();
    await desk.publish(event);
    const after = await everywhere();

    const [eventId, childId, parentId] = [event, child, parent].map((object) => desk.id(object));
    expect(before).toEqual({
      byId: null,
      bySlug: null,
      list: { nodes: expect.not.arrayContaining([{ id: eventId }]), totalCount: 2 },
      node: null,
      nodes: [null, { id: childId }],
      organisation: { events: { nodes: [], totalCount: 0 } },
      person: { credits: { nodes: [], totalCount: 0 } },
      parent: { children: { nodes: [], totalCount: 0 } },
      child: { parent: null, series: { sessions: { nodes: [{ session: 2 }], totalCount: 1 } } },
      article: { aboutEvents: [] },
      issue: {
        events: { nodes: [], totalCount: 0 },
        sections: [{ items: [{ position: 1, content: { __typename: 'Article' } }] }],
      },
      ofHost: { totalCount: 0 },
      ofSpeaker: { totalCount: 0 },
      ofParent: { totalCount: 0 },
      ofIssue: { totalCount: 0 },
      childrenOf: { totalCount: 0 },
      articlesAbout: { totalCount: 0 },
      issuesWith: { totalCount: 0 },
    });
    const one = { nodes: [{ id: eventId }], totalCount: 1 };
    expect(after).toEqual({
      byId: { id: eventId },
      bySlug: { id: eventId },
      list: { nodes: expect.arrayContaining([{ id: eventId }]), totalCount: 3 },
      node: { id: eventId },
      nodes: [{ id: eventId }, { id: childId }],
      organisation: { events: one },
      person: { credits: { nodes: [{ subject: { __typename: 'Event' } }], totalCount: 1 } },
      parent: { children: one },
      child: {
        parent: { id: eventId },
        series: { sessions: { nodes: [{ session: 1 }, { session: 2 }], totalCount: 2 } },
      },
      article: { aboutEvents: [{ id: eventId }] },
      issue: {
        events: one,
        sections: [
          {
            items: [
              { position: 0, content: { __typename: 'Event' } },
              { position: 1, content: { __typename: 'Article' } },
            ],
          },
        ],
      },
      ofHost: { totalCount: 1 },
      ofSpeaker: { totalCount: 1 },
      ofParent: { totalCount: 1 },
      ofIssue: { totalCount: 1 },
      childrenOf: { totalCount: 1 },
      articlesAbout: { totalCount: 1 },
      issuesWith: { totalCount: 1 },
    });
    expect(parentId).not.toBe(eventId);
  });

  test('is not served to the public as such', async () => {
    const { errors, data, response } = await app.ask(`{ events(stage: DRAFT) { totalCount } }`);

    expect(response.status).toBe(401);
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    expect(data ?? null).toBeNull();
  });
});

describe('what is published', () => {
  const read = `query ($id: ID, $stage: Stage!) { event(id: $id, stage: $stage) {
    title updatedAt publishedAt participations { role organisation { name } } links { url } venue { name }
  } }`;
  const inPublic = async (id: unknown) => (await app.data(read, { id, stage: 'PUBLISHED' })).event;
  const inDraft = async (id: string | undefined) =>
    (await app.dataAs(editor, read, { id, stage: 'DRAFT' })).event;

  test('stays as it was until it is published again, with its parts and its venue', async () => {
    const [host, guest] = [anOrganisation({ ref: 'old-host' }), anOrganisation({ ref: 'new-host' })];
    const venue = aVenue({ text: { en: { name: 'Old hall' } } });
    const event = anEvent({
      text: { en: { title: 'Before' } },
      venue: venue.ref,
      participations: [{ organisation: host.ref, role: 'HOST' }],
      links: [{ rel: 'DETAILS', url: 'https://example.org/old' }],
    });
    await desk.release(host, guest);
    app.setNow('2024-06-10T10:00:00Z');
    await desk.write(venue, event);
    await desk.publish(event);
    const id = desk.id(event);
    const first = await inPublic(id);

    app.setNow('2024-06-11T10:00:00Z');
    await desk.write(
      changed(venue, { text: { en: { name: 'New hall' } } }),
      changed(event, {
        text: { en: { title: 'After' } },
        participations: [{ organisation: guest.ref, role: 'ORGANISER' }],
        links: [],
      }),
    );
    const unpublished = await inPublic(id);
    const draft = await inDraft(id);
    await desk.publish(event);
    const second = await inPublic(id);

    expect(first).toMatchObject({ title: 'Before', venue: { name: 'Old hall' } });
    expect(unpublished).toEqual(first);
    expect(draft).toMatchObject({ title: 'After', venue: { name: 'New hall' }, links: [] });
    expect(second).toEqual({
      title: 'After',
      publishedAt: first.publishedAt,
      updatedAt: expect.stringContaining('2024-06-11'),
      participations: [{ role: 'ORGANISER', organisation: { name: 'new-host' } }],
      links: [],
      venue: { name: 'New hall' },
    });
  });

  test('goes away when it is unpublished; its draft stays', async () => {
    const host = anOrganisation();
    const event = anEvent({ participations: [{ organisation: host.ref, role: 'HOST' }] });
    const article = anArticle({ aboutEvents: [event.ref] });
    const sponsorship = aSponsorship({ organisation: host.ref, event: event.ref });
    await desk.write(host, event, article, sponsorship);
    await desk.publish([host, event, article]);
    const around = `query ($host: ID, $event: ID!, $article: ID) {
      node(id: $event) { id } article(id: $article) { aboutEvents { id } }
      organisation(id: $host) { events { totalCount } sponsorships { totalCount } }
    }`;
    const ids = { host: desk.id(host), event: desk.id(event), article: desk.id(article) };
    const before = await app.data(around, ids);

    await desk.unpublish(event);
    const after = await app.data(around, ids);

    expect(before.organisation).toEqual({ events: { totalCount: 1 }, sponsorships: { totalCount: 1 } });
    expect(after).toEqual({
      node: null,
      article: { aboutEvents: [] },
      organisation: { events: { totalCount: 0 }, sponsorships: { totalCount: 0 } },
    });
    expect(await inDraft(ids.event)).toMatchObject({ title: event.ref });
  });

  test('takes along what has no page of its own', async () => {
    const sponsor = anOrganisation();
    const venue = aVenue();
    const series = anEventSeries();
    const programme = aProgramme({
      disclaimers: [{ version: 1, locale: 'en', text: 'Not our view.', effectiveFrom: '2024-01-01' }],
    });
    const event = anEvent({ venue: venue.ref, series: series.ref });
    const ofEvent = aSponsorship({ organisation: sponsor.ref, event: event.ref, programme: programme.ref });
    const ofSeries = aSponsorship({ organisation: sponsor.ref, series: series.ref });

    await desk.write(sponsor, venue, series, programme, event, ofEvent, ofSeries);
    await desk.publish([event]);
    const query = `query ($id: ID) { event(id: $id) {
      venue { name } series { title sponsorships { organisation { name } } }
      sponsorships { organisation { name } programme { name } disclaimer { text } }
    } }`;
    const withoutSponsor = await app.data(query, { id: desk.id(event) });
    await desk.publish(sponsor);
    const withSponsor = await app.data(query, { id: desk.id(event) });

    const organisation = { name: sponsor.ref };
    expect(withoutSponsor.event).toEqual({
      venue: { name: venue.ref },
      series: { title: series.ref, sponsorships: [] },
      sponsorships: [],
    });
    expect(withSponsor.event).toEqual({
      venue: { name: venue.ref },
      series: { title: series.ref, sponsorships: [{ organisation }] },
      sponsorships: [
        { organisation, programme: { name: programme.ref }, disclaimer: { text: 'Not our view.' } },
        // That of its series.
        { organisation, programme: null, disclaimer: null },
      ],
    });
  });
});
