import { langOf } from '../../events/facts/script.js';
import { eventFileAddress, feedAddress, subscription } from './addresses.js';
import { dateBlockOf, isOver, whenOf } from './dates.js';
import type { Feed, FeedEvent } from './event.js';
import { eventDetails, eventDisclaimers, joined, langNeeded } from './event-details.js';
import type { ListView } from './list-view.js';
import { type Child, element, type Markup } from './markup.js';

/** A list of events. */
export function eventList(feed: Feed, view: ListView): Markup {
  const { texts, layout, base, choice } = view;
  return element(
    'div',
    { class: `events ${layout}`, part: 'events', lang: langOf('', texts.language) },
    feed.events.length === 0
      ? element('p', { class: 'none' }, texts.none)
      : element(
          'ul',
          { class: 'items' },
          feed.events.map((event, position) => eventItem(event, `e${position}`, view)),
        ),
    element(
      'p',
      { class: 'foot' },
      element(
        'a',
        { class: 'action', part: 'subscribe', href: subscription(feedAddress(base, choice, 'ics')) },
        CALENDAR_ICON,
        texts.subscribe,
      ),
    ),
  );
}

function eventItem(event: FeedEvent, key: string, view: ListView): Markup {
  const isOff = event.state === 'CANCELLED';
  return element(
    'li',
    { class: isOff ? 'event off' : 'event', part: 'event' },
    dateBlock(event, view),
    element(
      'div',
      { class: 'body' },
      view.layout === 'list' ? seriesLine(event, view) : undefined,
      title(event, key, view),
      status(event, view),
      when(event, view),
      where(event, key, view),
      view.layout === 'list' ? eventDetails(event, view) : undefined,
      eventDisclaimers(event),
    ),
    actions(event, key, view),
  );
}

/** Only visual: the whole date is also in the text. */
function dateBlock(event: FeedEvent, { dates, texts }: ListView): Markup {
  const block = event.state === 'POSTPONED' ? undefined : dateBlockOf(event.schedule, dates);
  const lines = block
    ? [
        element('span', { class: 'month' }, block.month),
        element('span', { class: block.until ? 'day days' : 'day' }, block.day, block.until),
        element('span', { class: 'weekday' }, block.until ? undefined : block.weekday),
      ]
    : element('span', { class: 'month' }, texts.toCome);
  return element('div', { class: 'date', part: 'date', 'aria-hidden': 'true' }, lines);
}

function seriesLine({ series }: FeedEvent, { texts }: ListView): Child {
  const session = series.session === undefined ? '' : texts.session.replace('#', String(series.session));
  const text = [series.title, session].filter(Boolean).join(' · ');
  return text === '' ? undefined : element('p', { class: 'series', part: 'series' }, text);
}

function title({ title, url }: FeedEvent, key: string, { heading, texts }: ListView): Markup {
  const text = title.text || texts.events;
  return element(
    `h${heading}`,
    {
      class: 'title',
      part: 'title',
      id: `${key}-title`,
      lang: title.text ? langOf(title.text, title.language) : undefined,
    },
    url ? element('a', { href: url }, text) : text,
  );
}

function status({ state, stateLabel }: FeedEvent, { texts }: ListView): Child {
  const value: Readonly<Partial<Record<FeedEvent['state'], string>>> = {
    CANCELLED: texts.cancelled,
    POSTPONED: texts.postponed,
    RESCHEDULED: texts.rescheduled,
    ONGOING: stateLabel,
  };
  const text = value[state];
  if (!text) return undefined;
  return element(
    'p',
    { class: `status ${state.toLowerCase()}`, part: 'status' },
    element('strong', {}, text),
  );
}

/** The date; where there is none, until when one can apply. */
function when({ schedule, state, facts }: FeedEvent, { dates, texts, layout }: ListView): Child {
  const known = whenOf(schedule, dates);
  const line = (...children: Child[]) => element('p', { class: 'when', part: 'when' }, children);
  const isPostponed = state === 'POSTPONED';
  if (known)
    return line(
      isPostponed ? texts.originally : undefined,
      element('time', { datetime: known.datetime }, known.runs.flatMap(unbroken)),
    );
  const deadline = facts.find(({ subject }) => subject === 'deadline');
  if (deadline && layout === 'compact') return line(deadline.label, texts.colon, deadline.values[0]?.text);
  return isPostponed || deadline ? undefined : line(texts.dateToCome);
}

/** Lines break between the runs only. */
function unbroken(run: string, position: number, runs: readonly string[]): Child[] {
  const text = run.trim();
  const isLast = position === runs.length - 1;
  const between = runs[position + 1]?.startsWith(' ') || run.endsWith(' ') ? ' ' : element('wbr', {});
  return [element('span', { class: 'run' }, text), isLast ? undefined : between];
}

function where(event: FeedEvent, key: string, view: ListView): Child {
  const { layout, texts } = view;
  const place = event.facts.find(({ subject }) => subject === 'place');
  const isOnline = event.attendanceMode === 'ONLINE';
  const text = isOnline ? texts.online : layout === 'compact' ? event.venue : place && joined(place, view);
  if (!text) return undefined;
  const id = `${key}-place`;
  const map = layout === 'list' && !isOnline ? event.mapUrl : undefined;
  return element(
    'p',
    { class: 'where', part: 'venue' },
    element(
      'span',
      { id, lang: typeof text === 'string' ? langNeeded(text, undefined, view) : undefined },
      text,
    ),
    map ? [' ', link('map', texts.map, { href: map, subject: id })] : undefined,
  );
}

/** Actions for an upcoming event. */
function actions(event: FeedEvent, key: string, { texts, layout, base, dates, choice }: ListView): Child {
  const { state, schedule } = event;
  if (/^(CANCELLED|COMPLETED)$/.test(state) || isOver(schedule, dates.now)) return undefined;
  const isDated = schedule.precision !== 'TBA' && state !== 'POSTPONED' && event.id !== '';
  const file = eventFileAddress(base, event.id, choice('locale') || texts.language);
  const subject = `${key}-title`;
  const offered = [
    { name: 'register', label: texts.register, href: layout === 'list' ? event.registrationUrl : undefined },
    { name: 'online', label: texts.takePart, href: layout === 'list' ? event.onlineUrl : undefined },
    { name: 'calendar', label: texts.addToCalendar, href: isDated ? file : undefined, icon: CALENDAR_ICON },
  ];
  const links = offered.flatMap(({ name, label, href, icon }) =>
    href ? link(name, label, { href, subject, icon, isAction: true }) : [],
  );
  return links.length === 0 ? undefined : element('p', { class: 'actions' }, links);
}

interface LinkOptions {
  readonly href: string;
  /** The id of its subject, for `aria-describedby`. */
  readonly subject: string;
  readonly icon?: Markup | undefined;
  readonly isAction?: boolean;
}

function link(name: string, label: string, { href, subject, icon, isAction }: LinkOptions): Markup {
  const id = `${subject}-${name}`;
  return element(
    'a',
    {
      class: isAction ? `action ${name}` : name,
      part: name,
      href,
      id,
      'aria-labelledby': `${id} ${subject}`,
    },
    icon,
    element('span', { class: 'label' }, label),
  );
}

const CALENDAR_ICON = element(
  'svg',
  { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' },
  element('path', {
    d: 'M8 3v4m8-4v4M4 10h16M6 5h12a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2zm6 8v4m-2-2h4',
  }),
);
