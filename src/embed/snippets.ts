import { escapeHtml } from '../foundation/escape-html.js';
import { toHtml } from './html.js';
import { ALL_EVENTS, type Choice, filterNames, pageAddress } from './widget/addresses.js';
import { element } from './widget/markup.js';

/** A page that may only show itself and follow links. */
const SANDBOX =
  'allow-downloads allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation';

export interface Frame {
  readonly src: string;
  readonly title: string;
  /** In CSS pixels, or a percentage. */
  readonly width: string;
  readonly height: string;
}

/** An iframe without styles, which a strict Content-Security-Policy of the site might refuse. */
export function frameHtml({ src, title, width, height }: Frame): string {
  return toHtml(
    element('iframe', {
      src,
      title,
      width,
      height,
      loading: 'lazy',
      sandbox: SANDBOX,
      referrerpolicy: 'no-referrer',
    }),
  );
}

/** The appearance of events. */
export type Appearance = Readonly<Record<'layout' | 'theme', string>>;

export interface Widget {
  readonly publicUrl: string;
  readonly choice: Choice;
  readonly look: Appearance;
  /** The text of the fallback link. */
  readonly title: string;
  /** The digest of the script, for subresource integrity. */
  readonly integrity?: string;
}

/** The snippet that a partner pastes: the script, and the element with a fallback link for when scripts do not run. */
export function widgetHtml({ publicUrl, choice, look, title, integrity }: Widget): string {
  const script = toHtml(
    element('script', {
      src: `${publicUrl}/embed/v1/scc-events.js`,
      integrity,
      crossorigin: integrity ? 'anonymous' : undefined,
      async: '',
    }),
  );
  const attributes = attributesOf(choice, look)
    .map(([name, value]) => ` ${name}="${escapeHtml(value)}"`)
    .join('');
  const link = toHtml(element('a', { href: framedAddress(publicUrl, choice, look) }, title));
  return `${script}\n<scc-events${attributes}>\n  ${link}\n</scc-events>`;
}

/** The attributes of the element, in the most readable order. */
export function attributesOf(choice: Choice, look: Appearance): [string, string][] {
  const isSaved = (choice('feed') || ALL_EVENTS) !== ALL_EVENTS;
  const names = isSaved
    ? (['feed', 'locale', 'limit'] as const)
    : (['locale', ...filterNames, 'limit'] as const);
  const chosen = names.map((name): [string, string] => [name, choice(name) ?? '']);
  return [...chosen, ...Object.entries(nonDefault(look))].filter(([, value]) => value !== '');
}

/** The URL of the page for iframes. */
export function framedAddress(publicUrl: string, choice: Choice, look: Appearance): string {
  return pageAddress(publicUrl, choice, nonDefault(look));
}

/** Attributes that differ from the defaults. */
function nonDefault({ layout, theme }: Appearance): Readonly<Record<string, string>> {
  return { layout: layout === 'list' ? '' : layout, theme: theme === 'auto' ? '' : theme };
}
