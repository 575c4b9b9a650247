import type { Item } from '../feed-item.js';
import { singleLine, webAddress } from './characters.js';

/** The creators of an item: the authors of an article, the organisers of an event. */
export function creatorsOf(item: Item): { readonly name: string; readonly url?: string | undefined }[] {
  const parties = item.kind === 'Event' ? item.organisers : item.authors.map((name) => ({ name }));
  return parties
    .map((party) => ({
      name: singleLine(party.name),
      url: 'url' in party ? webAddress(party.url) : undefined,
    }))
    .filter(({ name }) => name !== '');
}

/** The categories of an item, without duplicates. */
export function categoriesOf(item: Item): string[] {
  const categories = [item.kindLabel, ...(item.kind === 'Event' ? item.categories : [])].map(singleLine);
  return [...new Set(categories)].filter((category) => category !== '');
}
