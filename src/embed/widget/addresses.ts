/** The feed of all events; every other name is the id of a saved feed. */
export const ALL_EVENTS = 'events';

/** What the feed of all events can be filtered by: the attributes of the widget and the parameters of the feed. */
export const filterNames = ['time', 'kind', 'organisation', 'role', 'series', 'from', 'to'] as const;

/** What stands for "at any time", since without a word what is to come is meant. */
const ANY_TIME = 'ALL';

/** Which events, in which language; null and empty where nothing is said. */
export type Choice = (name: 'feed' | 'locale' | 'limit' | (typeof filterNames)[number]) => string | null;

/** How many events are shown where nothing is said. */
const SHOWN = '50';

/** Where the events are read that are shown. */
export function readingAddress(base: string, choice: Choice): string {
  return feedAddress(base, (name) => choice(name) || (name === 'limit' ? SHOWN : null), 'json');
}

/** The feed of the events in a format. */
export function feedAddress(base: string, choice: Choice, format: string): string {
  const parameters = parametersOf(choice);
  if (feedOf(choice) === ALL_EVENTS && !parameters.has('time')) parameters.set('time', 'UPCOMING');
  if (parameters.get('time') === ANY_TIME) parameters.delete('time');
  // A calendar keeps what is over, and is not a list that ends somewhere.
  if (format === 'ics') for (const name of ['time', 'limit']) parameters.delete(name);
  return withQuery(`${base}/feeds/${encodeURIComponent(feedOf(choice))}.${format}`, parameters);
}

/** The page for iframes that shows the same events, and how it looks. */
export function pageAddress(
  base: string,
  choice: Choice,
  look: Readonly<Record<string, string | undefined>> = {},
): string {
  const parameters = parametersOf(choice);
  for (const [name, value] of Object.entries(look)) if (value) parameters.set(name, value);
  return withQuery(`${base}/embed/feed/${encodeURIComponent(feedOf(choice))}`, parameters);
}

/** The calendar file of one event. */
export function eventFileAddress(base: string, id: string, locale: string): string {
  return `${base}/feeds/events/${encodeURIComponent(id)}.ics?locale=${encodeURIComponent(locale)}`;
}

/** The address that calendar programs subscribe to. */
export function subscription(address: string): string {
  return address.replace(/^https?:/, 'webcal:');
}

/** An address that can be followed from a page; anything but http and https is none. */
export function webAddress(value: unknown, base?: string): string | undefined {
  if (typeof value !== 'string') return undefined;
  // `URL.canParse` is younger than the browsers that the widget is for.
  try {
    const { protocol, href } = new URL(value, base);
    return protocol === 'https:' || protocol === 'http:' ? href : undefined;
  } catch {
    return undefined;
  }
}

function feedOf(choice: Choice): string {
  return choice('feed') || ALL_EVENTS;
}

/** What is chosen, as parameters; a saved feed brings its own filter. */
function parametersOf(choice: Choice): URLSearchParams {
  const parameters = new URLSearchParams();
  const names = feedOf(choice) === ALL_EVENTS ? filterNames : [];
  for (const name of ['locale', ...names, 'limit'] as const) {
    const value = choice(name);
    if (value) parameters.set(name, /^(time|kind|role)$/.test(name) ? value.toUpperCase() : value);
  }
  return parameters;
}

function withQuery(address: string, parameters: URLSearchParams): string {
  // A comma may stand in a query as it is, and is read more easily.
  const query = parameters.toString().replaceAll('%2C', ',');
  return query === '' ? address : `${address}?${query}`;
}
