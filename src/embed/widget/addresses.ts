/** The feed of all events; every other name is the id of a saved feed. */
export const ALL_EVENTS = 'events';

/** The filters of the feed of all events: attributes of the widget and parameters of the feed. */
export const filterNames = ['time', 'kind', 'organisation', 'role', 'series', 'from', 'to'] as const;

/** "At any time"; without it only upcoming events are selected. */
const ANY_TIME = 'ALL';

/** The selected events and their language; null and empty by default. */
export type Choice = (name: 'feed' | 'locale' | 'limit' | (typeof filterNames)[number]) => string | null;

/** The default limit. */
const DEFAULT_EVENTS = '50';

/** The URL of the JSON feed to read. */
export function readingAddress(base: string, choice: Choice): string {
  return feedAddress(base, (name) => choice(name) || (name === 'limit' ? DEFAULT_EVENTS : null), 'json');
}

/** The URL of the feed in a format. */
export function feedAddress(base: string, choice: Choice, format: string): string {
  const parameters = parametersOf(choice);
  if (feedOf(choice) === ALL_EVENTS && !parameters.has('time')) parameters.set('time', 'UPCOMING');
  if (parameters.get('time') === ANY_TIME) parameters.delete('time');
  // A calendar retains past events, and has no limit.
  if (format === 'ics') for (const name of ['time', 'limit']) parameters.delete(name);
  return withQuery(`${base}/feeds/${encodeURIComponent(feedOf(choice))}.${format}`, parameters);
}

/** The URL of the page for iframes with the same events and appearance. */
export function pageAddress(
  base: string,
  choice: Choice,
  look: Readonly<Record<string, string | undefined>> = {},
): string {
  const parameters = parametersOf(choice);
  for (const [name, value] of Object.entries(look)) if (value) parameters.set(name, value);
  return withQuery(`${base}/embed/feed/${encodeURIComponent(feedOf(choice))}`, parameters);
}

/** The URL of the calendar file of one event. */
export function eventFileAddress(base: string, id: string, locale: string): string {
  return `${base}/feeds/events/${encodeURIComponent(id)}.ics?locale=${encodeURIComponent(locale)}`;
}

/** The URL for calendar subscriptions. */
export function subscription(address: string): string {
  return address.replace(/^https?:/, 'webcal:');
}

function feedOf(choice: Choice): string {
  return choice('feed') || ALL_EVENTS;
}

/** The selection as parameters; a saved feed has its own filter. */
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
  // A comma is allowed in a query string, and more readable.
  const query = parameters.toString().replaceAll('%2C', ',');
  return query === '' ? address : `${address}?${query}`;
}
