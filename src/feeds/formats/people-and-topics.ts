import type { Item } from '../feed-item.js';
import { singleLine, webAddress } from './characters.js';

/** Who an item is by: the authors of an article, the organisers of an event. */
export function creatorsOf(item: Item): { readonly name: string; readonly url?: string | undefined }[] {
  const parties = item.kind === 'Event' ? item.organisers : item.authors.map((name) => ({ name }));
  return parties
    .map((party) => ({
      name: singleLine(party.name),
      url: 'url' in party ? webAddress(party.url) : undefined,
    }))
    .filter(({ name }) => name !== '');
}

/** What an item is filed under, in words: each once. */
export function categoriesOf(item: Item): string[] {
  const words = [item.kindLabel, ...(item.kind === 'Event' ? item.categories : [])].map(singleLine);
  return [...new Set(words)].filter((word) => word !== '');
}
