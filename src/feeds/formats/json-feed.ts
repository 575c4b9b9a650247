import type { EventItem, FeedHead, Item, LocalizedText, Party } from '../feed-item.js';
import { severalLines, singleLine, utc, webAddress } from './characters.js';
import { categoriesOf, creatorsOf } from './creators-and-categories.js';
import { factsOf, htmlDescription, textDescription } from './description.js';
import { eventLabels } from './event-labels.js';
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
    title: singleLine(item.title.text),
    summary: item.summary && singleLine(item.summary.text),
    content_html: htmlDescription(item, head.language, facts),
    content_text: textDescription(item, facts, eventLabels(head.language).colon),
    date_published: utc(item.publishedAt),
    date_modified: utc(item.updatedAt),
    authors: creatorsOf(item),
    tags: categoriesOf(item),
    language: item.title.language,
    _scc: {
      about: head.homeUrl,
      kind: item.kind,
      kindLabel: singleLine(item.kindLabel),
      ...(item.kind === 'Event' ? eventExtension(item) : {}),
      disclaimers: item.disclaimers.map(localizedText),
      titleLanguage: item.title.language,
      summaryLanguage: item.summary?.language,
      bodyLanguage: item.body?.language,
    },
  };
}

function eventExtension(event: EventItem) {
  const { name, room, address, mapUrl } = event.venue ?? {};
  const { precision, start, end, startDate, endDate, timeZone } = event.schedule;
  return {
    lifecycle: event.lifecycle,
    isWithdrawn: event.isWithdrawn,
    schedule: { precision, start, end, startDate, endDate, timeZone },
    attendanceMode: event.attendanceMode,
    venue: event.venue && {
      name: name && singleLine(name),
      room: room && singleLine(room),
      address: address && singleLine(address),
      mapUrl: webAddress(mapUrl),
    },
    onlineUrl: webAddress(event.onlineUrl),
    organisers: event.organisers.map(party),
    performers: event.performers.map(party),
    sponsors: event.sponsors.map((backer) => ({
      ...party(backer),
      type: backer.type,
      label: backer.label && singleLine(backer.label),
    })),
    admission: event.admission,
    registrationUrl: webAddress(event.registrationUrl),
    categories: event.categories.map(singleLine),
    spokenLanguages: event.spokenLanguages,
    series: event.series && { ...event.series, title: event.series.title && singleLine(event.series.title) },
    parentId: event.parentId,
  };
}

function party({ name, url }: Party) {
  return { name: singleLine(name), url: webAddress(url) };
}

function localizedText({ text, language }: LocalizedText): LocalizedText {
  return { text: severalLines(text), language };
}
