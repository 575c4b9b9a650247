import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { SerializedAXNode } from 'puppeteer-core';
import { startBrowser } from './support/browser.js';
import { type EmbedSite, partnerPage, startEmbed, startPartnerSite } from './support/embed.js';
import { sampleFeeds } from './support/embed-feed.js';
import { type Visit, visit } from './support/visitor.js';

const browser = await startBrowser();
const describeInBrowser = browser ? describe : describe.skip;
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describeInBrowser('for everybody', () => {
  let embed: EmbedSite;
  let partner: Awaited<ReturnType<typeof startPartnerSite>>;
  let seen: Visit | undefined;

  beforeAll(async () => {
    embed = await startEmbed();
    partner = await startPartnerSite();
  });
  afterEach(() => seen?.close());
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
    seen = await visit(browser, url, options);
    return seen;
  }

  async function openWidget(attributes: string, options: Parameters<typeof visit>[2] = {}): Promise<Visit> {
    const lang = /locale="([^"]+)"/.exec(attributes)?.[1] ?? 'en';
    const script = `<script src="${embed.url}/embed/v1/scc-events.js" async></script>`;
    partner.show(partnerPage(`${script}<scc-events ${attributes}></scc-events>`, { lang }));
    const opened = await open(partner.url, options);
    await opened.sees('.event');
    return opened;
  }

  const languages = ['en', 'zh-Hant'];
  const widths = [320, 1280];
  const looks = ['list', 'compact'].flatMap((layout) =>
    ['light', 'dark'].map((theme) => ({ layout, theme })),
  );
  const pages = languages.flatMap((locale) => widths.map((width) => ({ locale, width })));

  test.each(pages)('the widget, $locale, $width pixels, in all its looks', async ({ locale, width }) => {
    const visit = await openWidget(`locale="${locale}"`, { width });
    for (const look of looks) {
      await setAttributes(visit, look);
      await visit.sees(`.${look.layout}`);

      expect([look, await violations(visit)]).toEqual([look, []]);
      expect([look, await overflow(visit)]).toEqual([look, 0]);
    }
  });

  test.each(languages)('the widget for a reader who likes it dark, %s', async (locale) => {
    const visit = await openWidget(`locale="${locale}"`, { scheme: 'dark' });
    const background = await visit.page.$eval(
      'scc-events >>> .events',
      (node) => getComputedStyle(node).backgroundColor,
    );

    expect(background).toBe('rgb(20, 25, 31)');
    expect(await violations(visit)).toEqual([]);
  });

  test.each(pages.map((page, at) => ({ ...page, ...looks[at] })))(
    'the page for iframes, $locale, $width pixels, $layout, $theme',
    async ({ locale, width, layout, theme }) => {
      const visit = await open(
        `${embed.url}/embed/feed/events?layout=${layout}&theme=${theme}&locale=${locale}`,
        {
          width,
        },
      );

      expect(await violations(visit)).toEqual([]);
      expect(await overflow(visit)).toBe(0);
    },
  );

  test.each(
    pages.map((page, at) => ({ ...page, scheme: at % 2 === 0 ? ('light' as const) : ('dark' as const) })),
  )('the page of snippets, $locale, $width pixels, $scheme', async ({ locale, width, scheme }) => {
    const visit = await open(`${embed.url}/embed/?locale=${locale}&kind=TALK`, { width, scheme });
    await visit.sees('.event');

    expect(await violations(visit)).toEqual([]);
    expect(await overflow(visit)).toBe(0);
  });

  test.each([
    ['the events are missing', 503, 'button'],
    ['there are none', 200, '.none'],
  ])('the widget when %s', async (_name, status, selector) => {
    embed.feeds(() => ({ status, json: {} }));
    const script = `<script src="${embed.url}/embed/v1/scc-events.js"></script>`;
    partner.show(partnerPage(`${script}<scc-events theme="dark"></scc-events>`));
    const visit = await open(partner.url);
    await visit.sees(selector);
    embed.feeds(sample);

    expect(await violations(visit)).toEqual([]);
  });

  describe('with a keyboard', () => {
    test('the links of the widget come in the order in which they are read, and show where one is', async () => {
      const visit = await openWidget('locale="en"');
      const stops = await tabThrough(visit);

      expect(stops.map(({ name }) => name)).toEqual([
        'Training seminar on Information Security: 3rd class',
        'Map H6 CONET, G/F, The Center, 99 Queen’s Road Central',
        'Smart City Consortium',
        'Smart City Academy',
        'SME Development Fund',
        'Register Training seminar on Information Security: 3rd class',
        'Add to calendar Training seminar on Information Security: 3rd class',
        'buildingSMART International – Asia Summit 2024',
        'Add to calendar buildingSMART International – Asia Summit 2024',
        'Energy, Environment and Mobility Forum',
        'CSDI Awards 2024 presentation ceremony',
        '「共建員工防火牆」嘉許計劃',
        'Subscribe in your calendar',
      ]);
      expect(stops.filter(({ outline }) => !outline.startsWith('3px solid'))).toEqual([]);
    });

    test('what can be pressed is large enough for a finger', async () => {
      const visit = await openWidget('layout="compact"', { width: 320 });
      await setAttributes(visit, { layout: 'list' });
      await visit.sees('.list');
      const sizes = await visit.page.$$eval('scc-events >>> .action', (nodes) =>
        nodes.map((node) => node.getBoundingClientRect()).map(({ width, height }) => Math.min(width, height)),
      );

      expect(sizes.length).toBe(4);
      expect(sizes.filter((size) => size < 44)).toEqual([]);
    });

    test('the focus stays on its link when the looks change', async () => {
      const visit = await openWidget('locale="en"');
      await visit.page.focus('scc-events >>> .calendar');
      await setAttributes(visit, { layout: 'compact' });
      await visit.sees('.compact');

      const focused = await visit.page.evaluate(
        () => document.querySelector('scc-events')?.shadowRoot?.activeElement?.className,
      );
      expect(focused).toBe('action calendar');
    });
  });

  test('what a screen reader announces of an event', async () => {
    const visit = await openWidget('locale="en" layout="compact"');
    const tree = await visit.page.accessibility.snapshot({ interestingOnly: false });
    const said = flat(tree ? [tree] : [])
      .filter(({ role }) => /^(heading|link|StaticText)$/.test(role))
      .map(({ role, name }) => `${role} ${name?.replace(/\s+/g, ' ')}`);
    const start = said.indexOf('heading buildingSMART International – Asia Summit 2024');

    // Nothing of the date block, which is for the eye only.
    expect(said.slice(start - 1, start + 9)).toEqual([
      'StaticText Add to calendar',
      'heading buildingSMART International – Asia Summit 2024',
      'link buildingSMART International – Asia Summit 2024',
      'StaticText buildingSMART International – Asia Summit 2024',
      'StaticText Monday, 17 –',
      'StaticText  ',
      'StaticText Tuesday, 18 June 2024',
      'StaticText Crowne Plaza Kowloon East',
      'link Add to calendar buildingSMART International – Asia Summit 2024',
      'StaticText Add to calendar',
    ]);
  });
});

function flat(nodes: readonly SerializedAXNode[]): SerializedAXNode[] {
  return nodes.flatMap((node) => [node, ...flat(node.children ?? [])]);
}

interface Stop {
  readonly name: string;
  readonly outline: string;
}

/** Where the key Tab leads in the widget. */
async function tabThrough({ page }: Visit): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (;;) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const root = document.querySelector('scc-events')?.shadowRoot;
      const focused = root?.activeElement;
      if (!root || !focused) return undefined;
      const named = (focused.getAttribute('aria-labelledby') ?? '')
        .split(' ')
        .map((id) => root.getElementById(id));
      const { outlineWidth, outlineStyle } = getComputedStyle(focused);
      return {
        name: (named[0] ? named : [focused]).map((node) => node?.textContent).join(' '),
        outline: `${outlineWidth} ${outlineStyle}`,
      };
    });
    if (!stop) return stops;
    stops.push(stop);
  }
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

/** What axe-core finds, in WCAG 2.2 A and AA and in its best practices. */
async function violations({ page }: Visit): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = (await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'] })`,
  )) as AxeResults;
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${JSON.stringify(target)} ${failureSummary}`),
  );
}

/** By how many pixels the page is wider than the window. */
function overflow({ page }: Visit): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
