/**
 * Groups items in topological order. Items that depend on each other form one group: the strongly connected components,
 * by Tarjan's algorithm. Iterative: a chain may be as long as the list.
 */
export function inOrderOfNeed<Item>(
  items: readonly Item[],
  needsOf: (item: Item) => readonly Item[],
): Item[][] {
  const state = new Map<Item, { readonly index: number; low: number; isOpen: boolean }>();
  const open: Item[] = [];
  const groups: Item[][] = [];
  const enter = (item: Item) => {
    state.set(item, { index: state.size, low: state.size, isOpen: true });
    open.push(item);
    return { item, needs: needsOf(item), next: 0 };
  };
  const leave = (item: Item) => {
    const own = state.get(item);
    if (!own || own.low !== own.index) return;
    const group = open.splice(open.lastIndexOf(item));
    for (const each of group) {
      const other = state.get(each);
      if (other) other.isOpen = false;
    }
    groups.push(group);
  };
  const lower = (item: Item, low: number) => {
    const own = state.get(item);
    if (own) own.low = Math.min(own.low, low);
  };
  for (const start of items) {
    if (state.has(start)) continue;
    const trail = [enter(start)];
    for (let top = trail.at(-1); top; top = trail.at(-1)) {
      const need = top.needs[top.next];
      if (need === undefined) {
        trail.pop();
        leave(top.item);
        const below = trail.at(-1);
        if (below) lower(below.item, state.get(top.item)?.low ?? 0);
        continue;
      }
      top.next += 1;
      const known = state.get(need);
      if (!known) trail.push(enter(need));
      else if (known.isOpen) lower(top.item, known.index);
    }
  }
  return groups;
}

export interface Limits {
  readonly items: number;
  readonly bytes: number;
}

/** Packs groups into batches, in order; a group is never split. */
export function toBatches<Item extends { readonly bytes: number }>(
  groups: readonly (readonly Item[])[],
  limits: Limits,
): Item[][] {
  const batches: Item[][] = [];
  let bytes = 0;
  for (const group of groups) {
    const own = group.reduce((sum, item) => sum + item.bytes, 0);
    const current = batches.at(-1);
    if (current && current.length + group.length <= limits.items && bytes + own <= limits.bytes) {
      current.push(...group);
      bytes += own;
    } else {
      batches.push([...group]);
      bytes = own;
    }
  }
  return batches;
}
