import type { Admission, FeedEvent, Party, Words } from './event.js';
import { languageNames } from './formats.js';
import type { ListView } from './list-view.js';
import { type Child, element, type Markup } from './markup.js';
import type { WidgetWords } from './words.js';

/** What the list says of an event at length. */
export function eventDetails(event: FeedEvent, view: ListView): Child {
  const { summary, organisers } = event;
  const { words } = view;
  const facts = factsOf(event, view).join(' · ');
  return [
    facts === '' ? undefined : element('p', { class: 'facts', part: 'facts' }, facts),
    summary ? paragraph('summary', summary) : undefined,
    parties(words.organisers, organisers, words),
    backers(event, words),
  ];
}

/** A condition of those who pay for it: they stand wherever the event is presented, in every layout. */
export function eventDisclaimers({ disclaimers }: FeedEvent): Child {
  return disclaimers.map((disclaimer) => paragraph('disclaimer', disclaimer));
}

function paragraph(name: string, { text, language }: Words): Markup {
  return element('p', { class: name, part: name, lang: language }, text);
}

function factsOf({ admission, attendanceMode, spokenLanguages }: FeedEvent, view: ListView): string[] {
  const { words, dates } = view;
  const names = languageNames(dates.tag, { type: 'language' });
  const spoken = spokenLanguages.map((tag) => languageName(names, tag)).join(words.and);
  return [
    attendanceMode === 'HYBRID' ? words.hybrid : '',
    admission ? admissionText(admission, view) : '',
    spoken === '' ? '' : `${words.spoken}${words.colon}${spoken}`,
  ].filter(Boolean);
}

/** The name of a language; its tag, where there is no name for it. */
function languageName(names: Intl.DisplayNames, tag: string): string {
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

function admissionText({ type, price }: Admission, { words, dates }: ListView): string {
  if (type === 'FREE') return words.free;
  const amount = price && moneyFormat(dates.tag, price.currency).format(price.amount);
  if (type === 'MEMBERS') return [words.members, amount].filter(Boolean).join(' · ');
  return amount || (type === 'PAID' ? words.paid : '');
}

function moneyFormat(tag: string, currency: string): Intl.NumberFormat {
  return new Intl.NumberFormat(tag, { style: 'currency', currency });
}

/** By how they back it, in the order of the feed. */
function backers({ sponsors }: FeedEvent, words: WidgetWords): Child {
  const labels = [...new Set(sponsors.map(({ label }) => label))];
  return labels.map((label) => {
    const own = sponsors.filter((backer) => backer.label === label);
    return parties(label || words.sponsors, own, words);
  });
}

function parties(label: string, named: readonly Party[], words: WidgetWords): Child {
  if (named.length === 0) return undefined;
  return element(
    'p',
    { class: 'parties', part: 'parties' },
    `${label}${words.colon}`,
    named.map(({ name, url }, position) => [
      position > 0 ? words.and : undefined,
      // Each stands by itself, in whatever direction it is written.
      element('bdi', {}, url ? element('a', { href: url }, name) : name),
    ]),
  );
}
