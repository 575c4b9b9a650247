import type { Admission, FeedEvent, LocalizedText, Party } from './event.js';
import { languageNames } from './formats.js';
import type { ListView } from './list-view.js';
import { type Child, element, type Markup } from './markup.js';
import type { WidgetTexts } from './texts.js';

/** The details of an event in a list. */
export function eventDetails(event: FeedEvent, view: ListView): Child {
  const { summary, organisers } = event;
  const { texts } = view;
  const facts = factsOf(event, view).join(' · ');
  return [
    facts === '' ? undefined : element('p', { class: 'facts', part: 'facts' }, facts),
    summary ? paragraph('summary', summary) : undefined,
    parties(texts.organisers, organisers, texts),
    backers(event, texts),
  ];
}

/** A disclaimer of a funder: required wherever the event is presented, in every layout. */
export function eventDisclaimers({ disclaimers }: FeedEvent): Child {
  return disclaimers.map((disclaimer) => paragraph('disclaimer', disclaimer));
}

function paragraph(name: string, { text, language }: LocalizedText): Markup {
  return element('p', { class: name, part: name, lang: language }, text);
}

function factsOf({ admission, attendanceMode, spokenLanguages }: FeedEvent, view: ListView): string[] {
  const { texts, dates } = view;
  const names = languageNames(dates.tag, { type: 'language' });
  const spoken = spokenLanguages.map((tag) => languageName(names, tag)).join(texts.and);
  return [
    attendanceMode === 'HYBRID' ? texts.hybrid : '',
    admission ? admissionText(admission, view) : '',
    spoken === '' ? '' : `${texts.spoken}${texts.colon}${spoken}`,
  ].filter(Boolean);
}

/** The name of a language, or else its tag. */
function languageName(names: Intl.DisplayNames, tag: string): string {
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

function admissionText({ type, price }: Admission, { texts, dates }: ListView): string {
  if (type === 'FREE') return texts.free;
  const amount = price && moneyFormat(dates.tag, price.currency).format(price.amount);
  if (type === 'MEMBERS') return [texts.members, amount].filter(Boolean).join(' · ');
  return amount || (type === 'PAID' ? texts.paid : '');
}

function moneyFormat(tag: string, currency: string): Intl.NumberFormat {
  return new Intl.NumberFormat(tag, { style: 'currency', currency });
}

/** By role, in the order of the feed. */
function backers({ sponsors }: FeedEvent, texts: WidgetTexts): Child {
  const labels = [...new Set(sponsors.map(({ label }) => label))];
  return labels.map((label) => {
    const own = sponsors.filter((backer) => backer.label === label);
    return parties(label || texts.sponsors, own, texts);
  });
}

function parties(label: string, named: readonly Party[], texts: WidgetTexts): Child {
  if (named.length === 0) return undefined;
  return element(
    'p',
    { class: 'parties', part: 'parties' },
    `${label}${texts.colon}`,
    named.map(({ name, url }, position) => [
      position > 0 ? texts.and : undefined,
      // Isolated, because the text may have another direction.
      element('bdi', {}, url ? element('a', { href: url }, name) : name),
    ]),
  );
}
