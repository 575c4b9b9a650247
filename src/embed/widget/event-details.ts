import { langOf } from '../../events/facts/script.js';
import type { Fact, FeedEvent, LocalizedText } from './event.js';
import type { ListView } from './list-view.js';
import { type Child, element, type Markup } from './markup.js';

/** What the list shows in a form of its own. */
const ELSEWHERE = ['status', 'time', 'place', 'online'];
/** Short facts, which share a line. */
const SHORT = ['admission', 'spoken'];
const PARTIES = ['organisations', 'people', 'sponsors'];

/** The details of an event in a list. */
export function eventDetails(event: FeedEvent, view: ListView): Child {
  const { summary, attendanceMode, registrationUrl } = event;
  const { texts } = view;
  // An address is what the button leads to.
  const isShown = ({ subject }: Fact) =>
    !ELSEWHERE.includes(subject) && !(subject === 'registration' && registrationUrl);
  const facts = event.facts.filter(isShown);
  const short = facts
    .filter(({ subject }) => SHORT.includes(subject))
    .map((fact) => (fact.subject === 'spoken' ? labelled(fact, view) : joined(fact, view)));
  const all = attendanceMode === 'HYBRID' ? [texts.hybrid, ...short] : short;
  return [
    all.length === 0
      ? undefined
      : element(
          'p',
          { class: 'facts', part: 'facts' },
          all.map((fact, position) => [position > 0 ? ' · ' : undefined, fact]),
        ),
    summary ? paragraph('summary', summary) : undefined,
    facts
      .filter(({ subject }) => !SHORT.includes(subject))
      .map((fact) =>
        element(
          'p',
          { class: 'fact', part: PARTIES.includes(fact.subject) ? 'parties' : 'fact' },
          labelled(fact, view),
        ),
      ),
  ];
}

/** A disclaimer of a funder: required wherever the event is presented, in every layout. */
export function eventDisclaimers({ disclaimers }: FeedEvent): Child {
  return disclaimers.map((disclaimer) => paragraph('disclaimer', disclaimer));
}

function paragraph(name: string, { text, language }: LocalizedText): Markup {
  return element('p', { class: name, part: name, lang: langOf(text, language) }, text);
}

function labelled(fact: Fact, view: ListView): Child {
  return [element('span', { class: 'term' }, fact.label), view.texts.colon, joined(fact, view)];
}

export function joined({ values, subject }: Fact, view: ListView): Child {
  return values.map(({ text, language, url }, position) => [
    position > 0 ? view.texts.and : undefined,
    // Isolated, because the text may have another direction.
    element(
      'bdi',
      { lang: langNeeded(text, language, view) },
      url && subject !== 'place' ? element('a', { href: url }, text) : text,
    ),
  ]);
}

/** The language of a text, where it differs from that of the list. */
export function langNeeded(
  text: string,
  language: string | undefined,
  { texts }: ListView,
): string | undefined {
  const own = langOf(text, language ?? texts.language);
  return own === langOf('', texts.language) ? undefined : own;
}
