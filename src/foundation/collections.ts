/** Groups items by key, in order. */
export function groupBy<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/**
 * Splits items into chunks of at most `size`.
 * @param isTogether items that must be in one chunk, however many they are; it comes first
 */
export function* chunksOf<Item>(
  items: readonly Item[],
  size: number,
  isTogether: (item: Item) => boolean = () => false,
): Generator<readonly Item[]> {
  const first = items.filter(isTogether);
  if (first.length > 0) yield first;
  const others = first.length > 0 ? items.filter((item) => !isTogether(item)) : items;
  for (let start = 0; start < others.length; start += size) yield others.slice(start, start + size);
}
