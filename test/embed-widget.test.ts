import { startBrowser } from './support/browser.js';
import { type EmbedSite, partnerPage, startEmbed, startPartnerSite } from './support/embed.js';
import { aFeed, anItem, sampleFeeds } from './support/embed-feed.js';
import { hostileFeed, hostileTexts } from './support/hostile.js';
import { type Visit, type VisitOptions, visit } from './support/visitor.js';

const browser = await startBrowser();
const describeInBrowser = browser ? describe : describe.skip;

describeInBrowser('the widget on the site of a partner', () => {
  let embed: EmbedSite;
  let partner: Awaited<ReturnType<typeof startPartnerSite>>;
  let seen: Visit | undefined;

  beforeAll(async () => {
    embed = await startEmbed();
    partner = await startPartnerSite();
  });
  afterEach(async () => {
    await seen?.close();
    seen = undefined;
    embed.feeds(sample);
  });
  afterAll(async () => {
    await browser?.close();
    await embed.close();
    await partner.close();
  });

  const sample = (address: URL) => ({
    status: 200,
    json: sampleFeeds[address.searchParams.get('locale') ?? 'en'] ?? {},
  });
  const script = () => `<script src="${embed.url}/embed/v1/scc-events.js" async></script>`;
  const fallback = '<a href="https://scc.example/">All events</a>';

  /** Opens a page of the partner with something in it. */
  async function open(
    embedded: string,
    {
      headers = {},
      ...options
    }: VisitOptions & { headers?: Record<string, string>; lang?: string; head?: string } = {},
  ): Promise<Visit> {
    if (!browser) throw new Error('There is no browser.');
    partner.show(partnerPage(embedded, options), headers);
    seen = await visit(browser, partner.url, options);
    return seen;
  }

  test('one line of script and one element show the events, and contact no other host', async () => {
    const visit = await open(`${script()}<scc-events locale="en">${fallback}</scc-events>`);
    await visit.sees('.event');

    expect(await visit.text('.event')).toContain('Training seminar on Information Security: 3rd class');
    expect(new Set(visit.requests.map(({ url }) => new URL(url).origin))).toEqual(
      new Set([partner.url, embed.url]),
    );
    expect(visit.complaints).toEqual([]);
  });

  test('nothing of the reader is stored or sent: no cookies, no storage, no referrer', async () => {
    await browser?.setCookie({ name: 'of', value: 'the reader', domain: '127.0.0.1' });
    const visit = await open(`${script()}<scc-events></scc-events>`);
    await visit.page.setCookie({ name: 'of', value: 'the reader', domain: '127.0.0.1' });
    await visit.page.reload();
    await visit.sees('.event');

    const asked = visit.requests.filter(({ url }) => url.includes('/feeds/'));
    expect(asked.length).toBeGreaterThan(0);
    for (const { headers } of asked) {
      expect(headers.cookie).toBeUndefined();
      expect(headers.referer || undefined).toBeUndefined();
    }
    expect(await visit.page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
    expect((await visit.page.cookies()).map(({ name }) => name)).toEqual(['of']);
  });

  test.each([
    ['a module', (src: string) => `<script type="module" src="${src}"></script>`],
    ['a classic script', (src: string) => `<script src="${src}"></script>`],
    ['an import that no element names', (src: string) => `<script type="module">import('${src}')</script>`],
    ['twice', (src: string) => `<script src="${src}"></script><script src="${src}"></script>`],
  ])('works as %s, and knows where it came from', async (_name, tag) => {
    const visit = await open(`${tag(`${embed.url}/embed/v1/scc-events.js`)}<scc-events></scc-events>`);
    await visit.sees('.event');

    expect(visit.complaints).toEqual([]);
  });

  test('lives under a strict policy, with the digest of the script', async () => {
    const { widgetIntegrity } = (await import('../src/embed/built-files.js')).readBuiltFiles();
    const policy = [
      "default-src 'none'",
      `script-src '${widgetIntegrity}'`,
      `connect-src ${embed.url}`,
      "style-src 'none'",
      "require-trusted-types-for 'script'",
    ].join('; ');
    const tag = `<script src="${embed.url}/embed/v1/scc-events.js" integrity="${widgetIntegrity}" crossorigin="anonymous"></script>`;
    const visit = await open(`${tag}<scc-events></scc-events>`, {
      headers: { 'content-security-policy': policy },
    });
    await visit.sees('.event');

    const height = await visit.page.$eval(
      'scc-events >>> .register',
      (node) => node.getBoundingClientRect().height,
    );
    expect(height).toBeGreaterThanOrEqual(44);
    // The icon of the page is what the policy forbids.
    expect(visit.complaints.filter((complaint) => !complaint.includes('data:,'))).toEqual([]);
  });

  test('is refused with another digest, and what is inside it stays', async () => {
    const tag = `<script src="${embed.url}/embed/v1/scc-events.js" integrity="sha384-${'A'.repeat(64)}" crossorigin></script>`;
    const visit = await open(`${tag}<scc-events>${fallback}</scc-events>`);

    expect(visit.complaints.join()).toMatch(/integrity/);
    expect(await isSeen(visit, 'scc-events > a')).toBe(true);
  });

  test('without scripts, what is inside it is there', async () => {
    const visit = await open(`${script()}<scc-events>${fallback}</scc-events>`, { scripts: false });

    expect(await isSeen(visit, 'scc-events > a')).toBe(true);
    expect(visit.requests.filter(({ url }) => url.startsWith(embed.url))).toEqual([]);
  });

  test('while it loads it is busy, with a message', async () => {
    let answer = () => undefined as undefined;
    const asked = new Promise<void>((resolve) => {
      answer = () => void resolve();
    });
    embed.feeds(async (address) => {
      await asked;
      return sample(address);
    });
    const visit = await open(`${script()}<scc-events locale="zh-Hant">${fallback}</scc-events>`);
    await visit.sees('[role=status]');

    expect(await visit.text('[role=status]')).toBe('正在載入活動…');
    expect(await attribute(visit, '[aria-busy]', 'aria-busy')).toBe('true');
    answer();
    await visit.sees('.event');
    expect(await attribute(visit, '[aria-busy]', 'aria-busy')).toBe('false');
  });

  test('when the feed is refused, the fallback is shown, and developers get the reason', async () => {
    const message = 'There is no kind "PARTY".';
    embed.feeds(() => ({ status: 400, json: { errors: [{ message }] } }));
    const visit = await open(
      `<script>addEventListener('error', () => { document.title = 'failed'; }, true)</script>${script()}
       <scc-events kind="party">${fallback}</scc-events>`,
    );
    await visit.page.waitForFunction(() => document.title === 'failed');

    expect(await isSeen(visit, 'scc-events > a')).toBe(true);
  });

  test('a network that fails is forgiven when it is back', async () => {
    const visit = await open(`${script()}<scc-events>${fallback}</scc-events>`);
    await visit.sees('.event');
    await visit.page.setOfflineMode(true);
    await setAttributes(visit, { time: 'past' });
    await visit.sees('slot');
    expect(await isSeen(visit, 'scc-events > a')).toBe(true);

    await visit.page.setOfflineMode(false);
    await visit.sees('.event');

    expect(embed.asked.at(-1)).toBe('/feeds/events.json?locale=en&time=PAST&limit=50');
  });

  test('a feed that does not respond times out after ten seconds', async () => {
    embed.feeds(() => new Promise(() => undefined));
    const hurry = `<script>
      const later = setTimeout;
      window.setTimeout = (call, delay) => later(call, delay === 10000 ? 0 : delay);
    </script>`;
    const visit = await open(`${hurry}${script()}<scc-events>${fallback}</scc-events>`);
    await visit.sees('slot');

    expect(await isSeen(visit, 'scc-events > a')).toBe(true);
  });

  test('a page that becomes visible after a while refreshes, and retains its events if that fails', async () => {
    const visit = await open(`${script()}<scc-events>${fallback}</scc-events>`);
    await visit.sees('.event');
    const lookAgain = (minutes: number) =>
      visit.page.evaluate((elapsed) => {
        const now = Date.now() + elapsed * 60_000;
        Date.now = () => now;
        const settled = new Promise((resolve) => {
          for (const type of ['load', 'error'])
            document.querySelector('scc-events')?.addEventListener(type, () => resolve(type), { once: true });
        });
        document.dispatchEvent(new Event('visibilitychange'));
        return elapsed > 10 ? settled : undefined;
      }, minutes);
    const asked = embed.asked.length;

    await lookAgain(5);
    expect(embed.asked.length).toBe(asked);
    embed.feeds(() => ({ status: 200, json: aFeed([anItem({ title: 'A new one' })]) }));
    expect(await lookAgain(11)).toBe('load');
    expect(await visit.texts('.title')).toEqual(['A new one']);
    embed.feeds(() => ({ status: 503, json: {} }));
    expect(await lookAgain(11)).toBe('error');
    expect(await visit.texts('.title')).toEqual(['A new one']);
  });

  test('takes its colours, its type and its parts from the page', async () => {
    const head = `<style>
      scc-events { --scc-accent: rgb(120, 0, 60); --scc-background: rgb(250, 250, 240); --scc-font: monospace; }
      scc-events::part(title) { letter-spacing: 2px; }
    </style>`;
    const visit = await open(`${script()}<scc-events></scc-events>`, { head });
    await visit.sees('.event');
    const style = (selector: string, name: string) =>
      visit.page.$eval(
        `scc-events >>> ${selector}`,
        (node, which) => getComputedStyle(node).getPropertyValue(which),
        name,
      );

    expect(await style('.register', 'background-color')).toBe('rgb(120, 0, 60)');
    expect(await style('.events', 'background-color')).toBe('rgb(250, 250, 240)');
    expect(await style('.events', 'font-family')).toBe('monospace');
    expect(await style('.title', 'letter-spacing')).toBe('2px');
  });

  describe('of a saved feed', () => {
    const saved = {
      language: 'zh-Hant',
      _scc: { theme: { layout: 'COMPACT', appearance: 'DARK', accentColour: '#ffb000' } },
    };
    const style = (visit: Visit, selector: string, name: string) =>
      visit.page.$eval(
        `scc-events >>> ${selector}`,
        (node, which) => getComputedStyle(node).getPropertyValue(which),
        name,
      );

    test('has the saved language and theme, unless the page sets others', async () => {
      embed.feeds(() => ({ status: 200, json: aFeed([anItem()], 'Ours', saved) }));
      const visit = await open(`${script()}<scc-events feed="partner_feed_1"></scc-events>`);
      await visit.sees('.compact');

      expect(embed.asked.at(-1)).toBe('/feeds/partner_feed_1.json?limit=50');
      expect(await visit.text('.foot')).toBe('訂閱活動日曆');
      expect(await style(visit, '.events', 'background-color')).toBe('rgb(20, 25, 31)');
      expect(await style(visit, '.foot a', 'color')).toBe('rgb(255, 176, 0)');
    });

    test('has the theme of the page, and no colour without contrast', async () => {
      embed.feeds(() => ({ status: 200, json: aFeed([anItem()], 'Ours', saved) }));
      const visit = await open(
        `${script()}<scc-events feed="partner_feed_1" locale="en" layout="list" theme="light"></scc-events>`,
      );
      await visit.sees('.list');

      expect(await visit.text('.foot')).toBe('Subscribe in your calendar');
      expect(await style(visit, '.events', 'background-color')).toBe('rgb(255, 255, 255)');
      expect(await style(visit, '.foot a', 'color')).toBe('rgb(11, 90, 143)');
    });
  });

  test('can be served from elsewhere, with the URL of the events', async () => {
    const copy = await (await fetch(`${embed.url}/embed/v1/scc-events.js`)).text();
    const visit = await open(`<script>${copy}</script><scc-events base="${embed.url}/"></scc-events>`);
    await visit.sees('.event');

    expect(visit.complaints).toEqual([]);
  });

  test('without fallback content it reports the failure, shows a link, and retries on request', async () => {
    embed.feeds(() => ({ status: 503, json: {} }));
    const visit = await open(`${script()}<scc-events locale="zh-HK" limit="3"></scc-events>`);
    await visit.sees('button');

    expect(await visit.text('.message')).toMatch(/未能載入活動。\s+在獨立頁面查看活動\s+再試一次/);
    expect(await attribute(visit, '.message a', 'href')).toBe(
      `${embed.url}/embed/feed/events?locale=zh-HK&limit=3`,
    );
    embed.feeds(sample);
    await visit.page.focus('scc-events >>> button');
    await visit.page.keyboard.press('Enter');
    await visit.sees('.none');
  });

  test('requests what its attributes select, and again when they change', async () => {
    const visit = await open(
      `${script()}<scc-events locale="zh-Hant" time="all" kind="seminar,talk" organisation="organisation_1" role="organiser" series="eventSeries_1" from="2024-01-01T00:00:00Z" limit="5"></scc-events>`,
    );
    await visit.sees('.event');
    const before = embed.asked.at(-1);
    await setAttributes(visit, { feed: 'partner_feed_1', limit: '2' });
    await visit.page.waitForNetworkIdle({ idleTime: 100 });

    expect(before).toBe(
      '/feeds/events.json?locale=zh-Hant&kind=SEMINAR,TALK&organisation=organisation_1&role=ORGANISER&series=eventSeries_1&from=2024-01-01T00%3A00%3A00Z&limit=5',
    );
    expect(embed.asked.at(-1)).toBe('/feeds/partner_feed_1.json?locale=zh-Hant&limit=2');
  });

  test('another layout is shown without asking again', async () => {
    const visit = await open(`${script()}<scc-events></scc-events>`);
    await visit.sees('.list');
    const asked = embed.asked.length;
    await setAttributes(visit, { layout: 'compact', heading: '4' });
    await visit.sees('.compact h4');

    expect(embed.asked.length).toBe(asked);
    expect(await visit.page.$('scc-events >>> .summary')).toBeNull();
    expect(await visit.text('.compact .disclaimer')).toMatch(/^Any opinions/);
  });

  test.each([
    ['the attribute', 'locale="zh-HK"', 'en', '訂閱活動日曆', 'zh-Hant-HK'],
    ['a Cantonese page', '', 'yue-HK', '訂閱活動日曆', 'zh-Hant-HK'],
    ['a page in either Chinese', '', 'zh', '訂閱活動日曆', 'zh-Hant-HK'],
    ['the page', '', 'zh-Hans', '订阅活动日历', 'zh-Hans'],
    ['the page, in a language that it does not speak', '', 'fr', 'Subscribe in your calendar', 'en'],
  ])('speaks the language of %s', async (_name, attributes, lang, words, language) => {
    const visit = await open(`${script()}<scc-events ${attributes}></scc-events>`, { lang });
    await visit.sees('.foot');

    expect(await visit.text('.foot')).toBe(words);
    expect(await attribute(visit, '.events', 'lang')).toBe(language);
  });

  test('every text has the language that it really is in', async () => {
    const visit = await open(`${script()}<scc-events locale="zh-Hant"></scc-events>`);
    await visit.sees('.event');

    const english = await visit.page.$$eval('scc-events >>> [lang="en"]', (nodes) =>
      nodes.map((node) => node.textContent),
    );
    expect(english).toEqual(['buildingSMART International – Asia Summit 2024']);
    expect(await attribute(visit, '.disclaimer', 'lang')).toBe('zh-Hant-HK');
  });

  test('shows what is cancelled and postponed as text, and no actions for it', async () => {
    const visit = await open(`${script()}<scc-events></scc-events>`);
    await visit.sees('.event');
    const [, , postponed, cancelled, undated] = await visit.texts('.event');
    const links = await visit.page.$$eval('scc-events >>> .event', (nodes) =>
      nodes.map((node) => node.querySelectorAll('.actions a').length),
    );

    expect(postponed).toContain('Postponed: new date to be announced\nOriginally Wednesday, 26 June 2024');
    expect(cancelled).toContain('Cancelled');
    expect(undated).toContain('Date to be announced');
    expect(links).toEqual([2, 1, 0, 0, 0]);
  });

  test('withdrawn events are not shown, with a message if none is left', async () => {
    embed.feeds(() => ({ status: 200, json: aFeed([anItem({}, { isWithdrawn: true })]) }));
    const visit = await open(`${script()}<scc-events></scc-events>`);
    await visit.sees('.none');

    expect(await visit.text('.none')).toBe('There are no events to show at present.');
  });

  test('offers the event as a file, and the same events as a calendar without an end', async () => {
    const visit = await open(`${script()}<scc-events kind="training" time="past" limit="5"></scc-events>`);
    await visit.sees('.calendar');

    expect(await attribute(visit, '.calendar', 'href')).toMatch(
      new RegExp(`^${embed.url}/feeds/events/event_[0-9a-f-]{36}\\.ics\\?locale=en$`),
    );
    expect(await attribute(visit, '.foot a', 'href')).toBe(
      `webcal://${new URL(embed.url).host}/feeds/events.ics?locale=en&kind=TRAINING`,
    );
  });

  test.each(['', 'layout="compact"'])('hostile content stays text (%s)', async (attributes) => {
    embed.feeds(() => ({ status: 200, json: hostileFeed() }));
    const visit = await open(`${script()}<scc-events ${attributes}></scc-events>`);
    await visit.sees('.event');

    const found = await visit.page.$$eval('scc-events >>> *', (nodes) => ({
      tags: [...new Set(nodes.map(({ localName }) => localName))],
      attributes: [...new Set(nodes.flatMap((node) => node.getAttributeNames()))],
      links: nodes.map((node) => node.getAttribute('href') ?? '').filter(Boolean),
    }));
    const titles = await visit.page.$$eval('scc-events >>> .title', (nodes) =>
      nodes.map(({ textContent }) => textContent),
    );
    await visit.page.waitForNetworkIdle({ idleTime: 200 });

    expect(titles).toEqual(hostileTexts);
    expect(
      found.tags.filter((tag) => /^(script|img|iframe|style|form|base|meta|object|scc-events)$/.test(tag)),
    ).toEqual([]);
    expect(found.attributes.filter((name) => /^(on|style|srcdoc|src$)/.test(name))).toEqual([]);
    expect(
      found.links.filter((link) => !link.startsWith(embed.url) && !link.startsWith('webcal://127.0.0.1')),
    ).toEqual([]);
    expect(visit.dialogs).toEqual([]);
    expect(visit.requests.filter(({ url }) => url.includes('evil'))).toEqual([]);
  });

  describe('dates', () => {
    const timed = {
      precision: 'TIME',
      start: '2024-06-14T14:30:00+08:00',
      end: '2024-06-14T17:00:00+08:00',
      startDate: '2024-06-14',
      endDate: '2024-06-14',
      timeZone: 'Asia/Hong_Kong',
    };
    const day = {
      precision: 'DATE',
      startDate: '2024-06-17',
      endDate: '2024-06-17',
      timeZone: 'Asia/Hong_Kong',
    };

    const daysTo = (endDate: string) => ({ ...day, endDate });
    const newYear = { ...day, startDate: '2024-12-30', endDate: '2025-01-02' };
    const night = { ...timed, start: '2024-06-14T22:00:00+08:00', end: '2024-06-15T01:00:00+08:00' };

    /** What is said of the time of an event, by a browser that is somewhere. */
    async function said(
      schedules: readonly object[],
      attributes: string,
      timeZone: string,
    ): Promise<string[]> {
      const items = schedules.map((schedule) => anItem({}, { schedule }));
      embed.feeds(() => ({ status: 200, json: aFeed(items) }));
      const visit = await open(`${script()}<scc-events ${attributes}></scc-events>`, { timeZone });
      await visit.sees('.when');
      // Blanks of several widths stand between the parts.
      return (await visit.texts('.when')).map((text) => text.replace(/\s+/g, ' '));
    }

    test.each(['Asia/Hong_Kong', 'Asia/Taipei'])('where it is as late as there (%s)', async (timeZone) => {
      expect(await said([timed, { ...timed, end: undefined }, night], '', timeZone)).toEqual([
        'Friday, 14 June 2024, 2:30–5:00 pm',
        'Friday, 14 June 2024, 2:30 pm',
        'Friday, 14 June 2024, 10:00 pm – Saturday, 15 June 2024, 1:00 am',
      ]);
    });

    test('elsewhere the time zone is named, and of one that the browser does not know the offset', async () => {
      const unknown = { ...timed, timeZone: 'Mars/Olympus' };

      expect(await said([timed, unknown], '', 'Asia/Tokyo')).toEqual([
        'Friday, 14 June 2024, 2:30–5:00 pm (Hong Kong time)',
        'Friday, 14 June 2024, 2:30–5:00 pm (UTC+08:00)',
      ]);
    });

    test.each(['Pacific/Honolulu', 'Pacific/Kiritimati'])('a day is the same day in %s', async (timeZone) => {
      expect(await said([day, daysTo('2024-06-19'), daysTo('2024-07-02'), newYear], '', timeZone)).toEqual([
        'Monday, 17 June 2024',
        'Monday, 17 – Wednesday, 19 June 2024',
        'Monday, 17 June – Tuesday, 2 July 2024',
        'Monday, 30 December 2024 – Thursday, 2 January 2025',
      ]);
    });

    test('in Chinese', async () => {
      const schedules = [timed, day, daysTo('2024-06-19'), daysTo('2024-07-02'), newYear];

      expect(await said(schedules, 'locale="zh-Hant"', 'Europe/London')).toEqual([
        '2024年6月14日（星期五）下午2時30分至5時（香港時間）',
        '2024年6月17日（星期一）',
        '2024年6月17日（星期一）至19日（星期三）',
        '2024年6月17日（星期一）至7月2日（星期二）',
        '2024年12月30日（星期一）至2025年1月2日（星期四）',
      ]);
    });

    test('an event that is over offers nothing any more; one that ends today still does', async () => {
      const past = anItem({}, { schedule: { ...day, startDate: '2024-06-09', endDate: '2024-06-09' } });
      const today = anItem({}, { schedule: { ...day, startDate: '2024-06-09', endDate: '2024-06-10' } });
      embed.feeds(() => ({ status: 200, json: aFeed([past, today]) }));
      // Already the 11th in Kiribati: what counts is the day of the event.
      const visit = await open(`${script()}<scc-events></scc-events>`, {
        timeZone: 'Pacific/Kiritimati',
        now: '2024-06-10T23:30:00+08:00',
      });
      await visit.sees('.event');

      const offers = await visit.page.$$eval('scc-events >>> .event', (nodes) =>
        nodes.map((node) => node.querySelectorAll('.actions').length),
      );
      expect(offers).toEqual([0, 1]);
    });
  });
});

function isSeen({ page }: Visit, selector: string): Promise<boolean> {
  return page.$eval(selector, (node) => node.checkVisibility() && node.getBoundingClientRect().height > 0);
}

function attribute({ page }: Visit, selector: string, name: string): Promise<string | null> {
  return page.$eval(`scc-events >>> ${selector}`, (node, which) => node.getAttribute(which), name);
}

async function setAttributes({ page }: Visit, attributes: Record<string, string>): Promise<void> {
  await page.$eval(
    'scc-events',
    (node, given) => {
      for (const [name, value] of Object.entries(given)) node.setAttribute(name, value);
    },
    attributes,
  );
}
