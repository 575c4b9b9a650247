import { startBrowser } from './support/browser.js';
import { type EmbedSite, partnerPage, startEmbed, startPartnerSite } from './support/embed.js';
import { sampleFeeds } from './support/embed-feed.js';
import { hostileFeed, hostileTexts } from './support/hostile.js';
import { type Visit, visit } from './support/visitor.js';

const browser = await startBrowser();
const describeInBrowser = browser ? describe : describe.skip;

describeInBrowser('a partner', () => {
  let embed: EmbedSite;
  let partner: Awaited<ReturnType<typeof startPartnerSite>>;
  const visits: Visit[] = [];

  beforeAll(async () => {
    embed = await startEmbed();
    partner = await startPartnerSite();
  });
  afterEach(async () => {
    await Promise.all(visits.splice(0).map((each) => each.close()));
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

  async function open(url: string, options: Parameters<typeof visit>[2] = {}): Promise<Visit> {
    if (!browser) throw new Error('There is no browser.');
    const opened = await visit(browser, url, { width: 1280, ...options });
    visits.push(opened);
    return opened;
  }

  const snippetOf = ({ page }: Visit, name: string) =>
    page.$eval(`#snippet-${name}`, (area) => (area as HTMLTextAreaElement).value);

  test('chooses, sees at once what it will look like, and may send the address to a colleague', async () => {
    const visit = await open(`${embed.url}/embed/?locale=en`);
    await visit.sees('.list');
    await visit.page.select('#language', 'zh-Hant');
    await visit.page.click('input[value="compact"]');
    await visit.sees('.compact .title');
    await visit.page.waitForFunction(() => location.search.includes('layout=compact'));

    expect(await visit.text('.title')).toBe('信息安全培訓講堂第三節');
    expect(await snippetOf(visit, 'script')).toContain(
      '<scc-events locale="zh-Hant" limit="10" layout="compact">',
    );
    expect(await snippetOf(visit, 'calendar')).toMatch(
      /^webcal:\/\/127\.0\.0\.1:\d+\/feeds\/events\.ics\?locale=zh-Hant\n/,
    );
    const again = await open(visit.page.url());
    expect(await snippetOf(again, 'script')).toBe(await snippetOf(visit, 'script'));
    expect(visit.complaints).toEqual([]);
  });

  test('with a saved feed has no filter to choose', async () => {
    const visit = await open(`${embed.url}/embed/?locale=en`);
    await visit.page.type('#feed', 'partner_feed_1');
    await visit.page.waitForFunction(() => location.search.includes('partner_feed_1'));

    expect(await visit.page.$eval('#time', (select) => select.matches(':disabled'))).toBe(true);
    expect(await snippetOf(visit, 'script')).toContain(
      '<scc-events feed="partner_feed_1" locale="en" limit="10">',
    );
  });

  test('copies a snippet with one press of a key, and confirms it', async () => {
    const visit = await open(`${embed.url}/embed/?locale=zh-Hant`);
    const permissions = ['clipboard-read', 'clipboard-write', 'clipboard-sanitized-write'] as const;
    await visit.page.browserContext().overridePermissions(embed.url, [...permissions]);
    await visit.page.focus('[data-copies="snippet-frame"]');
    await visit.page.keyboard.press('Enter');
    await visit.page.waitForFunction(() => document.querySelector('#status')?.textContent);

    expect(await visit.page.$eval('#status', ({ textContent }) => textContent)).toBe('已複製。');
    expect(await visit.page.evaluate(() => navigator.clipboard.readText())).toBe(
      await snippetOf(visit, 'frame'),
    );
  });

  test('without scripts has the same: a form to send, a preview, snippets', async () => {
    const visit = await open(`${embed.url}/embed/?locale=en`, { scripts: false });
    await visit.page.click('input[name=layout][value="compact"]');
    await Promise.all([visit.page.waitForNavigation(), visit.page.click('button[type=submit]')]);

    expect(await snippetOf(visit, 'script')).toContain('layout="compact"');
    const frame = await (await visit.page.$('scc-events iframe'))?.contentFrame();
    expect(await frame?.$eval('.title', ({ textContent }) => textContent)).toBe(
      'Training seminar on Information Security: 3rd class',
    );
    expect(
      await visit.page.$$eval(
        'button',
        (buttons) => buttons.filter((button) => button.checkVisibility()).length,
      ),
    ).toBe(1);
  });

  test('pastes the snippet into its own page, and has the events there', async () => {
    const builder = await open(`${embed.url}/embed/?locale=en&language=zh-Hant&layout=compact&integrity=1`);
    partner.show(partnerPage(await snippetOf(builder, 'script')));
    const visit = await open(partner.url);
    await visit.sees('.compact .event');

    expect(await visit.text('.title')).toBe('信息安全培訓講堂第三節');
    expect(visit.complaints).toEqual([]);
  });

  test('pastes the iframe where scripts are not allowed, and has the same events there', async () => {
    const builder = await open(`${embed.url}/embed/?locale=en`);
    const policy = `default-src 'none'; frame-src ${embed.url}; sandbox allow-same-origin`;
    partner.show(partnerPage(await snippetOf(builder, 'frame')), { 'content-security-policy': policy });
    const visit = await open(partner.url, { scripts: false });
    const frame = await (await visit.page.$('iframe'))?.contentFrame();
    await frame?.waitForSelector('.event');

    expect(await frame?.$$eval('.title', (titles) => titles.map(({ textContent }) => textContent))).toContain(
      'buildingSMART International – Asia Summit 2024',
    );
    const size = await frame?.$eval('.register', (link) => link.getBoundingClientRect().height);
    expect(size).toBeGreaterThanOrEqual(44);
  });

  test('follows the link in a snippet, where scripts do not run, to the events', async () => {
    const builder = await open(`${embed.url}/embed/?locale=en`);
    partner.show(partnerPage(await snippetOf(builder, 'script')));
    const visit = await open(partner.url, { scripts: false });
    await Promise.all([visit.page.waitForNavigation(), visit.page.click('scc-events a')]);

    expect(await visit.page.$eval('h1', ({ textContent }) => textContent)).toBe('SCC events');
    expect(await visit.page.$$eval('.event', ({ length }) => length)).toBe(5);
  });

  test('a site that a feed is not for cannot frame it', async () => {
    embed.feeds((address) => ({
      status: 200,
      json: { ...sample(address).json, _scc: { allowedOrigins: ['https://another.example'] } },
    }));
    partner.show(
      partnerPage(`<iframe src="${embed.url}/embed/feed/partner_feed_1" title="Events"></iframe>`),
    );
    const visit = await open(partner.url);

    expect(visit.complaints.join()).toContain('frame-ancestors');
  });

  test.each([
    ['the page for iframes', '/embed/feed/events?locale=en'],
    ['the page of snippets', '/embed/?locale=en'],
    ...['feed', 'organisation', 'kind', 'language', 'limit'].map((name) => [
      `the parameter ${name}`,
      `/embed/?locale=en&${hostileTexts.map((text) => `${name}=${encodeURIComponent(text)}`).join('&')}`,
    ]),
  ])('nothing hostile runs in %s', async (_name, path = '') => {
    embed.feeds(() => ({ status: 200, json: hostileFeed() }));
    const visit = await open(`${embed.url}${path}`);
    await visit.page.waitForNetworkIdle({ idleTime: 200 });

    expect(visit.dialogs).toEqual([]);
    expect(visit.complaints).toEqual([]);
    expect(visit.requests.filter(({ url }) => !url.startsWith(embed.url))).toEqual([]);
  });
});
