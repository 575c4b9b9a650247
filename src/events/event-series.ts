import { Content } from '../content/model/content.entity.js';
import { integer, text } from '../content/model/fields.js';
import { content, contentType } from '../content/model/model.js';

@content({
  one: 'eventSeries',
  many: 'eventSeries',
  noun: 'a series of events',
  description: 'Events that belong together as sessions.',
})
export class EventSeries extends Content {
  @text('Its title.', { min: 1, max: 300 }) title?: string | null;
  @text('What it is about.', { max: 1_000 }) summary?: string | null;
  @integer('How many sessions are planned, announced or not.', { min: 1 }) plannedSessions!: number | null;
}

export const eventSeries = contentType(EventSeries, {});
