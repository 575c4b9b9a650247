import { type Choice, feedAddress, filterNames, pageAddress, webAddress } from '../widget/addresses.js';
import { type Feed, readFeed } from '../widget/event.js';
import { eventList } from '../widget/event-list.js';
import { element, type Markup } from '../widget/markup.js';
import { dateTagFor, type WidgetWords, wordsFor } from '../widget/words.js';
import { nodeOf } from './nodes.js';
import { addressOfProgram } from './script-address.js';

/** The style sheet, put in when the file is built. */
declare const STYLES: string;

/** How long a feed may take, in milliseconds. */
const PATIENCE = 10_000;

/** A page that is looked at again after so long, in milliseconds, asks again. */
const FRESH = 600_000;

const PROGRAM = addressOfProgram();

type Attribute = Parameters<Choice>[0] | 'base' | 'layout' | 'heading';

/** `<scc-events>`: a list of events. What is inside it is shown where the events cannot be. */
class SccEvents extends HTMLElement {
  static readonly observedAttributes: readonly Attribute[] = [
    'feed',
    'locale',
    'limit',
    ...filterNames,
    'base',
    'layout',
    'heading',
  ];

  /** The events, or the way to say that there are none yet. */
  readonly #content: HTMLElement;
  #isPlanned = false;
  /** Of the events that are shown or being asked for. */
  #address = '';
  #feed: Feed | undefined;
  #loadedAt = 0;
  #asking: AbortController | undefined;

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: 'open' });
    const styles = new CSSStyleSheet();
    // A constructed style sheet is none of those that a Content-Security-Policy restricts.
    styles.replaceSync(STYLES);
    shadow.adoptedStyleSheets = [styles];
    this.#content = document.createElement('div');
    shadow.append(this.#content);
    shadow.addEventListener('click', ({ target }) => {
      if (!(target instanceof HTMLButtonElement)) return;
      // The button goes; whoever pressed it stays where it was.
      this.#content.tabIndex = -1;
      this.#content.focus();
      this.#load();
    });
  }

  connectedCallback(): void {
    addEventListener('online', this.#retry);
    document.addEventListener('visibilitychange', this.#refresh);
    this.#plan();
  }

  disconnectedCallback(): void {
    removeEventListener('online', this.#retry);
    document.removeEventListener('visibilitychange', this.#refresh);
    this.#asking?.abort();
    this.#address = '';
  }

  attributeChangedCallback(): void {
    this.#plan();
  }

  /** Attributes that are set one after another make one change. */
  #plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    queueMicrotask(() => {
      this.#isPlanned = false;
      if (this.isConnected) this.#update();
    });
  }

  #update(): void {
    const address = feedAddress(this.#base, this.#choice, 'json');
    if (address === this.#address) {
      if (this.#feed) this.#showEvents(this.#feed);
      return;
    }
    this.#address = address;
    this.#feed = undefined;
    this.#load();
  }

  readonly #retry = (): void => {
    if (!this.#feed && !this.#asking) this.#load();
  };

  readonly #refresh = (): void => {
    const isOld = Date.now() - this.#loadedAt > FRESH;
    if (document.visibilityState === 'visible' && this.#feed && isOld) this.#load();
  };

  async #load(): Promise<void> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    const timer = setTimeout(() => asking.abort(), PATIENCE);
    this.#content.setAttribute('aria-busy', 'true');
    if (!this.#feed) this.#show(loading(this.#words));
    try {
      const feed = readFeed(await answerOf(this.#address, asking.signal));
      if (this.#asking !== asking) return;
      this.#feed = feed;
      this.#loadedAt = Date.now();
      this.#showEvents(feed);
      this.dispatchEvent(new Event('load'));
    } catch (reason) {
      if (this.#asking !== asking) return;
      // For those who build the page; readers see what is inside the element, or what was there before.
      console.warn(`<scc-events>: ${this.#address}`, reason);
      if (!this.#feed) this.#show(fallback(this.#words, pageAddress(this.#base, this.#choice)));
      this.dispatchEvent(new Event('error'));
    } finally {
      clearTimeout(timer);
      if (this.#asking === asking) {
        this.#asking = undefined;
        this.#content.setAttribute('aria-busy', 'false');
      }
    }
  }

  #showEvents(feed: Feed): void {
    const words = this.#words;
    this.#show(
      eventList(feed, {
        words,
        dates: {
          words,
          tag: dateTagFor(words, navigator.languages),
          readerZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
          now: new Date(),
        },
        layout: this.getAttribute('layout') === 'compact' ? 'compact' : 'list',
        heading: headingLevel(this.getAttribute('heading')),
        base: this.#base,
        choice: this.#choice,
      }),
    );
  }

  /** Shows something else, and leaves the focus on the link that has it. */
  #show(markup: Markup): void {
    const focused = this.shadowRoot?.activeElement?.getAttribute('href');
    this.#content.replaceChildren(nodeOf(markup));
    if (!focused) return;
    const links = [...this.#content.querySelectorAll('a')];
    links.find((link) => link.getAttribute('href') === focused)?.focus();
  }

  readonly #choice: Choice = (name) => {
    if (name !== 'locale') return this.getAttribute(name);
    return this.getAttribute('locale') || this.#words.language;
  };

  get #base(): string {
    const given = this.getAttribute('base');
    return (given && webAddress(given, document.baseURI)?.replace(/\/+$/, '')) || PROGRAM;
  }

  /** In the language of the attribute, else in that of the page, else in that of the reader. */
  get #words(): WidgetWords {
    const page = this.closest<HTMLElement>('[lang]')?.lang;
    return wordsFor(this.getAttribute('locale') || page || navigator.language);
  }
}

/** @throws whatever `fetch` does, and an Error for an answer that is not a feed */
async function answerOf(address: string, signal: AbortSignal): Promise<unknown> {
  const answer = await fetch(address, { signal, credentials: 'omit', referrerPolicy: 'no-referrer' });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.json();
}

function loading(words: WidgetWords): Markup {
  return element(
    'div',
    { class: 'events', part: 'events', lang: words.language },
    element('p', { class: 'message', role: 'status' }, words.loading),
  );
}

/** What is inside the element; a sentence and a way on where it is empty. */
function fallback(words: WidgetWords, page: string): Markup {
  return element(
    'slot',
    {},
    element(
      'div',
      { class: 'events', part: 'events', lang: words.language },
      element(
        'div',
        { class: 'message' },
        element('p', { role: 'status' }, words.failed),
        element('p', {}, element('a', { href: page }, words.openPage)),
        element('button', { type: 'button' }, words.retry),
      ),
    ),
  );
}

function headingLevel(given: string | null): number {
  return given && /^[2-6]$/.test(given) ? Number(given) : 3;
}

// A browser without constructed style sheets keeps what is inside the element; a page may have the script twice.
if ('adoptedStyleSheets' in Document.prototype && !customElements.get('scc-events')) {
  customElements.define('scc-events', SccEvents);
}
