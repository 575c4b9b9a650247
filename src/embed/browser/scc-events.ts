import { webAddress } from '../../foundation/web-address.js';
import { ALL_EVENTS, type Choice, filterNames, pageAddress, readingAddress } from '../widget/addresses.js';
import { type Feed, readFeed } from '../widget/event.js';
import { eventList } from '../widget/event-list.js';
import { layouts } from '../widget/list-view.js';
import type { Markup } from '../widget/markup.js';
import { textsFor, type WidgetTexts } from '../widget/texts.js';
import { accentRule, themes } from '../widget/theme.js';
import { fetchFeed } from './fetch-feed.js';
import { fallback, loading } from './messages.js';
import { nodeOf } from './nodes.js';
import { serverUrlOf } from './script-address.js';

/** The style sheet, inlined by the build. */
declare const STYLES: string;

/** A page that becomes visible after so many milliseconds refreshes. */
const REFRESH_AFTER_MS = 600_000;

const SERVER_URL = serverUrlOf();

type Attribute = Parameters<Choice>[0] | 'base' | 'layout' | 'theme' | 'heading';

/** `<scc-events>`: a list of events. Its content is the fallback. */
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

  /** The events, or a placeholder. */
  readonly #frame: HTMLElement;
  readonly #accent = new CSSStyleSheet();
  #isPlanned = false;
  /** The feed that is shown or being loaded. */
  #address = '';
  #feed: Feed | undefined;
  #loadedAt = 0;
  #pending: AbortController | undefined;

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: 'open' });
    const styles = new CSSStyleSheet();
    // Content-Security-Policy does not restrict constructed style sheets.
    styles.replaceSync(STYLES);
    shadow.adoptedStyleSheets = [styles, this.#accent];
    this.#frame = document.createElement('div');
    this.#frame.className = 'frame';
    shadow.append(this.#frame);
    shadow.addEventListener('click', ({ target }) => {
      if (!(target instanceof HTMLButtonElement)) return;
      // The button disappears; focus has to stay in place.
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
    this.#pending?.abort();
    this.#address = '';
  }

  attributeChangedCallback(): void {
    this.#plan();
  }

  /** Batches changes of attributes. */
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
    if (!this.#feed && !this.#pending) this.#load();
  };

  readonly #refresh = (): void => {
    const isOld = Date.now() - this.#loadedAt > REFRESH_AFTER_MS;
    if (document.visibilityState === 'visible' && this.#feed && isOld) this.#load();
  };

  async #load(): Promise<void> {
    this.#pending?.abort();
    const pending = new AbortController();
    this.#pending = pending;
    this.#frame.setAttribute('aria-busy', 'true');
    if (!this.#feed) this.#show(loading(this.#texts));
    try {
      const feed = readFeed(await fetchFeed(this.#address, pending));
      if (this.#pending !== pending) return;
      this.#showEvents(feed);
      this.#feed = feed;
      this.#loadedAt = Date.now();
      this.dispatchEvent(new Event('load'));
    } catch (reason) {
      if (this.#pending !== pending) return;
      // For developers; readers see the fallback content, or the last events.
      console.warn(`<scc-events>: ${this.#address}`, reason);
      if (!this.#feed) this.#show(fallback(this.#texts, pageAddress(this.#base, this.#choice)));
      this.dispatchEvent(new Event('error'));
    } finally {
      if (this.#pending === pending) {
        this.#pending = undefined;
        this.#frame.setAttribute('aria-busy', 'false');
      }
    }
  }

  #showEvents(feed: Feed): void {
    const texts = feed.language && !this.#choice('locale') ? textsFor(feed.language) : this.#texts;
    const { layout, accent } = feed.theme;
    this.#accent.replaceSync(accentRule(accent));
    this.#show(
      eventList(feed, {
        texts,
        dates: {
          texts,
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

  /** Replaces the content, and restores the focus on its link. */
  #show(markup: Markup, feed?: Feed): void {
    const theme = themes.find((each) => each === this.getAttribute('theme')) ?? feed?.theme.theme;
    this.#frame.dataset.theme = theme ?? 'auto';
    const focused = this.shadowRoot?.activeElement?.getAttribute('href');
    this.#frame.replaceChildren(nodeOf(markup));
    if (!focused) return;
    const links = [...this.#frame.querySelectorAll('a')];
    links.find((link) => link.getAttribute('href') === focused)?.focus();
  }

  /** A saved feed has a default language. */
  readonly #choice: Choice = (name) => {
    const value = this.getAttribute(name);
    if (value || name !== 'locale') return value;
    return (this.getAttribute('feed') || ALL_EVENTS) === ALL_EVENTS ? this.#texts.language : null;
  };

  get #base(): string {
    const given = this.getAttribute('base');
    return (given && webAddress(given, document.baseURI)?.replace(/\/+$/, '')) || SERVER_URL;
  }

  /** The language of the attribute, else of the page, else of the reader. */
  get #texts(): WidgetTexts {
    const page = this.closest<HTMLElement>('[lang]')?.lang;
    return textsFor(this.getAttribute('locale') || page || navigator.language);
  }
}

function headingLevel(given: string | null): number {
  return given && /^[2-6]$/.test(given) ? Number(given) : 3;
}

// A browser without constructable style sheets keeps the fallback; a page may include the script twice.
if ('adoptedStyleSheets' in Document.prototype && !customElements.get('scc-events')) {
  customElements.define('scc-events', SccEvents);
}
