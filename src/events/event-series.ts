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
  @text('The title of the series.', { min: 1, max: 300 }) title?: string | null;
  @text('A summary of the series.', { max: 1_000 }) summary?: string | null;
  @integer('The planned number of sessions, announced or not.', { min: 1 }) plannedSessions!: number | null;
}

export const eventSeries = contentType(EventSeries, {});
