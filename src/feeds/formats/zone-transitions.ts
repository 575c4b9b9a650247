/** A transition of a time zone: an instant, the offset before and after, all in milliseconds. */
export interface Transition {
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** No zone has had two transitions within less than this since 2000. */
const STEP = 2 * 86_400_000;

/**
 * The transitions of a zone between two instants, found by sampling the offset. `Intl` takes a microsecond, where
 * Temporal takes a millisecond to find the next transition.
 *
 * @throws RangeError for an unknown zone
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

/** The first instant of a new offset; transitions are at full seconds. */
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
