import {
  ALL_EVENTS,
  type Choice,
  filterNames,
  pageAddress,
  readingAddress,
  webAddress,
} from '../widget/addresses.js';
import { type Feed, readFeed } from '../widget/event.js';
import { eventList } from '../widget/event-list.js';
import { layouts } from '../widget/list-view.js';
import type { Markup } from '../widget/markup.js';
import { accentRule, themes } from '../widget/theme.js';
import { dateTagFor, type WidgetWords, wordsFor } from '../widget/words.js';
import { finishedResponse } from './answer.js';
import { fallback, loading } from './messages.js';
import { nodeOf } from './nodes.js';
import { addressOfProgram } from './script-address.js';

/** The style sheet, put in when the file is built. */
declare const STYLES: string;

/** A page that is looked at again after so long, in milliseconds, asks again. */
const FRESH = 600_000;

const PROGRAM = addressOfProgram();

type Attribute = Parameters<Choice>[0] | 'base' | 'layout' | 'theme' | 'heading';

/** `<scc-events>`: a list of events. What is inside it is shown where the events cannot be. */
class SccEvents extends HTMLElement {
  static readonly observedAttributes: readonly Attribute[] = [
    'feed',
    'locale',
    'limit',
    ...filterNames,
    'base',
    'layout',
    'theme',
    'heading',
  ];

  /** The events, or the way to say that there are none yet. */
  readonly #frame: HTMLElement;
  readonly #accent = new CSSStyleSheet();
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
    shadow.adoptedStyleSheets = [styles, this.#accent];
    this.#frame = document.createElement('div');
    this.#frame.className = 'frame';
    shadow.append(this.#frame);
    shadow.addEventListener('click', ({ target }) => {
      if (!(target instanceof HTMLButtonElement)) return;
      // The button goes; whoever pressed it stays where it was.
      this.#frame.tabIndex = -1;
      this.#frame.focus();
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
    const address = readingAddress(this.#base, this.#choice);
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
    this.#frame.setAttribute('aria-busy', 'true');
    if (!this.#feed) this.#show(loading(this.#words));
    try {
      const feed = readFeed(await finishedResponse(this.#address, asking));
      if (this.#asking !== asking) return;
      this.#showEvents(feed);
      this.#feed = feed;
      this.#loadedAt = Date.now();
      this.dispatchEvent(new Event('load'));
    } catch (reason) {
      if (this.#asking !== asking) return;
      // For those who build the page; readers see what is inside the element, or what was there before.
      console.warn(`<scc-events>: ${this.#address}`, reason);
      if (!this.#feed) this.#show(fallback(this.#words, pageAddress(this.#base, this.#choice)));
      this.dispatchEvent(new Event('error'));
    } finally {
      if (this.#asking === asking) {
        this.#asking = undefined;
        this.#frame.setAttribute('aria-busy', 'false');
      }
    }
  }

  #showEvents(feed: Feed): void {
    const words = feed.language && !this.#choice('locale') ? wordsFor(feed.language) : this.#words;
    const { layout, accent } = feed.theme;
    this.#accent.replaceSync(accentRule(accent));
    this.#show(
      eventList(feed, {
        words,
        dates: {
          words,
          tag: dateTagFor(words, navigator.languages),
          readerZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
          now: new Date(),
        },
        layout: layouts.find((each) => each === this.getAttribute('layout')) ?? layout ?? 'list',
        heading: headingLevel(this.getAttribute('heading')),
        base: this.#base,
        choice: this.#choice,
      }),
      feed,
    );
  }

  /** Shows something else, and leaves the focus on the link that has it. */
  #show(markup: Markup, feed?: Feed): void {
    const theme = themes.find((each) => each === this.getAttribute('theme')) ?? feed?.theme.theme;
    this.#frame.dataset.theme = theme ?? 'auto';
    const focused = this.shadowRoot?.activeElement?.getAttribute('href');
    this.#frame.replaceChildren(nodeOf(markup));
    if (!focused) return;
    const links = [...this.#frame.querySelectorAll('a')];
    links.find((link) => link.getAttribute('href') === focused)?.focus();
  }

  /** A saved feed has a language of its own, where the element does not name one. */
  readonly #choice: Choice = (name) => {
    const said = this.getAttribute(name);
    if (said || name !== 'locale') return said;
    return (this.getAttribute('feed') || ALL_EVENTS) === ALL_EVENTS ? this.#words.language : null;
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

function headingLevel(given: string | null): number {
  return given && /^[2-6]$/.test(given) ? Number(given) : 3;
}

// A browser without constructed style sheets keeps what is inside the element; a page may have the script twice.
if ('adoptedStyleSheets' in Document.prototype && !customElements.get('scc-events')) {
  customElements.define('scc-events', SccEvents);
}
