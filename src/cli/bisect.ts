/**
 * Bisects a list that fails for the one or two items that cause it, so that a hundred items take about fifteen
 * attempts. Empty if it cannot be determined.
 * @param fails true for every list that contains a failing item
 */
export async function findFailing<Item>(
  items: readonly Item[],
  fails: (items: readonly Item[]) => Promise<boolean>,
): Promise<readonly Item[]> {
  const last = await firstThatFails(items, [], fails);
  if (last === undefined) return [];
  if (await fails([last])) return [last];
  const partner = await firstThatFails(items.slice(0, items.indexOf(last)), [last], fails);
  return partner !== undefined && (await fails([partner, last])) ? [partner, last] : [];
}

/** The last item of the shortest prefix that fails, together with others. */
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
