import type { LocalizedText, Party } from '../../events/facts/event-details.js';
import type { Fact } from '../../events/facts/event-facts.js';
import { factWords } from '../../events/facts/words.js';
import { webAddress } from '../../foundation/web-address.js';
import type { EventItem, FeedHead, Item } from '../feed-item.js';
import { severalLines, singleLine, utc } from './characters.js';
import { categoriesOf, creatorsOf, organisersOf, performersOf } from './creators-and-categories.js';
import { factsOf, htmlDescription, textDescription, titleOf } from './description.js';
import { streaming } from './feed-writer.js';

/** A withdrawn event, for clients that have stored it. */
interface Withdrawn {
  readonly id: string;
  readonly title: string;
  readonly updatedAt: string;
}

/**
 * JSON Feed 1.1, with an extension `_scc` for the data of events. Its names are a contract: the widget reads them.
 * Withdrawn events are listed in the extension of the feed instead of as items.
 */
export const writeJsonFeed = streaming((head) => {
  const withdrawn: Withdrawn[] = [];
  let separator = '\n';
  return {
    opening: `${JSON.stringify(feedProperties(head)).slice(0, -1)},"items":[`,
    item: (item) => {
      if (item.kind === 'Event' && item.isWithdrawn) {
        const { id, title, updatedAt } = item;
        withdrawn.push({ id, title: singleLine(title.text), updatedAt: utc(updatedAt) });
        return '';
      }
      const text = separator + JSON.stringify(feedItem(item, head));
      separator = ',\n';
      return text;
    },
    closing: () => {
      const extension = {
        about: head.homeUrl,
        ...head.extension,
        ...(withdrawn.length > 0 ? { withdrawn } : {}),
      };
      return `\n],"_scc":${JSON.stringify(extension)}}\n`;
    },
  };
});

function feedProperties(head: FeedHead) {
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: singleLine(head.title),
    home_page_url: head.homeUrl,
    feed_url: head.selfUrl,
    description: severalLines(head.description),
    language: head.language,
  };
}

function feedItem(item: Item, head: FeedHead) {
  const facts = factsOf(item, head.language);
  return {
    id: item.id,
    url: webAddress(item.url),
    title: singleLine(titleOf(item, head.language)),
    summary: item.summary && singleLine(item.summary.text),
    content_html: htmlDescription(item, head.language, facts),
    content_text: textDescription(item, facts, factWords(head.language)),
    date_published: utc(item.publishedAt),
    date_modified: utc(item.updatedAt),
    authors: creatorsOf(item),
    tags: categoriesOf(item),
    language: item.title.language,
    _scc: {
      about: head.homeUrl,
      kind: item.kind,
      kindLabel: singleLine(item.kindLabel),
      title: singleLine(item.title.text),
      ...(item.kind === 'Event' ? { ...eventExtension(item), facts: facts.map(factExtension) } : {}),
      disclaimers: item.disclaimers.map(localizedText),
      titleLanguage: item.title.language,
      summaryLanguage: item.summary?.language,
      bodyLanguage: item.body?.language,
    },
  };
}

function eventExtension(event: EventItem) {
  const { name, room, address, mapUrl } = event.venue ?? {};
  const { precision, start, end, startDate, endDate, dayPart, timeZone } = event.schedule;
  const { registration, admission } = event;
  return {
    lifecycle: event.lifecycle,
    state: event.state,
    stateLabel: event.stateLabel,
    isWithdrawn: event.isWithdrawn,
    schedule: { precision, start, end, startDate, endDate, dayPart, timeZone },
    previous: event.previous,
    attendanceMode: event.attendanceMode,
    venue: event.venue && {
      name: name && singleLine(name.text),
      room: room && singleLine(room.text),
      address: address && singleLine(address.text),
      language: (address ?? name)?.language,
      mapUrl: webAddress(mapUrl),
    },
    onlineUrl: webAddress(event.onlineUrl),
    organisations: event.organisations.map(labelled),
    people: event.people.map(labelled),
    organisers: organisersOf(event).map(party),
    performers: performersOf(event).map(party),
    sponsors: event.sponsors.map((sponsor) => ({ ...labelled(sponsor), type: sponsor.role })),
    admission: admission && {
      type: admission.type,
      price: admission.price,
      currency: admission.currency,
      note: admission.note && localizedText(admission.note),
    },
    registration: registration && { ...registration, url: webAddress(registration.url) },
    registrationUrl: registration?.state === 'OPEN' ? webAddress(registration.url) : undefined,
    categories: event.categories.map(singleLine),
    spokenLanguages: event.spokenLanguages,
    series: event.series && { ...event.series, title: event.series.title && singleLine(event.series.title) },
    parentId: event.parentId,
  };
}

function factExtension({ subject, label, values }: Fact) {
  return {
    subject,
    label,
    values: values.map(({ text, language, url }) => ({
      text: singleLine(text),
      language,
      url: webAddress(url),
    })),
  };
}

function party({ name, url }: Party) {
  return { name: singleLine(name.text), url: webAddress(url) };
}

function labelled({ role, label, name, url }: Party) {
  return {
    role,
    label: singleLine(label),
    name: singleLine(name.text),
    language: name.language,
    url: webAddress(url),
  };
}

function localizedText({ text, language }: LocalizedText): LocalizedText {
  return { text: severalLines(text), language };
}
