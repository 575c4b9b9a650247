import { ContentType } from '../content/content-type.js';
import { EventSeriesInput, EventSeriesTranslationInput } from './event.input.js';
import { EventSeriesType } from './event.type.js';
import { EventSeries, EventSeriesText } from './event-series.entity.js';

export const eventSeries = new ContentType({
  name: 'EventSeries',
  folder: 'event-series',
  entity: EventSeries,
  text: EventSeriesText,
  type: EventSeriesType,
  input: EventSeriesInput,
  translationInput: EventSeriesTranslationInput,
});
