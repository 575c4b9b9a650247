import 'reflect-metadata';
import { Role } from '../src/content/contract/access.js';
import { startDemo, type TestApplication } from './support/application.js';
import { startBrowser } from './support/browser.js';
import { anEvent, anOrganisation, changed, Desk } from './support/builders.js';
import { partnerPage, startPartnerSite } from './support/embed.js';
import { Mutations } from './support/mutations.js';
import { type Visit, visit } from './support/visitor.js';

const browser = await startBrowser();
const describeInBrowser = browser ? describe : describe.skip;

describeInBrowser('the whole program and the site of a partner', () => {
  let app: TestApplication;
  let desk: Desk;
  let partner: Awaited<ReturnType<typeof startPartnerSite>>;
  let seen: Visit | undefined;

  beforeAll(async () => {
    app = await startDemo();
    desk = await Desk.open(app);
    partner = await startPartnerSite();
  });
  afterEach(async () => {
    await seen?.close();
    seen = undefined;
  });
  afterAll(async () => {
    await browser?.close();
    await partner.close();
    await app.close();
  });

  async function open(attributes: string): Promise<Visit> {
    if (!browser) throw new Error('There is no browser.');
    const script = `<script src="${app.url}/embed/v1/scc-events.js" async></script>`;
    partner.show(partnerPage(`${script}<scc-events ${attributes}><a href="#">Events</a></scc-events>`));
    seen = await visit(browser, partner.url);
    return seen;
  }

  test.each([
    ['en', 'buildingSMART International – Asia Summit 2024', 'Monday, 17 – Tuesday, 18 June 2024'],
    ['zh-Hant', '空間數據共享平台大獎 2024 頒獎典禮', '2024年7月20日（星期六）'],
    ['zh-Hans', '空間數據共享平台大獎 2024 頒獎典禮', '2024年7月20日（星期六）'],
  ])('shows the events of the newsletter in %s', async (locale, title, date) => {
    const visit = await open(`locale="${locale}"`);
    await visit.sees('.event');
    const text = (await visit.text()).replace(/\s+/g, ' ');

    expect(text).toContain(title);
    expect(text).toContain(date);
    expect(visit.complaints).toEqual([]);
  });

  test('an event that is announced, moved, cancelled and withdrawn is so on the next look', async () => {
    const schedule = { precision: 'DATE', startDate: '2024-08-01', endDate: '2024-08-01' };
    const organisation = anOrganisation();
    const [id] = await desk.release(organisation);
    const event = anEvent({
      schedule,
      participations: [{ organisation: organisation.ref, role: 'ORGANISER' }],
    });
    const look = async () => {
      const visit = await open(`organisation="${id}" role="organiser"`);
      await visit.sees('.event, .none');
      const text = (await visit.text()).replace(/\s+/g, ' ');
      await visit.close();
      return text;
    };

    expect(await look()).toContain('There are no events to show at present.');
    await desk.release(event);
    expect(await look()).toContain('Thursday, 1 August 2024');
    const moved = changed(event, {
      schedule: { ...schedule, endDate: '2024-08-03' },
      lifecycle: 'RESCHEDULED',
    });
    await desk.release(moved);
    expect(await look()).toContain('New date Thursday, 1 – Saturday, 3 August 2024');
    await desk.release(changed(moved, { lifecycle: 'CANCELLED' }));
    expect(await look()).toContain('Cancelled');
    await desk.unpublish(event);
    expect(await look()).toContain('There are no events to show at present.');
  });

  test('the link to the calendar of an event leads to it', async () => {
    const visit = await open('locale="zh-Hant"');
    await visit.sees('.calendar');
    const href = await visit.page.$eval(
      'scc-events >>> .calendar',
      (link) => link.getAttribute('href') ?? '',
    );
    const file = await fetch(href);

    expect(file.status).toBe(200);
    expect(file.headers.get('content-type')).toMatch(/^text\/calendar/);
    expect(file.headers.get('content-language')).toBe('zh-Hant');
    expect(await file.text()).toContain('BEGIN:VEVENT');
  });

  test('a saved feed is shown where it may be, as it was saved, until it is deleted', async () => {
    const admin = new Mutations(app, await app.as(Role.ADMIN));
    const organisation = anOrganisation();
    const [id] = await desk.release(organisation);
    const create = async (input: object) => {
      const { partnerFeed } = await admin.done(
        'partnerFeedCreate',
        { name: 'Ours', organisation: id, filter: {}, defaultLocale: 'zh-Hant', ...input },
        'partnerFeed { id }',
      );
      return String(partnerFeed.id);
    };
    const ours = await create({ theme: { layout: 'COMPACT', appearance: 'DARK', accentColour: '#ffb000' } });
    const theirs = await create({ allowedOrigins: ['https://www.partner.example'] });

    const visit = await open(`feed="${ours}"`);
    await visit.sees('.compact .event');
    expect(await visit.text('.foot')).toBe('訂閱活動日曆');
    await visit.close();

    const elsewhere = await open(`feed="${theirs}"`);
    await elsewhere.sees('slot');
    await elsewhere.close();
    const page = await fetch(`${app.url}/embed/feed/${theirs}`);
    expect(page.headers.get('content-security-policy')).toContain(
      "frame-ancestors 'self' https://www.partner.example",
    );

    await admin.done('partnerFeedDelete', { id: ours });
    const gone = await open(`feed="${ours}"`);
    await gone.sees('slot');
    expect((await fetch(`${app.url}/embed/feed/${ours}`)).status).toBe(410);
  });

  test('reports invalid parameters with the message of the feed', async () => {
    const response = await fetch(`${app.url}/embed/feed/events?kind=PARTY`);

    expect(response.status).toBe(400);
    expect(await response.text()).toContain('PARTY');
  });

  test('the snippet that the API hands out is one that works', async () => {
    const admin = new Mutations(app, await app.as(Role.ADMIN));
    const [id] = await desk.release(anOrganisation());
    const { partnerFeed } = await admin.done(
      'partnerFeedCreate',
      { name: 'Ours', organisation: id, filter: {} },
      'partnerFeed { urls { widgetSnippet } }',
    );
    // The program does not know here under which address it is reached.
    const snippet = String(partnerFeed.urls.widgetSnippet).replaceAll('http://localhost:4000', app.url);
    partner.show(partnerPage(snippet));
    if (!browser) throw new Error('There is no browser.');
    seen = await visit(browser, partner.url);
    await seen.sees('.event');

    expect(seen.complaints).toEqual([]);
  });
});
