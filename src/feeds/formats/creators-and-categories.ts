import { organiserRoles } from '../../events/event.enum.js';
import type { Party } from '../../events/facts/event-details.js';
import { webAddress } from '../../foundation/web-address.js';
import type { EventItem, Item } from '../feed-item.js';
import { singleLine } from './characters.js';

/** The creators of an item: the authors of an article, the organisers of an event. */
export function creatorsOf(item: Item): { readonly name: string; readonly url?: string | undefined }[] {
  const parties =
    item.kind === 'Event'
      ? organisersOf(item).map(({ name, ...each }) => ({ ...each, name: name.text }))
      : item.authors.map((name) => ({ name }));
  return parties
    .map((party) => ({
      name: singleLine(party.name),
      url: 'url' in party ? webAddress(party.url) : undefined,
    }))
    .filter(({ name }) => name !== '');
}

/** The organisers of an event, each once; a co-organiser or a host is one, a supporter is not. */
export function organisersOf({ organisations }: EventItem): Party[] {
  const organisers = organisations.filter(({ role }) => role && isOrganiser.has(role));
  return [...new Map(organisers.map((party) => [party.name.text, party])).values()];
}

/** Those who speak, each once. */
export function performersOf({ people }: EventItem): Party[] {
  const speaking = people.filter(({ role }) => role && /^(SPEAKER|KEYNOTE_SPEAKER|MODERATOR)$/.test(role));
  return [...new Map(speaking.map((person) => [person.name.text, person])).values()];
}

const isOrganiser: ReadonlySet<string> = new Set(organiserRoles);

/** The categories of an item, without duplicates. */
export function categoriesOf(item: Item): string[] {
  const categories = [item.kindLabel, ...(item.kind === 'Event' ? item.categories : [])].map(singleLine);
  return [...new Set(categories)].filter((category) => category !== '');
}
