import { escapeHtml } from '../foundation/escape-html.js';
import { toHtml } from './html.js';
import { ALL_EVENTS, type Choice, filterNames, pageAddress } from './widget/addresses.js';
import { element } from './widget/markup.js';

/** A page that may do no more than show itself and follow what is clicked. */
const SANDBOX =
  'allow-downloads allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation';

export interface Frame {
  readonly src: string;
  readonly title: string;
  /** In CSS pixels, or a percentage. */
  readonly width: string;
  readonly height: string;
}

/** An iframe without styles, which a strict policy of the site around it might refuse. */
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

/** How events look. */
export type Look = Readonly<Record<'layout' | 'theme', string>>;

export interface Widget {
  readonly publicUrl: string;
  readonly choice: Choice;
  readonly look: Look;
  /** What the link in its place says. */
  readonly title: string;
  /** The digest of the script, for sites that want to be sure of it. */
  readonly integrity?: string;
}

/** What a partner pastes: the script, and the element with a link in it for where scripts do not run. */
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

/** The attributes of the element, in the order in which they are read best. */
export function attributesOf(choice: Choice, look: Look): [string, string][] {
  const isSaved = (choice('feed') || ALL_EVENTS) !== ALL_EVENTS;
  const names = isSaved
    ? (['feed', 'locale', 'limit'] as const)
    : (['locale', ...filterNames, 'limit'] as const);
  const chosen = names.map((name): [string, string] => [name, choice(name) ?? '']);
  return [...chosen, ...Object.entries(saidOf(look))].filter(([, value]) => value !== '');
}

/** The address of the page for iframes. */
export function framedAddress(publicUrl: string, choice: Choice, look: Look): string {
  return pageAddress(publicUrl, choice, saidOf(look));
}

/** What differs from what holds without a word. */
function saidOf({ layout, theme }: Look): Readonly<Record<string, string>> {
  return { layout: layout === 'list' ? '' : layout, theme: theme === 'auto' ? '' : theme };
}
