import { Content } from '../content/model/content.entity.js';
import { line, text, url } from '../content/model/fields.js';
import { content, contentType } from '../content/model/model.js';

@content({ one: 'venue', many: 'venues', noun: 'a venue', description: 'A place where events are held.' })
export class Venue extends Content {
  @text('The name of the venue.', { min: 1, max: 300 }) name?: string | null;
  @text('The room or floor.', { max: 200 }) room?: string | null;
  @text('The postal address.', { max: 500 }) address?: string | null;
  @text('The district, in the language of the reader.', { max: 100 }) districtName?: string | null;
  @line('The district, in English.', { max: 100 }) district!: string | null;
  @url('The URL of a map.') mapUrl!: string | null;
}

export const venue = contentType(Venue, { searchable: { names: ['name'] } });
