import type { Browser, Page } from 'puppeteer-core';
import { FEED_NOW } from './embed-feed.js';

export interface VisitOptions {
  readonly width?: number;
  /** IANA. */
  readonly timeZone?: string;
  readonly scheme?: 'light' | 'dark';
  /** The instant that scripts are told; feeds are asked for at the real one. */
  readonly now?: string;
  readonly scripts?: boolean;
  /** What the reader reads, best first. */
  readonly languages?: string;
}

/** Somebody who looks at a page, with a browser that knows nothing yet. */
export interface Visit {
  readonly page: Page;
  /** What the page said in dialogs. */
  readonly dialogs: string[];
  /** The addresses that were asked for. */
  readonly requests: { readonly url: string; readonly headers: Record<string, string> }[];
  /** What the browser complained about: errors, and what a policy forbade. */
  readonly complaints: string[];
  /** What there is to read in the widget. */
  text(selector?: string): Promise<string>;
  texts(selector: string): Promise<string[]>;
  /** Waits for something in the widget. */
  sees(selector: string): Promise<void>;
  close(): Promise<void>;
}

export async function visit(browser: Browser, url: string, options: VisitOptions = {}): Promise<Visit> {
  const {
    width = 760,
    timeZone = 'Europe/London',
    scheme = 'light',
    now = FEED_NOW,
    scripts = true,
    languages = 'en-US,zh-HK',
  } = options;
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const told = watch(page);
  const session = await page.createCDPSession();
  const userAgent = await browser.userAgent();
  await session.send('Emulation.setUserAgentOverride', { userAgent, acceptLanguage: languages });
  // Several pages may be open; each takes keys as if it were the only one.
  await session.send('Emulation.setFocusEmulationEnabled', { enabled: true });
  await page.setViewport({ width, height: 900 });
  await page.emulateTimezone(timeZone);
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.setJavaScriptEnabled(scripts);
  await page.evaluateOnNewDocument(`{
    const Real = Date;
    Date = class extends Real {
      constructor(...given) { given.length > 0 ? super(...given) : super(${JSON.stringify(now)}); }
      static now() { return new Real(${JSON.stringify(now)}).getTime(); }
    };
  }`);
  await page.goto(url);
  return {
    page,
    ...told,
    text: async (selector = '.events') => (await textsIn(page, selector))[0] ?? '',
    texts: (selector) => textsIn(page, selector),
    sees: async (selector) => {
      // Not `waitForSelector`, which does not notice changes inside an element.
      await page.waitForFunction(
        (which) => document.querySelector('scc-events')?.shadowRoot?.querySelector(which),
        { timeout: 15_000 },
        selector,
      );
    },
    async close() {
      if (!page.isClosed()) await context.close();
    },
  };
}

function textsIn(page: Page, selector: string): Promise<string[]> {
  return page.$$eval(`scc-events >>> ${selector}`, (nodes) =>
    // What there is to see: without what is hidden, and with the lines that blocks make.
    // biome-ignore lint/performance/useDomNodeTextContent: that is the difference between the two.
    nodes.map((node) => (node as HTMLElement).innerText.replace(/\n+/g, '\n')),
  );
}

function watch(page: Page): Pick<Visit, 'dialogs' | 'requests' | 'complaints'> {
  const dialogs: string[] = [];
  const requests: { url: string; headers: Record<string, string> }[] = [];
  const complaints: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('request', (request) => requests.push({ url: request.url(), headers: request.headers() }));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { dialogs, requests, complaints };
}
