/** A change of the clocks: at an instant, from an offset of UTC to another, all in milliseconds. */
export interface Transition {
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** Closer together than this, the clocks of no zone have changed twice since 2000. */
const STEP = 2 * 86_400_000;

/**
 * The offsets of a zone between two instants, found by asking for the offset in steps. `Intl` answers in a microsecond,
 * where Temporal takes a millisecond to find the next change.
 *
 * @throws RangeError for a name that is not known.
 */
export function offsetsOf(
  zone: string,
  first: number,
  end: number,
): { readonly atFirst: number; readonly transitions: readonly Transition[] } {
  const offsetAt = offsets(zone);
  const transitions: Transition[] = [];
  const atFirst = offsetAt(first);
  let known = atFirst;
  for (let instant = first; instant < end; ) {
    const next = Math.min(instant + STEP, end);
    const to = offsetAt(next);
    if (to === known) instant = next;
    else {
      const change = changeBetween(offsetAt, instant, next);
      transitions.push(change);
      known = change.to;
      instant = change.at;
    }
  }
  return { atFirst, transitions: transitions.filter(({ at }) => at < end) };
}

/** The first instant of a new offset; clocks change at a full second. */
function changeBetween(offsetAt: (instant: number) => number, earlier: number, later: number): Transition {
  const from = offsetAt(earlier);
  let before = earlier;
  let after = later;
  while (after - before > 1_000) {
    const middle = before + Math.floor((after - before) / 2_000) * 1_000;
    if (offsetAt(middle) === from) before = middle;
    else after = middle;
  }
  return { at: after, from, to: offsetAt(after) };
}

function offsets(zone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  return (instant) => {
    const [, sign, hours, minutes, seconds] =
      /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(format.format(instant)) ?? [];
    if (sign === undefined) return 0;
    const size = (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds ?? 0)) * 1_000;
    return sign === '-' ? -size : size;
  };
}
