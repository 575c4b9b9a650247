import { ContentType } from '../content/content-type.js';
import { VenueInput, VenueTranslationInput } from './event.input.js';
import { VenueType } from './event.type.js';
import { Venue, VenueText } from './venue.entity.js';

export const venue = new ContentType({
  name: 'Venue',
  folder: 'venues',
  entity: Venue,
  text: VenueText,
  type: VenueType,
  input: VenueInput,
  translationInput: VenueTranslationInput,
  searchable: { names: ['name'] },
});
