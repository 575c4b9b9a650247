/**
 * The one or two items because of which a list fails, where the failure does not say which: by halves, so that a
 * hundred items take about fifteen questions. None, where it cannot be told.
 * @param fails is true for every list that has a failing one in it
 */
export async function findCulprits<Item>(
  items: readonly Item[],
  fails: (items: readonly Item[]) => Promise<boolean>,
): Promise<readonly Item[]> {
  const last = await firstThatFails(items, [], fails);
  if (last === undefined) return [];
  if (await fails([last])) return [last];
  const partner = await firstThatFails(items.slice(0, items.indexOf(last)), [last], fails);
  return partner !== undefined && (await fails([partner, last])) ? [partner, last] : [];
}

/** The item that is the last one of the shortest beginning of the list which fails, together with others. */
async function firstThatFails<Item>(
  items: readonly Item[],
  others: readonly Item[],
  fails: (items: readonly Item[]) => Promise<boolean>,
): Promise<Item | undefined> {
  let least = 1;
  let most = items.length;
  while (least < most) {
    const middle = Math.floor((least + most) / 2);
    if (await fails([...items.slice(0, middle), ...others])) most = middle;
    else least = middle + 1;
  }
  return items[most - 1];
}
