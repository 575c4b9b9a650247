import type { TimeDependence } from './statement.js';

/**
 * A statement for the first instant after $1 at which something can change that depends on the time: when a column that
 * is compared with now is reached, in whatever row, or when a day ends. Undefined where nothing depends on it.
 */
export function nextMoment({ instants, zones }: TimeDependence): string | undefined {
  const reached = [...instants].map((qualified) => {
    const cut = qualified.lastIndexOf('.');
    const column = qualified.slice(cut + 1);
    return `select min(${column}) as at from ${qualified.slice(0, cut)} where ${column} > $1::timestamptz`;
  });
  const midnights = [...zones].map(
    (zone) =>
      `select (date_trunc('day', $1::timestamptz at time zone '${zone}') + interval '1 day') at time zone '${zone}'`,
  );
  const moments = [...reached, ...midnights];
  return moments.length > 0
    ? `select to_json(min(at)) from (${moments.join(' union all ')}) moments(at)`
    : undefined;
}
